"""Who published a document and when, and how that was found: the page's own data, its byline, its headers.

What none of them tells is unknown. Nothing is inferred from today, from the file's own time stamp or from how a text looks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from stanch.dates import PartialDate
from stanch.files import read_tsv
from stanch.reading.dateline import day_in_name, day_of_words, published_and_how
from stanch.reading.duplicates import agency_of
from stanch.reading.model import Part, Text
from stanch.records import SourceClass
from stanch.settings import packaged_data

# in order of trust: what the publisher states for machines
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date", "citation_publication_date", "date",
)  # fmt: skip
_NAME_METAS = (
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
    "application-name",
)
_ISO = re.compile(r"((?:19|20)\d\d)[-/.](\d\d)[-/.](\d\d)")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:[/-]|$)")
_NAMED_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,9})/(\d{1,2})(?:/|$)")
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])/")
_GOVERNMENT = re.compile(r"(?:^|\.)(?:gov|mil|gouv|govt|go|gob|gc)(?:\.[a-z]{2})?$|(?:^|\.)int$")
_COPYRIGHT = re.compile(
    r"^\W*(?:©|\(c\)|copyright)\W*(?:©|\(c\))?\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?)?\W*(?P<name>[A-Z][\w.&' ]{2,50}?)"
    r"(?:\s*[.,|]|\s+all\s+rights|\s*$)",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(
    r"^\W*(?:source|from|published\s+(?:by|in))\s*:\s*(?P<name>[A-Z][\w.&' ]{2,50})\W*$", re.IGNORECASE
)
_BYLINE = re.compile(
    r"^\W*by\s+[^,|]{3,60}(?:,|\||\s[-–—]\s)\s*(?:the\s+)?(?P<name>[A-Z][\w.&' ]{2,40})\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What a document tells of its own publication; "" and `None` where it tells nothing.

    Args:
        how: where the day was found, for the report and for whoever doubts it.
        agency: the agency whose text it says it carries.
    """

    title: str = ""
    outlet: str = ""
    published: PartialDate | None = None
    how: str = ""
    agency: str = ""
    source_class: str = ""


@lru_cache(maxsize=1)
def _outlets() -> Mapping[str, Mapping[str, str]]:
    rows = read_tsv(packaged_data() / "lexicons" / "outlets.tsv", dict[str, str])
    return {row["host"]: row for _, row in rows}


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, Mapping[str, str]]:
    return {
        name.casefold(): row
        for row in _outlets().values()
        for name in (row.get("name", ""), *row.get("aliases", "").split(";"))
        if name
    }


def of_page(source: str, *, url: str = "") -> Masthead:
    """The masthead of a web page, from its own data for machines, then its address."""
    import lxml.html

    try:
        tree: Any = lxml.html.fromstring(source)
    except (ValueError, lxml.etree.ParserError):
        return Masthead()
    metas = dict(_metas(tree))
    linked = list(_linked_data(tree))
    address = url or metas.get("og:url", "") or next(iter(tree.xpath("//link[@rel='canonical']/@href")), "")
    published, how = _page_date(metas, linked, tree, str(address))
    outlet = next((metas[name] for name in _NAME_METAS if metas.get(name)), "") or _linked_name(linked)
    return finished(
        Masthead(title=metas.get("og:title", ""), outlet=_tidy(outlet), published=published, how=how),
        url=str(address),
    )


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            yield str(name).lower(), content


