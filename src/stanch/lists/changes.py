"""Day-stamped changes of a list: who was added, removed or changed on which day, as some publishers and archives give them.

CSV with the columns ``date, op, ent_num (or ref), name``; `op` is ADD, DEL or MOD. Other columns are ignored by name: ``type,
program``.
"""

from __future__ import annotations

import csv
import io

from stanch.dates import parse_day
from stanch.errors import FormatError
from stanch.lists.strict_xml import Problems

_OPS = {"ADD": "add", "DEL": "remove", "REMOVE": "remove", "MOD": "modify", "MODIFY": "modify"}
_KNOWN = {"date", "op", "ent_num", "ref", "name", "type", "program"}


def read(raw: bytes, path: str = "changes.csv") -> tuple[tuple[str, str, str, str], ...]:
    """Each change: day, op (add, remove, modify), ref, name.

    Raises:
        FormatError: not UTF-8, a column or op that is not known, a date that is none.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: is not UTF-8 at byte {error.start}") from error
    problems = Problems(path)
    rows = csv.DictReader(io.StringIO(text), strict=True)
    for name in rows.fieldnames or ():
        if name not in _KNOWN:
            problems.add(1, name, "is no column of a table of changes")
    problems.raise_any()
    found = []
    try:
        for row in rows:
            ref, op = (
                (row.get("ref") or row.get("ent_num") or "").strip(),
                (row.get("op") or "").strip().upper(),
            )
            try:
                day = parse_day(row.get("date") or "").isoformat()
            except ValueError as error:
                problems.add(rows.line_num, "date", str(error))
                continue
            if op not in _OPS or not ref:
                problems.add(rows.line_num, "op", f"'{op}' for '{ref}': needs a ref and ADD, DEL or MOD")
                continue
            found.append((day, _OPS[op], ref, (row.get("name") or "").strip()))
    except csv.Error as error:
        raise FormatError(f"{path}:{rows.line_num}: not a readable table: {error}") from error
    problems.raise_any()
    return tuple(found)
