"""Which of the dates of a sentence is a claim's.

A date belongs to the clause that it hangs on in the parse: what stands between the date and the clause's head makes it dearer, a noun
a little, another clause much, and the cheapest wins. A clause without a date of its own may share the one of the clause it is part of.
"""

from __future__ import annotations

from collections.abc import Sequence

from stanch.dates import PartialDate
from stanch.reading.analyse import Analysis
from stanch.reading.features import Situation
from stanch.reading.leaning import lean_of, word_at
from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Part, Sentence
from stanch.reading.resolving import Lean, Printed, offset_from
from stanch.reading.sentences import subtree
from stanch.reading.when import Moment, find_moments, find_offsets
from stanch.records import Span

# what each step from a date up to the clause's head costs; prepositions and articles cost nothing
_NOUN, _SAME, _TIME, _ASIDE_CLAUSE = 1.0, 0.5, 2.5, 4.0
_WHEN = {"when", "after", "since", "before", "until", "till", "once"}
_OUTSIDE = 1.0  # not within the claim's own words
_SHARED, _UTTERED, _STRAY, _BESIDE, _NOWHERE = 2.0, 4.0, 5.0, 5.0, 99.0
_OWN = 1.0
# the dearest date that a claim still takes; a stance less, since of the dearer ones a month or a year is mostly that of what it is about
# (its own in 24 of 110 cases by readers' marks), a weekday mostly the one on which it was taken (in 51 of 90)
_ENOUGH, _ENOUGH_OF_STANCE = 6.0, 4.0
_NEXT_TO_NOUN = 1.5  # "its fourth test, on 6 January"
_LED = 1.5  # a deadline, or when something else began
_NAMES = 4.0  # a date that only names a thing
_MEASURES = {
    "import", "export", "trade", "total", "figure", "sale", "revenue", "level", "volume", "output", "purchase", "turnover", "earnings",
    "shipment", "value", "budget", "spending", "cap", "quota", "allowance", "price", "delivery", "production", "catch",
}  # fmt: skip


def moment_of(kind: str, here: Situation, span: Span, analysis: Analysis, lexicon: Lexicon) -> Moment | None:
    """The date of a claim, if its sentence tells one that belongs to it."""
    sentence = here.sentence
    moments = _moments(here, analysis, lexicon)
    if not moments:
        return None
    priced = [
        (_price(kind, here, moment, span, len(moments), lexicon), moment.start, moment) for moment in moments
    ]
    price, _, moment = min(priced, key=lambda each: each[:2])
    if price > _OWN and (apart := _set_apart(here, moments, analysis)) is not None:
        return apart
    return moment if price <= _enough(kind, sentence, moment) else None


def _enough(kind: str, sentence: Sentence, moment: Moment) -> float:
    if sentence.part is Part.COMMENT:
        return _SHARED + _OUTSIDE
    day = moment.relative and moment.date is not None and moment.date.is_day
    return _ENOUGH if day or kind != "position" else _ENOUGH_OF_STANCE


def _set_apart(here: Situation, moments: Sequence[Moment], analysis: Analysis) -> Moment | None:
    """ "two days after Tokyo announced": so far from the date of the clause that it is set against."""
    text, words = analysis.text.text, here.sentence.words
    for printed, way in find_offsets(text, here.sentence.start, here.sentence.end):
        joint = next((word.i for word in words if word.start == way), None)
        if joint is None or not _set_against(here, joint):
            continue
        last = max(subtree(here.sentence, here.candidate.head))
        others = [m for m in moments if m.date and not (way < m.start <= words[last].start)]
        if len(others) == 1 and others[0].date is not None:
            date = offset_from(printed, others[0].date)
            return Moment(
                start=printed.start,
                end=printed.end,
                printed=text[printed.start : printed.end],
                date=date,
                relative=True,
            )
    return None


def _set_against(here: Situation, joint: int) -> bool:
    """True when the clause follows this "after", as its clause or as its noun."""
    words, i = here.sentence.words, here.candidate.head
    return i > joint and (
        joint in here.sentence.children[i]
        or words[i].head == joint
        or (words[i].dep == "pobj" and words[i].head == joint)
    )


def _moments(here: Situation, analysis: Analysis, lexicon: Lexicon) -> list[Moment]:
    text, sentence = analysis.text, here.sentence

    def lean(printed: Printed) -> Lean:
        return lean_of(sentence, printed, lexicon)

    stands = analysis.dates_in(here.candidate.sentence)
    if not stands:
        return []
    return find_moments(
        text.text,
        sentence.start,
        sentence.end,
        text.published,
        lean=lean,
        before=_spoken_of(here, analysis),
        stands=stands,
    )


def _spoken_of(here: Situation, analysis: Analysis) -> PartialDate | None:
    """The date that the sentence before told last: "that year", "a month later" go by it."""
    at = here.candidate.sentence - 1
    if at < 0 or analysis.sentences[at].part is not here.sentence.part:
        return None
    before, stands = analysis.sentences[at], analysis.dates_in(at)
    found = find_moments(analysis.text.text, before.start, before.end, analysis.text.published, stands=stands)
    return next((moment.date for moment in reversed(found) if moment.date is not None), None)


