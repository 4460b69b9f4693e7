"""Whether every run-time pin has a wheel on each platform, by pip itself: nothing is built, and nothing installed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.audit.lock import Locked

# name: tags as pip takes them, then what environment markers see there
PLATFORMS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "linux x86_64": (
        ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "platform_machine": "x86_64",
            "os_name": "posix",
        },
    ),
    "linux aarch64": (
        ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "platform_machine": "aarch64",
            "os_name": "posix",
        },
    ),
    "macOS arm64": (
        ("macosx_14_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64"),
        {
            "sys_platform": "darwin",
            "platform_system": "Darwin",
            "platform_machine": "arm64",
            "os_name": "posix",
        },
    ),
    "macOS x86_64": (
        ("macosx_14_0_x86_64", "macosx_12_0_x86_64", "macosx_10_13_x86_64", "macosx_10_9_x86_64"),
        {
            "sys_platform": "darwin",
            "platform_system": "Darwin",
            "platform_machine": "x86_64",
            "os_name": "posix",
        },
    ),
    "Windows x86_64": (
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
    ),
}
PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What pip said for one platform and one Python; `missing` holds the pins without a wheel."""

    platform: str
    python: str
    pins: int
    missing: tuple[str, ...]
    reached: bool = True
    why: str = ""


def check(locked: Sequence[Locked], *, platforms: Sequence[str] = tuple(PLATFORMS)) -> Iterator[Answer]:
    """Ask for every pin on each platform and Python."""
    for platform in platforms:
        tags, seen = PLATFORMS[platform]
        for python in PYTHONS:
            chosen = [each for each in locked if each.applies(environment(seen, python))]
            yield _ask(platform, tags, python, chosen)


def environment(seen: dict[str, str], python: str) -> dict[str, str]:
    """What environment markers see on a platform with a Python."""
    return {
        **seen,
        "python_version": python,
        "python_full_version": f"{python}.9",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }


def _ask(platform: str, tags: Sequence[str], python: str, chosen: Sequence[Locked]) -> Answer:
    done = _pip(tags, python, chosen)
    if done.returncode == 0:
        return Answer(platform=platform, python=python, pins=len(chosen), missing=())
    # pip stops at the first that it cannot have: find them all, one by one
    missing, why = [], ""
    for each in chosen:
        single = _pip(tags, python, [each])
        if single.returncode:
            missing.append(f"{each.name}=={each.version}")
            why = single.stderr.strip().splitlines()[-1] if single.stderr.strip() else ""
    return Answer(
        platform=platform,
        python=python,
        pins=len(chosen),
        missing=tuple(missing),
        reached=len(missing) < len(chosen),
        why=why,
    )


def _pip(tags: Sequence[str], python: str, chosen: Sequence[Locked]) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        # markers are left out: pip would weigh them by the machine it runs on, not by the one asked for
        pins.write_text(
            "".join(
                f"{each.name}=={each.version} {' '.join(f'--hash={h}' for h in each.hashes)}\n"
                for each in chosen
            ),
            encoding="utf-8",
        )
        command = [
            sys.executable,
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
            "--dry-run",
        ]
        command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--ignore-installed"]
        command += ["--target", folder, "--implementation", "cp", "--python-version", python]
        command += [part for tag in tags for part in ("--platform", tag)]
        return subprocess.run([*command, "-r", str(pins)], capture_output=True, text=True, check=False)
