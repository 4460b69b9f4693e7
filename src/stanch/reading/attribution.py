"""Who says a claim, what that speaker is called, and whose a judgement is."""

from __future__ import annotations

import re

from stanch.reading.actors import Roles, voice_party
from stanch.reading.analyse import Analysis
from stanch.reading.choices import OUTLET, Choice
from stanch.reading.features import Situation
from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Part
from stanch.reading.parties import Party
from stanch.reading.roles import Settled
from stanch.reading.voices import SPEECH_STANCES, subject_of

_SPOKEN = SPEECH_STANCES | {
    "call", "call on", "call for", "press", "condemn", "denounce", "slam", "blast", "ask", "appeal", "insist", "praise",
    "welcome", "hail", "applaud", "tell",
    "express", "tout", "declare", "reiterate", "reject", "dismiss", "offer", "say", "tweet", "propose", "describe", "request",
    "exhort", "implore", "speak", "voice", "thank", "commend", "hint", "rule out", "recommend", "maintain", "blame", "remind",
    "scold", "deplore", "object", "laud", "lambast", "decry", "counsel", "protest", "plead",
}  # fmt: skip

# what a state does by stance without words that anybody quotes
_STATES_ACT = {
    "reject",
    "dismiss",
    "press",
    "offer",
    "propose",
    "agree",
    "fear",
    "hope",
    "support",
    "oppose",
    "push",
}


def said_by(
    kind: str, here: Situation, settled: Settled, analysis: Analysis, lexicon: Lexicon
) -> tuple[str, str]:
    """The speaker of the claim, and a source behind the speaker: the model tells who speaks, grammar where the model hears nobody and has
    doubts."""
    author = here.sentence.author or "commenter"
    in_comment = here.sentence.part is Part.COMMENT
    if in_comment and not _quotes(here, lexicon):
        return author, ""
    by_rule, relayed = _said_by_rule(kind, here, settled.rule, analysis, lexicon)
    if in_comment:  # whoever the writer quotes speaks, and the writer relays
        return (author, "") if by_rule in (OUTLET, author) else (by_rule, author)
    chosen = settled.speaker
    if chosen is None or (chosen.name == OUTLET and not settled.certain):
        return by_rule, relayed
    if chosen.name == OUTLET:
        return OUTLET, ""
    if chosen.name in lexicon.media and by_rule not in lexicon.media:
        return by_rule, chosen.name  # an agency that carries words is behind who says them
    if by_rule in analysis.cast.people and not chosen.party.person:
        return by_rule, relayed  # the rules have a name where the model has a state
    return _called(chosen, lexicon) or by_rule, relayed


def _called(choice: Choice, lexicon: Lexicon) -> str:
    """What the model's speaker is called; a state without other words by its name."""
    codes = choice.party.codes
    name = choice.name or " and ".join(lexicon.state_names.get(code, code) for code in codes)
    return speaker_name(name, codes, lexicon) if name else ""


def judge_of(speaker: str, here: Situation, settled: Settled, lexicon: Lexicon) -> tuple[str, ...]:
    """Whose judgement a claim is: that of whoever tells it, since the subject of the clause is what is judged. Experts speak for no state,
    wherever they sit, unless for the UN or another bloc. Nobody when the text itself tells."""
    if speaker == OUTLET:
        return ()
    heard = [voice_party(cue.voice) for cue in (here.cue,) if cue is not None] + [voice_party(here.voice)]
    chosen = settled.speaker
    if chosen is not None and _called(chosen, lexicon) == speaker:
        party = chosen.party
    else:
        known = (each for each in heard if speaker_name(each.label, each.codes, lexicon) == speaker)
        party = next(known, Party())
    codes = party.codes
    if lexicon.experts & set(re.findall(r"[a-z]+", speaker.lower())):
        codes = tuple(code for code in codes if code in lexicon.blocs)
    return (*codes, *(party.names or (() if codes else (speaker,))))


def _quotes(here: Situation, lexicon: Lexicon) -> bool:
    """True when somebody other than the writer of a comment speaks: a person, an outlet, or any body in words within quotation marks."""
    quoted = here.sentence.words[here.candidate.head].quoted and bool(here.voice.cue)
    return here.voice.is_person or here.voice.name in lexicon.media or quoted


