"""One country's dossier, put together from its sections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from stanch.dossier import (
    asks,
    brief,
    done,
    exposure,
    gaps,
    money,
    obligations,
    positions,
    replies,
    reports,
    ties,
    told,
    tradeflags,
)
from stanch.dossier.areas import Area, load_areas
from stanch.dossier.figures import mission_statement
from stanch.dossier.findings import findings_of, load_goods
from stanch.dossier.ledger import Ledger, number_rows
from stanch.dossier.model import (
    Badge,
    Block,
    Dossier,
    Item,
    Listing,
    Paragraph,
    Section,
    Statement,
    Summary,
    Tone,
)
from stanch.dossier.obligations import Duty, Held
from stanch.dossier.reports import report_cell
from stanch.dossier.show import names_later, plural, written
from stanch.dossier.suggest import TAKEN, Offer, Suggestion, load_suggestions, offers
from stanch.dossier.unreviewed import marked
from stanch.dossier.view import View, newest_first, view_of
from stanch.dossier.writing import Writing, action_item, lead_of, say, tie_item
from stanch.errors import NotFound
from stanch.facts.book import FactBook
from stanch.facts.load import frame_of, load_agreement, load_book
from stanch.facts.model import Action, Agreement, Effect, Fact, Mission, Report, Tie
from stanch.facts.placed import Placement, Readings, countries_of, place
from stanch.files import StrictModel, load_yaml, read_yaml
from stanch.leaks.money import Money, load_money
from stanch.records import Standing
from stanch.rulebook.load import load_regime
from stanch.rulebook.model import Regime

# A file with fewer facts than this is a note, and says so; it is not padded into a dossier.
THIN_BELOW = 12
TARGET = "KP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The desk's own note on a country, for its own copy only."""

    text: str
    mark: str
    written_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """Everything dossiers are made from: the book under its two clocks, the law, and what suggestions are on file."""

    book: FactBook
    regime: Regime
    areas: tuple[Area, ...]
    suggestions: tuple[Suggestion, ...]
    goods: dict[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]
    deep: frozenset[str]
    agreements: Mapping[str, tuple[Agreement, ...]]
    as_of: dt.date
    money: Money | None = None
    known_on: dt.date | None = None
    version: str = ""
    read: tuple[int, int] = (0, 0)  # claims of documents that went in: accepted, unreviewed
    unplaced: Mapping[str, Mapping[str, int]] = field(
        default_factory=dict
    )  # read claims that no file takes, by country and reason


class _Deep(StrictModel):
    deep: dict[str, str]


def load_materials(
    data_dir: Path,
    *,
    as_of: dt.date,
    known_on: dt.date | None = None,
    today: bool = False,
    version: str = "",
    book: FactBook | None = None,
    readings: Readings | None = None,
) -> Materials:
    """Read everything once; `today` says that no fact on file can lie after `as_of`, so undated ones stay in.

    Args:
        book: the packaged facts, where somebody holds them already.
        readings: claims out of documents, to stand beside them.
    """
    held = book or load_book(data_dir)
    unplaced: Mapping[str, Mapping[str, int]] = {}
    if readings is not None and readings.claims:
        placed = place(readings.claims, frame_of(data_dir, held))
        held = held.with_rows(placed.held, placed.sources)
        unplaced = _unplaced(readings, placed)
    return Materials(
        book=held.at(as_of=None if today else as_of, known_on=known_on),
        regime=load_regime("dprk", data_dir=data_dir),
        areas=load_areas(data_dir),
        suggestions=load_suggestions(data_dir),
        goods=load_goods(data_dir),
        words={name: _vocabulary(data_dir, name) for name in ("issues", "channels", "steps")},
        deep=frozenset(read_yaml(data_dir / "dossier" / "deep.yml", _Deep).deep),
        agreements=_agreements(data_dir, as_of, known_on),
        as_of=as_of,
        money=load_money(data_dir),
        known_on=known_on,
        version=version,
        read=_read(readings),
        unplaced=unplaced,
    )


def _read(readings: Readings | None) -> tuple[int, int]:
    claims = readings.claims if readings is not None else ()
    reviewed = sum(claim.reviewed for claim in claims)
    return reviewed, len(claims) - reviewed


def _unplaced(readings: Readings, placed: Placement) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for claim in readings.claims:
        reason = placed.left_out.get(claim.id)
        for code in countries_of(claim) if reason else ():
            of_country = counts.setdefault(code, {})
            of_country[str(reason)] = of_country.get(str(reason), 0) + 1
    return counts


