"""Which way a date without its year leans: behind the day of publication or before it, by the tense of the verb that it hangs on."""

from __future__ import annotations

from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Sentence
from stanch.reading.resolving import Lean, Printed
from stanch.reading.when import Moment

_NAMING = {
    "nsubj",
    "nsubjpass",
    "pobj",
    "dobj",
    "compound",
    "poss",
    "appos",
    "attr",
}  # a name taken for a verb
_PLANNED = {"plan", "schedule", "set", "expect", "slate", "due", "intend", "book", "pencil", "bind"}
_BRINGS_ABOUT = {
    "manage",
    "try",
    "use",
    "fail",
    "continue",
    "begin",
    "start",
    "seek",
    "attempt",
    "cease",
    "go",
    "help",
    "refuse",
}
_AHEAD = {
    "will",
    "shall",
    "'ll",
    "’ll",
    "wo",
    "would",
    "must",
    "should",
    "may",
    "might",
    "can",
    "could",
    "ca",
    "ought",
    "'d",
    "’d",
}
_BEHIND = {"had", "has", "have", "was", "were", "did", "been", "'ve", "’ve"}


def lean_of(sentence: Sentence, printed: Printed, lexicon: Lexicon) -> Lean:
    """Behind the day of publication or before it, by the tense of the verb that a date hangs on; a noun leaves it open."""
    i = word_at(sentence, printed)
    if i is None:
        return Lean.PAST
    led = sentence.words[i].lower if sentence.words[i].pos in ("ADP", "SCONJ") else ""
    led = led or (
        sentence.words[sentence.words[i].head].lower
        if sentence.words[sentence.words[i].head].pos in ("ADP", "SCONJ")
        else ""
    )
    if led == "since":
        return Lean.PAST
    owned, through_noun, subject = False, False, False
    while sentence.words[i].pos not in ("VERB", "AUX") or sentence.words[i].dep in _NAMING:
        word = sentence.words[i]
        if word.head == i:
            return Lean.NEAR
        if word.pos in ("NOUN", "PROPN") and not printed.start <= word.start < printed.end:
            owned, through_noun = owned or word.start > printed.start, True
            subject = word.dep in ("nsubj", "nsubjpass")
        i = word.head
    lean = _tense(sentence, i, printed, lexicon)
    if led in ("until", "by") and lean is Lean.PAST and not _over(sentence, i):
        return Lean.EITHER  # "were given until 9 January"
    if led == "for":  # "called a meeting for Monday", "booked for November"; "the figures for March"
        ahead = printed.name == "day" or sentence.words[i].lemma in _PLANNED
        return Lean.FUTURE if ahead else Lean.EITHER
    # "his visit on Tuesday may complicate matters" was; "will hold talks on Tuesday" lies ahead
    if owned or subject or (through_noun and not (lean is Lean.FUTURE and printed.name == "day")):
        return Lean.PAST if lean is Lean.PAST else Lean.NEAR
    return lean


def _tense(sentence: Sentence, i: int, printed: Printed, lexicon: Lexicon, depth: int = 0) -> Lean:
    words = sentence.words
    word = words[i]
    helpers = {words[c].lower for c in sentence.children[i] if words[c].dep in ("aux", "auxpass")}
    up = words[word.head]
    if helpers & {"will", "shall", "'ll", "’ll", "wo"}:
        return Lean.FUTURE
    if "to" in helpers:
        return _infinitive(sentence, i, printed, lexicon, depth, perfect="have" in helpers)
    if word.tag == "VBN" and not helpers & _BEHIND and (not helpers or word.lemma in _PLANNED):
        acts = any(
            words[c].dep in ("nsubj", "prt") for c in sentence.children[i]
        )  # "on Thursday set in motion", "set up in May"
        return Lean.FUTURE if word.lemma in _PLANNED and not acts else Lean.PAST
    if helpers & _BEHIND and word.tag != "VB":
        return Lean.PAST
    if helpers & _AHEAD:
        return Lean.FUTURE
    if any(
        (words[c].dep == "xcomp" and words[c].tag == "VB" and word.lemma in ("be", "have"))
        or (words[c].dep == "acomp" and (words[c].lemma in _PLANNED or words[c].lemma == "likely"))
        for c in sentence.children[i]
    ):
        return Lean.NEAR if word.tag == "VBD" else Lean.FUTURE
    if word.tag == "VBD" or "did" in helpers:
        return Lean.PAST
    if word.tag == "VBG" and not helpers and up.i != i and depth < 4:
        return _tense(sentence, up.i, printed, lexicon, depth + 1) if up.pos in ("VERB", "AUX") else Lean.PAST
    if word.tag == "VB":
        return Lean.FUTURE
    if word.lemma == "follow":  # "follows a similar step on Tuesday"
        return Lean.PAST
    present = word.tag in ("VBZ", "VBP") and word.lemma not in lexicon.says and word.lemma != "be"
    return Lean.EITHER if present else Lean.NEAR


