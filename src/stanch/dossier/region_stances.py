"""Where the members of a region stand on each issue: who agrees, who differs, who moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from stanch.dossier.model import Badge, Item, Listing, Paragraph, Section, Statement
from stanch.dossier.positions import STANCE_WORDS, TONES, issue_words
from stanch.dossier.show import sentence, written_period
from stanch.dossier.view import oldest_first
from stanch.dossier.writing import Writing, fact_text, lead_of
from stanch.facts.model import Position, Stance

Members = Mapping[str, Writing]


def latest_stances(members: Members) -> dict[str, dict[str, Position]]:
    """Issue by issue, each member's latest position."""
    found: dict[str, dict[str, Position]] = defaultdict(dict)
    for code, w in members.items():
        for position in oldest_first(p for p in w.view.positions if p.period is not None):
            found[position.issue][code] = position
    return dict(sorted(found.items()))


def issues(own: Writing, members: Members) -> list[Section]:
    """Where members agree, and where they split, by their latest stance on each issue."""
    agree: list[Item] = []
    split: list[Item] = []
    for issue, held in latest_stances(members).items():
        if len(held) < 2:
            continue
        (agree if len({p.stance for p in held.values()}) == 1 else split).append(
            _issue_item(own, members, issue, held)
        )
    return [
        listing(
            own,
            "agree",
            "Where they agree",
            agree,
            "No issue is held on which two or more members took the same stance.",
        ),
        listing(
            own,
            "split",
            "Where they split",
            split,
            "No issue is held on which members took different stances.",
        ),
    ]


def _issue_item(own: Writing, members: Members, issue: str, held: Mapping[str, Position]) -> Item:
    rule = own.ledger.rule(f"Issue: {issue_words(own, issue)}.", "vocabulary of issues")
    body = []
    for stance in Stance:
        for code, position in held.items():
            if position.stance is stance:
                body.append(
                    Statement(
                        lead=f"{members[code].view.name}, {written_period(position.period)}:",
                        text=fact_text(position),
                        refs=own.ledger.cite(position),
                        badges=(Badge(text=STANCE_WORDS[stance], tone=TONES[stance]),),
                    )
                )
    return Item(head=Statement(text=sentence(f"“{issue_words(own, issue)}”"), refs=(rule,)), body=tuple(body))


def listing(own: Writing, key: str, title: str, items: list[Item], empty: str) -> Section:
    """A section of one list, or of the sentence that nothing is held."""
    if items:
        return Section(key=key, title=title, blocks=(Listing(items=tuple(items)),))
    row = own.ledger.search(empty)
    return Section(
        key=key, title=title, blocks=(Paragraph(statements=(Statement(text=empty, refs=(row,)),)),)
    )


def movers(own: Writing, members: Members) -> Section:
    """Members whose stance on an issue changed, with the statements on both sides of the change."""
    items = []
    for w in members.values():
        by_issue: dict[str, list[Position]] = defaultdict(list)
        for position in oldest_first(p for p in w.view.positions if p.period is not None):
            by_issue[position.issue].append(position)
        for issue, held in sorted(by_issue.items()):
            turns = [p for i, p in enumerate(held) if i == 0 or p.stance is not held[i - 1].stance]
            if len(turns) > 1:
                items.append(_turn(own, w, issue, turns))
    return listing(own, "moved", "Who moved", items, "No change of stance of a member is held.")


def _turn(own: Writing, w: Writing, issue: str, turns: list[Position]) -> Item:
    rule = own.ledger.rule(f"Issue: {issue_words(own, issue)}.", "vocabulary of issues")
    body = tuple(
        Statement(
            lead=lead_of(p),
            text=fact_text(p),
            refs=own.ledger.cite(p),
            badges=(Badge(text=STANCE_WORDS[p.stance], tone=TONES[p.stance]),),
        )
        for p in turns
    )
    return Item(
        head=Statement(text=sentence(f"{w.view.name} on “{issue_words(own, issue)}”"), refs=(rule,)),
        body=body,
    )