def _linked_data(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of the page's JSON-LD, graphs opened; what is no JSON is passed over."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except ValueError:
            continue
        stack = [data]
        while stack:
            item = stack.pop()
            if isinstance(item, list):
                stack.extend(item[:200])
            elif isinstance(item, dict):
                yield item
                graph = item.get("@graph")
                stack.extend(graph[:200] if isinstance(graph, list) else ())


def _page_date(
    metas: Mapping[str, str], linked: list[Mapping[str, Any]], tree: Any, address: str
) -> tuple[PartialDate | None, str]:
    for item in linked:
        if (day := _day(str(item.get("datePublished", "")))) is not None:
            return day, "the page's linked data, datePublished"
    for name in _DATE_METAS:
        if (day := _day(metas.get(name, ""))) is not None:
            return day, f"the page's data, {name}"
    for element in tree.xpath("//time[@pubdate or @itemprop='datePublished' or ancestor::header]/@datetime"):
        if (day := _day(str(element))) is not None:
            return day, "the page's time element"
    if (day := _day_in_address(urlsplit(address).path)) is not None:
        return day, "the page's address"
    return None, ""


def _day_in_address(path: str) -> PartialDate | None:
    """ "/2017/08/05/", "/2017/aug/05/", "/20170805-…", and the month where an address tells no more."""
    match = _IN_ADDRESS.search(path)
    if match and (day := _day("-".join(match.groups()))) is not None:
        return day
    match = _NAMED_IN_ADDRESS.search(path)
    if match and (day := day_of_words(f"{match[3]} {match[2].title()} {match[1]}")) is not None:
        return day
    if (day := day_in_name(path)) is not None:
        return day
    match = _MONTH_IN_ADDRESS.search(path)
    return PartialDate(f"{match[1]}-{match[2]}") if match else None


def _day(text: str) -> PartialDate | None:
    match = _ISO.search(text)
    if match is None:
        return day_of_words(text)
    try:
        return PartialDate("-".join(match.groups()))
    except ValueError:
        return None


def _linked_name(linked: list[Mapping[str, Any]]) -> str:
    for item in linked:
        publisher = item.get("publisher")
        if isinstance(publisher, list) and publisher:
            publisher = publisher[0]
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return str(publisher["name"])
    return ""


def of_text(text: Text) -> Masthead:
    """The masthead of a plain text: a date line on top, a byline with its outlet, a line of copyright or source."""
    published, how = published_and_how(text.text, text.name)
    return finished(Masthead(outlet=_named(text), published=published, how=how), text=text)


def _named(text: Text) -> str:
    """The outlet that a byline, a source line or the copyright line names: only one that is known, or that such a line spells out."""
    sections = [s for s in text.sections if s.part is not Part.COMMENT]
    for section in (*sections[:12], *sections[-12:]):
        if section.end - section.start > 160:
            continue
        line = text.text[section.start : section.end].strip()
        for pattern in (_COPYRIGHT, _SOURCE_LINE, _BYLINE):
            match = pattern.match(line)
            if match and (pattern is not _BYLINE or _tidy(match["name"]).casefold() in _by_name()):
                return _tidy(match["name"])
    return ""


def _tidy(name: str) -> str:
    name = " ".join(name.split()).strip(" .,|-–—")
    return re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)[:120]


def finished(masthead: Masthead, *, url: str = "", text: Text | None = None) -> Masthead:
    """With the agency behind the text, the outlet's usual name, and its class."""
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    row = _row_of(host) or _by_name().get(masthead.outlet.casefold(), {})
    outlet = row.get("name") or masthead.outlet or host
    agency = masthead.agency or (agency_of(text) if text is not None else "")
    if not agency and row.get("agency"):
        agency = outlet
    return replace(
        masthead, outlet=outlet, agency=agency, source_class=row.get("class") or _class_of(host, outlet, text)
    )


def _row_of(host: str) -> Mapping[str, str]:
    parts = host.split(".")
    for start in range(len(parts) - 1):
        row = _outlets().get(".".join(parts[start:]))
        if row is not None:
            return row
    return {}


def _class_of(host: str, outlet: str, text: Text | None) -> str:
    if host and _GOVERNMENT.search(host):
        return SourceClass.OFFICIAL_BODY
    # an unknown site whose readers write below its texts is a blog until somebody says otherwise
    if not outlet and text is not None and any(section.part is Part.COMMENT for section in text.sections):
        return SourceClass.BLOG
    return SourceClass.PRESS
