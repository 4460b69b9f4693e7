"""The records of the reading room: a text with its sections, words and sentences, mentions, and what is proposed from them."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from stanch.dates import PartialDate
from stanch.records import Modality, Quantity, Span

# the closed lists of a claim's fields
KINDS = ("action", "figure", "position", "tie")
STATUSES = ("active", "reduced", "ended", "done", "announced", "planned", "proposed", "not_done", "reversed")


class Part(enum.StrEnum):
    """Which part of a page a run of text is; only headline, body and caption are the outlet's own words."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    COMMENT = "comment"
    CHROME = "chrome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A run of the text of one kind; `author` tells whose comment it is ("commenter 2")."""

    part: Part
    start: int
    end: int
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """`length` characters of the text at `start` stand at `source` in the document they were taken from."""

    start: int
    source: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The words of one document, its sections, and where each run of them stood in the original."""

    name: str
    media: str
    text: str
    sections: tuple[Section, ...]
    pieces: tuple[Piece, ...] = ()
    published: PartialDate | None = None
    outlet: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Word:
    """One token with its parse; offsets are into the document's text, `head` and `i` into the sentence."""

    i: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    entity: str
    quoted: bool = False


@dataclass(slots=True, kw_only=True)
class Sentence:
    """One parsed sentence and where it stands."""

    words: tuple[Word, ...]
    children: tuple[tuple[int, ...], ...]
    start: int
    end: int
    part: Part
    author: str
    paragraph: int
    root: int


class MentionKind(enum.StrEnum):
    """What a mention names."""

    STATE = "state"
    BLOC = "bloc"
    PERSON = "person"
    BODY = "body"
    FIRM = "firm"
    VESSEL = "vessel"
    GROUP = "group"


@dataclass(slots=True, kw_only=True)
class Mention:
    """Words `first` to `last` of sentence `sentence` that name somebody: `codes` are the states or blocs they stand for."""

    sentence: int
    first: int
    last: int
    kind: MentionKind
    codes: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says something: the outlet itself when `name` is "outlet"."""

    name: str = "outlet"
    codes: tuple[str, ...] = ()
    relayed_from: str = ""
    cue: str = ""
    is_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One claim as the reader proposes it; `confidence` is the model's, calibrated on training labels."""

    kind: str
    act: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    channels: tuple[str, ...]
    status: str
    modality: Modality
    said_by: str
    span: Span
    part: Part
    confidence: float
    relayed_from: str = ""
    quantities: tuple[Quantity, ...] = ()
    date: PartialDate | None = None
    date_printed: str = ""
    conditions: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    sentence: str = ""
    proposer: str = "stanch"
