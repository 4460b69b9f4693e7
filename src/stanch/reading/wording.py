"""A claim as a sentence: what its fields say in our words, then the document's own words in quotation marks.

The frame says who, how firmly, what kind of thing and towards whom; nothing in it goes beyond the fields, so "was asked to cut" can
never come out as "cut". Conditions and exceptions that the quotation does not hold are added in their own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from stanch.files import load_yaml
from stanch.reading.lexicon import load_lexicon
from stanch.reading.meant import channels_meant
from stanch.reading.model import Part, Proposal
from stanch.records import Modality
from stanch.settings import packaged_data

# longer runs of a document's words are cut in a sentence; the annex holds them whole
SHOWN_WORDS = 25
TARGET = "KP"
_NOT_DONE = ("not_done",)
_MOST_CHANNELS = 3
_MOST_WARES = 3


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = load_yaml(packaged_data() / "lexicons" / "en" / "wording.yml").data
    return words


def sentence_of(proposal: Proposal) -> str:
    """The sentence that a dossier prints for a claim."""
    return f"{frame_of(proposal)}: “{short(proposal.span.quote)}”{limits_of(proposal)}"


def frame_of(proposal: Proposal) -> str:
    """The sentence without its quotation: "According to the energy ministry, Tanzania halted dealings with the DPRK (trade in coal)"."""
    said = _by(proposal)
    what = {"tie": _tie, "position": _position, "figure": _figure}.get(proposal.kind, _action)(proposal)
    return f"{said}{what}" if said else what[:1].upper() + what[1:]


def _by(p: Proposal) -> str:
    """Who says it, unless it is the outlet itself or the one who takes the stance."""
    # whoever writes a comment tells what others said: he is not behind them
    way = "as told by" if p.part is Part.COMMENT else "relaying"
    own = p.kind == "position" and (p.said_by in p.actors or p.said_by == who(p.actors))
    if p.said_by in ("", "outlet") or own:
        return f"{way.capitalize()} {p.relayed_from}: " if p.relayed_from else ""
    behind = f" ({way} {p.relayed_from})" if p.relayed_from else ""
    return f"According to {_article(p.said_by)}{p.said_by}{behind}, "


_THE = (
    "United ",
    "UN ",
    "U.N. ",
    "European Union",
    "European Commission",
    "Security Council",
    "State Department",
    "White House",
    "Treasury",
)


def _article(name: str) -> str:
    """ "the energy ministry", "a spokesman", "officials", "Jane Doe"."""
    if name.startswith(_THE):
        return "the "
    if not name[:1].islower() or name.startswith(("the ", "a ", "an ", "commenter")):
        return ""
    if " " in name:
        return "the "
    return "" if name.endswith("s") else "an " if name[0] in "aeiou" else "a "


def who(names: Sequence[str]) -> str:
    """Actors by name: persons with the state they stand for, states and bloc by name."""
    lexicon = load_lexicon()
    states = [_name(name) for name in names if name in lexicon.code3 or name in lexicon.blocs]
    people = [name for name in names if name not in lexicon.code3 and name not in lexicon.blocs]
    if people and states:
        return f"{_listed(people)} ({_listed([name.removeprefix('the ') for name in states])})"
    return _listed(people or states) or "somebody not named"


def _name(code: str) -> str:
    if code == TARGET:
        return "the DPRK"
    words = _words()
    name = words["names"].get(code) or load_lexicon().state_names.get(code, code.replace("_", " "))
    return f"the {name}" if code in words["articles"] else str(name)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def targets_meant(p: Proposal) -> list[str]:
    """Towards whom: of ties and steps the sanctioned state alone where it is named, for the rest is what else the sentence mentions."""
    whom = [name for name in p.targets if name not in p.actors]
    return [TARGET] if p.kind in ("tie", "action") and TARGET in whom else whom


def _towards(p: Proposal, word: str) -> str:
    whom = targets_meant(p)
    return f" {word} {who(whom)}" if whom else ""


def _on(p: Proposal) -> str:
    """The channels in brackets, wares of one trade together, no more of them than a reader takes in."""
    wares: dict[str, list[str]] = {}
    for channel in channels_meant(p):
        name, _, ware = channel.partition(":")
        held = wares.setdefault(name, [])
        if ware:
            held.append(ware)
    named = []
    for name, each in list(wares.items())[:_MOST_CHANNELS]:
        shown = each[:_MOST_WARES] + (["other goods"] if len(each) > _MOST_WARES else [])
        named.append(f"{channel_words(name)} in {_listed(shown)}" if each else channel_words(name))
    return f" ({', '.join(named)})" if named else ""


def channel_words(channel: str) -> str:
    """A channel in words: "trade in coal"."""
    name, _, ware = channel.partition(":")
    plain = str(_words()["channels"].get(name, name.replace("_", " ")))
    return f"{plain} in {ware}" if ware else plain


def _many(p: Proposal) -> bool:
    """True when more than one state acts, or none but several persons: "China and Russia have"."""
    lexicon = load_lexicon()
    states = [name for name in p.actors if name in lexicon.code3 or name in lexicon.blocs]
    people = [name for name in p.actors if name not in states]
    if len(people) == 1:
        return _plural(people[0])
    return len(people) > 1 or len(states) > 1


def _plural(name: str) -> bool:
    """ "Nations", "firms of two countries", "many experts": a word for several, and no name that ends like one."""
    words = name.split()
    first = words[0] in ("Nations", "States", "Countries", "Governments", "Members") and len(words) == 1
    return first or (
        name[0].islower() and any(word.endswith("s") and word.islower() for word in (words[0], words[-1]))
    )


def _tie(p: Proposal) -> str:
    rest = f"{_towards(p, 'with')}{_on(p)}"
    subject = who(p.actors)
    has = "have" if _many(p) else "has"
    be = "are" if _many(p) else "is"
    if p.act == "denies" or p.modality is Modality.DENIED:
        return f"a tie of {subject}{rest} is denied"
    had = p.act == "had" or p.status == "ended"
    match p.modality:
        case Modality.ASSERTED:
            return (
                f"{subject} {'had' if had else has} a tie{rest}{', reduced' if p.status == 'reduced' else ''}"
            )
        case Modality.NEGATED:
            return f"{subject} {has} no tie{rest}"
        case Modality.FUTURE:
            return f"{subject} {be} to have a tie{rest}"
        case Modality.CONDITIONAL:
            return f"{subject} would have a tie{rest}, on a condition"
        case Modality.HEDGED:
            return f"{subject} may have {'had ' if had else ''}a tie{rest}"
        case _:
            return f"it is unclear whether {subject} {has} a tie{rest}"


def _action(p: Proposal) -> str:
    forms = _words()["acts"].get(p.act, _words()["acts"]["other"])
    return _verb(p, forms, f"{_towards(p, forms['to'])}{_on(p)}")


def _position(p: Proposal) -> str:
    forms = _words()["stances"].get(p.act, _words()["stances"]["assess"])
    put = _PUT.get(p.modality)
    if put:
        return f"a stance of {who(p.actors)}{_towards(p, 'towards')}{_on(p)}, {forms['noun']} {put}"
    rest = f"{_towards(p, forms['to'])}{_on(p)}".replace("  ", " ")
    if p.modality is Modality.DENIED and p.act == "deny":
        return f"{who(p.actors)} {forms['past']}{rest}"
    return _verb(p, forms, rest)


# how a stance is put says nothing of whether it was taken: who says "we will not yield" rejects something here and now
_PUT = {
    Modality.NEGATED: "put in the negative",
    Modality.HEDGED: "put as a possibility",
    Modality.CONDITIONAL: "put under a condition",
    Modality.FUTURE: "put as something to come",
}


def _verb(p: Proposal, forms: Mapping[str, str], rest: str) -> str:
    subject = who(p.actors)
    if p.status == "reversed":
        return f"{subject} took back a step ({forms['base']}){rest}"
    if p.modality is Modality.DENIED:
        return f"it is denied that {subject} {forms['past']}{rest}"
    if p.modality is Modality.NEGATED or p.status in _NOT_DONE:
        return f"{subject} did not {forms['base']}{rest}"
    if p.modality is Modality.HEDGED:
        may = (
            f"may {forms['base']}"
            if p.status in ("planned", "proposed", "announced")
            else f"may have {forms['done']}"
        )
        return f"{subject} {may}{rest}"
    if p.modality is Modality.CONDITIONAL:
        return f"{subject} would {forms['base']}{rest}, on a condition"
    if p.status == "proposed":
        return f"a proposal that {subject} {forms['base']}{rest}"
    if p.status == "announced":
        return f"{subject} announced that it would {forms['base']}{rest}"
    if p.modality is Modality.FUTURE or p.status == "planned":
        return (
            f"{subject} {'plan, or are' if _many(p) else 'plans, or is'} expected, to {forms['base']}{rest}"
        )
    if p.modality is Modality.UNCLEAR:
        return f"it is unclear whether {subject} {forms['past']}{rest}"
    return f"{subject} {forms['past']}{rest}"


def _figure(p: Proposal) -> str:
    subject = f" of {who(p.actors)}" if p.actors else ""
    return f"a figure{subject}{_towards(p, 'on')}{_on(p)}"


def limits_of(proposal: Proposal) -> str:
    """Conditions, exceptions and bases of change that the quotation itself does not show, in the document's words."""
    quoted = _squeezed(short(proposal.span.quote))
    said = []
    for label, held in (
        ("Condition in the same sentence", proposal.conditions),
        ("Exception in the same sentence", proposal.exceptions),
        ("Measured", tuple(q.basis for q in proposal.quantities if q.basis)),
    ):
        for words in dict.fromkeys(held):
            if _squeezed(words) not in quoted:
                said.append(f" {label}: “{short(words)}”.")
    return "".join(said) and f".{''.join(said)}"


def short(words: str) -> str:
    """A run of words on one line, cut after `SHOWN_WORDS`."""
    parts = words.split()
    return " ".join(parts) if len(parts) <= SHOWN_WORDS else f"{' '.join(parts[:SHOWN_WORDS])} …"


def _squeezed(words: str) -> str:
    return " ".join(words.split()).casefold()
