"""``stanch restore``: see ``stanch.cli.backup``."""

from __future__ import annotations

from stanch.cli.backup import restore_command as command

__all__ = ["command"]
