"""The fields of a claim beside its kind and its actors: channels, status, modality, speaker, amounts, date,
conditions and exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from stanch.reading.analyse import Analysis
from stanch.reading.attribution import judge_of, said_by
from stanch.reading.channels import channels_in
from stanch.reading.dating import moment_of
from stanch.reading.features import Situation, triggers_at
from stanch.reading.heads import Judgement
from stanch.reading.lexicon import Lexicon
from stanch.reading.modality import modality_of, status_of, withheld
from stanch.reading.model import Proposal
from stanch.reading.quantities import find_quantities
from stanch.reading.roles import Settled, judged_by
from stanch.reading.stances import modality_of_stance
from stanch.reading.standing import settle_modality, settle_status
from stanch.records import Span

_CONDITION = re.compile(
    r"\b(?:until|unless|if|provided(?:\s+that)?|as\s+long\s+as|so\s+long\s+as|on\s+condition\s+that|in\s+case|only\s+when|"
    r"once)\s+[^.;:”\"]{4,160}",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"\b(?:apart\s+from|except(?:\s+for)?|with\s+the\s+exception\s+of|other\s+than|excluding|but\s+not|exempting|save\s+for|"
    r"barring|unless\s+for)\s+[^.;:,”\"]{3,120}",
    re.IGNORECASE,
)
# what an act is about when its clause names no channel
_BY_ACT = {
    "sanction": "sanctions", "ban": "sanctions", "freeze": "finance", "list": "sanctions", "test": "weapons_programme",
    "talk": "talks",
    "expel": "diplomacy", "adopt": "sanctions", "lift": "sanctions", "evade": "sanctions", "buy": "trade", "supply": "trade",
    "employ": "workers",
    "has": "", "seize": "shipping", "inspect": "shipping", "report": "sanctions",
}  # fmt: skip


def complete(
    kind: str,
    act: str,
    confidence: float,
    here: Situation,
    judgement: Judgement,
    settled: Settled,
    span: Span,
    analysis: Analysis,
    lexicon: Lexicon,
) -> Proposal:
    """A proposal with every field filled that the text fills."""
    text = analysis.text
    sentence = here.sentence
    halted = kind == "action" and (withheld(here.key, here.force) or _turned(act, here, lexicon))
    if halted:  # the negation is what makes it a halt, and is used up
        act, here = "halt", replace(here, force=replace(here.force, negated=False))
    if (
        kind != "position" and here.force.forbids
    ):  # what may not be done is forbidden: an act, not the lack of one
        here = replace(here, force=replace(here.force, negated=False, modal=""))
    level = lexicon.levels.get(sentence.words[here.candidate.head].lemma, "")
    moment = moment_of(kind, here, span, analysis, lexicon)
    speaker, relayed = said_by(kind, here, settled, analysis, lexicon)
    if act == "assess" and (judges := judge_of(speaker, here, settled, lexicon)):
        settled = judged_by(settled, judges)
    stance = kind == "position"
    rule = modality_of_stance(here, act) if stance else modality_of(here.force)
    modality = rule if halted else settle_modality(rule, judgement, stance=stance)
    stands = status_of(kind, act, here.force, level)
    return Proposal(
        kind=kind,
        act=act,
        actors=settled.actors,
        targets=settled.targets,
        channels=_channels(kind, act, here, judgement, analysis, lexicon),
        status=stands if halted else settle_status(kind, stands, modality, judgement),
        modality=modality,
        said_by=speaker,
        relayed_from=relayed,
        span=span,
        part=sentence.part,
        confidence=round(confidence, 3),
        quantities=tuple(q for _, _, q in find_quantities(text.text, span.start, span.end)),
        date=moment.date if moment else None,
        date_printed=moment.printed if moment else "",
        conditions=tuple(_found(_CONDITION, text.text, sentence.start, sentence.end)),
        exceptions=tuple(_found(_EXCEPTION, text.text, sentence.start, sentence.end)),
        sentence=text.text[sentence.start : sentence.end],
    )


def _turned(act: str, here: Situation, lexicon: Lexicon) -> bool:
    """ "will no longer buy", "do not renew": a halt that no word of the clause says but its negation."""
    said = {trigger.act for trigger in triggers_at(here, lexicon)}
    return act == "halt" and here.force.negated and "halt" not in said


def _found(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[str]:
    for match in pattern.finditer(text, start, end):
        yield " ".join(match.group().split())


def _channels(
    kind: str, act: str, here: Situation, judgement: Judgement, analysis: Analysis, lexicon: Lexicon
) -> tuple[str, ...]:
    """The channels that the clause's words name, and those the model is sure of; where they name none, the model's likeliest; where it has
    none, what the words around name. What the model holds for next to impossible is no channel, whatever word names it."""
    chance = judgement.channel
    ranked = sorted(chance, key=lambda name: -chance[name])
    named = [each for each in _named(kind, act, here) if _possible(each, chance)]
    enough = _SURE_CHANNEL if named else _LIKELY_CHANNEL
    found = [name for name in ranked if chance[name] >= enough]
    if not named and not found:
        named = [each for each in _around(here, analysis, lexicon) if _possible(each, chance)]
    wares = any(channel.startswith("trade:") for channel in named)
    return tuple(dict.fromkeys([*named, *(name for name in found if name != "trade" or not wares)]))


_SURE_CHANNEL, _LIKELY_CHANNEL = 0.5, 0.35
_IMPOSSIBLE = 0.02


def _possible(channel: str, chance: Mapping[str, float]) -> bool:
    """False for a channel that the model rules out; one it does not know stands."""
    return chance.get(channel.partition(":")[0], 1.0) >= _IMPOSSIBLE


def _named(kind: str, act: str, here: Situation) -> list[str]:
    """Channels of the clause, and what the act itself implies."""
    channels = list(here.channels)
    implied = _BY_ACT.get(act, "") if kind == "action" else ""
    if implied and implied not in channels and (not channels or implied == "sanctions"):
        channels.append(implied)
    return channels


def _around(here: Situation, analysis: Analysis, lexicon: Lexicon) -> list[str]:
    """Channels of the whole sentence, and for a quotation of the sentence before it."""
    channels = list(channels_in(here.sentence, range(len(here.sentence.words)), lexicon))
    if not channels and here.sentence.words[here.candidate.head].quoted:
        channels = _channels_before(here, analysis, lexicon)
    return channels


def _channels_before(here: Situation, analysis: Analysis, lexicon: Lexicon) -> list[str]:
    """A short quotation speaks of what the sentence before it spoke of."""
    at = here.candidate.sentence
    for other in (at - 1, at - 2):
        if other >= 0 and analysis.sentences[other].part is here.sentence.part:
            before = analysis.sentences[other]
            found = channels_in(before, range(len(before.words)), lexicon)
            if found:
                return list(found[:2])
    return []
