"""The rows a dossier rests on, gathered while it is written: every footnote is made here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from stanch.dossier.amounts import written_amount
from stanch.dossier.model import Row, RowKind, Section, statements, walk
from stanch.dossier.show import sentence, written, written_period
from stanch.facts.model import Action, Fact, Figure, Report, Says, Voice
from stanch.records import Claim, Quantity, Source, content_id
from stanch.rulebook.model import Instrument, Provision, Regime

# More footnotes than this on one sentence help nobody; the rest stand in the annex, under their own facts.
MOST_NOTES = 4


@dataclass(slots=True)
class Ledger:
    """The rows gathered so far, by id. The one record here that changes while it is filled."""

    regime: Regime
    rows: dict[str, Row] = field(default_factory=dict)
    # a claim's id is a hash of all it says; the book keeps the claims alive, so each is worked out once
    _ids: dict[int, str] = field(default_factory=dict, repr=False)

    def cite(self, fact: Fact, *, says: Iterable[Says] = (Says.AFFIRMS, Says.EXPLAINS)) -> tuple[str, ...]:
        """The rows that carry a fact: its affirming voices, or all where none affirms."""
        wanted = set(says)
        voices = [voice for voice in fact.voices if voice.says in wanted] or list(fact.voices)
        voices.sort(key=lambda voice: voice.says is not Says.AFFIRMS)
        keys = tuple(dict.fromkeys(self.voice(voice) for voice in voices))[:MOST_NOTES]
        words = _column_words(fact)
        if words:
            self._add_words(keys[0], words)
        return keys

    def _add_words(self, key: str, words: str) -> None:
        row = self.rows[key]
        if words not in row.text:
            self.rows[key] = replace(row, text=row.text + words)

    def voice(self, voice: Voice) -> str:
        """The row of one claim."""
        limits = tuple(
            f"{word}: {words}"
            for word, held in (("condition", voice.conditions), ("exception", voice.exceptions))
            for words in held
        )
        return self.claim(voice.claim, quote=voice.quote, limits=limits)

    def claim(self, claim: Claim, *, quote: str = "", limits: tuple[str, ...] = ()) -> str:
        """The row of one claim."""
        key = self._ids.get(id(claim))
        if key is None:
            key = self._ids[id(claim)] = claim.id
        if key not in self.rows:
            whole = claim.span.quote if claim.span else quote
            said = f" “{whole}”" if whole and " ".join(whole.split()) not in claim.statement else ""
            self.rows[key] = Row(
                id=key,
                kind=RowKind.CLAIM,
                text=f"{sentence(claim.statement)}{_amount(claim.quantity)}{said}",
                label=source_label(claim.source, claim.relayed_from, claim.said_by),
                url=claim.source.url,
                locator=claim.locator,
                when="" if claim.period is None else written_period(claim.period),
                published_on=claim.source.published_on.text if claim.source.published_on else "",
                source_class=claim.source.source_class.value,
                marks=tuple(mark.replace("_", " ") for mark in claim.marks),
                document=claim.span.document if claim.span else "",
                start=claim.span.start if claim.span else None,
                end=claim.span.end if claim.span else None,
                quote=claim.span.quote if claim.span else quote,
                limits=limits,
            )
        return key

    def law(self, provision: Provision) -> str:
        """The row of one provision."""
        key = provision.key
        if key not in self.rows:
            instrument = self.regime.instrument_of[provision.key]
            self.rows[key] = Row(
                id=key,
                kind=RowKind.LAW,
                text=f"{sentence(provision.title)} {sentence(provision.summary)}{_days(provision)}",
                label=instrument_name(instrument),
                locator=f"¶{provision.para}" if instrument.authority == "un" else provision.para,
                url=provision.source or instrument.text.url,
                when=instrument.adopted_on.isoformat(),
                published_on=(instrument.published_on or instrument.adopted_on).isoformat(),
                source_class="official_text",
                marks=() if provision.verified.value == "V1" else (_grade(provision.verified.value),),
            )
        return key

    def figure(self, text: str, source: Source) -> str:
        """The row of one number out of a table of numbers (votes), with its source."""
        key = content_id("figure", [text, source.key])
        self.rows.setdefault(
            key,
            Row(
                id=key,
                kind=RowKind.CLAIM,
                text=text,
                label=source_label(source),
                url=source.url,
                published_on=source.published_on.text if source.published_on else "",
                source_class=source.source_class.value,
            ),
        )
        return key

    def add(self, row: Row) -> str:
        """A row made elsewhere (streams of revenue), once."""
        self.rows.setdefault(row.id, row)
        return row.id

    def count(self, text: str, inputs: Sequence[str], *, count: int | None = None) -> str:
        """A row that says a number was counted from other rows, which it names; `count` when it is not their number."""
        rows = tuple(dict.fromkeys(inputs))
        return self._made(
            RowKind.COUNT, text, "counted here", rows, count=len(rows) if count is None else count
        )

    def search(self, text: str) -> str:
        """A row that says what was looked for in the held facts and not found."""
        return self._made(RowKind.SEARCH, text, "search of the held facts")

    def rule(self, text: str, label: str = "how this dossier is made") -> str:
        """A row that says how the dossier does something."""
        return self._made(RowKind.RULE, text, label)

    def note(self, text: str, mark: str, written_on: str) -> str:
        """The desk's own note, marked."""
        return self._made(RowKind.NOTE, text, f"own note of {written_on}", marks=(mark,))

    def _made(
        self,
        kind: RowKind,
        text: str,
        label: str,
        inputs: tuple[str, ...] = (),
        marks: tuple[str, ...] = (),
        count: int | None = None,
    ) -> str:
        key = content_id(kind.value, [text, list(inputs), list(marks)])
        self.rows.setdefault(
            key, Row(id=key, kind=kind, text=text, label=label, inputs=inputs, marks=marks, count=count)
        )
        return key


