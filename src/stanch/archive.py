"""Raw bytes, kept for good under their own SHA-256.

Whatever a claim, a listing or a figure was read from is put here first, so that it can be read again and shown as it was.
Layout: ``<root>/ab/abcdef…`` (hex of the hash). Beside it ``<hash>.origins.jsonl`` says from where and when it came; the same
bytes fetched twice are one file with two lines.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from stanch.errors import NotFound, StoreError
from stanch.files import write_atomic


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """From where and when bytes came into the archive."""

    url: str
    fetched_at: str  # ISO 8601, UTC
    media_type: str = ""
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of raw documents by hash."""

    root: Path

    def put(self, raw: bytes, origin: Origin | None = None) -> str:
        """Keep bytes; the answer is their SHA-256 in hex. Putting the same bytes twice keeps one copy."""
        digest = hashlib.sha256(raw).hexdigest()
        path = self._path(digest)
        if not path.exists():
            write_atomic(path, raw)
        if origin is not None:
            self._note(digest, origin)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of a hash, checked against it.

        Raises:
            NotFound: the archive does not hold it.
            StoreError: the file on disk no longer has that hash.
        """
        path = self._path(digest)
        if not path.is_file():
            raise NotFound(f"{self.root}: no document {digest}; fetch or add it again")
        raw = path.read_bytes()
        if hashlib.sha256(raw).hexdigest() != digest:
            raise StoreError(f"{path}: the content no longer matches its hash; restore it from a backup")
        return raw

    def holds(self, digest: str) -> bool:
        """True when the bytes of this hash are kept."""
        return self._path(digest).is_file()

    def origins(self, digest: str) -> tuple[Origin, ...]:
        """From where and when these bytes came, oldest first."""
        path = self._notes_path(digest)
        if not path.is_file():
            return ()
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(Origin(**json.loads(line)) for line in lines)

    def digests(self) -> Iterator[str]:
        """Every hash held, in order."""
        for folder in sorted(self.root.glob("??")):
            yield from sorted(path.name for path in folder.iterdir() if len(path.name) == 64)

    def _note(self, digest: str, origin: Origin) -> None:
        held = self.origins(digest)
        if origin in held:
            return
        lines = [json.dumps(asdict(item), sort_keys=True) for item in (*held, origin)]
        write_atomic(self._notes_path(digest), "\n".join(lines) + "\n")

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not all(c in "0123456789abcdef" for c in digest):
            raise NotFound(f"'{digest}' is no SHA-256 in hex (64 digits 0-9a-f)")
        return self.root / digest[:2] / digest

    def _notes_path(self, digest: str) -> Path:
        path = self._path(digest)
        return path.with_name(path.name + ".origins.jsonl")
