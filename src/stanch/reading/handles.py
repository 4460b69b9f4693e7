"""Who wrote a comment: the names that pages print before, above or beside it."""

from __future__ import annotations

import re

_NUMBER = r"(?:\[\d{1,4}\]|#?\d{1,4}[.):])?\s*"
_NAME = r"@?[\w][\w.'’\-]*(?:[ _][\w.'’\-]+){0,4}"
_UNIT = r"(?:s|m|h|d|w|mo|y|sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?)"
_AGO = rf"(?:(?:\d{{1,3}}|an?|one|two|three)\s*{_UNIT}(?:\s+ago)?|just\s+now)"
_DAY = (
    r"(?:\d{1,2}\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s*\d{0,2},?\s*(?:\d{4})?"
    r"(?:,?\s*(?:at\s+)?\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?)?)?"
)
_CLOCK = r"\d{1,2}:\d{2}(?:\s*[ap]\.?m\.?)?"
_BEFORE = re.compile(
    rf"^\W*?{_NUMBER}(?P<name>{_NAME}(?:\s*\([^)]{{1,30}}\))?(?:,\s[\w .'’-]{{2,25}})?)"
    r"(?:\s+(?:wrote|writes|says|said))?(?:\s*:|\s+[—–])\s+(?=\S)"
)
_SAYS = re.compile(
    r"^\W*(?P<name>.{2,40}?)\s+(?:says|said|wrote|writes|commented|replied|responded)(?:\s*:|\s+\(.{1,30}\)\s*:?)\s*$",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"^\W*{_NUMBER}(?:(?P<name>{_NAME})\s*[·•|,–—(-]|(?:posted\s+)?by\s+(?P<poster>{_NAME})\s+(?:on|at))\s*(?:{_AGO}|{_DAY}|{_CLOCK})\)?\W*$",
    re.IGNORECASE,
)
_CLOCKED = re.compile(rf"^\W*(?P<name>{_NAME})\s+{_CLOCK}\W*$", re.IGNORECASE)
_TIME = re.compile(rf"^\W*(?:{_AGO}|{_DAY}|{_CLOCK})\W*$", re.IGNORECASE)
_TOOLS = re.compile(
    r"^\W*(?:\d*\s*)?(?:reply|replies|like[sd]?|dislike|share|report|flag|permalink|quote|edited|upvote|downvote|show\s+more|hide\s+replies|"
    r"\d+\s+(?:likes?|replies|points?|votes?))(?:\W+(?:\d+\W*)?(?:reply|like|share|report|flag|edited))*\W*\d*\W*$",
    re.IGNORECASE,
)
# words before a colon that open a sentence and name nobody
_OPENERS = {
    "note", "ps", "p.s.", "edit", "update", "correction", "fact", "question", "answer", "source", "sources", "remember", "warning",
    "reality", "translation", "example", "conclusion", "summary", "moral", "result", "hint", "reminder", "so", "and", "but", "yes", "no",
    "wrong", "right", "look", "simple", "sorry", "first", "second", "third", "finally", "btw", "tldr", "http", "https",
}  # fmt: skip

_PLAIN = {
    "is", "are", "was", "were", "be", "has", "have", "had", "do", "does", "did", "will", "would", "can", "the", "a", "an", "to", "for",
    "in", "on", "with", "not", "this", "that", "these", "my", "your", "his", "her", "its", "our", "their", "thing", "things", "point",
    "points", "he", "she", "they", "we", "i", "you", "it",
}  # fmt: skip


def named_before(line: str) -> tuple[str, int] | None:
    """ "[3] reader_7: You forget the oil": the name, and where the comment begins; `None` where a line opens otherwise."""
    found = _BEFORE.match(line)
    if found is None:
        return None
    words = found["name"].lower().rstrip(",").split()
    if words[0].rstrip(",") in _OPENERS or _PLAIN & set(words):
        return None
    return _bare(found["name"]), found.end()


def named_alone(line: str) -> str:
    """The name on a line of its own: "Pedant says:", "reader_7 · 3 hours ago", "Posted by Pedant on June 3, 2017"; "" on any other line."""
    found = _SAYS.match(line) or _DATED.match(line) or _CLOCKED.match(line)
    return _bare(next(name for name in found.groups() if name)) if found else ""


def is_time(line: str) -> bool:
    """True for a line that only says when: "3 hours ago"; the line above it is a name."""
    return bool(_TIME.match(line))


def is_tools(line: str) -> bool:
    """True for what a page offers to do with a comment: "Reply", "12 likes · Share"."""
    return bool(_TOOLS.match(line))


def may_be_name(line: str) -> bool:
    """True for a line short enough to be a name, without the end of a sentence."""
    words = line.split()
    return 1 <= len(words) <= 4 and len(line) <= 40 and line.rstrip()[-1] not in ".!?:;,"


def _bare(name: str) -> str:
    return " ".join(re.sub(r"\s*\([^)]*\)|\s+(?:wrote|writes|says|said)$|^@", "", name).split())
