"""Where stanch keeps things: one frozen `Settings`, built by an entry point and passed on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path

from stanch.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What differs from one installation to another.

    Args:
        data_dir: our own data (law, facts, vocabularies); the packaged one unless told otherwise.
        home: the installation's own files: archive, store, lists, notes.
        store_url: SQLAlchemy URL of the store; SQLite under `home` unless told otherwise.
        processes: how many processes long work may use.
    """

    data_dir: Path
    home: Path
    store_url: str
    processes: int

    @property
    def archive_dir(self) -> Path:
        """Where raw bytes are kept by hash."""
        return self.home / "archive"

    @property
    def lists_dir(self) -> Path:
        """Where versions of official lists are kept."""
        return self.home / "lists"

    @property
    def cache_dir(self) -> Path:
        """What can be deleted at any time."""
        return self.home / "cache"


def packaged_data() -> Path:
    """The data directory inside the installed package."""
    return Path(str(package_files("stanch"))) / "data"


def settings_from(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings out of the environment.

    ``STANCH_HOME`` (default ``$XDG_DATA_HOME/stanch`` or ``~/.local/share/stanch``), ``STANCH_DATA``, ``STANCH_STORE``
    (SQLAlchemy URL), ``STANCH_PROCESSES``.
    """
    env = os.environ if environ is None else environ
    home = Path(env.get("STANCH_HOME") or _default_home(env)).expanduser()
    return Settings(
        data_dir=_data_dir(env.get("STANCH_DATA")),
        home=home,
        store_url=env.get("STANCH_STORE") or f"sqlite:///{home / 'stanch.sqlite'}",
        processes=_processes(env.get("STANCH_PROCESSES")),
    )


def _default_home(env: Mapping[str, str]) -> Path:
    base = env.get("XDG_DATA_HOME")
    return (Path(base) if base else Path("~/.local/share")) / "stanch"


def _data_dir(text: str | None) -> Path:
    if not text:
        return packaged_data()
    path = Path(text).expanduser()
    if not path.is_dir():
        raise SettingsError(f"STANCH_DATA: '{path}' is no folder; unset it to use the packaged data")
    return path


def _processes(text: str | None) -> int:
    if not text:
        return os.cpu_count() or 1
    if not text.isdigit() or int(text) < 1:
        raise SettingsError(f"STANCH_PROCESSES: '{text}' is no positive whole number")
    return int(text)
