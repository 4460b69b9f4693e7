"""Web pages: the article by trafilatura, readers' comments apart, scripts never; each word mapped back to the page's source."""

from __future__ import annotations

import logging
import re

from stanch.dates import PartialDate
from stanch.errors import FormatError, MissingExtra
from stanch.reading import encodings, masthead
from stanch.reading.dateline import published_in
from stanch.reading.model import Part, Piece, Section, Text
from stanch.reading.sections import find_sections

log = logging.getLogger(__name__)
_WORD = re.compile(r"\S+")
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
}
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|svg|iframe|object)\b.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*'){0,4000}?)>")
_ATTRIBUTE = re.compile(r"([^\s=/\"'>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity|max-height)\s*:\s*0(?![\d.])",
    re.IGNORECASE,
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def extract_html(raw: bytes, name: str, published: PartialDate | None, *, url: str = "") -> Text:
    """The text of a page: title, article, then its comments as a section of their own."""
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtra("reading a web page", "read") from error
    page, assumed = decoded(raw)
    source = visible(page)
    found = trafilatura.bare_extraction(
        source,
        url=url or None,
        include_comments=True,
        include_tables=True,
        with_metadata=True,
        favor_recall=True,
    )
    body = _field(found, "text")
    comments = _field(found, "comments")
    if not body and not comments:
        raise FormatError(f"{name}: holds no article that could be told from the rest of the page")
    title = " ".join(_field(found, "title").split())
    if title and body.lstrip().startswith(title):
        body = body.lstrip()[len(title) :].lstrip()
    head = f"{title}\n\n" if title else ""
    text = head + body
    sections = list(find_sections(text, headline=bool(title)))
    if comments:
        start = len(text) + 2
        text = f"{text}\n\n{comments}"
        sections += [
            Section(part=Part.COMMENT, start=start + m.start(), end=start + m.end(), author="commenter")
            for m in re.finditer(r"[^\n]*\w[^\n]*", comments)
        ]
    told = masthead.of_page(page, url=url)
    published = published or told.published or published_in(body[:1500])
    notes = assumed
    if published is None:
        notes = (*notes, "no date of publication found: relative dates stay unresolved")
    return Text(
        name=name,
        media="text/html",
        text=text,
        sections=tuple(sections),
        pieces=align(text, source),
        published=published,
        outlet=told.outlet,
        notes=notes,
    )


def decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The characters of a page: by its byte order mark, UTF-8, what it declares, what it spells; with a note where that was assumed."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace"), ()
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(raw[:4096])
    if declared:
        try:
            # pages that say gb2312 or euc-kr mean their supersets
            name = declared.group(1).decode("ascii").lower()
            return raw.decode(_SUPERSETS.get(name, name)), ()
        except (UnicodeDecodeError, LookupError):
            pass
    found = encodings.guess(raw) or "cp1252"
    return raw.decode(found, errors="replace"), (f"the page does not say its encoding: read as {found}",)


def visible(page: str) -> str:
    """The page with scripts, styles, its own comments and what it hides blanked out, every other character where it was."""
    page = _UNSEEN.sub(_blank, page)
    parts = []
    position = 0
    for tag in _TAG.finditer(page):
        if tag.start() < position or not _hides(tag["attributes"]):
            continue
        end = _end_of(page, tag)
        if end:
            parts += [page[position : tag.start()], _blanks(page[tag.start() : end])]
            position = end
    return "".join((*parts, page[position:]))


def _hides(attributes: str) -> bool:
    folded = attributes.lower()
    if "hidden" not in folded and "style" not in folded:
        return False
    for match in _ATTRIBUTE.finditer(attributes):
        name, value = match.group(1).lower(), (match.group(2) or "").strip("\"'").lower()
        if name == "hidden" or (name == "aria-hidden" and value == "true"):
            return True
        if name == "style" and _HIDING.search(value):
            return True
    return False


def _blank(match: re.Match[str]) -> str:
    # linked data is for machines and says when the page was published; it is read apart and never as text
    return _blanks(match.group())


def _blanks(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _end_of(page: str, tag: re.Match[str]) -> int:
    """Where a hidden element ends: at its own closing tag, those of the same name inside it counted; 0 for one that has none."""
    name = tag["name"].lower()
    if name in _VOID or tag["attributes"].endswith("/"):
        return 0
    depth = 1
    for other in re.compile(rf"<(/?){re.escape(name)}\b[^<>]*?(/?)>", re.IGNORECASE).finditer(
        page, tag.end()
    ):
        if other.group(2):
            continue
        depth += -1 if other.group(1) else 1
        if depth == 0:
            return other.end()
    return 0


def _field(found: object, name: str) -> str:
    value = found.get(name) if isinstance(found, dict) else getattr(found, name, None)
    return value if isinstance(value, str) else ""


def align(text: str, source: str) -> tuple[Piece, ...]:
    """Where the words of the text stand in the source, in order; words the source spells otherwise (entities) are left out."""
    pieces: list[Piece] = []
    position = 0
    for match in _WORD.finditer(text):
        word = match.group()
        place = source.find(word, position, position + 20_000)
        if place < 0:
            continue
        last = pieces[-1] if pieces else None
        gap = match.start() - (last.start + last.length) if last else -1
        if last and place - (last.source + last.length) == gap and gap <= 1:
            pieces[-1] = Piece(start=last.start, source=last.source, length=match.end() - last.start)
        else:
            pieces.append(Piece(start=match.start(), source=place, length=len(word)))
        position = place + len(word)
    return tuple(pieces)
