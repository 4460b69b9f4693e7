"""From a folder of YAML to a `Regime`: read strictly, cross-checked, every mistake reported with its file and line at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from stanch.errors import DataError, DataErrors, NotFound, raise_all
from stanch.files import Document, KeyPath, did_you_mean, load_yaml, shaped
from stanch.rulebook.goods import lexicon
from stanch.rulebook.model import (
    INHERITS,
    Effect,
    Instrument,
    Provision,
    Regime,
    RegimeFile,
    Version,
)
from stanch.rulebook.rules import conditions_of
from stanch.rulebook.vocab import Vocabulary, vocabulary
from stanch.settings import packaged_data

BINDS = frozenset(
    {"all_states", "target", "nationals", "territory", "flag_vessels", "flag_aircraft", "flag_state", "port_state", "pipelines",
     "us_persons", "foreign_persons", "us_banks", "foreign_banks", "eu_operators", "committee", "council", "persons"}
)  # fmt: skip


def regimes(data_dir: Path | None = None) -> tuple[str, ...]:
    """The names of the regimes at hand."""
    folder = (data_dir or packaged_data()) / "regimes"
    return tuple(sorted(path.parent.name for path in folder.glob("*/regime.yml")))


def load_regime(name: str | Path = "dprk", *, data_dir: Path | None = None) -> Regime:
    """A regime by name (a folder under ``data/regimes``) or by path; read once and kept.

    Raises:
        NotFound: there is no such regime.
        DataError, DataErrors: its files are wrong; each error names file, line, key and what to do.
    """
    folder = name if isinstance(name, Path) else (data_dir or packaged_data()) / "regimes" / name
    if not (folder / "regime.yml").is_file():
        known = regimes(data_dir)
        raise NotFound(
            f"there is no regime '{name}'{did_you_mean(str(name), known)}; held: {', '.join(known)}"
        )
    return _load(folder.resolve())


@lru_cache(maxsize=8)
def _load(folder: Path) -> Regime:
    head = shaped(load_yaml(folder / "regime.yml"), RegimeFile)
    errors: list[DataError] = []
    found: list[tuple[Document, Instrument]] = []
    for path in sorted(folder.glob("*/*.yml")):
        try:
            document = load_yaml(path)
            instrument = shaped(document, Instrument)
        except DataErrors as several:
            errors.extend(several.errors)
        except DataError as one:
            errors.append(one)
        else:
            found.append((document, _named(instrument)))
    errors.extend(_problems(head, found))
    raise_all(errors)
    return regime_of(head, [instrument for _document, instrument in found])


def _named(instrument: Instrument) -> Instrument:
    provisions = tuple(replace(each, instrument=instrument.instrument) for each in instrument.provisions)
    return replace(
        instrument, provisions=provisions, published_on=instrument.published_on or instrument.adopted_on
    )


def regime_of(head: RegimeFile, instruments: list[Instrument]) -> Regime:
    """A regime out of its parts, in the order of authorities, days and paragraphs."""
    rank = {authority.key: number for number, authority in enumerate(head.authorities)}
    ordered = sorted(instruments, key=lambda each: (rank[each.authority], each.adopted_on, each.instrument))
    return Regime(
        key=head.regime,
        name=head.name,
        target=head.target,
        authorities=head.authorities,
        places=head.places,
        listings=head.listings,
        instruments=tuple(ordered),
        summary=head.summary,
        lists=head.lists,
        provisions={each.key: each for instrument in ordered for each in instrument.provisions},
        instrument_of={each.key: instrument for instrument in ordered for each in instrument.provisions},
    )


def _problems(head: RegimeFile, found: list[tuple[Document, Instrument]]) -> Iterator[DataError]:
    keys: dict[str, Provision] = {}
    instruments: dict[str, Path] = {}
    for document, instrument in found:
        if instrument.instrument in instruments:
            yield document.error(
                ("instrument",),
                f"'{instrument.instrument}' is also {instruments[instrument.instrument].name}",
            )
        instruments[instrument.instrument] = document.path
        for i, provision in enumerate(instrument.provisions):
            if provision.key in keys:
                yield document.error(("provisions", i, "para"), f"¶{provision.para} stands twice; keep one")
            keys[provision.key] = provision
    for document, instrument in found:
        yield from _instrument_problems(document, instrument, head)
        for i, provision in enumerate(instrument.provisions):
            at: KeyPath = ("provisions", i)
            yield from _word_problems(document, at, provision, head)
            yield from _reference_problems(document, at, provision, keys, instruments)
            yield from _time_problems(document, at, provision, instrument)


def _instrument_problems(document: Document, instrument: Instrument, head: RegimeFile) -> Iterator[DataError]:
    folder = document.path.parent
    if instrument.regime != head.regime:
        yield document.error(
            ("regime",),
            f"'{instrument.regime}' lies in the folder of regime '{head.regime}'; move it or fix the key",
        )
    if instrument.authority not in {authority.key for authority in head.authorities}:
        yield document.error(("authority",), f"'{instrument.authority}' is no authority of regime.yml")
    if instrument.authority != folder.name:
        yield document.error(
            ("authority",),
            f"'{instrument.authority}' lies in the folder '{folder.name}'; move it or fix the key",
        )


def _unknown(
    document: Document, at: KeyPath, word: str, where: str, words: Collection[str]
) -> Iterator[DataError]:
    if word not in words:
        yield document.error(at, f"'{word}' is not in {where}{did_you_mean(word, words)}")


def _word_problems(
    document: Document, at: KeyPath, provision: Provision, head: RegimeFile
) -> Iterator[DataError]:
    words = vocabulary()
    for channel in provision.channels:
        yield from _unknown(document, (*at, "channels"), channel, "vocab/channels.yml", words.channels)
    yield from _unknown(document, (*at, "measure"), provision.measure, "vocab/measures.yml", words.measures)
    for k, duty in enumerate(provision.deadlines):
        yield from _unknown(
            document, (*at, "deadlines", k, "kind"), duty.kind, "vocab/duties.yml", words.duties
        )
    for k, version in enumerate(provision.versions):
        yield from _version_words(document, (*at, "versions", k), version, words, head)


def _version_words(
    document: Document, at: KeyPath, version: Version, words: Vocabulary, head: RegimeFile
) -> Iterator[DataError]:
    for act in version.acts:
        yield from _unknown(document, (*at, "acts"), act, "vocab/acts.yml", words.acts)
    for bound in version.binds:
        yield from _unknown(document, (*at, "binds"), bound, "the list of who can be bound", BINDS)
    for k, duty in enumerate(version.duties):
        yield from _unknown(document, (*at, "duties", k, "kind"), duty.kind, "vocab/duties.yml", words.duties)
    for k, goods in enumerate(version.goods):
        yield from _unknown(
            document, (*at, "goods", k, "item"), goods.item, "the goods lexicon", lexicon().items
        )
    numbers = {key for key, entry in words.facts.items() if entry.type == "number"}
    for k, cap in enumerate(version.caps):
        for limit in cap.limits:
            for fact in filter(None, (limit.used, limit.quantity_fact)):
                yield from _unknown(
                    document, (*at, "caps", k, "limits"), fact, "the numbers of vocab/facts.yml", numbers
                )
    places = {place.name for place in head.places}
    for condition in conditions_of(version):
        if condition.name == "via_place":
            yield from _unknown(document, at, condition.args, "the places of regime.yml", places)
        if condition.name == "number_over":
            yield from _unknown(
                document, at, condition.args["fact"], "the numbers of vocab/facts.yml", numbers
            )


def _reference_problems(
    document: Document,
    at: KeyPath,
    provision: Provision,
    keys: Mapping[str, Provision],
    instruments: Mapping[str, Path],
) -> Iterator[DataError]:
    for field in ("replaces", "extends", "clarifies", "see"):
        for key in getattr(provision, field):
            # an instrument that is not in the folder may be named; the tests of the packaged data refuse it
            if key not in keys and key.rpartition(":")[0] in instruments:
                yield document.error((*at, field), f"'{key}' is no provision{did_you_mean(key, keys)}")
    start = min((version.applies_from for version in provision.versions), default=dt.date.max)
    for key in provision.replaces:
        old = keys.get(key)
        if old is None:
            continue
        end = max((version.applies_until for version in old.versions), default=dt.date.min)
        if end >= start:
            yield document.error(
                (*at, "replaces"),
                f"'{key}' is replaced from {start} on, but its last version runs until {end}; end it on {start - dt.timedelta(days=1)}",
            )
    if not provision.clarifies and any(version.force in INHERITS for version in provision.versions):
        yield document.error(
            (*at, "clarifies"), "the force is that of another provision, but none is named; add clarifies"
        )


def _time_problems(
    document: Document, at: KeyPath, provision: Provision, instrument: Instrument
) -> Iterator[DataError]:
    if not provision.versions:
        yield document.error((*at, "versions"), "needs at least one version")
    last: dt.date | None = None
    for k, version in enumerate(provision.versions):
        here: KeyPath = (*at, "versions", k)
        if version.applies_until < version.applies_from:
            yield document.error(
                (*here, "applies_until"), f"{version.applies_until} lies before {version.applies_from}"
            )
        if version.applies_from < instrument.adopted_on:
            yield document.error(
                (*here, "applies_from"),
                f"{version.applies_from} lies before adoption on {instrument.adopted_on}",
            )
        if last is not None and version.applies_from <= last:
            yield document.error(
                (*here, "applies_from"), f"overlaps the version before, which runs until {last}"
            )
        last = version.applies_until
        for w, wind_down in enumerate(version.wind_downs):
            if not version.covers(wind_down.last_day):
                yield document.error(
                    (*here, "wind_downs", w, "last_day"), f"{wind_down.last_day} lies outside the version"
                )
        for r, reading in enumerate(version.readings):
            if len(reading.options) < 2:
                yield document.error(
                    (*here, "readings", r, "options"), "an open reading has at least two options"
                )
        if (version.effect is Effect.EXPOSE) != (version.exposure is not None):
            yield document.error((*here, "exposure"), "effect: expose and exposure go together")
        if (version.effect is Effect.LIFT) != (version.lifts is not None):
            yield document.error((*here, "lifts"), "effect: lift and lifts go together")
