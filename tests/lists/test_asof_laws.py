"""Laws of answers as of a day: with all changes held every day is right; without them nothing is wrong, only unknown.

After the last version there is nothing to go by but that version: every answer says how old it is.
"""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.lists.asof import State, timeline_of
from stanch.store import connect
from stanch.store import lists as rows

DAYS = 14
REFS = ("a", "b", "c")
FIRST = dt.date(2026, 1, 1)


def iso(day: int) -> str:
    return (FIRST + dt.timedelta(days=day)).isoformat()


def stood(spell: tuple[int, int], day: int) -> bool:
    return spell[0] <= day < spell[1]


def publish(store: rows.Store, number: int, day: int, refs: set[str]) -> None:
    version = rows.Version(
        list="own", number=number, sha256="0" * 64, published_on=iso(day), dated_by="file", loaded_at=iso(day), url="", reader="own",
        code="", entries=len(refs), names=len(refs), added=0, removed=0, changed=0,
    )  # fmt: skip
    texts = {
        ref: rows.Text(ref=ref, hash=ref, body="{}", raw="", listed_on="", delisted_on="") for ref in refs
    }
    rows.add_version(store, version, texts)


# each ref stands on the list for one run of days; versions are published on some days
SPELLS = st.fixed_dictionaries(
    {ref: st.tuples(st.integers(0, DAYS), st.integers(0, DAYS)).map(sorted).map(tuple) for ref in REFS}
)
VERSIONS = st.sets(st.integers(0, DAYS - 1), min_size=1, max_size=6).map(sorted)


@settings(max_examples=150, deadline=None)
@given(spells=SPELLS, published=VERSIONS, noticed=st.booleans())
def test_no_answer_is_wrong_and_with_change_notices_none_is_unknown(spells, published, noticed):
    database = connect("sqlite://")
    with database.begin() as store:
        for number, day in enumerate(published, 1):
            publish(store, number, day, {ref for ref in REFS if stood(spells[ref], day)})
        if noticed:
            found = [
                (iso(start), "add", ref, "")
                for ref, (start, end) in spells.items()
                if start < end and start > 0
            ]
            found += [(iso(end), "remove", ref, "") for ref, (start, end) in spells.items() if start < end]
            rows.add_changes(store, "own", found)
        timeline = timeline_of(store, "own")
    database.close()
    for ref in REFS:
        for day in range(DAYS):
            state = timeline.state(ref, FIRST + dt.timedelta(days=day)).state
            truth = stood(spells[ref], day)
            if day in published or (noticed and day >= published[0]):
                assert state is (State.LISTED if truth else State.NOT_LISTED)
            elif state is not State.UNKNOWN and published[0] <= day <= published[-1]:
                # one short stay between two versions leaves no trace in them: the one thing that versions alone cannot show
                between = all(not stood(spells[ref], d) for d in published)
                assert (state is State.LISTED) == truth or (between and not noticed)