def _said_by_rule(
    kind: str, here: Situation, roles: Roles, analysis: Analysis, lexicon: Lexicon
) -> tuple[str, str]:
    voice = here.voice
    feeling = here.cue is not None and here.cue.voice.cue in _FELT and voice.name != OUTLET
    if here.cue is not None and (kind == "position" or _tells(here)) and not feeling:
        return speaker_name(here.cue.voice.name, here.cue.voice.codes, lexicon), here.cue.voice.relayed_from
    if kind == "position" and here.candidate.form == "verb":
        name = _stance_taker(here, roles, analysis, lexicon)
        if name:
            return name, voice.relayed_from
    return speaker_name(voice.name, voice.codes, lexicon), voice.relayed_from


def _tells(here: Situation) -> bool:
    """True when the clause is the telling itself: "told reporters that …", not "told the ambassador to leave"."""
    words, head = here.sentence.words, here.candidate.head
    return here.key in ("say", "tell") and any(
        words[child].dep == "ccomp" and words[child].tag != "VB" for child in here.sentence.children[head]
    )


# told of a state by somebody: that one speaks
_FELT = {"fear", "hope", "believe", "think", "expect", "worry", "suspect", "doubt"}


def _stance_taker(here: Situation, roles: Roles, analysis: Analysis, lexicon: Lexicon) -> str:
    """Who says the stance that a clause reports: its subject, where the verb is one of speech and nobody else tells of it; "" otherwise."""
    sentence, head = here.sentence, here.candidate.head
    subject = subject_of(sentence, head)
    if subject is None:
        return ""
    above = sentence.words[subject].head
    shared = next((cue for cue in analysis.cues[here.candidate.sentence] if cue.verb == above != head), None)
    if shared is not None:  # "said it was open to talks but questioned …": who says the one says the other
        return speaker_name(shared.voice.name, shared.voice.codes, lexicon)
    if here.key not in _SPOKEN:
        return ""
    name = _name_of(roles, lexicon)
    voice = here.voice
    retold = voice.name in (OUTLET, name) or voice.cue == "byline" or voice.name in lexicon.media
    bare = sentence.words[subject].pos != "NOUN" and not roles.lead.names
    return name if retold and not (bare and here.key in _STATES_ACT) else ""


def _name_of(roles: Roles, lexicon: Lexicon) -> str:
    if roles.lead.names:
        return " and ".join(roles.lead.names)
    if roles.lead.label and roles.lead.label[0].isupper():
        return roles.lead.label
    return " and ".join(lexicon.state_names.get(code, code) for code in roles.lead.codes)


# what speaks for a bloc, and what speaks for a state: without its name nobody knows whose it is
_MANY = {
    "foreign ministers",
    "foreign minister",
    "ministers",
    "leaders",
    "diplomats",
    "officials",
    "states",
    "members",
}
_GENERIC = {
    "foreign ministry", "ministry", "government", "foreign minister", "officials", "official", "spokesman", "spokeswoman", "minister",
    "president", "embassy", "defence ministry", "defense ministry", "labour ministry", "labor ministry", "statement", "ambassador",
    "customs",
}  # fmt: skip


_FRESH = {"recent", "new", "latest", "fresh", "earlier", "another", "separate"}


def speaker_name(name: str, codes: tuple[str, ...], lexicon: Lexicon | None = None) -> str:
    """One name for bodies that texts call by many: the UN's experts are the panel."""
    first, _, rest = name.partition(" ")
    if first.lower() in _FRESH and rest:
        name = rest
    lower = name.lower()
    if "UN" in codes or "UNSC" in codes or lower.startswith(("un ", "u.n. ")):
        if "panel" in lower or "experts" in lower:
            return "UN Panel of Experts"
        if lower in ("un", "u.n.", "united nations", "report"):
            return "UN report" if lower == "report" else "United Nations"
    if lexicon is not None and lower in _MANY and len(codes) == 1 and codes[0] in lexicon.blocs:
        return f"{codes[0]} {name[0].lower()}{name[1:]}"
    if lexicon is not None and lower in _GENERIC and len(codes) == 1 and codes[0] in lexicon.adjective_of:
        noun = (
            "government"
            if lower == "statement"
            else name[0].lower() + name[1:]
            if name.istitle() is False
            else name
        )
        return f"{lexicon.adjective_of[codes[0]]} {noun}"
    return name
