"""From a query to matches: look words up, gather the names that share enough of them, compare those one by one.

Gathering is generous on purpose: its bound is never below what `score` can give the name, so a listed name that scoring would
accept is not lost on the way (tests/matching/test_retrieval.py measures it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from stanch.matching import korean, syllables
from stanch.matching.calibration import raw_of, share_of
from stanch.matching.compare import BETTER_SIDE, JOINED_AT, SHARPNESS, Asked, Unit, align, asked_of
from stanch.matching.fold import fold
from stanch.matching.identity import features_of, identifier_keys
from stanch.matching.model import Bearing, Feature, Match, Query
from stanch.matching.names import Parsed, Word, renderings
from stanch.matching.score import Compared, NameScore, score_acronym, score_name, score_syllables
from stanch.matching.verdict import combine
from stanch.matching.vocabulary import (
    SAME_SOUND,
    FloatArray,
    IntArray,
    Sought,
    Vocabulary,
    best_of,
    find,
    find_anywhere,
    find_whole,
)
from stanch.matching.words import ROLE_WEIGHT

if TYPE_CHECKING:
    from stanch.matching.index import Index

AGREES = 0.5  # share from which the names speak for the same party
MENDED = 0.35  # how much an agreeing date of birth can add to a name's score, at most
GATHER_AT = 0.44  # least bound a name needs to be compared word by word
LEAST_ASKED = 0.25  # least share of the words asked for that a name must answer
MOST_COMPARED = 120  # names compared word by word, on an index of up to 120,000 names ...
COMPARED_SHARE = (
    1000  # ... and one in so many on a larger one, where common words bring more names of equal bound
)
LEAST_BY_SCRIPT = {
    "Hani": 0.85,
    "Hang": 0.75,
    "Kana": 0.75,
    "Abjd": 0.85,
}  # what is spelt by rule is spelt nearly exactly
LEAST_PERSON = 0.955
SHORT = 3  # letters up to which a word without vowels fits too much
SURE = 0.9  # likeness from which a listed word counts as the same word when its rarity is judged


LookUp = Callable[[Vocabulary, Sought], tuple[IntArray, FloatArray]]


@dataclass(frozen=True, slots=True)
class Found:
    """A listed name with its score for one query name."""

    name: int
    score: NameScore

    @property
    def raw(self) -> float:
        """The value before calibration."""
        return self.score.value


def search(index: Index, query: Query, *, limit: int, threshold: float) -> list[Match]:
    """See `Index.search`."""
    alone = not (query.identifiers or query.dobs or query.countries or query.gender)
    floor = raw_of(threshold if alone else threshold - MENDED)
    best: dict[int, tuple[str, Found | None]] = {}
    for text in query.names:
        for found in find_names(index, text, floor=floor):
            number = int(index.name_entity[found.name])
            held = best.get(number)
            if held is None or held[1] is None or found.score.value > held[1].score.value:
                best[number] = (text, found)
    for key in identifier_keys(query.identifiers):
        for number in index.identifiers.get(key):
            best.setdefault(number, ("", None))
    namesakes = _namesakes(best)
    matches = [_match(index, query, number, text, found, namesakes) for number, (text, found) in best.items()]
    matches = [match for match in matches if match.score >= threshold]
    matches.sort(key=lambda match: (-match.score, match.entity.id))
    return matches[:limit]


def _namesakes(best: dict[int, tuple[str, Found | None]]) -> int:
    """How many parties bear a name that fits as well as the best one."""
    values = [found.score.value for _, found in best.values() if found is not None]
    return sum(1 for value in values if value >= max(values) - 0.02) if values else 0


def _match(index: Index, query: Query, number: int, text: str, found: Found | None, namesakes: int) -> Match:
    entity = index.entity(number)
    name_score = share_of(found.score.value) if found else 0.0
    others = features_of(query, entity)
    features = ((_name_feature(name_score, found.score.why()),) if found else ()) + tuple(others)
    listed = entity.names[int(index.name_place[found.name])] if found else None
    return Match(
        entity=entity,
        score=combine(name_score, others),
        name_score=name_score,
        features=features,
        query_name=text,
        listed_name=listed,
        namesakes=max(0, namesakes - 1) if found else 0,
    )


def _name_feature(share: float, why: str) -> Feature:
    bearing = Bearing.FOR if share >= AGREES else Bearing.NEUTRAL
    return Feature(key="name", score=share, bearing=bearing, why=why)


def find_names(index: Index, text: str, *, floor: float) -> list[Found]:
    """The listed names that may be the one written in `text`, one for each party at most."""
    found: dict[int, Found] = {}
    for part in query_parts(text):
        for parsed in renderings(part):
            for one in _find_parsed(index, parsed, floor=floor):
                number = int(index.name_entity[one.name])
                if number not in found or one.score.value > found[number].score.value:
                    found[number] = one
    return list(found.values())


def query_parts(text: str) -> list[str]:
    """A query, and each half of it when it looks like two names: "Jang Pom Su, Jang Hyon U"."""
    halves = [half.strip() for half in text.split(",")]
    if len(halves) == 2 and all(len(half.split()) >= 2 for half in halves):
        return [text, *halves]
    if "(" in text and ")" in text:
        head, _, rest = text.partition("(")
        inside, _, tail = rest.partition(")")
        return [part for part in (text, f"{head} {tail}".strip(), inside.strip()) if part]
    return [text]


def _find_parsed(index: Index, parsed: Parsed, *, floor: float) -> Iterable[Found]:
    if not parsed.words or not index.names:
        return
    asked, bound = ask(index, parsed)
    seen_korean: set[int] = set()
    if parsed.korean:
        for name, value in _korean(index, parsed):
            seen_korean.add(name)
            if value.value >= floor:
                yield Found(name, value)
    for name in gather(index, asked, bound):
        alignment = align(index, asked, name, floor)
        if alignment is None:
            continue
        value = score_name(Compared(index, asked, parsed, alignment, name))
        if value.value >= floor:
            yield Found(name, value)
    for name in _acronyms(index, parsed):
        yield Found(name, score_acronym(parsed.words[0].text))


def ask(index: Index, parsed: Parsed, look_up: LookUp = find) -> tuple[Asked, FloatArray]:
    """Look every word up; answers with the words, and for each listed name how much of the query it may answer."""
    words = parsed.words
    units: list[Unit] = []
    weights: list[float] = []
    bound = np.zeros(index.names, dtype=np.float32)
    credit = np.empty(index.names, dtype=np.float32)
    korean_firm = any(word.concept == "korea" or word.role == "generic" for word in words)
    for place, word in enumerate(words):
        ids, alike = _look_up(
            index, _both_koreas(word) if korean_firm and word.role == "name" else word, look_up
        )
        weights.append(_weight(index, word, ids, alike))
        least = LEAST_PERSON if parsed.person else LEAST_BY_SCRIPT.get(parsed.script, 0.0)
        if least and word.role == "name":
            if parsed.script == "Hani" and len(parsed.native) <= 3:
                least = LEAST_PERSON
            sure = alike >= least
            exact = alike >= SAME_SOUND
            if parsed.script == "Abjd":
                sure &= exact | (index.vocabulary.lengths[ids] > SHORT)
            elif parsed.person:
                sure &= exact | (index.vocabulary.joined[ids] == 1)
            ids, alike = ids[sure], alike[sure]
        units.append(Unit(place, 1, dict(zip(ids.tolist(), alike.tolist(), strict=True))))
        _add(index, bound, credit, ids, alike, weights[-1])
    for start, length, text in _joined(words):
        folded = fold(text)
        if any(word.fold == folded for word in words[start : start + length]):
            continue  # nothing is gained: "Ae Ae" sounds like "Ae"
        ids, alike = find_whole(index.vocabulary, text, folded, JOINED_AT)
        if len(ids):
            units.append(Unit(start, length, dict(zip(ids.tolist(), alike.tolist(), strict=True))))
            _add(index, bound, credit, ids, alike, sum(weights[start : start + length]))
    return asked_of(words, weights, units), bound


def _both_koreas(word: Word) -> Word:
    """A Korean word of a firm's name as North and South write it: Ryonha and Yonha, Rim and Im."""
    text = word.text
    if (
        word.forms
        or not text.startswith(("y", "ry", "ly", "ri", "li"))
        or len(text) < 5
        or not korean.split_word(text)
    ):
        return word
    return replace(word, forms=(text, "r" + text if text[0] == "y" else text[1:]))