def _price(kind: str, here: Situation, moment: Moment, span: Span, count: int, lexicon: Lexicon) -> float:
    sentence, head = here.sentence, here.candidate.head
    inside = span.start <= moment.start and moment.end <= span.end
    if moment.base >= 0 and not moment.base - 8 <= span.start:
        return _NOWHERE
    if any(
        word.text == ";" and min(span.end, moment.end) <= word.start < max(span.start, moment.start)
        for word in sentence.words
    ):
        return _NOWHERE
    price = _below(sentence, moment, head)
    if price is not None and price >= _ASIDE_CLAUSE and (not inside or kind == "position"):
        price = None  # a stance is dated by whoever takes it, not by what it is about
    if price is None:
        price = _shared(kind, here, moment, lexicon)
    if price is None or price > _NEXT_TO_NOUN:
        price = min(price or _NOWHERE, _by_place(here, moment, span, count, inside=inside))
    named = moment.aside and not _measured(sentence, moment, head)
    if count > 1 and kind == "action":
        price += _led_cost(sentence, moment)
    return price + (0 if inside else _OUTSIDE) + (_NAMES if named else 0)


def _led_cost(sentence: Sentence, moment: Moment) -> float:
    """ "Told them on Thursday to leave by June", "the first talks since February ended on Saturday": an act is on the day it is told to be,
    not at its deadline nor when something else was last."""
    i = word_at(sentence, moment)
    if i is None:
        return 0.0
    words = sentence.words
    chain = (words[i].lower, words[words[i].head].lower)
    opens = next((word.lower for word in words if moment.start <= word.start), "")
    return _LED if {"by", "until", "since", "till"} & {*chain, opens} else 0.0


def _by_place(here: Situation, moment: Moment, span: Span, count: int, *, inside: bool) -> float:
    """Where the parse does not lead from a date to the clause: what stands within its words, next to them, or alone in the sentence."""
    if inside:
        return _STRAY
    words = here.sentence.words
    gap = sum(span.end <= word.start < moment.start and word.pos not in ("PUNCT", "ADP") for word in words)
    if span.end <= moment.start and not gap:
        return _NEXT_TO_NOUN if here.candidate.form in ("noun", "appos") else _BESIDE
    return _BESIDE if count == 1 and _near(moment, span) else _NOWHERE


def _measured(sentence: Sentence, moment: Moment, head: int) -> bool:
    """ "its 2017 imports": the year of a figure is when it was, and an event noun is dated by its own."""
    i = word_at(sentence, moment)
    while i is not None and sentence.words[i].head != i:
        i = sentence.words[i].head
        if sentence.words[i].pos in ("NOUN", "PROPN"):
            return i == head or sentence.words[i].lemma in _MEASURES
        if sentence.words[i].pos in ("VERB", "AUX"):
            return False
    return False


def _below(sentence: Sentence, moment: Moment, head: int) -> float | None:
    """What lies between a date and the head above it; `None` where the head is not above it."""
    i = word_at(sentence, moment)
    price, steps = 0.0, 0
    while i is not None and i != head:
        word = sentence.words[i]
        if steps:
            described = word.head == head and sentence.words[head].pos in ("NOUN", "PROPN")
            if word.dep == "advcl" and _of_time(sentence, word.i):
                price += _TIME
            else:
                price += _NOUN if described and word.dep in ("acl", "relcl") else _step(word.pos, word.dep)
        if word.head == i or steps > 20:
            return None
        i, steps = word.head, steps + 1
    return price if i is not None else None


def _of_time(sentence: Sentence, i: int) -> bool:
    """ "has issued none since the North tested in January": a clause that says when."""
    words = sentence.words
    return any(
        words[c].lower in _WHEN and words[c].dep in ("mark", "advmod", "prep") for c in sentence.children[i]
    )


def _step(pos: str, dep: str) -> float:
    if pos in ("VERB", "AUX"):
        return {"xcomp": _SAME, "acl": _NOUN + _SAME}.get(dep, _ASIDE_CLAUSE)
    if pos in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
        return _NOUN
    return 0.0


def _shared(kind: str, here: Situation, moment: Moment, lexicon: Lexicon) -> float | None:
    """What it costs to take the date of a clause above: the verb whose object or complement this is, the first of several verbs."""
    words = here.sentence.words
    i, price = here.candidate.head, 0.0
    for _ in range(6):
        up = words[i].head
        if up == i:
            return None
        step = _step_up(kind, here, moment, i, lexicon)
        if step is None:
            return None
        price += step
        below = _below(here.sentence, moment, up)
        if below is not None and below < _ASIDE_CLAUSE:
            return price + below
        i = up
    return None


def _step_up(kind: str, here: Situation, moment: Moment, i: int, lexicon: Lexicon) -> float | None:
    words = here.sentence.words
    word, up = words[i], words[words[i].head]
    if word.pos in ("NOUN", "PROPN", "ADP") and word.dep in (
        "dobj",
        "nsubjpass",
        "pobj",
        "attr",
        "prep",
        "nsubj",
        "conj",
        "compound",
    ):
        return 0.5 if word.pos == "ADP" else _SHARED
    spoken = kind == "position"
    if word.dep in ("xcomp", "ccomp", "pcomp"):
        if spoken or (word.dep == "xcomp" and up.lemma not in lexicon.says):
            return _SHARED
        return _UTTERED if kind == "action" else None
    if word.dep == "conj":  # a date that opens the sentence holds for all that is joined
        own = any(words[c].dep in ("nsubj", "nsubjpass", "expl") for c in here.sentence.children[i])
        return _SHARED if moment.start < up.start or (kind != "tie" and not own) else None
    if word.dep == "advcl":  # "imposed sanctions on Monday, banning imports"
        return _SHARED if word.tag == "VBG" or spoken else (_UTTERED if kind == "action" else None)
    if word.dep in ("relcl", "acl"):
        return None
    return None


def _near(moment: Moment, span: Span) -> bool:
    return -30 <= span.start - moment.end <= 30 or -30 <= moment.start - span.end <= 30
