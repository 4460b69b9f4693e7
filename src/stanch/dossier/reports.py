"""Section 7: national reports, made, not made and due."""

from __future__ import annotations

import datetime as dt

from stanch.dossier.law import un_instruments
from stanch.dossier.model import Badge, Block, Paragraph, Section, Statement, Table, Tone
from stanch.dossier.show import sentence, written, written_period
from stanch.dossier.view import newest_first
from stanch.dossier.writing import Writing, fact_text
from stanch.facts.model import Report
from stanch.rulebook.model import Provision, Regime

_TONES = {"submitted": Tone.GOOD, "not_submitted": Tone.BAD, "announced": Tone.WARN}


def due_reports(regime: Regime, as_of: dt.date) -> list[tuple[Provision, dt.date]]:
    """The reports that the Council asked every state for, with their day, as far as they were asked for by `as_of`."""
    found = []
    for instrument in un_instruments(regime, as_of):
        for provision in instrument.provisions:
            days = [duty.by for duty in provision.deadlines if duty.by is not None and "report" in duty.kind]
            found += [(provision, day) for day in days]
    return sorted(found, key=lambda pair: (pair[1], pair[0].key))


def section(w: Writing) -> Section:
    """One row for each report asked for, then other reports held."""
    rows: list[tuple[Statement, ...]] = []
    used: set[int] = set()
    for provision, day in due_reports(w.regime, w.as_of):
        number = provision.instrument.rpartition(":")[2]
        held = [r for r in newest_first(w.view.reports) if _answers(r, number, provision)]
        used.update(id(report) for report in held)
        rows.append(_row(w, provision, day, held))
    other = [report for report in newest_first(w.view.reports) if id(report) not in used]
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(
                caption="Reports that the Council asked every state for",
                columns=("Resolution", "Asked for", "Due", "Held"),
                rows=tuple(rows),
                widths=(3, 8, 4, 9),
            )
        )
    if other:
        blocks.append(
            Table(
                caption="Other reports and statements of the committee's record",
                columns=("When", "Resolution", "What"),
                rows=tuple(_other(w, report) for report in other),
                widths=(3, 3, 12),
            )
        )
    if not blocks:
        row = w.ledger.search(f"No national report of {w.view.name} is held.")
        blocks.append(Paragraph(statements=(Statement(text="No national report is held.", refs=(row,)),)))
    return Section(key="reports", title="National reports", blocks=tuple(blocks))


def _answers(report: Report, number: str, provision: Provision) -> bool:
    if report.resolution.resolution != number:
        return False
    return report.resolution.paragraph in ("", provision.para)


def _row(w: Writing, provision: Provision, day: dt.date, held: list[Report]) -> tuple[Statement, ...]:
    law = (w.ledger.law(provision),)
    asked = next((duty.text for duty in provision.deadlines if duty.by == day), "") or provision.title
    due = Badge(text="not yet due", tone=Tone.QUIET) if day >= w.as_of else None
    number = provision.instrument.rpartition(":")[2]
    if held:
        first, *rest = [report_cell(w, report) for report in held]
        cell = Statement(text=first.text, refs=first.refs, badges=first.badges, also=tuple(rest))
    else:
        row = w.ledger.search(
            f"No report of {w.view.name} under resolution {number} is held as of {written(w.as_of)}. "
            "The committee's list of reports would settle it."
        )
        cell = Statement(text="None held; the committee's list of reports would settle it.", refs=(row,))
    return (
        Statement(text=f"{number} ¶{provision.para}", refs=law, sort=number),
        Statement(text=sentence(asked), refs=law),
        Statement(
            text=written(day),
            refs=(
                w.ledger.rule(
                    f"Report under resolution {number} ¶{provision.para}: due {written(day)}.",
                    "deadline in the rulebook",
                ),
                *law,
            ),
            badges=(due,) if due else (),
            sort=day.isoformat(),
        ),
        cell,
    )


def report_cell(w: Writing, report: Report) -> Statement:
    """What is held of one report, with its date where the words do not hold it."""
    symbol = f" ({report.symbol})" if report.symbol and report.symbol not in report.statement else ""
    said = written_period(report.period)
    when = "" if said in report.statement else f"; {said}"
    text = fact_text(report) or sentence(report.status.replace("_", " "))
    return Statement(
        text=sentence(f"{text.rstrip('.')}{symbol}{when}"),
        refs=w.ledger.cite(report),
        badges=(Badge(text=report.status.replace("_", " "), tone=_TONES.get(report.status, Tone.PLAIN)),),
    )


def _other(w: Writing, report: Report) -> tuple[Statement, ...]:
    refs = w.ledger.cite(report)
    cell = report_cell(w, report)
    return (
        Statement(text=written_period(report.period), refs=refs),
        Statement(text=str(report.resolution), refs=refs),
        cell,
    )
