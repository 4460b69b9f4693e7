"""Which law a command uses: a folder that is named, else the installation's own data, else what is packaged."""

from __future__ import annotations

from pathlib import Path

from stanch.settings import settings_from


def regime_named(text: str) -> str | Path:
    """A regime as `load_regime` takes it: a path where the text is one (it holds a slash), else a name under ``STANCH_DATA``."""
    if "/" in text:
        return Path(text)
    own = settings_from().data_dir / "regimes" / text
    return own if own.is_dir() else text
