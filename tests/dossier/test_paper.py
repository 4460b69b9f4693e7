"""Paper: what a folder holds, with every row left out counted, every reference listed, and every other format whole."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from stanch import pipeline
from stanch.dossier import data, docx, html, markdown, region
from stanch.dossier.country import Materials, build
from stanch.dossier.model import (
    Dossier,
    Listing,
    Paragraph,
    Section,
    Statement,
    Table,
    Timeline,
    all_statements,
    walk,
)
from stanch.dossier.paper import INPUTS, LINES, kept_of, left_of, on_paper, row_id
from stanch.dossier.trace import faults

_PRINTED = re.compile(r"Printed: the first (\d+) of (\d+), .+\. The other (\d+) are in (\w+)\.html")
_NOT_PRINTED = re.compile(r"Not printed: “.+”, (\d+) rows?, .+; in (\w+)\.html and")
_LINES = re.compile(r"(\d+) more lines? of (\d+) in (\w+)\.html")


@pytest.fixture(scope="module")
def china(materials: Materials) -> Dossier:
    """The longest file."""
    return build(materials, "CN")


@pytest.fixture(scope="module")
def short(china: Dossier) -> Dossier:
    return on_paper(china)


def rows_in(dossier: Dossier) -> int:
    """Rows of tables and entries of lists."""
    blocks = [block for section in walk(dossier.sections) for block in section.blocks]
    return sum(
        len(block.rows) if isinstance(block, Table) else len(block.items)
        for block in blocks
        if isinstance(block, (Table, Listing))
    )


def lines_of(dossier: Dossier) -> list[str]:
    """The lines that say what is left out."""
    own = row_id(dossier.code)
    return [s.text for _, s in all_statements(dossier) if s.refs == (own,)]


def left_in(dossier: Dossier) -> int:
    """How many rows and entries the printed lines say are missing."""
    found = 0
    for text in lines_of(dossier):
        if match := _PRINTED.match(text):
            kept, total, left = map(int, match.groups()[:3])
            assert kept + left == total
            found += left
        elif match := _NOT_PRINTED.match(text):
            found += int(match[1])
    return found


@pytest.mark.parametrize("code", ["CN", "RU", "MY", "KW", "SD"])
def test_the_number_left_out_is_printed(materials: Materials, code: str) -> None:
    """Rows printed and rows that the lines say are elsewhere make all the rows: nothing is dropped in silence."""
    whole = build(materials, code)
    cut = on_paper(whole)
    assert left_in(cut) == rows_in(whole) - rows_in(cut)
    assert left_in(cut) > 0


def test_a_row_dropped_in_silence_would_be_seen(china: Dossier, short: Dossier) -> None:
    """The count above can fail."""
    section = next(each for each in short.sections if each.key == "reports")
    blocks = tuple(
        replace(block, rows=block.rows[1:]) if isinstance(block, Table) else block for block in section.blocks
    )
    bad = replace(
        short,
        sections=tuple(
            replace(each, blocks=blocks) if each.key == "reports" else each for each in short.sections
        ),
    )
    assert left_in(bad) != rows_in(china) - rows_in(bad)


def test_lines_left_out_of_a_cell_are_counted(materials: Materials) -> None:
    """Each cell prints all its lines, or says how many it does not."""
    whole = build(materials, "MY")
    held, cut = _cells(whole), 0
    for place, cell in _cells(on_paper(whole)).items():
        old = held[place]
        if not old.also:
            continue
        said = _LINES.match(cell.also[-1].text)
        if said is None:
            assert cell.also == old.also
            continue
        assert len(cell.also) == LINES
        assert len(cell.also) + int(said[1]) == int(said[2]) == 1 + len(old.also)
        cut += 1
    assert cut


def _cells(dossier: Dossier) -> dict[tuple[str, str, int, int], Statement]:
    """The cells of all tables by section, caption, row and column."""
    return {
        (section.key, block.caption, i, j): cell
        for section in walk(dossier.sections)
        for block in section.blocks
        if isinstance(block, Table)
        for i, row in enumerate(block.rows)
        for j, cell in enumerate(row)
    }


@pytest.mark.parametrize("code", ["CN", "RU", "MY", "KW", "SD", "FJ"])
def test_every_printed_sentence_traces_and_every_reference_is_listed(
    materials: Materials, materials_then: Materials, code: str
) -> None:
    for chosen in (materials, materials_then):
        if code in chosen.book.countries():
            cut = on_paper(build(chosen, code))
            assert faults(cut) == []
            named = {ref for _, statement in all_statements(cut) for ref in statement.refs}
            assert named <= set(cut.numbers)


def test_the_regions_page_traces_on_paper(materials: Materials) -> None:
    assert faults(on_paper(region.build(materials, "ASEAN"))) == []


def test_numbers_are_those_of_the_whole(china: Dossier, short: Dossier) -> None:
    """A reference on paper leads to the same row in the CSV."""
    own = row_id("CN")
    listed = {key: n for key, n in short.numbers.items() if key != own}
    assert listed == {key: china.numbers[key] for key in listed}
    assert len(listed) < len(china.numbers)
    assert short.numbers[own] == len(china.numbers) + 1
    held = {int(row[0]): row[11] for row in list(csv.reader(io.StringIO(data.as_csv(china))))[1:]}
    assert all(held[n] == key for key, n in listed.items())


def test_the_first_page_is_not_cut(china: Dossier, short: Dossier) -> None:
    assert short.sections[0] == china.sections[0]


def test_short_counts_bring_their_rows(short: Dossier) -> None:
    for key in list(short.numbers):
        row = short.rows[key]
        if 0 < len(row.inputs) <= INPUTS and _cited(short, key):
            assert set(row.inputs) <= set(short.numbers)


def _cited(dossier: Dossier, key: str) -> bool:
    return any(key in statement.refs for _, statement in all_statements(dossier))


def test_what_is_read_on_a_screen_or_by_a_machine_stays_whole(china: Dossier) -> None:
    page, text, tree = html.render(china), markdown.render(china), json.loads(data.as_json(china))
    assert rows_in(china) == sum(
        len(block.get("rows", block.get("items", ())))
        for section in _walk(tree["sections"])
        for block in section["blocks"]
        if block["block"] in ("table", "listing")
    )
    assert len(tree["numbers"]) == len(china.numbers)
    assert page.count("<tr") >= sum(
        len(b.rows) for s in walk(china.sections) for b in s.blocks if isinstance(b, Table)
    )
    for n in china.numbers.values():
        assert f'id="n{n}"' in page
        assert f"[{n}]" in text or f"^{n}" in text or str(n) in text
    assert "Not printed" not in text


def _walk(sections: list[dict[str, object]]) -> list[dict[str, object]]:
    found = []
    for section in sections:
        found.append(section)
        found += _walk(section["parts"])  # type: ignore[arg-type]
    return found


class _Print(HTMLParser):
    """What a printer shows of a page: everything outside of elements that paper hides."""

    VOID = frozenset({"meta", "col", "br", "img", "link", "circle", "line", "rect", "path"})

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[bool] = []
        self.text: list[str] = []
        self.links: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        classes = (held.get("class") or "").split()
        hidden = (
            any(self.stack) or "only-screen" in classes or tag in ("style", "script", "svg", "nav", "head")
        )
        if not hidden:
            self.ids.add(str(held.get("id")))
            if str(held.get("href") or "").startswith("#n"):
                self.links.add(str(held["href"])[1:])
        if tag not in self.VOID:
            self.stack.append(hidden)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.stack):
            self.text.append(data)


def test_the_page_prints_what_the_pdf_prints(china: Dossier, short: Dossier) -> None:
    """Same lines, same rows listed, no reference on paper that leads nowhere."""
    printed = _Print()
    printed.feed(html.render(china))
    text = " ".join(" ".join(printed.text).split())
    lines = lines_of(short)
    assert lines
    assert [line for line in lines if line not in text] == []
    assert {f"n{n}" for n in short.numbers.values()} == {i for i in printed.ids if re.fullmatch(r"n\d+", i)}
    assert printed.links <= printed.ids
    whole = _Print()
    whole.feed(html.render_whole(china))
    assert len([i for i in whole.ids if re.fullmatch(r"n\d+", i)]) == len(china.numbers)
    assert "Printed: the first" not in " ".join(whole.text)


def test_pdf_prints_the_lines_and_full_prints_everything(materials: Materials) -> None:
    pytest.importorskip("typst", reason="needs the extra 'pdf'")
    import pypdfium2

    dossier = build(materials, "MY")
    pages, texts = [], []
    for full in (False, True):
        made = pypdfium2.PdfDocument(pipeline.rendered(dossier, "pdf", full=full))
        pages.append(len(made))
        raw = "".join(made[n].get_textpage().get_text_range() for n in range(len(made)))
        texts.append(re.sub(r"[\s\ufffe-]+", "", raw))
    assert pages[0] < pages[1]
    for line in lines_of(on_paper(dossier)):
        flat = re.sub(r"[\s-]+", "", line)
        assert flat in texts[0], line
        assert flat not in texts[1]


def test_docx_prints_the_lines(china: Dossier, short: Dossier) -> None:
    pytest.importorskip("docx", reason="needs the extra 'pdf'")
    from docx import Document

    read = Document(io.BytesIO(bytes(pipeline.rendered(china, "docx"))))  # type: ignore[arg-type]
    text = "\n".join(paragraph.text for paragraph in read.paragraphs)
    lines = [line for line in lines_of(short) if line.startswith(("Printed", "Not printed", "On paper"))]
    assert lines
    assert [line for line in lines if line not in text] == []
    assert len(docx.render(short)) < len(docx.render(china))


def test_a_short_file_is_left_as_it_is() -> None:
    said = Statement(text="So it was.", refs=("a",))
    small = Section(
        key="x",
        title="X",
        blocks=(Paragraph(statements=(said,)), Table(caption="", columns=("A",), rows=((said,),))),
    )
    dossier = Dossier(
        code="ZZ", title="Z", subtitle="", as_of="2026-11-23", known_on="", thin=True, deep=False, sections=(small,), rows={},
    )  # fmt: skip
    assert on_paper(dossier) is dossier


@pytest.mark.parametrize(
    ("total", "most", "kept"), [(5, 8, 5), (9, 8, 9), (10, 8, 8), (1, 0, 0), (7, 0, 0), (0, 0, 0)]
)
def test_one_row_alone_is_not_left_out(total: int, most: int, kept: int) -> None:
    assert kept_of(total, most) == kept


def test_each_cut_names_its_order(china: Dossier) -> None:
    """A reader is told why these rows are the ones printed."""
    for section in walk(china.sections):
        for block in section.blocks:
            left = left_of(block, section.title)
            if left is not None and not isinstance(block, Timeline):
                assert left.order, f"{section.key}: {left.what}"
