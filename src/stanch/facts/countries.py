"""Countries and groups of states: codes, names, capitals as metonyms, dated membership."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from stanch.errors import DataError, NotFound, raise_all
from stanch.files import OptionalDayField, StrictModel, WordsField, did_you_mean, read_tsv


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A state or territory, with the words that reports use for it."""

    iso2: str
    iso3: str
    name: str
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    aliases: tuple[str, ...]
    region: str
    un: str  # member, observer, none


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """A group of states."""

    key: str
    name: str
    aliases: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One state's (or bloc's) time in a group; `until` is the last day, None while it lasts."""

    bloc: str
    country: str
    since: dt.date | None
    until: dt.date | None

    def on(self, day: dt.date) -> bool:
        """True when it was a member on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Countries:
    """All countries, and the ways to find one."""

    by_code: Mapping[str, Country]
    by_name: Mapping[str, Country]
    blocs: Mapping[str, Bloc]
    memberships: tuple[Membership, ...]

    def get(self, code: str) -> Country | None:
        """The country of an ISO2 code, or None."""
        return self.by_code.get(code)

    def name_of(self, code: str) -> str:
        """The name of a country or bloc; the code itself where none is known."""
        country = self.by_code.get(code)
        if country is not None:
            return country.name
        bloc = self.blocs.get(code)
        return bloc.name if bloc is not None else code

    def find(self, text: str) -> Country:
        """The country that a user means by a code or a name.

        Raises:
            NotFound: no country has that code or name; a close one is offered.
        """
        country = self.by_code.get(text.strip().upper()) or self.by_name.get(folded(text))
        if country is None:
            raise NotFound(
                f"'{text}' is no country that stanch knows{did_you_mean(folded(text), self.by_name)}; "
                "write an ISO code (MY) or a name (Malaysia)"
            )
        return country

    def named(self, text: str) -> Country | None:
        """The country that a name or alias in a report stands for, or None; capitals and demonyms do not count here."""
        return self.by_name.get(folded(text))

    def members(self, bloc: str, on: dt.date) -> tuple[str, ...]:
        """ISO2 codes of the members on that day, sorted.

        Raises:
            NotFound: there is no such bloc.
        """
        if bloc not in self.blocs:
            raise NotFound(
                f"'{bloc}' is no group of states that stanch knows{did_you_mean(bloc, self.blocs)}"
            )
        return tuple(sorted({m.country for m in self.memberships if m.bloc == bloc and m.on(on)}))

    def blocs_of(self, country: str, on: dt.date) -> tuple[str, ...]:
        """The groups that a state belonged to on that day."""
        return tuple(sorted({m.bloc for m in self.memberships if m.country == country and m.on(on)}))


class _CountryRow(StrictModel):
    iso2: str = Field(pattern=r"^[A-Z]{2}$")
    iso3: str = Field(pattern=r"^[A-Z]{3}$")
    name: str
    demonyms: WordsField = ()
    capitals: WordsField = ()
    aliases: WordsField = ()
    region: str
    un: str = Field(pattern=r"^(member|observer|none)$")


class _BlocRow(StrictModel):
    bloc: str
    name: str
    aliases: WordsField = ()
    about: str = ""


class _MemberRow(StrictModel):
    bloc: str
    country: str
    since: OptionalDayField = None
    until: OptionalDayField = None


def load_countries(data_dir: Path) -> Countries:
    """Countries, blocs and memberships, from ``data/vocab``."""
    folder = data_dir / "vocab"
    by_code = _countries(folder / "countries.tsv")
    blocs = {
        row.bloc: Bloc(key=row.bloc, name=row.name, aliases=row.aliases, about=row.about)
        for _, row in read_tsv(folder / "bloc_names.tsv", _BlocRow)
    }
    return Countries(
        by_code=by_code,
        by_name=_names(by_code),
        blocs=blocs,
        memberships=_memberships(folder / "blocs.tsv", by_code, blocs),
    )


def _countries(path: Path) -> dict[str, Country]:
    by_code: dict[str, Country] = {}
    errors: list[DataError] = []
    for line, row in read_tsv(path, _CountryRow):
        if row.iso2 in by_code:
            errors.append(DataError(path, line, "iso2", f"'{row.iso2}' stands twice; keep one row"))
        by_code[row.iso2] = Country(**row.model_dump())
    raise_all(errors)
    return by_code


def _memberships(
    path: Path, by_code: Mapping[str, Country], blocs: Mapping[str, Bloc]
) -> tuple[Membership, ...]:
    held: list[Membership] = []
    errors: list[DataError] = []
    for line, row in read_tsv(path, _MemberRow):
        if row.bloc not in blocs:
            errors.append(
                DataError(
                    path,
                    line,
                    "bloc",
                    f"'{row.bloc}' is not in bloc_names.tsv{did_you_mean(row.bloc, blocs)}",
                )
            )
        if row.country not in by_code and row.country not in blocs:
            errors.append(DataError(path, line, "country", f"'{row.country}' is not in countries.tsv"))
        if row.since and row.until and row.until < row.since:
            errors.append(DataError(path, line, "until", f"{row.until} is before the start, {row.since}"))
        held.append(Membership(bloc=row.bloc, country=row.country, since=row.since, until=row.until))
    raise_all(errors)
    return tuple(held)


def _names(by_code: Mapping[str, Country]) -> dict[str, Country]:
    """Names before aliases, so that an alias never hides another country's own name."""
    names: dict[str, Country] = {}
    for country in by_code.values():
        names.setdefault(folded(country.name), country)
        names.setdefault(country.iso3.casefold(), country)
    for country in by_code.values():
        for alias in country.aliases:
            names.setdefault(folded(alias), country)
    return names


def folded(text: str) -> str:
    """A name without case, accents, dots and doubled spaces, for comparing."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace(".", "").replace("’", "'").split())