def number_rows(sections: tuple[Section, ...], ledger: Ledger) -> dict[str, int]:
    """Footnote numbers in the order of first appearance; rows that only a count names come after."""
    order: dict[str, None] = {}
    for section in walk(sections):
        for block in section.blocks:
            for statement in statements(block):
                order.update(dict.fromkeys(statement.refs))
    for key in list(order):
        order.update(dict.fromkeys(ledger.rows[key].inputs))
    return {key: n for n, key in enumerate(order, 1)}


def instrument_name(instrument: Instrument) -> str:
    """The name people use: "resolution 2397 (2017)", or the act's own title."""
    if instrument.authority == "un":
        number = instrument.instrument.rpartition(":")[2]
        return f"Resolution {number} ({instrument.adopted_on.year})"
    return instrument.symbol or instrument.title


def source_label(source: Source, relayed_from: str = "", said_by: str = "") -> str:
    """How a footnote names its source: publisher, title, whose words it passes on."""
    name = f"{source.publisher}, {source.title}" if source.title else source.publisher
    behind = relayed_from or (source.original_publisher or "")
    if behind and behind != source.publisher:
        name += f" (relaying {behind})"
    return f"{said_by}, in {name}" if said_by and len(said_by) > 2 else name


def _column_words(fact: Fact) -> str:
    """What the columns of a row hold beside its sentence, where statements show it."""
    match fact:
        case Action() if fact.implements:
            return f" Said to carry out resolution {', resolution '.join(map(str, fact.implements))}."
        case Figure():
            goods = f" Goods: {fact.goods}." if fact.goods else ""
            return f"{goods} Series: {fact.series}." if fact.series else goods
        case Report() if fact.symbol:
            return f" Document: {fact.symbol}."
        case _:
            return ""


def _days(provision: Provision) -> str:
    text = f" Applies from {written(provision.versions[0].applies_from)}."
    for duty in provision.deadlines:
        if duty.by is not None:
            text += f" {sentence(duty.text)} Due by {written(duty.by)}."
    return text


def _amount(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    return f" Amount: {written_amount(quantity)}."


def _grade(grade: str) -> str:
    return {"V2": "paragraph not checked against the full text", "M": "from memory, unchecked"}.get(
        grade, grade
    )
