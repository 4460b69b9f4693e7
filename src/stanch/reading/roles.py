"""Which parties act, are meant and speak: the model's choice among those in reach, the rules' where it is not sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stanch.reading.actors import Roles, roles_of
from stanch.reading.analyse import Analysis
from stanch.reading.choices import Choice, choices_of
from stanch.reading.encoder import Encoded
from stanch.reading.features import Situation
from stanch.reading.heads import ROLES, Heads, Judgement
from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Part
from stanch.reading.parties import STATE_NOUNS
from stanch.reading.phrases import MODIFIERS, phrase
from stanch.reading.voices import subject_of

SURE = 0.5
CERTAIN = 0.9  # of who speaks: enough to hear nobody where grammar hears somebody
LIKELY = 0.25  # when nobody is sure, the likeliest party from here on; below it the rules' choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Actors and targets as codes and names, the rules' view of both, and the party that speaks.

    Args:
        meant: everybody who is likely meant, the actors among them.
        speaker: `None` when nobody is likely.
        certain: the model has no doubt of the speaker.
    """

    actors: tuple[str, ...]
    targets: tuple[str, ...]
    meant: tuple[str, ...]
    rule: Roles
    speaker: Choice | None
    certain: bool = False


def settle_roles(
    here: Situation,
    kind: str,
    act: str,
    judgement: Judgement,
    vectors: Encoded,
    analysis: Analysis,
    heads: Heads,
    lexicon: Lexicon,
) -> Settled:
    """The roles of a claim."""
    rule = roles_of(here, kind, act, analysis, lexicon)
    choices = choices_of(here, kind, act, rule, analysis, lexicon)
    chances = heads.roles(
        judgement.state,
        [vectors.word(choice.at) if choice.at >= 0 else None for choice in choices],
        [choice.facts for choice in choices],
    )
    by_role = {name: [float(chance) for chance in chances[:, i]] for i, name in enumerate(ROLES)}
    near = (i for i, choice in enumerate(choices) if choice.near)
    best = max(near, key=lambda i: (by_role["speaker"][i], -i))
    chance = by_role["speaker"][best]
    speaks = choices[best] if chance >= SURE else None
    author = here.sentence.author if here.sentence.part is Part.COMMENT else ""
    actors = _parties(choices, by_role["actor"], author=author, least=SURE)
    actors = actors or _described(here, analysis) or _told(here, kind, rule, lexicon)
    actors = actors or _parties(choices, by_role["actor"], author=author) or rule.actors
    meant = _parties(choices, by_role["target"], author=author)
    targets = tuple(each for each in meant if each not in actors) or rule.targets
    if act == "talk":  # who met whom is told or unknown: a page on a state is no meeting with it
        at_hand = {
            name for each in choices if _meets(each, here) for name in (*each.party.codes, *each.party.names)
        }
        targets = tuple(each for each in targets if each in at_hand)
    return Settled(
        actors=actors,
        targets=targets,
        meant=meant,
        rule=rule,
        speaker=speaks,
        certain=chance >= CERTAIN,
    )


def judged_by(settled: Settled, judges: tuple[str, ...]) -> Settled:
    """The roles of a judgement: whom it is about may be who acts in its clause, but not who judges."""
    targets = tuple(each for each in settled.meant if each not in judges)
    return replace(settled, actors=judges, targets=targets or settled.targets)


def _meets(choice: Choice, here: Situation) -> bool:
    """True for a party within the words that tell of a meeting: "Thursday's meeting" is with nobody named elsewhere in its sentence."""
    return here.candidate.first <= choice.at <= here.candidate.last


def _described(here: Situation, analysis: Analysis) -> tuple[str, ...]:
    """Whom a relative clause is about, where they are nobody by name: in "sanctions on firms that buy its coal" firms buy, not
    who imposed the sanctions, however near that state stands."""
    sentence, words = here.sentence, here.sentence.words
    who = subject_of(sentence, here.candidate.head)
    if who is not None and words[who].lower in _WHO:
        who = words[words[who].head].head
    elif who is None or words[who].dep in (
        "nsubj",
        "nsubjpass",
    ):  # the subject itself, told by its name or not
        return ()
    if words[who].tag != "NNS" or here.candidate.head < who:
        return ()
    near = (who, *(c for c in sentence.children[who] if words[c].dep in MODIFIERS))
    cast = analysis.cast.at[here.candidate.sentence]
    known = any(mention is not None and mention.codes for mention in map(cast.get, near))
    return () if known else (phrase(sentence, who),)


_WHO = {"that", "who", "which"}


def _told(here: Situation, kind: str, rule: Roles, lexicon: Lexicon) -> tuple[str, ...]:
    """Who takes a stance in the words of the text, where these name people of no state: "opposition leaders", "exiles". A guess must not
    put a state in their place."""
    i = subject_of(here.sentence, here.candidate.head)
    if kind != "position" or rule.actors or i is None:
        return ()
    word = here.sentence.words[i]
    known = word.lemma in lexicon.speakers or word.lower in lexicon.speakers
    if word.tag != "NNS" or not known or word.lemma in STATE_NOUNS:
        return ()
    marks = {here.sentence.words[child].lower for child in here.sentence.children[i]}
    return () if marks & _POINTING else (phrase(here.sentence, i),)


_POINTING = {"the", "these", "those", "both", "two", "its", "their", "his", "her", "our"}


def _parties(
    choices: Sequence[Choice], chances: Sequence[float], *, author: str = "", least: float = LIKELY
) -> tuple[str, ...]:
    """Codes, then names, of every party likelier than not, the likeliest first; where there is none, of the one that is likeliest, if
    that is not too little. A speaker of no state acts alone or not at all, and a commenter never beside the state he writes about: "China
    has strong reservations", says somebody, and has none with it."""
    ranked = [i for i in sorted(range(len(choices)), key=lambda i: (-chances[i], i)) if choices[i].party]
    taken = [i for i in ranked if chances[i] >= SURE] or [i for i in ranked[:1] if chances[i] >= least]
    if taken and any(choices[i].party.codes for i in taken):
        lone = [i for i in taken if _writes(choices[i], author)]
        taken = taken[:1] if taken[0] in lone and not author else [i for i in taken if i not in lone]
    codes = dict.fromkeys(code for i in taken for code in choices[i].party.codes)
    names = dict.fromkeys(name for i in taken for name in choices[i].party.names)
    return (*codes, *names)


def _writes(choice: Choice, author: str) -> bool:
    """True for a speaker of no state, and for the writer of a comment where it is known as somebody named before."""
    known = bool(author) and author in choice.party.names
    return not choice.party.codes and (choice.voice is not None or known)
