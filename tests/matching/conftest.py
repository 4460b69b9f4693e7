"""A small index of made-up and openly listed kinds of names, shared by the tests of matching."""

from __future__ import annotations

import pytest

from stanch.dates import PartialDate
from stanch.matching.index import Index, build
from stanch.matching.model import Entity, Identifier, Kind, Name, NameType


def party(
    id_: str,
    *names: str,
    kind: Kind = Kind.PERSON,
    aliases: tuple[str, ...] = (),
    weak: tuple[str, ...] = (),
    dobs: tuple[str, ...] = (),
    countries: tuple[str, ...] = (),
    imo: str = "",
    gender: str = "",
) -> Entity:
    """An entity with just what a test needs."""
    return Entity(
        id=id_,
        kind=kind,
        names=(
            *(Name(text=text) for text in names),
            *(Name(text=text, type=NameType.ALIAS) for text in aliases),
            *(Name(text=text, type=NameType.WEAK) for text in weak),
        ),
        identifiers=(Identifier(kind="imo", value=imo),) if imo else (),
        dobs=tuple(map(PartialDate, dobs)),
        countries=countries,
        gender=gender,
    )


ORG, SHIP = Kind.ORGANISATION, Kind.VESSEL
PARTIES = (
    party("ri", "RI HONG SOP", dobs=("1940",), countries=("KP",), gender="male"),
    party("kim-yc", "KIM YONG CHOL", dobs=("1947",), countries=("KP",)),
    party("kim-yc2", "KIM YONG CHOL", dobs=("1962-02-18",), countries=("KP",)),
    party("hwang", "HWANG SOK-HWA"),
    party("petrov", "Aleksandr Nikolayevich PETROVSKY", dobs=("1971-04-02",), countries=("RU",)),
    party("rahman", "'Abd al-Rahman Khalaf AL-'ANIZI", dobs=("1973-01-01",)),
    party("sun", "SUN Weidong", countries=("CN",)),
    party("vasquez", "Jesus Miguel VIVANCO GARZA"),
    party("khamis", "Khamis Farhan AL-HIJAZI"),
    party("komid", "KOREA MINING DEVELOPMENT TRADING CORPORATION", kind=ORG, aliases=("KOMID",)),
    party("ftb", "FOREIGN TRADE BANK (FTB)", kind=ORG),
    party("tcb", "TANCHON COMMERCIAL BANK", kind=ORG),
    party("shvabe", "JOINT STOCK COMPANY SHVABE", kind=ORG),
    party("brigade", "AL-NASR BRIGADE 44", kind=ORG),
    party("ks3", "KUM SONG 3", kind=SHIP, imo="IMO8661850"),
    party("ks5", "KUM SONG 5", kind=SHIP, imo="IMO8661862"),
    party("homa", "HOMA", kind=SHIP, imo="9362061"),
    party("weak", "Salman NASIRI", weak=("SALMAN",)),
)


@pytest.fixture(scope="session")
def index() -> Index:
    """The index of `PARTIES`."""
    return build(PARTIES)
