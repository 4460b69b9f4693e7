"""Sections of a text: what the outlet says, what stands under a picture, what readers wrote, what belongs to the site.

The worst thing a reader can do is to print a comment as the article's word, so the rules lean towards "comment" once a
comment block has begun, and towards "chrome" for lines that only a web page has.
"""

from __future__ import annotations

import itertools
import re

from stanch.reading.dateline import is_date_line
from stanch.reading.handles import is_time, is_tools, may_be_name, named_alone, named_before
from stanch.reading.model import Part, Section

_COMMENTS_BEGIN = re.compile(
    r"^\W*(?:\d[\d,.]*\s+(?:thoughts?|comments?|responses?|replies)\b(?:\s+on\b.*|,?\s+(?:newest|oldest|most|sorted)\b.*|\W*)|"
    r"(?:\w+\s+and\s+)?comments?(?:\s*\((?:\d+|[a-z ]{3,14})\)|\s*:\s*\d*)?|"
    r"reader(?:s'|s’|'s|’s)?\s+comments?|(?:join|start|view)\s+the\s+(?:conversation|discussion)|all\s+comments|"
    r"top\s+comments|discussion\s*\(\d+\)|what\s+our\s+readers\s+say|letters\s+from\s+readers)\W*$",
    re.IGNORECASE,
)
_COMMENTS_END = re.compile(
    r"^\W*(?:leave\s+a\s+(?:reply|comment)|post\s+(?:a|your)\s+comment|add\s+(?:a|your)\s+comment|"
    r"comments\s+are\s+closed|related\s+(?:stories|articles|posts)|more\s+from\b|about\s+the\s+author)",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"^\W*(?:sign\s+up|subscribe|log\s*(?:in|out)\b|follow\s+us|share\s+(?:this|on|via)|read\s+or\s+share|click\s+here|"
    r"advertisement\b|copyright|©|all\s+rights\s+reserved|terms\s+of\s+(?:use|service)|privacy\s+policy|cookie|"
    r"related\s*:|read\s+more\s*:?$|read\s+next|see\s+also|most\s+(?:read|popular)|this\s+article\s+is\s+more\s+than|"
    r"show\s+hide|loading|skip\s+to|enable\s+javascript|download\s+(?:our|the)\s+app|newsletter|"
    r"contributing\s*:|story\s*:|tags?\s*:|filed\s+under|posted\s+in|this\s+site\s+uses|fill\s+in\s+your|"
    r"you\s+are\s+commenting|connecting\s+to|print\s+this|email\s+this|tweet$|facebook$|twitter$|whatsapp$|"
    r"(?:by\s+)?[\w .'-]+\bcontributed\s+to\s+this\s+(?:report|story)|reporting\s+by\b|editing\s+by\b|"
    r"(?:updated|published|posted|last\s+modified)\b\W*(?:on\b|at\b|:|\d))",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^\W*(?:image\s+(?:caption|copyright|result)|photo(?:graph)?s?\s*(?:by\b|:|credit)|picture\s*:|file\s+(?:photo|picture|-)|"
    r"media\s+caption|caption\s*:|video\s*:|in\s+this\b.{0,40}\b(?:photo|picture|image)\b|map\s*:|graphic\s*:|"
    r"satellite\s+image)|\(?\b(?:photo(?:graph)?|image|picture|credit)\s*(?:by|credit)?\s*:|/\s*(?:getty|afp|ap\b|reuters|"
    r"associated\s+press)|"
    r"\((?:ap|afp|reuters|getty|kcna)(?:\s+photo)?(?:/[^)]*)?\)\s*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\s*(\d{1,4})[.)]\s+\S")
_REPLY = re.compile(r"^\s*[•·▪◦*‣↳]\s+\S")
_LETTER = re.compile(r"[^\W\d_]")


def find_sections(text: str, *, headline: bool = True) -> tuple[Section, ...]:
    """The sections of a plain text, line by line; they cover every line that holds a letter."""
    sections: list[Section] = []
    state = _State()
    for start, end in _lines(text):
        line = text[start:end]
        if not _LETTER.search(line):
            continue
        if state.in_comments and (told := _comment(line, start, end, state, sections)):
            sections += told
        else:
            sections.append(_section_of(line, start, end, state, headline=headline))
    return tuple(sections)


def _comment(line: str, start: int, end: int, state: _State, before: list[Section]) -> list[Section]:
    """A line among comments that names who writes, or only helps the page; nothing for any other."""
    chrome = Section(part=Part.CHROME, start=start, end=end)
    if _COMMENTS_END.match(line) or _is_chrome(line):
        return []
    if is_tools(line):
        return [chrome]
    if is_time(line):
        last = before[-1]
        if last.part is Part.COMMENT and may_be_name(name := state.last_line):
            state.author = name.strip()
            before[-1] = Section(part=Part.CHROME, start=last.start, end=last.end)
        return [chrome]
    state.last_line = line
    alone = named_alone(line)
    if alone:
        state.author = alone
        return [chrome]
    inline = named_before(line) if state.inline is not False else None
    if state.inline is None:  # the first line of the comments tells whether names stand before them
        state.inline = inline is not None
    if inline is None:
        return []
    state.author, at = inline
    signed = Section(part=Part.CHROME, start=start, end=start + at)
    return [signed, Section(part=Part.COMMENT, start=start + at, end=end, author=state.author)]


class _State:
    """What the lines so far have told: whether comments have begun and whose comment this is."""

    __slots__ = ("author", "body_seen", "headline_seen", "in_comments", "inline", "last_line", "number")

    def __init__(self) -> None:
        self.in_comments = False
        self.body_seen = False
        self.headline_seen = False
        self.number = 0
        self.author = ""
        self.last_line = ""
        self.inline: bool | None = None


def _section_of(line: str, start: int, end: int, state: _State, *, headline: bool) -> Section:
    if _COMMENTS_BEGIN.match(line):
        state.in_comments, state.inline = True, None
        return Section(part=Part.CHROME, start=start, end=end)
    if _COMMENTS_END.match(line):
        state.in_comments = False
        return Section(part=Part.CHROME, start=start, end=end)
    if _is_chrome(line) or (not state.body_seen and is_date_line(line)):
        return Section(part=Part.CHROME, start=start, end=end)
    if state.in_comments:
        return Section(part=Part.COMMENT, start=start, end=end, author=_author(line, state))
    if _CAPTION.search(line) and len(line) < (400 if _CAPTION.match(line) else 180):
        return Section(part=Part.CAPTION, start=start, end=end)
    if headline and not state.body_seen and not state.headline_seen and _is_headline(line):
        state.headline_seen = True
        return Section(part=Part.HEADLINE, start=start, end=end)
    state.body_seen = state.body_seen or len(line) > 80
    return Section(part=Part.BODY, start=start, end=end)


def _is_chrome(line: str) -> bool:
    return bool(_CHROME.match(line)) and len(line) < 200


def _is_headline(line: str) -> bool:
    line = line.strip()
    return 15 <= len(line) <= 180 and line[-1] not in '.!”"' and " " in line


def _author(line: str, state: _State) -> str:
    numbered = _NUMBERED.match(line)
    if numbered:
        state.number = int(numbered.group(1))
        state.author = f"commenter {state.number}"
    elif _REPLY.match(line):
        state.author = f"commenter {state.number} reply" if state.number else "commenter"
    return state.author or "commenter"


def _lines(text: str) -> list[tuple[int, int]]:
    """Lines, but a paragraph that was wrapped by hand or by a printer is one: cut at each line, "urged the / government to
    close" would read as a government that closes."""
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        if run and not _ADJOINS.fullmatch(text, run[-1][1], match.start()):
            found += _unwrapped(text, run)
            run = []
        run.append(match.span())
    return found + _unwrapped(text, run)


_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_ADJOINS = re.compile(r"[ \t]*(?:\r\n|\r|\n)")
_NARROW, _WIDE, _RAGGED = 40, 110, 30  # characters of a wrapped line, and by how much such lines differ
_GOES_ON = re.compile(r"[a-z\u00df-\u00ff(“\"‘']")
_STOPS = (".", "!", "?", ":", ";", "”", '"')


def _unwrapped(text: str, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One span where the lines of a run are one wrapped paragraph, else the lines."""
    widths = [len(text[start:end].rstrip()) for start, end in run[:-1]]
    if not widths or min(widths) < _NARROW or max(widths) > _WIDE or max(widths) - min(widths) > _RAGGED:
        return run
    if len(text[run[-1][0] : run[-1][1]].rstrip()) > max(widths) + _RAGGED // 2:
        return run
    seams = [(text[a[0] : a[1]].rstrip(), text[b[0] : b[1]].lstrip()) for a, b in itertools.pairwise(run)]
    if any(_NUMBERED.match(after) or _REPLY.match(after) for _, after in seams):
        return run  # a list, whatever its width
    carried = sum(not before.endswith(_STOPS) and bool(_GOES_ON.match(after)) for before, after in seams)
    return [(run[0][0], run[-1][1])] if carried * 2 >= len(seams) else run


def part_at(sections: tuple[Section, ...], offset: int) -> Section | None:
    """The section that holds a character, or `None` between sections."""
    low, high = 0, len(sections)
    while low < high:
        middle = (low + high) // 2
        if sections[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    if low < len(sections) and sections[low].start <= offset:
        return sections[low]
    return None
