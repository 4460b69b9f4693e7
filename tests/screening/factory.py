"""Tiny made-up lists, and an engine over them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from stanch.dates import PartialDate
from stanch.lists import own
from stanch.lists.model import Listing
from stanch.matching.model import Identifier, Kind, Query
from stanch.screening.engine import Engine, engine_of
from stanch.screening.model import Party

ON = dt.date(2026, 1, 5)
NOW = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)

TABLE = """# published: 2026-01-05
id,kind,name,aliases,dob,country,identifiers,programme,measures,listed_on,owners
un-1,person,RI HONG SOP,weak:RHS,1940-02-26,KP,passport:472310082@KP,DPRK,asset freeze | travel ban,2009-07-16,
un-2,organisation,KOREA GAMMA SHIPPING COMPANY LIMITED,former:Delta Lines,,KP,,DPRK,asset freeze,2016-03-02,
un-3,vessel,CHONG CHON GANG,,,KP,imo:7937317,DPRK,asset freeze,2016-03-02,
un-4,organisation,EPSILON HOLDING,,,KP,bic:EPSLKPPY,DPRK,asset freeze,2016-03-02,
un-5,organisation,ZETA MINING,,,KP,registration:77,DPRK,asset freeze,2016-03-02,un-2=30 | un-4=25
un-6,person,KIM TONG CHOL,,1966-01-28,KP,,DPRK,asset freeze,2017-12-22,
un-7,person,WALLET HOLDER,,,,crypto:1BoatSLRHtKNngkdXEeobR76b53LETtpyT,DPRK,asset freeze,2020-03-02,
"""


@dataclass(frozen=True)
class FakeLaw:
    """A rulebook with a version and an answer for each provision."""

    version: str = "test@1"
    held: dict[str, bool] = field(default_factory=dict)

    def in_force(self, provision: str, on: dt.date, /) -> bool | None:
        return self.held.get(provision)


LAW = FakeLaw(held={"unsc:1718:8(d)": True, "unsc:1718:8(e)": True, "unsc:2321:12(d)": False})


def listings(text: str = TABLE, list_key: str = "un_1718") -> tuple[Listing, ...]:
    return own.read(text.encode(), "test.csv", list_key=list_key).listings


def engine(text: str = TABLE, *, on: dt.date = ON) -> Engine:
    return engine_of(listings(text), on=on, rulebook=LAW)


def party(
    name: str = "",
    *,
    dob: str = "",
    country: str = "",
    ids: tuple[str, ...] = (),
    kind: Kind = Kind.UNKNOWN,
    ref: str = "",
) -> Party:
    identifiers = tuple(Identifier(kind=i.partition(":")[0], value=i.partition(":")[2]) for i in ids)
    return Party(
        ref=ref,
        query=Query(
            names=(name,) if name else (),
            dobs=(PartialDate(dob),) if dob else (),
            countries=(country,) if country else (),
            identifiers=identifiers,
            kind=kind,
        ),
    )
