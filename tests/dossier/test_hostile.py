"""Hostile text in a fact is shown as text in every format: it never becomes markup, a formula, a link or a changed order."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from stanch.dossier import data, docx, html, markdown, pdf
from stanch.dossier.country import Materials, Note, build
from stanch.dossier.model import Dossier
from tests.dossier.conftest import with_rows

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"
TYPST = '#import "x.typ": * #panic() $ x $ `raw` *bold* _under_ \\ [a] <label> @ref'
FORMULA = '=HYPERLINK("http://evil.example","x")'
MARK = "[click](javascript:alert(1)) **bold** [^1] # head | cell <b>x</b> &lt;"
RTL = "gpj.exe \u202eexe.gpj\u202c end"
JINJA = "{{ 7 * 7 }} {% raw %} {{ config }}"
TEXTS = (SCRIPT, TYPST, FORMULA, MARK, RTL, JINJA)


@pytest.fixture(scope="module")
def hostile(materials: Materials, tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    folder = tmp_path_factory.mktemp("own")
    rows = "".join(
        f"MC\tlabour.workers\tactive\t{text}\t2018-0{n + 1}\tevil\n" for n, text in enumerate(TEXTS)
    )
    sources = (
        "key\turl\tpublisher\tsource_class\ttitle\tpublished_on\n"
        f"evil\tjavascript:alert(1)\t{FORMULA}\tpress\t{SCRIPT}\t2018-12-01\n"
    )
    held = with_rows(
        materials, folder, ties=f"country\tchannel\tstatus\twhat\twhen\tsource\n{rows}", sources=sources
    )
    note = Note(text=f"{SCRIPT} {TYPST}", mark="<i>internal</i>", written_on="2026-01-02")
    return build(held, "MC", notes=(note,))


class _Seen(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._raw = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._raw = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._raw = False

    def handle_data(self, data: str) -> None:
        if not self._raw:
            self.text += data


def test_html(hostile: Dossier) -> None:
    page = html.render(hostile)
    seen = _Seen()
    seen.feed(page)
    assert seen.tags.count("script") == 1  # our own
    assert "img" not in seen.tags
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert not [
        value for name, value in seen.attributes if name in ("href", "src") and "javascript" in (value or "")
    ]
    assert "<script>alert('x')</script>" in seen.text
    assert "{{ 7 * 7 }}" in seen.text
    assert "49" not in re.findall(r"\b49\b", seen.text)
    assert "\u202e" not in page
    assert "[U+202E]" in seen.text


def test_html_asks_nothing_of_the_network(hostile: Dossier, materials: Materials) -> None:
    """Self-contained: no request leaves the page unless the reader follows a link."""
    for dossier in (hostile, build(materials, "MY")):
        seen = _Seen()
        seen.feed(html.render(dossier))
        assert not [pair for pair in seen.attributes if pair[0] in ("src", "srcset", "data", "action")]
        assert "link" not in seen.tags
        assert "@import" not in html.render(dossier)
        assert "url(" not in html.render(dossier)


def test_markdown(hostile: Dossier) -> None:
    from markdown_it import MarkdownIt

    text = markdown.render(hostile)
    made = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    seen = _Seen()
    seen.feed(made)
    assert "script" not in seen.tags
    assert "img" not in seen.tags
    assert set(seen.tags) <= {
        "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "table", "thead", "tbody", "tr", "th", "td", "br",
    }  # fmt: skip
    assert not [value for name, value in seen.attributes if name == "href" and "javascript" in (value or "")]
    assert "<script>alert('x')</script>" in seen.text
    assert "\u202e" not in text


def test_csv_runs_nothing_in_a_spreadsheet(hostile: Dossier) -> None:
    rows = list(csv.reader(io.StringIO(data.as_csv(hostile))))
    cells = [cell for row in rows[1:] for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [
        cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r") or re.match(r"-[^\d]", cell)
    ]


def test_json_reads_back(hostile: Dossier) -> None:
    tree = json.loads(data.as_json(hostile))
    assert any(SCRIPT in row["text"] for row in tree["rows"].values())
    assert "\u202e" not in json.dumps(tree, ensure_ascii=False)


def test_pdf(hostile: Dossier) -> None:
    pytest.importorskip("typst", reason="needs the extra 'pdf'")
    import pypdfium2

    made = pypdfium2.PdfDocument(pdf.render(hostile))
    text = "".join(made[n].get_textpage().get_text_range() for n in range(len(made)))
    flat = re.sub(r"\s+", "", text)
    assert "alert('x')" in flat.replace("’", "'").replace("‘", "'")
    assert '#import"x.typ"' in flat.replace("”", '"').replace("“", '"')
    assert "[U+202E]" in flat


def test_docx(hostile: Dossier) -> None:
    pytest.importorskip("docx", reason="needs the extra 'pdf'")
    from docx import Document

    made = docx.render(hostile)
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(made)).paragraphs)
    assert "<script>alert('x')</script>" in text
    assert "\u202e" not in text
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert not [name for name in names if "vba" in name.lower()]
    assert "evil.example" not in relations


def test_a_note_is_marked_in_every_text_format(hostile: Dossier) -> None:
    """Private material must be seen to be private, wherever the copy goes."""
    assert "internal" in html.render(hostile)
    assert "internal" in markdown.render(hostile)
    assert "internal" in data.as_csv(hostile)


def test_broken_own_rows_are_refused_with_their_place(materials: Materials, tmp_path: Path) -> None:
    from stanch.errors import StanchError

    bad = "country\tchannel\tstatus\twhat\twhen\tsource\nMC\tlabour.nothing\tactive\tx\t2018-13\tnobody\n"
    with pytest.raises(StanchError) as caught:
        with_rows(materials, tmp_path, ties=bad)
    assert "own_ties.tsv:2" in str(caught.value)
