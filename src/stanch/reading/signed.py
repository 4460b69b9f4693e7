"""Words that somebody has signed: an embedded post, a turn in a transcript, a headline that opens with its speaker, an opinion piece.

A signature stands beside the words and is no part of a sentence; the grammar of `voices` cannot see it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stanch.reading.lexicon import Lexicon
from stanch.reading.mentions import Cast
from stanch.reading.model import MentionKind, Part, Sentence, Text, Voice

# a post as pages embed it: the words, a dash, the name and the handle
_POST = re.compile(r"[—–-]\s*([A-Z][\w.' -]{3,40}?)\s*\(@\w+\)")
# an opinion piece names its author with an affiliation; a reporter's byline has none and the outlet speaks
_BYLINE = re.compile(
    r"^\s*[Bb]y\s+((?:[A-Z][\w.'’-]+\s+){1,3}[A-Z][\w'’-]+)\s*(?:@|\(|,\s*\S|\s-\s|\s\|\s)", re.MULTILINE
)
# without one, only an author who says "I" outside quotations signs an opinion
_BARE_BYLINE = re.compile(
    r"^[ \t]*[Bb]y[ \t]+((?:[A-Z][\w.'’-]+[ \t]+){1,3}[A-Z][\w'’-]+)[ \t]*$", re.MULTILINE
)
_TOP = 1200  # characters in which a byline signs the whole article; a later one signs what stands below it
_TURN = re.compile(r"(?:^|\n)[ \t]*((?:[A-Z][A-Z.’'-]+[ ]?){1,5})[ \t]*:[ \t]+(?=\S)")
_ASKS = {"question", "q", "host", "moderator", "interviewer", "presenter", "transcript"}
# words in capitals before a colon that label a part of a page and nobody's turn
_LABELS = {
    "caption", "tweet", "photo", "photos", "picture", "image", "video", "audio", "watch", "listen", "live", "map", "graphic", "chart",
    "file", "related", "more", "read more", "see also", "update", "updated", "correction", "breaking", "note", "editor’s note",
    "editor's note", "source", "sources", "summary", "analysis", "opinion", "background", "key points", "headline", "location", "date",
    "subject", "from", "to", "post",
}  # fmt: skip
_OPENING = re.compile(
    r"^\W*((?:[A-Z][\w.’'-]*|of|and|the|[a-z-]+)(?:[ ](?:[A-Z][\w.’'-]*|of|and|[a-z-]+)){0,4}):\s+\S"
)


def sign(
    text: Text, sentences: Sequence[Sentence], voices: list[list[Voice]], cast: Cast, lexicon: Lexicon
) -> None:
    """Give signed words to whoever signed them."""
    _posts(text, sentences, voices, cast)
    _turns(text, sentences, voices)
    _headlines(text, sentences, voices, cast, lexicon)
    _articles(text, sentences, voices)


def _posts(text: Text, sentences: Sequence[Sentence], voices: list[list[Voice]], cast: Cast) -> None:
    """The signature may fall into a sentence of its own ("— Jane A." "Doe (@jane)"); the words are those before it in its paragraph."""
    for match in _POST.finditer(text.text):
        name = " ".join(match.group(1).split())
        known = cast.people.get(cast.surnames.get(name.split()[-1], name))
        voice = Voice(
            name=known.label if known else name,
            codes=known.codes if known else (),
            cue="post",
            is_person=True,
        )
        before = [at for at, sentence in enumerate(sentences) if sentence.start <= match.start()]
        for at in reversed(before):
            if sentences[at].paragraph != sentences[before[-1]].paragraph:
                break
            voices[at] = [voice] * len(voices[at])


def _turns(text: Text, sentences: Sequence[Sentence], voices: list[list[Voice]]) -> None:
    """A transcript, told by three turns or more: each turn goes on until the next label."""
    turns = list(_TURN.finditer(text.text))
    if sum(turn.group(1).strip().lower() not in _LABELS for turn in turns) < _FEWEST_TURNS:
        return
    for at, sentence in enumerate(sentences):
        before = [turn for turn in turns if turn.start() < sentence.end and turn.end() <= sentence.end]
        if not before or sentence.part is not Part.BODY:
            continue
        label = before[-1].group(1).strip()
        if label.lower() in _ASKS | _LABELS:
            continue
        voice = Voice(name=label.title() if " " in label else label.capitalize(), cue="turn", is_person=True)
        voices[at] = [voice if each.name == "outlet" else each for each in voices[at]]


_FEWEST_TURNS = 3


def _headlines(
    text: Text, sentences: Sequence[Sentence], voices: list[list[Voice]], cast: Cast, lexicon: Lexicon
) -> None:
    """ "UN experts: coal still leaves port": a headline says who speaks before a colon."""
    for at, sentence in enumerate(sentences):
        if sentence.part is not Part.HEADLINE:
            continue
        match = _OPENING.match(text.text[sentence.start : sentence.end])
        if match is None:
            continue
        end = sentence.start + match.end(1)
        named = [m for m in cast.by_sentence[at] if sentence.words[m.last].end <= end]
        last = [word for word in sentence.words if word.end <= end][-1]
        office = {last.lemma, last.lower, last.lower.removesuffix("s")} & lexicon.speakers
        if not office and not any(sentence.words[m.last].end == end and m.kind in _SPEAKS for m in named):
            continue
        person = next((m for m in named if m.kind is MentionKind.PERSON), None)
        codes = tuple(dict.fromkeys(code for m in named for code in m.codes))
        voice = Voice(
            name=person.name if person else match.group(1),
            codes=codes,
            cue="headline",
            is_person=person is not None,
        )
        voices[at] = [
            voice if word.start >= end and each.name == "outlet" else each
            for word, each in zip(sentence.words, voices[at], strict=True)
        ]


_SPEAKS = {MentionKind.PERSON, MentionKind.BODY}  # a state before a colon is as often the place of the news


def _articles(text: Text, sentences: Sequence[Sentence], voices: list[list[Voice]]) -> None:
    """In an opinion piece the unattributed words are the author's."""
    for match in _BYLINE.finditer(text.text):
        _signed(match, _end_of(match, text, sentences), sentences, voices)
    bare = _BARE_BYLINE.search(text.text, 0, _TOP)
    if bare is not None and _in_first_person(sentences):
        _signed(bare, len(text.text), sentences, voices)


