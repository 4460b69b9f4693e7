"""Build the documentation: the hand-written pages and the generated reference, strictly, into out/site.

    python -m tools.site [--out FOLDER]

A warning (a link that leads nowhere, a page in no list) ends it with exit code 1; so does a page that would load anything from elsewhere.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.site import api, commands, figures, held, law, python_api, settings, words
from tools.site.outside import requests_in

ROOT = Path(__file__).resolve().parents[2]
MAKERS = (
    commands.pages,
    api.pages,
    words.pages,
    settings.pages,
    law.pages,
    held.pages,
    figures.pages,
    python_api.pages,
)


def generated() -> Iterator[tuple[str, str]]:
    """Every generated page: its path under docs, its text."""
    for make in MAKERS:
        yield from make().items()


def lay_out(folder: Path) -> None:
    """The source of the site: docs as they are, and the generated pages beside them."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder)
    for path, text in generated():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def build(source: Path, out: Path) -> int:
    """Sphinx, with warnings as errors; its exit code."""
    from sphinx.cmd.build import main as sphinx

    shutil.rmtree(out, ignore_errors=True)
    return sphinx(
        [
            "-b",
            "html",
            "-W",
            "--keep-going",
            "-q",
            "-E",
            "-d",
            str(source.with_name("site-cache")),
            str(source),
            str(out),
        ]
    )


def main() -> int:
    """Lay out, build, look for requests to elsewhere."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=ROOT / "out/site")
    out: Path = options.parse_args().out
    source = out.with_name("site-source")
    lay_out(source)
    if code := build(source, out):
        return code
    found = list(requests_in(out))
    for place, address in found:
        print(f"{place}: would load {address}", file=sys.stderr)
    print(f"{sum(1 for _ in out.rglob('*.html'))} pages in {out}; open {out / 'index.html'}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