def _over(sentence: Sentence, i: int) -> bool:
    """ "Had left by June", "all gone by June": what a date closes, against "have been given until June"."""
    helpers = {
        sentence.words[c].lower for c in sentence.children[i] if sentence.words[c].dep in ("aux", "auxpass")
    }
    missed = "have" in helpers and bool(helpers & _AHEAD)  # "should have been shut by January"
    return (
        "had" in helpers
        or missed
        or (sentence.words[i].tag == "VBD" and sentence.words[i].lemma not in _GRANTS)
    )


_GRANTS = {"give", "allow", "grant", "have", "order", "tell", "set", "ask", "permit", "extend"}


def _infinitive(
    sentence: Sentence, i: int, printed: Printed, lexicon: Lexicon, depth: int, *, perfect: bool
) -> Lean:
    """ "is to close by June" lies ahead; "managed to buy in June" goes by its verb; "had to be closed by June" is open."""
    words = sentence.words
    word, up = words[i], words[words[i].head]
    noun = _ranked_before(sentence, i)
    if noun is not None:
        # "the first to come in years, met him": as far behind as what else is told of whoever came
        above = _verb_above(sentence, noun)
        if above == i:  # taken for the main verb: the next one tells
            above = next((c for c in sentence.children[i] if words[c].dep == "conj"), None)
        return (
            _tense(sentence, above, printed, lexicon, depth + 1)
            if above is not None and depth < 4
            else Lean.PAST
        )
    if up.lemma == "be" and up.tag == "VBD" and printed.name == "day" and not perfect:
        return Lean.FUTURE  # "was to arrive on Tuesday", while that is still said
    if up.lemma in ("be", "have", "ought") and (up.tag in ("VBD", "VBN") or perfect):
        return Lean.NEAR
    if perfect:
        return Lean.PAST
    if word.lemma in _PREPARES:
        return Lean.FUTURE
    if (
        (up.lemma in _BRINGS_ABOUT or word.dep == "advcl")
        and up.i != i
        and depth < 4
        and up.pos in ("VERB", "AUX")
    ):
        return _tense(sentence, up.i, printed, lexicon, depth + 1)
    told = _finite_above(sentence, i)  # "gave him a month to leave in September" may lie behind by now
    return (
        Lean.EITHER
        if printed.name in ("m", "dm") and told is not None and words[told].tag == "VBD"
        else Lean.FUTURE
    )


def _ranked_before(sentence: Sentence, i: int) -> int | None:
    """The noun before an infinitive that did what others did not: "the first president to …", "the only ship to …"."""
    words = sentence.words
    to = next((c for c in sentence.children[i] if words[c].lower == "to"), 0)
    if to == 0 or words[to - 1].pos not in ("NOUN", "PROPN"):
        return None
    beside = (words[c] for c in sentence.children[to - 1])
    return to - 1 if any(word.lower in _RANKS or word.tag == "JJS" for word in beside) else None


_RANKS = {"first", "second", "third", "last", "latest", "only"}


def _verb_above(sentence: Sentence, i: int) -> int | None:
    words = sentence.words
    while words[i].head != i:
        i = words[i].head
        if words[i].pos in ("VERB", "AUX"):
            return i
    return None


_PREPARES = {"prepare", "plan", "arrange", "organise", "organize", "schedule"}


def _finite_above(sentence: Sentence, i: int) -> int | None:
    words = sentence.words
    for _ in range(5):
        up = words[i].head
        if up == i:
            return None
        i = up
        if words[i].tag in ("VBD", "VBZ", "VBP", "MD"):
            return i
    return None


def word_at(sentence: Sentence, moment: Moment | Printed) -> int | None:
    """The word of a printed date that hangs on another word, the last one where none does."""
    found = [word.i for word in sentence.words if moment.start <= word.start < moment.end]
    if not found:
        return None
    inside = set(found)
    return next((i for i in found if sentence.words[i].head not in inside), found[-1])
