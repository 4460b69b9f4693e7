"""Known vulnerabilities of the locked distributions, by pip-audit. What could not be asked is never called clean."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the advisory service said.

    Args:
        found: name, version, advisory, the versions that are fixed.
        asked: how many distributions were answered for.
        skipped: those without an answer, each with the service's reason.
        failure: why nothing could be asked at all; empty where it could.
    """

    found: tuple[tuple[str, str, str, str], ...]
    asked: int
    skipped: tuple[str, ...]
    failure: str = ""

    @property
    def complete(self) -> bool:
        """Whether every distribution was answered for."""
        return not self.failure and not self.skipped and self.asked > 0


def ask(path: Path, *, service: str = "osv", url: str = "") -> Known:
    """Ask an advisory service about every pin of a lock file.

    Args:
        path: the lock file.
        service: `osv` or `pypi`, as pip-audit calls them.
        url: another address of an OSV service; empty for the public one.
    """
    command = [sys.executable, "-m", "pip_audit", "-r", str(path), "--require-hashes", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off", "--vulnerability-service", service]
    command += ["--osv-url", url] if url else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return read(json.loads(done.stdout))
    except ValueError:
        last = [line for line in done.stderr.strip().splitlines() if line.strip()]
        return Known(found=(), asked=0, skipped=(), failure=last[-1][:300] if last else "no answer")


def read(answer: dict[str, Any]) -> Known:
    """pip-audit's JSON."""
    found, skipped, asked = [], [], 0
    for each in answer["dependencies"]:
        if "skip_reason" in each:
            skipped.append(f"{each['name']}: {each['skip_reason']}")
            continue
        asked += 1
        found += [
            (each["name"], each["version"], known["id"], ", ".join(known["fix_versions"]))
            for known in each["vulns"]
        ]
    return Known(found=tuple(found), asked=asked, skipped=tuple(skipped))
