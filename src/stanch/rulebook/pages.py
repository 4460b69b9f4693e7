"""A documentation page for each instrument, written from the law itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stanch.files import write_atomic
from stanch.rulebook.model import Instrument, Provision, Regime
from stanch.rulebook.words import lines_of, links_of, plain


def page_of(instrument: Instrument, regime: Regime) -> str:
    """One instrument as Markdown."""
    return "\n".join(_page(instrument, regime)) + "\n"


def _page(instrument: Instrument, regime: Regime) -> Iterator[str]:
    yield f"# {instrument.title}"
    yield ""
    yield (
        f"{instrument.symbol or instrument.instrument} · {regime.name} · adopted {instrument.adopted_on}"
        + (
            f", published {instrument.published_on}"
            if instrument.published_on != instrument.adopted_on
            else ""
        )
    )
    yield ""
    yield f"Text: <{instrument.text.url}>" + (
        f", compared on {instrument.text.checked_on}" if instrument.text.checked_on else ""
    )
    if instrument.status != "in_force":
        yield f"\nStatus: **{instrument.status}**"
    if instrument.note:
        yield f"\n{instrument.note}"
    for provision in instrument.provisions:
        yield ""
        yield from _section(provision)


def _section(provision: Provision) -> Iterator[str]:
    yield f"## ¶{provision.para} {provision.title}"
    yield ""
    yield provision.summary.strip()
    yield ""
    yield f"`{provision.key}` · {plain(provision.measure)} · {', '.join(provision.channels)} · verified {provision.verified}"
    for name, keys in links_of(provision):
        yield f"- {name}: {keys}"
    for deadline in provision.deadlines:
        yield f"- owed{f' by {deadline.by}' if deadline.by else ''}: {deadline.text}"
    for version in provision.versions:
        yield ""
        yield from (f"- {heading}: {line}" for heading, line in lines_of(version))
    if provision.note:
        yield f"\n{provision.note}"


def write_pages(regime: Regime, folder: Path) -> tuple[Path, ...]:
    """Write a page for each instrument and an index of them."""
    index = [f"# {regime.name}: the instruments", ""]
    written = []
    for instrument in regime.instruments:
        name = f"{instrument.instrument.replace(':', '-')}.md"
        write_atomic(folder / name, page_of(instrument, regime))
        written.append(folder / name)
        index.append(
            f"- [{instrument.title}]({name}), {instrument.adopted_on}: {len(instrument.provisions)} provisions"
        )
    write_atomic(folder / "index.md", "\n".join(index) + "\n")
    return (folder / "index.md", *written)
