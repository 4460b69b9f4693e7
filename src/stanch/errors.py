"""Every error stanch raises, in one tree.

    StanchError
    ├── UsageError            the caller asked for something that makes no sense
    ├── SettingsError         a setting or the environment is wrong
    ├── MissingExtra          a capability needs an extra that is not installed
    ├── DataError             one place in one data file is wrong
    ├── DataErrors            several of them, reported together
    ├── SourceError           a document or list from outside cannot be read
    │   ├── FetchError        it could not be fetched
    │   ├── FormatError       it is not in the format it claims
    │   └── UpdateRefused     a new list version failed vetting; the old one serves on
    ├── NotFound              a named thing (country, provision, decision) is not held
    └── StoreError            the store or the archive is damaged or of another version
        └── TamperedLog       an append-only log does not match its hashes

Each message says where, what, why and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path


class StanchError(Exception):
    """Root of all errors that stanch raises on purpose."""

    exit_code = 3


class UsageError(StanchError):
    """The caller asked for something that makes no sense."""

    exit_code = 2


class SettingsError(StanchError):
    """A setting or an environment variable has a value that cannot be used."""

    exit_code = 2


class MissingExtra(StanchError):
    """A capability needs an optional dependency that is not installed."""

    exit_code = 2

    def __init__(self, capability: str, extra: str) -> None:
        super().__init__(f"{capability} needs the extra '{extra}': run  pip install 'stanch[{extra}]'")
        self.extra = extra


class DataError(StanchError):
    """One place in one data file is wrong: ``file:line: key: message``."""

    def __init__(self, path: Path | str, line: int | None, key: str, message: str) -> None:
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(": ".join(part for part in (where, key, message) if part))
        self.path = str(path)
        self.line = line
        self.key = key
        self.message = message


class DataErrors(StanchError):
    """All the data errors found in one load, so that an editor fixes them in one go."""

    def __init__(self, errors: Iterable[DataError]) -> None:
        self.errors: Sequence[DataError] = tuple(sorted(errors, key=_place))
        count = len(self.errors)
        head = "1 error" if count == 1 else f"{count} errors"
        super().__init__("\n".join([f"{head} in the data:", *(str(error) for error in self.errors)]))


def _place(error: DataError) -> tuple[str, int, str]:
    return (error.path, error.line or 0, error.key)


def raise_all(errors: Sequence[DataError]) -> None:
    """Raise one error as itself, several as `DataErrors`, none not at all."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise DataErrors(errors)


class SourceError(StanchError):
    """A document or list from outside cannot be used."""


class FetchError(SourceError):
    """A document could not be fetched."""


class FormatError(SourceError):
    """A document is not in the format it claims to be in."""


class UpdateRefused(SourceError):
    """A new list version failed vetting; the version held before serves on."""


class NotFound(StanchError):
    """A thing was named that is not held."""

    exit_code = 2


class StoreError(StanchError):
    """The store or the archive is damaged, locked or of another version."""


class TamperedLog(StoreError):
    """An append-only log does not match its own chain of hashes."""
