"""Do training reports share runs of words with other documents? None may with those that the reader is measured on.

python -m training.overlap FOLDER …        folders of *.txt; prints each report that shares a run, and how many
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.labels import Report, read_reports

RUN = 12  # words: shorter runs are names of bodies, set phrases and titles of resolutions


def shared_runs(reports: Sequence[Report], folders: Sequence[Path], run: int = RUN) -> dict[str, int]:
    """By report: how many runs of so many words stand in a document of the folders too; reports without any are left out."""
    held = {
        each
        for folder in folders
        for path in sorted(folder.glob("*.txt"))
        for each in _runs(_words_of(path), run)
    }
    counts = {report.id: sum(each in held for each in _runs(report.text, run)) for report in reports}
    return {name: count for name, count in counts.items() if count}


def _runs(text: str, run: int) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return (tuple(words[at : at + run]) for at in range(len(words) - run + 1))


def _words_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point: exit code 1 when a run is shared."""
    folders = [Path(each) for each in (sys.argv[1:] if arguments is None else arguments)]
    if not folders or not all(folder.is_dir() for folder in folders):
        sys.stderr.write((__doc__ or "") + "\n")
        return 2
    found = shared_runs(read_reports(), folders)
    for name, count in sorted(found.items(), key=lambda each: -each[1]):
        sys.stdout.write(f"{name}: {count} runs of {RUN} words\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
