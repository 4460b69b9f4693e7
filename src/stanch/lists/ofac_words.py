"""What OFAC prints in remarks and labels, for all OFAC readers: labels to meanings, phrases to identifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from stanch.dates import PartialDate
from stanch.files import StrictModel, read_tsv
from stanch.lists.model import Relation
from stanch.lists.words import Words, gender
from stanch.matching.model import Identifier, Kind, Name, NameType
from stanch.settings import packaged_data

_IN_BRACKETS = re.compile(r"\s*\(([^()]+)\)")
_FROM_TO = re.compile(r"\s+(?:issued|expires|expired)\s+.*$", re.IGNORECASE)
_CURRENCY = re.compile(r"^-?\s*([A-Z0-9]{2,6})\s+(\S+)$")
_QUOTED = re.compile(r"^(a\.k\.a\.|f\.k\.a\.|n\.k\.a\.)\s*,?\s*['\"“]?(.+?)['\"”]?$", re.IGNORECASE)
_IMO = re.compile(r"^(?:IMO\s*)?(\d{7})$")
_ALIAS_TYPES = {
    "a.k.a.": NameType.ALIAS,
    "aka": NameType.ALIAS,
    "f.k.a.": NameType.FORMER,
    "fka": NameType.FORMER,
    "n.k.a.": NameType.ALIAS,
    "nka": NameType.ALIAS,
}

KINDS = {
    "individual": Kind.PERSON,
    "entity": Kind.ORGANISATION,
    "vessel": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
}


class _LabelRow(StrictModel):
    label: str
    meaning: str


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    path = packaged_data() / "lists" / "ofac_labels.tsv"
    return {row.label: row.meaning for _line, row in read_tsv(path, _LabelRow)}


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(label.count(" ") + 1 for label in _labels())


@dataclass(slots=True)
class Parts:
    """What has been gathered of one entry so far."""

    kind: Kind
    words: Words
    names: list[Name] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    dobs: list[PartialDate] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    gender: str = ""
    relations: list[Relation] = field(default_factory=list)
    properties: dict[str, list[str]] = field(default_factory=dict)

    def keep(self, key: str, value: str) -> None:
        """Keep a printed value under a name."""
        value = value.strip()
        if value and value not in self.properties.setdefault(key, []):
            self.properties[key].append(value)

    def sorted_properties(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """All kept values, by name."""
        return tuple((key, tuple(values)) for key, values in sorted(self.properties.items()) if values)


def alias_type(printed: str, *, weak: bool = False) -> NameType | None:
    """The type of a name by OFAC's word for it; None for a word that is not known."""
    found = _ALIAS_TYPES.get(printed.casefold())
    return NameType.WEAK if weak and found is NameType.ALIAS else found


def person_name(printed: str) -> str:
    """ "KIM, Il Sung" in the order it is said; a name without a comma, or with a suffix after it, stays."""
    last, comma, first = printed.partition(", ")
    return f"{first} {last}" if comma and first.strip() else printed


def remarks(text: str, parts: Parts) -> None:
    """Take remarks apart at their semicolons; what has no known label is kept as a remark."""
    for part in re.split(r";\s*", text.strip()):
        # only the end of the whole remark has a full stop of its own
        _remark(part.strip().removesuffix(".") if part.endswith(".") else part.strip(), parts)


def _remark(part: str, parts: Parts) -> None:
    part = part.removeprefix("(").removesuffix(")") if part.startswith("(Linked To:") else part
    part = re.sub(r"^alt\.\s+", "", part)
    if not part:
        return
    quoted = _QUOTED.match(part)
    if quoted:
        # OFAC prints weak aliases in the remarks, in quotation marks
        former = quoted[1].casefold() == "f.k.a."
        parts.names.append(Name(text=quoted[2].strip(), type=NameType.FORMER if former else NameType.WEAK))
        return
    first, _, rest = part.partition(" ")
    match first:
        case "DOB":
            parts.dobs += parts.words.dates(rest)
        case "POB":
            parts.keep("birth_place", rest)
        case "nationality" | "citizen":
            parts.countries.append(parts.words.country(rest))
        case "Linked" if rest.startswith("To:"):
            parts.relations.append(Relation(kind="linked", name=rest[3:].strip(), printed=part))
        case _:
            _labelled(part, parts)


def _labelled(part: str, parts: Parts) -> None:
    table = _labels()
    words_in = part.split(" ")
    for count in range(min(len(words_in), _longest()), 0, -1):
        label = " ".join(words_in[:count])
        if label in table:
            take(label, " ".join(words_in[count:]), "", parts)
            return
    parts.keep("remark", part)


def take(label: str, printed: str, country: str, parts: Parts) -> bool:
    """Take one labelled value; False, with the value kept, when the label is not in the table."""
    table = _labels()
    base, _, currency = label.partition(" - ")
    if base != "Digital Currency Address":
        # "Listing Date (EO 14024 Directive 2):" is a "Listing Date" of something
        base, currency = label.partition(" (")[0], ""
    meaning = table.get(label) or table.get(base)
    printed = printed.strip()
    if meaning is None:
        parts.keep("remark", f"{label} {printed}".strip())
        parts.words.unmapped[f"label: {label}"] += 1
        return False
    if meaning.startswith("property:"):
        parts.keep(
            meaning[9:], f"{label} {printed}".strip() if meaning.endswith(("_note", "_date")) else printed
        )
    elif meaning == "dob":
        parts.dobs += parts.words.dates(printed)
    elif meaning == "gender":
        parts.gender = parts.gender or gender(printed)
    elif meaning == "country":
        parts.countries.append(parts.words.country(printed))
    elif meaning == "crypto":
        _crypto(f"{currency} {printed}".strip() if currency else printed, parts)
    else:
        _number(meaning, label, printed, country, parts)
    return True


def _crypto(printed: str, parts: Parts) -> None:
    match = _CURRENCY.match(printed)
    currency, address = (match[1], match[2]) if match else ("", printed.lstrip("- "))
    parts.identifiers.append(Identifier(kind="crypto", value=address))
    parts.keep("crypto_currency", f"{currency} {address}".strip())


def _number(kind: str, label: str, printed: str, country: str, parts: Parts) -> None:
    value = _FROM_TO.sub("", printed)
    for inside in _IN_BRACKETS.findall(value):
        code = parts.words.countries.get(inside.casefold(), "")
        country = country or code
    value = _IN_BRACKETS.sub("", value).strip()
    parts.keep("document", f"{label} {printed}")
    if not value:
        return
    imo = _IMO.match(value)
    if kind in ("imo", "imo_company", "vessel_registration") and imo:
        # the same label stands for ships and for companies; what the entry is tells them apart
        kind, value = ("imo" if parts.kind is Kind.VESSEL else "imo_company"), imo[1]
    parts.identifiers.append(Identifier(kind=kind, value=value, country=country))
