"""Judge a file of law cases: ``python -m benchmarks.cases FILE.jsonl [--show]``.

Each line is ``{"id", "date", "regime": "UN"|"US"|"EU", "facts": {...}, "expected", "paragraphs"?, "paragraph_grade"?}``. Facts are read
by the table ``src/stanch/data/vocab/plain_facts.yml``. A case agrees when the verdict is the expected one and, where its
paragraph is graded V1, the expected paragraphs are among those cited. The last line is JSON:
``{"cases", "agree", "disagree": [ids], "unmapped": [ids]}``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stanch.dates import parse_day
from stanch.errors import UsageError
from stanch.rulebook.check import check
from stanch.rulebook.load import load_regime
from stanch.rulebook.model import Regime
from stanch.rulebook.plain import activity_of
from stanch.rulebook.verdict import Layer, Verdict

_WORD = {
    Verdict.PROHIBITED: "prohibited",
    Verdict.UNKNOWN: "unknown",
    Verdict.NEEDS_PERMISSION: "notify/permission",
    Verdict.NOTIFY: "notify/permission",
    Verdict.CAPPED: "capped",
    Verdict.EXEMPT: "exempt",
    Verdict.NOT_COVERED: "not-covered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One case with our answer."""

    id: str
    expected: str
    answer: str
    agrees: bool | None  # None: the facts could not be mapped
    cited: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    why: str = ""


def outcome(layer: Layer) -> str:
    """Our layer in the words of case files: a prohibition, else US exposure, else the verdict."""
    if layer.exposure is not None and layer.verdict is not Verdict.PROHIBITED:
        return str(layer.exposure).replace("_", "-")
    return _WORD[layer.verdict]


def key_of(printed: str) -> str:
    """ "UNSCR2321-26(b)" as a provision key."""
    if not printed.startswith("UNSCR"):
        return printed
    number, _, para = printed.removeprefix("UNSCR").partition("-")
    return f"unsc:{number}:{para}"


def judge_case(case: dict[str, Any], regime: Regime) -> Judged:
    """Judge one case."""
    name, expected = str(case["id"]), str(case["expected"])
    authority = str(case["regime"]).lower()
    try:
        activity = activity_of(case["facts"], target=regime.target)
        answer = check(activity, parse_day(case["date"]), regime=regime, authorities=(authority,))
    except UsageError as error:
        return Judged(id=name, expected=expected, answer="unmapped", agrees=None, why=str(error))
    layer = answer.layer(authority)
    wanted = tuple(key_of(each) for each in case.get("paragraphs") or ())
    # "6/fishing" is a part of paragraph 6
    cited = tuple(dict.fromkeys(key.partition("/")[0] for key in layer.paragraphs))
    strict = case.get("paragraph_grade") == "V1"
    said = outcome(layer)
    agrees = said == expected and (not strict or set(wanted) <= set(cited))
    why = "; ".join(
        f"{finding.provision} {finding.verdict}: {' / '.join(finding.why)}" for finding in layer.findings
    )
    missing = f" missing: {', '.join(layer.missing)}" if layer.missing else ""
    return Judged(
        id=name, expected=expected, answer=said, agrees=agrees, cited=cited, wanted=wanted, why=why + missing
    )


def judged(lines: Iterable[str], regime: Regime) -> Iterator[Judged]:
    """Judge every case of a file; a line that is no case stops the run with its number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            yield judge_case(case, regime)
        except (ValueError, KeyError, TypeError) as error:
            raise SystemExit(f"line {number}: is no case: {error!r}") from error


def main(argv: list[str]) -> int:
    """Print one line for each case that disagrees, then the JSON line."""
    files = [arg for arg in argv if not arg.startswith("--")]
    if len(files) != 1:
        print("usage: python -m benchmarks.cases FILE.jsonl [--show]", file=sys.stderr)
        return 2
    path = Path(files[0])
    if not path.is_file():
        print(f"{path}: there is no such file", file=sys.stderr)
        return 2
    regime = load_regime("dprk")
    results = list(judged(path.read_text(encoding="utf-8").splitlines(), regime))
    for each in results:
        if not each.agrees or "--show" in argv:
            print(
                f"{each.id}: expected {each.expected} {list(each.wanted)}, answered {each.answer} {list(each.cited)}: {each.why}"
            )
    summary = {
        "cases": len(results),
        "agree": sum(each.agrees is True for each in results),
        "disagree": [each.id for each in results if each.agrees is False],
        "unmapped": [each.id for each in results if each.agrees is None],
    }
    print(json.dumps(summary))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