def score_exhaustively(index: Index, text: str, names: Iterable[int]) -> float:
    """The best raw value that scoring gives any of these listed names, with no short cut on the way: to measure gathering."""
    best = 0.0
    for part in query_parts(text):
        for parsed in renderings(part):
            if not parsed.words:
                continue
            asked, _ = ask(index, parsed, look_up=find_anywhere)
            for name in names:
                alignment = align(index, asked, name)
                if alignment is not None:
                    best = max(best, score_name(Compared(index, asked, parsed, alignment, name)).value)
    return best


def _joined(words: Sequence[Word]) -> Iterable[tuple[int, int, str]]:
    """Neighbouring words of the query written as one, in pairs, and all of them when they are few."""
    from stanch.matching.builder import joins_of

    return joins_of(words)


def _look_up(index: Index, word: Word, look_up: LookUp) -> tuple[IntArray, FloatArray]:
    """The listed words that one word asked for may be, over all its spellings."""
    if not word.forms:
        return look_up(index.vocabulary, Sought(word.text, word.fold, word.concept, word.role))
    ids: list[IntArray] = []
    alike: list[FloatArray] = []
    for form in word.forms:
        one_ids, one_alike = look_up(index.vocabulary, Sought(form, fold(form), word.concept, word.role))
        ids.append(one_ids)
        alike.append(one_alike)
    return best_of(np.concatenate(ids), np.concatenate(alike))


