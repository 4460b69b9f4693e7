"""Money on a region's page: the members' streams, what closing them would cut, and their trade flags."""

from __future__ import annotations

from collections.abc import Mapping

from stanch.dossier import money, tradeflags
from stanch.dossier.model import Block, Paragraph, Section, Statement, Table
from stanch.dossier.show import plural, sentence
from stanch.dossier.worth import Worth, latest, worths
from stanch.dossier.writing import Writing

Members = Mapping[str, Writing]


def section(own: Writing, members: Members) -> Section:
    """Streams, closures and flags of the members side by side."""
    held = {code: worths(w) for code, w in members.items()}
    if not any(held.values()):
        row = own.ledger.search(
            f"No stream of revenue from a member of {own.view.name} is held for this day."
        )
        nothing = Statement(text="No stream of revenue from a member is held for this day.", refs=(row,))
        return Section(
            key="region-money",
            title="Money: streams, closures, flags",
            blocks=(Paragraph(statements=(nothing,)),),
        )
    blocks: list[Block] = [_streams(own, members, held)]
    found = [(w, each) for code, w in members.items() for each in _longest(held[code])]
    blocks += list(money.picture(own, found))
    closing = money.closing([(w, held[code]) for code, w in members.items()], whose=True)
    if closing is not None:
        blocks.append(closing)
    blocks += _flags(own, members)
    return Section(key="region-money", title="Money: streams, closures, flags", blocks=tuple(blocks))


def _longest(found: tuple[Worth, ...]) -> list[Worth]:
    """Of a member's streams the one with the most years; of several the largest."""
    streams = money.by_stream(found)
    if not streams:
        return []
    return max(
        streams.values(), key=lambda held: (len(held), max(each.high for each in held), held[0].stream.key)
    )


def _streams(own: Writing, members: Members, held: Mapping[str, tuple[Worth, ...]]) -> Table:
    rows = []
    for code, w in members.items():
        name = w.ledger.rule(f"{w.view.name}: see its own dossier.", "this folder")
        last = sorted(latest(held[code]).values(), key=lambda each: (-each.high, each.stream.key))
        cells = [Statement(text=f"{each.title}, {each.year}: {each.text}", refs=each.refs) for each in last]
        flags = tradeflags.flags_of(w)
        told = (
            Statement(
                text=tradeflags.summary(w),
                refs=(tradeflags.count_row(w, flags),),
                sort=str(len(flags)),
            )
            if flags
            else Statement(text="")
        )
        first = cells[0] if cells else Statement(text="")
        rows.append(
            (
                Statement(text=w.view.name, refs=(name,), href=f"{code}.html"),
                Statement(
                    text=first.text,
                    refs=first.refs,
                    also=tuple(cells[1:]),
                    sort=f"{last[0].high:f}" if last else "",
                ),
                told,
            )
        )
    return Table(
        caption="What the DPRK earned from each member, by stream, in the last year held; an empty cell means that no figure is held.",
        columns=("Member", "Streams", "Trade flags"),
        rows=tuple(rows),
        widths=(3, 9, 5),
        sortable=True,
    )


def _flags(own: Writing, members: Members) -> list[Block]:
    rows = []
    for w in members.values():
        rows += [(Statement(text=w.view.name, refs=row[0].refs), *row) for row in tradeflags.rows_of(w)]
    if not rows:
        return []
    counts = {w.view.code: len(flags) for w in members.values() if (flags := tradeflags.flags_of(w))}
    total = sum(counts.values())
    rule = own.ledger.rule("A screening flag is a reason to ask, never a finding.")
    inputs = [tradeflags.count_row(members[code], tradeflags.flags_of(members[code])) for code in counts]
    intro = Statement(
        text=sentence(
            f"{plural(total, 'screening flag')} in reports of members: reasons to ask, never findings"
        ),
        refs=(rule, own.ledger.count(f"Screening flags of members: {total}.", inputs)),
    )
    table = Table(
        caption=f"Flags of members ({total})",
        columns=("Member", *tradeflags.COLUMNS),
        rows=tuple(rows),
        widths=(3, 2, 6, 6, 5),
        folded=len(rows) > 6,
        sortable=True,
    )
    return [Paragraph(statements=(intro,)), table]
