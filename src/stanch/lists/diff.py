"""What changed between two versions of a list, field by field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from stanch.errors import NotFound
from stanch.store import Store
from stanch.store import lists as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One entry that was added, removed or changed; `what` names the fields and their old and new values."""

    op: str  # added, removed, changed
    ref: str
    name: str
    what: str = ""


def differences(
    store: Store, list_key: str, *, start: int | None = None, end: int | None = None
) -> tuple[Difference, ...]:
    """The differences between two versions, by kind and ref.

    Args:
        start: number of the older version; the one before `end` when not given. 0 is the empty list.
        end: number of the newer version; the last when not given.

    Raises:
        NotFound: the list, or a version with such a number, is not held.
    """
    history = rows.history(store, list_key)
    if not history:
        raise NotFound(f"no version of {list_key} is held; load one: stanch lists load FILE")
    last = end if end is not None else history[-1].number
    first = start if start is not None else last - 1
    for number in (last, first):
        if not 0 <= number <= history[-1].number:
            raise NotFound(f"{list_key} has no version {number}; it has 1 to {history[-1].number}")
    old, new = rows.standing(store, list_key, first), rows.standing(store, list_key, last)
    wanted = [h for ref, h in old.items() if new.get(ref) != h] + [
        h for ref, h in new.items() if old.get(ref) != h
    ]
    texts = {h: json.loads(body) for h, (body, _raw) in rows.bodies_of(store, wanted).items()}
    found = [_whole("added", ref, texts[new[ref]]) for ref in sorted(new.keys() - old.keys())]
    found += [_whole("removed", ref, texts[old[ref]]) for ref in sorted(old.keys() - new.keys())]
    found += [
        Difference(
            op="changed", ref=ref, name=_name(texts[new[ref]]), what=_what(texts[old[ref]], texts[new[ref]])
        )
        for ref in sorted(old.keys() & new.keys())
        if old[ref] != new[ref]
    ]
    return tuple(found)


def _whole(op: str, ref: str, data: dict[str, Any]) -> Difference:
    return Difference(op=op, ref=ref, name=_name(data), what=", ".join(data.get("programs", ())))


def _name(data: dict[str, Any]) -> str:
    names = data.get("names")
    return str(names[0][0]) if names else ""


def _what(old: dict[str, Any], new: dict[str, Any]) -> str:
    parts = []
    for key in sorted(old.keys() | new.keys()):
        before, after = _items(old.get(key)), _items(new.get(key))
        gone, come = [v for v in before if v not in after], [v for v in after if v not in before]
        if gone or come:
            parts.append(
                f"{key}: {'; '.join(f'-{v}' for v in gone)} {'; '.join(f'+{v}' for v in come)}".strip()
            )
    return " | ".join(parts)


def _items(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, dict):
        return [f"{key}={item}" for key, items in value.items() for item in items]
    if isinstance(value, list):
        return [
            " ".join(str(part) for part in item if part) if isinstance(item, list) else str(item)
            for item in value
        ]
    return [str(value)]