def _weight(index: Index, word: Word, ids: IntArray, alike: FloatArray) -> float:
    """How much a word asked for tells: its role, and how many listed names have it or a spelling of it."""
    from stanch.matching.builder import rarity

    same = ids[alike >= SURE]
    return ROLE_WEIGHT[word.role] * rarity(int(index.vocabulary.counts[same].sum()), index.names)


def _add(
    index: Index, bound: FloatArray, credit: FloatArray, ids: IntArray, alike: FloatArray, weight: float
) -> None:
    """Credit every name that has one of the words with the best likeness among them."""
    if not len(ids):
        return
    order = np.argsort(alike, kind="stable")
    ids, alike = ids[order], alike[order]
    starts = index.post_offsets[ids]
    sizes = index.post_offsets[ids + 1] - starts
    total = int(sizes.sum())
    if not total:
        return
    places = np.repeat(starts - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes) + np.arange(total)
    names = index.post_names[places]
    # with repeated names the last assignment wins, which is the best likeness; the sum then counts each name once
    value = np.maximum(1.0 - SHARPNESS * (1.0 - alike), 0.0)
    credit[names] = np.repeat(value * np.float32(weight), sizes)
    bound[names] += credit[names]


def gather(index: Index, asked: Asked, bound: FloatArray) -> list[int]:
    """The names worth comparing: those whose bound is high enough, the best first."""
    if not asked.total:
        return []
    # one pass over all names; the rest looks at those that are left
    names = np.flatnonzero(bound >= LEAST_ASKED * (1.0 - 1e-6) * asked.total)
    mine = np.minimum(bound[names] / asked.total, 1.0)
    names, mine = names[mine >= LEAST_ASKED], mine[mine >= LEAST_ASKED]
    theirs = np.minimum(bound[names] / index.totals[names], 1.0)
    high, low = np.maximum(mine, theirs), np.minimum(mine, theirs)
    value = BETTER_SIDE * high + (1 - BETTER_SIDE) * low
    enough = value >= GATHER_AT
    names, value = names[enough], value[enough]
    most = max(MOST_COMPARED, index.names // COMPARED_SHARE)
    if len(names) > most:
        best = np.argsort(-value, kind="stable")[:most]
        names = names[best]
    found: list[int] = names.tolist()
    return found


def _korean(index: Index, parsed: Parsed) -> Iterable[tuple[int, NameScore]]:
    names, alike, least = syllables.compare(index.korean, parsed.korean)
    best: dict[int, tuple[float, float]] = {}
    for name, value, worst in zip(names.tolist(), alike.tolist(), least.tolist(), strict=True):
        if name not in best or value > best[name][0]:
            best[name] = (value, worst)
    for name, (value, worst) in best.items():
        yield name, score_syllables(parsed, value, worst)


def _acronyms(index: Index, parsed: Parsed) -> Sequence[int]:
    telling = [word for word in parsed.words if word.role not in ("legal", "particle")]
    if len(telling) != 1 or telling[0].role != "name" or not 3 <= len(telling[0].text) <= 6:
        return ()
    return index.acronyms.get(telling[0].text)