def _signed(match: re.Match[str], end: int, sentences: Sequence[Sentence], voices: list[list[Voice]]) -> None:
    author = Voice(name=" ".join(match.group(1).split()), cue="byline", is_person=True)
    start = 0 if match.start() < _TOP else match.end()
    for at, sentence in enumerate(sentences):
        if sentence.part is Part.BODY and start <= sentence.start < end:
            voices[at] = [author if voice.name == "outlet" else voice for voice in voices[at]]


def _end_of(match: re.Match[str], text: Text, sentences: Sequence[Sentence]) -> int:
    """Where a signed part ends: at the end of an article signed on top, at the next heading of one signed within."""
    if match.start() < _TOP:
        return len(text.text)
    after = [sentence for sentence in sentences if sentence.start > match.end()]
    paragraph = sentences[0].paragraph if not after else after[0].paragraph
    for sentence in after:
        words = text.text[sentence.start : sentence.end].strip()
        if (
            sentence.paragraph > paragraph
            and len(words) < _HEADING
            and words[-1:] not in (".", "!", '"', "”")
        ):
            return sentence.start
    return len(text.text)


_HEADING = 70


def _in_first_person(sentences: Sequence[Sentence]) -> bool:
    return any(
        word.text in ("I", "I'm", "I’m") and not word.quoted and sentence.part is Part.BODY
        for sentence in sentences
        for word in sentence.words
    )
