"""Updating a list: keep the raw bytes, read them strictly, vet, swap in one unit of work, keep every version.

Whatever goes wrong before the swap is recorded as a refusal, and the version held before serves on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import logging
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stanch.archive import Archive, Origin
from stanch.dates import PartialDate
from stanch.errors import FormatError, StanchError, UpdateRefused
from stanch.lists import codec, readers, vet
from stanch.lists.code import code_version
from stanch.lists.fetch import fetch
from stanch.lists.model import Listing, Reading
from stanch.lists.sources import source_of
from stanch.store import Database, Store
from stanch.store import lists as rows

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an update did: the version that now serves, and whether it is new."""

    version: rows.Version
    new: bool
    unmapped: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A list file as it came in."""

    raw: bytes
    name: str
    url: str = ""
    published_on: str = ""  # the day somebody gave by hand
    modified: str = ""  # the server's Last-Modified


def load(
    database: Database,
    archive: Archive,
    file: File,
    *,
    list_key: str = "",
    reader: str = "",
    now: dt.datetime,
    accept_shrunk: str = "",
) -> Outcome:
    """Load one file as a new version of its list.

    Args:
        file: the bytes and where they came from.
        list_key: which list; the usual one of the file's format when not given.
        reader: which reader; the one that the file asks for when not given.
        now: the time, for the record; and the day of the version when nothing else dates it.
        accept_shrunk: the reason why a much smaller list is right this time, in the words of whoever says so.

    Raises:
        UpdateRefused: the file failed; the version held serves on, and the refusal is recorded.
    """
    digest = archive.put(file.raw, Origin(url=file.url or file.name, fetched_at=now.isoformat()))
    try:
        reader = reader or readers.sniff(file.raw, file.name)
        list_key = list_key or readers.format_of(reader).list_key
        reading = readers.read(file.raw, file.name, reader=reader, list_key=list_key)
    except StanchError as error:
        _refuse(database, list_key or "unknown", digest, file, now, str(error))
        raise UpdateRefused(f"refused, the version held serves on: {error}") from error
    published, dated_by = _dated(reading, file, now)
    return _swap(database, reading, digest, file, published, dated_by, reader, now, accept_shrunk)


def update(
    database: Database,
    archive: Archive,
    list_key: str,
    *,
    now: dt.datetime,
    url: str = "",
    accept_shrunk: str = "",
    allow_hosts: Iterable[str] = (),
) -> Outcome:
    """Fetch a list from its source, or from another URL, and load it.

    Args:
        allow_hosts: hosts to which a redirect may lead, beside those that the source names.

    Raises:
        FetchError: it could not be fetched.
        UpdateRefused: it came, but failed vetting.
    """
    source = source_of(list_key)
    asked = url or source.url
    with database.begin() as store:
        tag = rows.last_fetch(store, list_key, asked)
        serving = rows.current(store, list_key)
    etag, modified = tag if tag and serving else ("", "")
    hosts = (*source.hosts, *allow_hosts, *((_host(asked),) if url else ()))
    fetched = fetch(asked, hosts=hosts, etag=etag, modified=modified)
    if fetched.raw is None:
        assert serving is not None
        return Outcome(version=serving, new=False, unmapped={})
    file = File(
        raw=fetched.raw, name=asked.rsplit("/", 1)[-1] or list_key, url=fetched.url, modified=fetched.modified
    )
    outcome = load(
        database,
        archive,
        file,
        list_key=list_key,
        reader="" if url else source.reader,
        now=now,
        accept_shrunk=accept_shrunk,
    )
    with database.begin() as store:
        rows.note_fetch(
            store, list_key, asked, etag=fetched.etag, modified=fetched.modified, at=now.isoformat()
        )
    return outcome


def bundle(files: Mapping[str, bytes]) -> bytes:
    """Several files as one zip, the same bytes for the same files: a delimited list is a set of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name])
    return out.getvalue()


