"""Training reports with their marked claims, from marked text or JSON lines (see FORMAT.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stanch.dates import PartialDate
from stanch.errors import DataError
from stanch.reading.editing import acts_of
from stanch.reading.heads import CHANNELS
from stanch.reading.model import KINDS, STATUSES

FOLDER = Path(__file__).with_name("labels")
AGAIN = [
    FOLDER.with_name(name) for name in ("readers", "further", "later")
]  # the same reports, marked by readers of the plain text
LEARNT = AGAIN[:2]  # those that are learned from; the third is for measuring
TEXTS = Path(__file__).with_name("texts")  # reports without labels, in the same form
MODALITIES = ("asserted", "negated", "hedged", "future", "conditional", "denied")


@dataclass(slots=True, kw_only=True)
class Label:
    """One marked claim."""

    start: int
    end: int
    span: str
    kind: str
    act: str = ""
    actors: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    status: str = ""
    modality: str = "asserted"
    said_by: str = "outlet"
    relayed_from: str = ""
    date: str = ""
    quantity: str = ""
    section: str = "body"


@dataclass(slots=True, kw_only=True)
class Report:
    """One training report."""

    id: str
    text: str
    published: PartialDate | None
    labels: list[Label]


def read_reports(folder: Path = FOLDER) -> list[Report]:
    """All reports of a folder, in the order of file names; ids must be unique."""
    reports: list[Report] = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".txt":
            reports.extend(_marked_file(path))
        elif path.suffix == ".jsonl":
            reports.extend(_json_file(path))
    seen: set[str] = set()
    for report in reports:
        if report.id in seen:
            raise DataError(folder, None, report.id, "stands twice; give each report its own id")
        seen.add(report.id)
    return reports


def _marked_file(path: Path) -> Iterator[Report]:
    lines: list[str] = []
    header: dict[str, str] = {}
    first = 1
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), "---"], 1):
        if line.strip() == "---":
            if any(each.strip() for each in lines):
                yield _marked(path, first, header, "\n".join(lines).strip("\n"))
            lines, header, first = [], {}, number + 1
        elif line.startswith("# ") and not lines:
            key, _, value = line[2:].partition(":")
            header[key.strip()] = value.strip()
        else:
            lines.append(line)


def _marked(path: Path, line: int, header: dict[str, str], marked: str) -> Report:
    if "id" not in header:
        raise DataError(path, line, "id", "is missing; begin each report with '# id: ...'")
    text, labels, position = "", [], 0
    open_heads: list[tuple[str, int]] = []
    for match in re.finditer(r"\[\[([^|\[\]]*)\|\s?|\]\]", marked):
        text += marked[position : match.start()]
        position = match.end()
        if match.group(1) is not None:
            open_heads.append((match.group(1), len(text)))
        elif not open_heads:
            raise DataError(path, line, header["id"], f"']]' without '[[' near '{text[-40:]}'")
        else:
            head, start = open_heads.pop()
            labels.append(_label(path, line, header["id"], head, start, text))
    text += marked[position:]
    if open_heads:
        raise DataError(path, line, header["id"], f"'[[{open_heads[-1][0]}|' is never closed")
    published = PartialDate(header["published"]) if header.get("published") else None
    return Report(
        id=header["id"],
        text=text,
        published=published,
        labels=sorted(labels, key=lambda x: (x.start, -x.end)),
    )


def _label(path: Path, line: int, report: str, head: str, start: int, text: str) -> Label:
    first, *rest = head.split()
    kind, _, act = first.partition(":")
    if kind not in KINDS:
        raise DataError(path, line, report, f"'{kind}' is no kind; use one of {', '.join(KINDS)}")
    acts = acts_of(kind)
    if act not in (acts or ("",)):
        told = f"use one of {', '.join(acts)}" if acts else "a figure has none"
        raise DataError(path, line, report, f"'{act}' is no act of the kind {kind}; {told}")
    label = Label(start=start, end=len(text), span=text[start:], kind=kind, act=act)
    for token in rest:
        _take(label, token)
    for channel in label.channels:
        if channel not in CHANNELS and not channel.startswith("trade:"):
            raise DataError(
                path, line, report, f"'{channel}' is no channel, status or modality; see FORMAT.md"
            )
    if not label.status:
        label.status = {"action": "done", "tie": "active"}.get(kind, "")
    return label


def _take(label: Label, token: str) -> None:
    key, equals, value = token.partition("=")
    fields = {"by": "said_by", "relayed": "relayed_from", "q": "quantity", "d": "date", "section": "section"}
    if equals and key in fields:
        setattr(label, fields[key], value.replace("_", " "))
    elif token.count(">") == 1:
        left, _, right = token.partition(">")
        label.actors = [name.replace("_", " ") for name in left.split(",") if name]
        label.target = [name.replace("_", " ") for name in right.split(",") if name]
    elif token in STATUSES:
        label.status = token
    elif token in MODALITIES:
        label.modality = token
    else:
        label.channels.append(token if token == "weapons_programme" else token.replace("_", " "))


def _json_file(path: Path) -> Iterator[Report]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            row = json.loads(line)
            published = PartialDate(row["published"]) if row.get("published") else None
            labels = list(_json_labels(path, number, row))
            yield Report(id=row["id"], text=row["text"], published=published, labels=labels)


def _json_labels(path: Path, number: int, row: dict[str, Any]) -> Iterator[Label]:
    taken: set[int] = set()
    for claim in row["claims"]:
        start = claim.get("start", -1)
        if start < 0:
            start = row["text"].find(claim["span"])
            while start in taken:
                start = row["text"].find(claim["span"], start + 1)
        end = start + len(claim["span"])
        if start < 0 or row["text"][start:end] != claim["span"]:
            raise DataError(path, number, row["id"], f"the span '{claim['span'][:60]}' is not in the text")
        taken.add(start)
        values = {key: value for key, value in claim.items() if key not in ("start", "end", "span")}
        yield Label(start=start, end=end, span=claim["span"], **values)
