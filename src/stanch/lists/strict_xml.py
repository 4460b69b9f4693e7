"""Safe and strict XML: no entities, no network, no doctype, and no element that nobody asked for.

A `Taker` hands out the children and attributes of an element one by one and remembers what was not taken;
`nothing_left` makes an error, with file and line, of each thing left that is not ignored by name.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from stanch.errors import DataError, FormatError

MAX_BYTES = 1 << 30
_MAX_PROBLEMS = 50
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def parse(raw: bytes, path: str) -> Any:
    """The root element of a document.

    Raises:
        FormatError: not well-formed, too big, or it carries a document type (the way to XML bombs and to other files).
    """
    _refuse_doctype(raw, path)
    try:
        root = etree.fromstring(raw, _parser())
    except etree.XMLSyntaxError as error:
        raise FormatError(
            f"{path}:{error.lineno or 0}: not well-formed XML: {error.msg}; fetch it again or ask its publisher"
        ) from error
    except ValueError as error:  # lxml: text that declares another encoding than it has
        raise FormatError(f"{path}: not well-formed XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormatError(f"{path}: carries a document type; refused")
    return root


def parts(raw: bytes, path: str, tags: Iterable[str]) -> Iterator[Any]:
    """Each element with one of these local names, in file order; each is emptied after use, so big files stay small in memory."""
    _refuse_doctype(raw, path)
    wanted = [f"{{*}}{tag}" for tag in tags]
    try:
        for _event, element in etree.iterparse(
            io.BytesIO(raw),
            events=("end",),
            tag=wanted,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        ):
            yield element
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise FormatError(f"{path}:{error.lineno or 0}: not well-formed XML: {error.msg}") from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,  # keeps libxml2's own limits on depth, text and entities
        remove_comments=True,
        remove_pis=True,
    )


def _refuse_doctype(raw: bytes, path: str) -> None:
    if len(raw) > MAX_BYTES:
        raise FormatError(f"{path}: {len(raw):,} bytes; more than {MAX_BYTES:,} is refused")
    head = raw[:65536].replace(b"\0", b"")  # UTF-16 and UTF-32 look like ASCII without their zero bytes
    if _DOCTYPE.search(head):
        raise FormatError(
            f"{path}: carries a document type or entities; no official list does, so it is refused"
        )


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return str(etree.QName(element).localname)


def text_of(element: Any) -> str:
    """The text of an element with white space made single; "" for None."""
    return " ".join((element.text or "").split()) if element is not None else ""


def raw_of(element: Any) -> str:
    """An element as printed, on one line for each of its own lines, without namespaces noise."""
    text: str = etree.tostring(element, encoding="unicode", with_tail=False)
    return re.sub(r'\sxmlns(?::\w+)?="[^"]*"', "", text)


@dataclass(slots=True)
class Problems:
    """What a reader found wrong, gathered so that one run names all of it."""

    path: str
    found: list[DataError] = field(default_factory=list)

    def add(self, line: int | None, key: str, message: str) -> None:
        """Note one problem."""
        if len(self.found) < _MAX_PROBLEMS and not any(
            e.key == key and e.message == message for e in self.found
        ):
            self.found.append(DataError(self.path, line, key, message))

    def raise_any(self) -> None:
        """One `FormatError` that lists every problem, or nothing."""
        if self.found:
            shown = "\n".join(str(error) for error in self.found)
            raise FormatError(f"{self.path}: the layout is not the one this reader knows:\n{shown}")


class Taker:
    """The children and attributes of one element, to be taken one by one."""

    __slots__ = ("_attributes", "_children", "element", "problems")

    def __init__(self, element: Any, problems: Problems) -> None:
        self.element = element
        self.problems = problems
        self._children: dict[str, list[Any]] = {}
        for child in element:
            if isinstance(child.tag, str):
                self._children.setdefault(local(child), []).append(child)
        self._attributes: dict[str, str] = {
            key: value for key, value in element.attrib.items() if not key.startswith(_XSI)
        }

    def many(self, tag: str) -> list[Any]:
        """All children with this name."""
        return self._children.pop(tag, [])

    def one(self, tag: str) -> Any | None:
        """The only child with this name, or None; two are a problem."""
        found = self._children.pop(tag, [])
        if len(found) > 1:
            self.problems.add(found[1].sourceline, tag, "stands twice where one is expected")
        return found[0] if found else None

    def text(self, tag: str) -> str:
        """The text of the only child with this name; "" when it is not there."""
        child = self.one(tag)
        if child is not None and len(child):
            self.problems.add(child.sourceline, tag, "holds elements where text is expected")
        return text_of(child)

    def texts(self, tag: str) -> list[str]:
        """The texts of all children with this name that have any."""
        return [text for text in (text_of(child) for child in self.many(tag)) if text]

    def attr(self, name: str) -> str:
        """An attribute's value; "" when it is not there."""
        return self._attributes.pop(name, "").strip()

    def inner(self, tag: str) -> Taker | None:
        """The only child with this name, as a taker."""
        child = self.one(tag)
        return None if child is None else Taker(child, self.problems)

    def inners(self, tag: str) -> list[Taker]:
        """All children with this name, as takers."""
        return [Taker(child, self.problems) for child in self.many(tag)]

    def wrapped(self, outer: str, tag: str) -> list[Taker]:
        """The children `tag` of the wrapper element `outer`, which may hold nothing else."""
        wrapper = self.inner(outer)
        if wrapper is None:
            return []
        found = wrapper.inners(tag)
        wrapper.nothing_left()
        return found

    def nothing_left(self, *ignore: str) -> None:
        """Make a problem of everything that was neither taken nor named in `ignore` (attributes as ``@name``)."""
        name = local(self.element)
        for tag, children in self._children.items():
            if tag not in ignore:
                self.problems.add(children[0].sourceline, name, f"unknown element '{tag}'")
        for key in self._attributes:
            if f"@{key}" not in ignore:
                self.problems.add(self.element.sourceline, name, f"unknown attribute '{key}'")