@lru_cache(maxsize=16)
def _vocabulary(data_dir: Path, name: str) -> Mapping[str, str]:
    held = load_yaml(data_dir / "vocab" / f"{name}.yml").data[name]
    return {word: text if isinstance(text, str) else text["definition"] for word, text in held.items()}


def _agreements(data_dir: Path, as_of: dt.date, known_on: dt.date | None) -> dict[str, tuple[Agreement, ...]]:
    if not (data_dir / "facts" / "agreement.tsv").is_file():
        return {}
    found: dict[str, list[Agreement]] = {}
    for item in load_agreement(data_dir):
        if item.year < as_of.year and (known_on is None or _known(item, known_on)):
            found.setdefault(item.country, []).append(item)
    return {code: tuple(items) for code, items in found.items()}


def _known(item: Agreement, known_on: dt.date) -> bool:
    return item.source.published_on is not None and item.source.published_on.last <= known_on


def codes(materials: Materials) -> tuple[str, ...]:
    """The countries that a dossier is written for: every one with a fact of its own, the target aside."""
    places = materials.book.places
    return tuple(
        code for code in materials.book.countries() if places.get(code) is not None and code != TARGET
    )


def build(materials: Materials, code: str, *, notes: tuple[Note, ...] = ()) -> Dossier:
    """The dossier of a country.

    Raises:
        NotFound: nothing at all is held on it.
    """
    view = replace(
        view_of(materials.book, code, as_of=materials.as_of, known_on=materials.known_on),
        agreements=materials.agreements.get(code, ()),
    )
    if not view.facts and not view.sayings and not view.hidden.total:
        raise NotFound(
            f"nothing is held on {view.name} ({code}); `stanch facts` lists the countries that have facts"
        )
    deep = code in materials.deep
    findings = findings_of(view, materials.regime, materials.goods)
    w = Writing(
        view=view,
        ledger=Ledger(materials.regime),
        regime=materials.regime,
        areas=materials.areas,
        name_of=materials.book.places.name_of,
        words=materials.words,
        deep=deep,
        findings=findings,
        money=materials.money,
    )
    others = tuple(
        action
        for action in materials.book.actions()
        if action.country != code and not names_later(action.statement, materials.as_of)
    )
    offered = offers(view, materials.regime, materials.suggestions, others)
    thin = not deep and len(view.facts) < THIN_BELOW
    duties = obligations.duties_of(view, materials.regime, findings)
    sections = _thin(w, offered, duties, notes) if thin else _full(w, offered, duties, notes)
    sections.append(annex(w, told.annex_lines(w, materials.unplaced.get(code, {}))))
    numbered = marked(tuple(replace(each, number=n) for n, each in enumerate(sections, 1)), w.ledger.rows)
    return Dossier(
        code=code,
        title=view.name,
        subtitle="A file note: few facts are held on ties with the DPRK."
        if thin
        else "Ties with the DPRK, duties, record and next steps.",
        as_of=materials.as_of.isoformat(),
        known_on=materials.known_on.isoformat() if materials.known_on else "",
        thin=thin,
        deep=deep,
        sections=numbered,
        rows=w.ledger.rows,
        numbers=number_rows(numbered, w.ledger),
        versions=versions_of(materials),
        summary=_summary(w, duties, depth="deep" if deep else "thin" if thin else "full"),
    )


def _summary(w: Writing, duties: tuple[Duty, ...], *, depth: str) -> Summary:
    facts = w.view.facts
    dates = [date for fact in facts if fact.period and (date := fact.period.end or fact.period.start)]
    newest = max(dates, key=lambda date: (date.last, date.text)) if dates else None
    return Summary(
        code=w.view.code,
        name=w.view.name,
        depth=depth,
        facts=len(facts),
        open_ties=len(brief.open_ties(w)),
        contested=sum(fact.standing is Standing.CONTESTED for fact in facts),
        steps=sum(a.effect is Effect.PRESSURE and a.stage in TAKEN for a in w.view.actions),
        gaps=sum(duty.held in (Held.GAP, Held.BOTH) for duty in duties),
        reports=sum(report.status == "submitted" for report in w.view.reports),
        last=newest.text if newest else "",
    )


def _full(
    w: Writing, offered: tuple[Offer, ...], duties: tuple[Duty, ...], notes: tuple[Note, ...]
) -> list[Section]:
    """All sections but the annex."""
    return [
        brief.section(w, offered, duties, note_statements(w, notes)),
        ties.section(w),
        obligations.section(w, duties),
        done.section(w),
        gaps.section(w),
        asks.section(w, offered),
        reports.section(w),
        positions.section(w),
        exposure.section(w),
        replies.section(w),
    ]


