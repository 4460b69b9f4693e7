"""The reader against labelled reports that trained nothing, and a second annotator against the first.

    python -m benchmarks.reading_labels                      the reader on training/apart
    python -m benchmarks.reading_labels --second FOLDER      labels of that folder against those of training/labels, report by report

Reports are written and labelled as in training/FORMAT.md; claims are compared as in `reading_score`. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from training.examples import text_of
from training.labels import Label, Report, read_reports

from benchmarks._record import ROOT
from benchmarks.reading import _codes, _print_tables, _row
from benchmarks.reading_score import Row, numbers_in, table
from stanch.errors import DataError
from stanch.reading.lexicon import Lexicon, load_lexicon
from stanch.reading.reader import read_text

APART = ROOT / "training" / "apart"


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=APART, help="labelled reports to read")
    parser.add_argument("--second", type=Path, help="labelled reports of a second annotator")
    options = parser.parse_args(arguments)
    asked = options.second or options.folder
    if not asked.is_dir():
        parser.error(f"{asked} is no folder of labelled reports; see training/FORMAT.md")
    lexicon = load_lexicon()
    try:
        asked_for = read_reports(asked)
    except DataError as error:
        sys.exit(str(error))
    figures = agreement(read_reports(), asked_for, lexicon) if options.second else reading(asked_for, lexicon)
    _print_tables({"all": figures})
    figures["embedded_as_done"].pop("each")
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def reading(reports: Sequence[Report], lexicon: Lexicon) -> dict[str, Any]:
    """What the reader finds of the labels."""
    said = [_row(report.id, claim, lexicon) for report in reports for claim in read_text(text_of(report))]
    return {"reports": len(reports), **table(_rows(reports, lexicon), said, _codes(lexicon))}


def agreement(first: Iterable[Report], second: Sequence[Report], lexicon: Lexicon) -> dict[str, Any]:
    """The second annotator's labels against the first's, on the reports that both have with the same text."""
    texts = {report.id: report.text for report in second}
    both = [report for report in first if texts.get(report.id) == report.text]
    names = {report.id for report in both}
    again = [report for report in second if report.id in names]
    figures = table(_rows(both, lexicon), _rows(again, lexicon), _codes(lexicon))
    return {"reports": len(both), **figures}


def _rows(reports: Iterable[Report], lexicon: Lexicon) -> list[Row]:
    return [_labelled(report.id, label, lexicon) for report in reports for label in report.labels]


def _labelled(doc: str, label: Label, lexicon: Lexicon) -> Row:
    return Row(
        doc=doc,
        start=label.start,
        end=label.end,
        span=label.span,
        kind=label.kind,
        act=label.act,
        actors=tuple(lexicon.code3.get(each, each) for each in (a.replace("_", " ") for a in label.actors)),
        target=tuple(lexicon.code3.get(each, each) for each in label.target),
        channels=tuple(label.channels),
        status=label.status,
        modality=label.modality,
        said_by=label.said_by.replace("_", " "),
        quantity=label.quantity,
        date=label.date,
        section=label.section,
        numbers=numbers_in(label.quantity),
    )


if __name__ == "__main__":
    sys.exit(main())