def _swap(
    database: Database,
    reading: Reading,
    digest: str,
    file: File,
    published: str,
    dated_by: str,
    reader: str,
    now: dt.datetime,
    accept_shrunk: str,
) -> Outcome:
    entries = {listing.ref: _text(listing) for listing in reading.listings}
    with database.begin() as store:
        store.serialise(f"list {reading.list}")
        held = rows.current(store, reading.list)
        if held is not None and held.sha256 == digest and held.published_on == published:
            return Outcome(version=held, new=False, unmapped=reading.unmapped)
        known = (
            None
            if held is None
            else vet.Held(entries=held.entries, names=held.names, published_on=held.published_on)
        )
        faults = vet.faults(reading, published, known)
        if accept_shrunk:
            faults = tuple(fault for fault in faults if "fewer, more than" not in fault)
        if not faults:
            version = _version(store, reading, entries, held, digest, file, published, dated_by, reader, now)
            rows.add_version(store, version, entries)
            log.info("%s: version %s serves now", reading.list, version.label)
            return Outcome(version=version, new=True, unmapped=reading.unmapped)
    reason = "; ".join(faults)
    _refuse(database, reading.list, digest, file, now, reason)
    kept = f"{held.label} serves on" if held else "no version is held"
    raise UpdateRefused(
        f"{file.name}: refused as a new version of {reading.list}: {reason}; {kept}. "
        "If the list really is like this, load it with --accept-shrunk and the reason"
        if any("fewer" in fault for fault in faults)
        else f"{file.name}: refused as a new version of {reading.list}: {reason}; {kept}"
    )


def _text(listing: Listing) -> rows.Text:
    return rows.Text(
        ref=listing.ref,
        hash=codec.digest(listing),
        body=codec.encode(listing),
        raw=listing.raw,
        listed_on=listing.listed_on.text if listing.listed_on else "",
        delisted_on=listing.delisted_on.text if listing.delisted_on else "",
    )


def _version(
    store: Store,
    reading: Reading,
    entries: Mapping[str, rows.Text],
    held: rows.Version | None,
    digest: str,
    file: File,
    published: str,
    dated_by: str,
    reader: str,
    now: dt.datetime,
) -> rows.Version:
    before = rows.standing(store, reading.list, held.number) if held else {}
    return rows.Version(
        list=reading.list,
        number=held.number + 1 if held else 1,
        sha256=digest,
        published_on=published,
        dated_by=dated_by,
        loaded_at=_stamp(now),
        url=file.url or file.name,
        reader=reader,
        code=code_version(),
        entries=len(entries),
        names=vet.names_in(reading),
        added=len(entries.keys() - before.keys()),
        removed=len(before.keys() - entries.keys()),
        changed=sum(1 for ref, entry in entries.items() if before.get(ref, entry.hash) != entry.hash),
    )


def _refuse(
    database: Database, list_key: str, digest: str, file: File, now: dt.datetime, reason: str
) -> None:
    log.info("%s: %s refused: %s", list_key, file.name, reason)  # whoever asked for the update gets the error
    with database.begin() as store:
        rows.add_refusal(
            store,
            rows.Refusal(
                list=list_key, at=_stamp(now), sha256=digest, url=file.url or file.name, reason=reason
            ),
        )


def _stamp(now: dt.datetime) -> str:
    """The time to the microsecond, always printed: a version and what is refused after it may fall into one second."""
    return now.isoformat(timespec="microseconds")


def _dated(reading: Reading, file: File, now: dt.datetime) -> tuple[str, str]:
    if reading.published_on is not None:
        return reading.published_on.last.isoformat(), "file"
    if file.published_on:
        return PartialDate(file.published_on).last.isoformat(), "user"
    match = re.search(r"(\d{4}-\d{2}-\d{2})", file.name)
    if match:
        try:
            return PartialDate(match[1]).text, "name"
        except ValueError:
            pass
    if file.modified:
        from email.utils import parsedate_to_datetime

        try:
            return parsedate_to_datetime(file.modified).date().isoformat(), "server"
        except ValueError as error:
            raise FormatError(
                f"{file.name}: the server's Last-Modified '{file.modified}' is no date"
            ) from error
    return now.date().isoformat(), "load"


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).hostname or ""


def digest_of(raw: bytes) -> str:
    """The SHA-256 of a file in hex, as versions name it."""
    return hashlib.sha256(raw).hexdigest()
