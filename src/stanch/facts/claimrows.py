"""The claims that a filter lets through, each with its document and standing: what the command, the pages and the exports list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stanch.archive import Archive
from stanch.errors import StanchError
from stanch.facts.book import FactBook
from stanch.facts.load import frame_of
from stanch.facts.placed import Readings
from stanch.facts.readings import read_claim, sources_of, standings
from stanch.reading.claims import channel_of, proposal_from
from stanch.reading.exports import Exported
from stanch.reading.model import Proposal
from stanch.reading.wording import sentence_of
from stanch.store import Store
from stanch.store.claims import ClaimRecord, DocumentRecord, held_claims, held_documents

COLUMNS = (
    "id", "decision", "standing", "kind", "act", "actors", "targets", "channels", "status", "modality", "said_by", "relayed_from", "date",
    "amounts", "conditions", "exceptions", "sentence", "quote", "start", "end", "part", "confidence", "proposer", "document", "name",
    "outlet", "agency", "source_class", "published", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; "" is no limit. `decision` "open" is what nobody has decided, "reopened" what is asked about again."""

    document: str = ""
    country: str = ""
    channel: str = ""
    kind: str = ""
    act: str = ""
    standing: str = ""
    decision: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim with its document and the standing of the fact that it carries ("" when no file takes it)."""

    record: ClaimRecord
    document: DocumentRecord
    proposal: Proposal
    standing: str

    @property
    def state(self) -> str:
        """The decision in a word."""
        return self.record.decision or ("reopened" if self.record.reopens else "open")

    @property
    def sentence(self) -> str:
        """What a dossier says of it."""
        return sentence_of(self.proposal)

    def plain(self) -> dict[str, Any]:
        """As JSON: the claim as it stands, with its decision and its document."""
        return {
            "id": self.record.id,
            "decision": self.record.decision,
            "standing": self.standing,
            "sentence": self.sentence,
            **self.record.final,
            "reopens": self.record.reopens,
            "newer": self.record.newer,
            "source": {
                "document": self.document.id,
                "text": self.document.text_id,
                "name": self.document.name,
                "outlet": self.document.outlet,
                "agency": self.document.agency,
                "source_class": self.document.source_class,
                "published": self.document.published,
                "published_how": self.document.published_how,
                "url": self.document.url,
                "same_as": self.document.same_as,
            },
        }

    def cells(self) -> tuple[object, ...]:
        """As a line of CSV."""
        p, d = self.proposal, self.document
        return (
            self.record.id, self.state, self.standing, p.kind, p.act, "; ".join(p.actors), "; ".join(p.targets),
            "; ".join(p.channels), p.status, p.modality.value, p.said_by, p.relayed_from, str(p.date or ""),
            "; ".join(q.printed for q in p.quantities), "; ".join(p.conditions), "; ".join(p.exceptions), self.sentence,
            p.span.quote, p.span.start, p.span.end, p.part.value, p.confidence, p.proposer, d.id, d.name, d.outlet, d.agency,
            d.source_class, d.published, d.url,
        )  # fmt: skip


def rows_of(store: Store, data_dir: Path, book: FactBook, wanted: Wanted) -> tuple[ClaimRow, ...]:
    """The claims wanted, in the order of their documents."""
    documents = {document.id: document for document in held_documents(store)}
    held = held_claims(store, document=wanted.document, kind=wanted.kind)
    standing = _standings(store, data_dir, book, documents)
    rows = (
        ClaimRow(
            record=record,
            document=documents[record.document],
            proposal=proposal_from(record.final),
            standing=standing.get(record.id, ""),
        )
        for record in held
    )
    return tuple(row for row in rows if _fits(row, wanted))


def _standings(
    store: Store, data_dir: Path, book: FactBook, documents: Mapping[str, DocumentRecord]
) -> dict[str, str]:
    """Of the claims that are not rejected, all weighed together."""
    sources = sources_of(documents.values())
    claims = tuple(
        read_claim(record, documents, sources)
        for record in held_claims(store)
        if record.decision != "rejected"
    )
    return standings(Readings("all", claims), book, frame_of(data_dir, book))


def _fits(row: ClaimRow, wanted: Wanted) -> bool:
    p = row.proposal
    if wanted.country and wanted.country not in (*p.actors, *p.targets):
        return False
    if wanted.act and wanted.act != p.act:
        return False
    if wanted.channel and not _on_channel(p, wanted.channel):
        return False
    if wanted.standing and wanted.standing != (row.standing or "none"):
        return False
    if wanted.decision and wanted.decision != row.state:
        return False
    return _in_time(str(p.date or row.document.published), wanted)


def _on_channel(p: Proposal, channel: str) -> bool:
    """By the reader's word (trade, trade:coal) or the facts' (trade.export, labour.workers)."""
    if any(held == channel or held.startswith(f"{channel}:") for held in p.channels):
        return True
    facts = {channel_of(held, p.act) for held in p.channels}
    return any(held == channel or held.startswith(f"{channel}.") for held in facts)


def _in_time(day: str, wanted: Wanted) -> bool:
    """A partial date is in time when some day of it may be; without any date nothing shows that it is."""
    if not wanted.since and not wanted.until:
        return True
    if not day:
        return False
    after = not wanted.since or day >= wanted.since[: len(day)]
    return after and (not wanted.until or day[: len(wanted.until)] <= wanted.until)


def exported(rows: Iterable[ClaimRow]) -> Iterator[Exported]:
    """The rows as the exports take them."""
    for row in rows:
        d = row.document
        yield Exported(
            claim_id=row.record.id, proposal=row.proposal, decision=row.record.decision, standing=row.standing, document=d.id,
            title=d.title or d.name, url=d.url, publisher=d.outlet, published=d.published, language=d.language,
        )  # fmt: skip


def misquoted(rows: Sequence[ClaimRow], archive: Archive) -> dict[str, str]:
    """The claims whose words do not stand at their place in the archived text, and why."""
    texts: dict[str, str] = {}
    wrong = {}
    for row in rows:
        key = row.document.text_id
        try:
            if key not in texts:
                texts[key] = archive.get(key).decode("utf-8", "surrogatepass")
        except StanchError as error:
            wrong[row.record.id] = str(error)
            continue
        span = row.proposal.span
        if texts[key][span.start : span.end] != span.quote:
            wrong[row.record.id] = f"{row.document.name}: other words stand at {span.start}-{span.end}"
    return wrong