def _thin(
    w: Writing, offered: tuple[Offer, ...], duties: tuple[Duty, ...], notes: tuple[Note, ...]
) -> list[Section]:
    """A file note: what is held, the provisions it bears on, at most two things to ask."""
    items = tuple(_item(w, fact) for fact in newest_first(w.view.facts))
    rule = w.ledger.rule(f"A file with fewer than {THIN_BELOW} facts is a note.")
    text = f"{plural(len(items), 'fact')} held; a file with fewer than {THIN_BELOW} is a note, not a dossier."
    inputs = [ref for fact in w.view.facts for ref in w.ledger.cite(fact)[:1]]
    count = w.ledger.count(f"Facts held on {w.view.name}: {len(items)}.", inputs)
    blocks: list[Block] = [
        Paragraph(statements=(Statement(text=text[0].upper() + text[1:], refs=(count, rule)),))
    ]
    noted = note_statements(w, notes)
    if noted:
        blocks.append(Listing(items=tuple(Item(head=note) for note in noted)))
    blocks.append(Listing(items=items))
    parts = told.part(
        w, "brief-told", "Told in documents that were read", "tie", "action", "position", "figure"
    )
    sections = [
        Section(key="brief", title="What is held", blocks=tuple(blocks), parts=(parts,) if parts else ())
    ]
    asked = asks.top_asks(w, offered, most=2)
    if asked is not None:
        sections.append(Section(key="suggestions", title="What to ask", blocks=(asked,)))
    held = [duty for duty in duties if duty.held is not Held.NONE]
    if held:
        sections.append(obligations.short_section(w, held))
    sections += [part for part in (money.part(w), tradeflags.part(w)) if part is not None]
    if any(fact.replies for fact in w.view.facts):
        sections.append(replies.section(w))
    return sections


def _item(w: Writing, fact: Fact) -> Item:
    if isinstance(fact, Tie):
        return tie_item(w, fact)
    if isinstance(fact, Action):
        return action_item(w, fact)
    if isinstance(fact, Mission):
        return Item(head=mission_statement(w, fact))
    if isinstance(fact, Report):
        return Item(head=replace(report_cell(w, fact), lead=lead_of(fact)))
    return Item(head=say(w, fact))


def note_statements(w: Writing, notes: tuple[Note, ...]) -> tuple[Statement, ...]:
    """The desk's own notes, each marked."""
    return tuple(
        Statement(
            text=note.text,
            refs=(w.ledger.note(note.text, note.mark, written(dt.date.fromisoformat(note.written_on))),),
            lead=f"{written(dt.date.fromisoformat(note.written_on))}:",
            badges=(Badge(text=note.mark, tone=Tone.BAD),),
        )
        for note in notes
    )


def annex(w: Writing, read: tuple[Statement, ...] = ()) -> Section:
    """The last section: what the numbers stand for. The rows themselves are written by each format."""
    rule = w.ledger.rule(
        "Each footnote names a row below: what one source says, one provision, a count with the rows it was counted from, or a search that "
        "found nothing. The CSV and JSON forms hold the same rows."
    )
    said = [
        Statement(
            text="Each footnote names a row: what one source says, one provision, a count with its rows, or a search that found nothing.",
            refs=(rule,),
        )
    ]
    left = replies.hidden_line(w)
    if left is not None:
        said.append(left)
    said += read
    return Section(key="annex", title="Annex: sources", blocks=(Paragraph(statements=tuple(said)),))


def versions_of(materials: Materials) -> tuple[tuple[str, str], ...]:
    """What a dossier was made from, for its last line."""
    provisions = sum(len(instrument.provisions) for instrument in materials.regime.instruments)
    return (
        ("stanch", materials.version),
        ("Facts:", f"{len(materials.book):,} rows held"),
        ("Law:", f"{len(materials.regime.instruments)} instruments, {provisions} provisions"),
        *((("Read in documents:", _read_words(*materials.read)),) if any(materials.read) else ()),
    )


def _read_words(accepted: int, unreviewed: int) -> str:
    words = f"{plural(accepted, 'accepted claim')}"
    return f"{words}, {unreviewed:,} unreviewed" if unreviewed else words


def view_only(materials: Materials, code: str) -> View:
    """A country's view without a dossier, for pages that compare countries."""
    return view_of(materials.book, code, as_of=materials.as_of, known_on=materials.known_on)
