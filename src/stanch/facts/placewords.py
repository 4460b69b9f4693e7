"""From the reader's words to the vocabulary of facts: acts to steps, stances to issues; the tables say only what leaves one reading."""

from __future__ import annotations

from functools import lru_cache

from stanch.files import read_tsv
from stanch.reading.model import Proposal
from stanch.reading.wording import TARGET
from stanch.records import Modality
from stanch.settings import packaged_data


@lru_cache(maxsize=1)
def _steps() -> tuple[dict[str, str], ...]:
    return tuple(row for _, row in read_tsv(packaged_data() / "lexicons" / "steps.tsv", dict[str, str]))


def step_of(act: str, channel: str) -> tuple[str, str]:
    """The step and effect of a reader's act on a fact channel; the longest start of the channel that a line names wins."""
    fitting = [row for row in _steps() if row["act"] == act and _starts(channel, row.get("channel", ""))]
    if not fitting:
        return "other_step", "neutral"
    best = max(fitting, key=lambda row: len(row.get("channel", "")))
    return best["step"], best["effect"]


def _starts(channel: str, prefix: str) -> bool:
    return not prefix or channel == prefix or channel.startswith(f"{prefix}.")


@lru_cache(maxsize=1)
def _issues() -> tuple[dict[str, str], ...]:
    return tuple(row for _, row in read_tsv(packaged_data() / "lexicons" / "issues.tsv", dict[str, str]))


def issue_of(p: Proposal, issue: str = "", stance: str = "") -> tuple[str, str]:
    """The issue and stance of a position: the one a person named, else one that leaves no other reading, else none."""
    if issue and stance:
        return issue, stance
    if p.modality is not Modality.ASSERTED:
        return "", ""
    about = "target" if p.targets[:1] == (TARGET,) else "other"
    for row in _issues():
        if row["act"] == p.act and row["channel"] in p.channels and row.get("about", "") in ("", about):
            return row["issue"], row["stance"]
    return "", ""
