"""From bytes to text: every format, and every kind of bad input says what it is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from stanch.errors import FormatError
from stanch.reading.html import align
from stanch.reading.model import Part
from stanch.reading.sections import find_sections
from stanch.reading.text import MAX_BYTES, decode, extract, source_offset
from tests.reading.factories import read

PAGE = b"""<html><head><title>Poland stops visas</title><script>alert('China bans coal')</script></head><body>
<nav>Home | World</nav><article><h1>Poland stops visas</h1>
<p>Poland has stopped issuing visas for North Korean workers, the foreign ministry said on Tuesday in Warsaw, after months of talks.</p>
<p>The decision follows a nuclear test in January that the Security Council condemned, officials in the capital told reporters.</p>
</article><footer>Copyright</footer></body></html>"""


def test_a_page_gives_its_article_and_never_its_scripts() -> None:
    """Code on a page is no claim of the page."""
    text = extract(PAGE, "page.html")
    assert "Poland has stopped issuing visas" in text.text
    assert "China bans coal" not in text.text
    assert text.sections[0].part is Part.HEADLINE


def test_words_of_a_page_are_found_again_in_its_source() -> None:
    """A quote can be shown where it stood."""
    text = extract(PAGE, "page.html")
    at = text.text.index("stopped issuing")
    place = source_offset(text, at)
    assert place is not None
    assert PAGE.decode()[place : place + 7] == "stopped"


def test_alignment_skips_what_the_source_spells_otherwise() -> None:
    """An entity in the source shifts nothing after it."""
    pieces = align("a & b", "<p>a &amp; b</p>")
    assert [(p.start, p.source) for p in pieces] == [(0, 3), (4, 11)]


def test_an_e_mail_gives_subject_body_and_date() -> None:
    """The header's date resolves the body's Monday."""
    raw = b"From: a@example.org\nTo: b@example.org\nSubject: Visas\nDate: Tue, 07 Jun 2016 10:00:00 +0000\n\nPoland stopped visas on Monday.\n"
    text = extract(raw, "note.eml")
    assert text.media == "message/rfc822"
    assert text.text.startswith("Visas")
    assert str(text.published) == "2016-06-07"


def test_a_word_document_gives_its_paragraphs() -> None:
    """The format ministries send."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("Poland has stopped issuing visas.")
    out = io.BytesIO()
    document.save(out)
    assert "stopped issuing" in extract(out.getvalue(), "note.docx").text


def test_another_zip_file_is_refused_by_name() -> None:
    """A zip is not a Word document because it starts like one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(FormatError, match="no Word document"):
        extract(out.getvalue(), "a.docx")


def test_a_scan_says_that_it_is_one() -> None:
    """A PDF without a text layer must not come out as an empty report."""
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument.new()
    document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    document.close()
    with pytest.raises(FormatError, match="no text layer"):
        extract(out.getvalue(), "scan.pdf")


def test_a_damaged_pdf_is_refused() -> None:
    """The error names the file."""
    with pytest.raises(FormatError, match=r"bad\.pdf"):
        extract(b"%PDF-1.7 nothing", "bad.pdf")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"x" * (MAX_BYTES + 1), "is refused"),
    ],
)
def test_what_is_no_document_is_refused(raw: bytes, says: str) -> None:
    """Each refusal tells why."""
    with pytest.raises(FormatError, match=says):
        extract(raw, "thing")


def test_other_encodings_are_read_and_noted() -> None:
    """Windows-1252 is read, and the assumption is kept with the text."""
    text, notes = decode("Côte d’Ivoire a suspendu".encode("cp1252"), "old.txt")
    assert text == "Côte d’Ivoire a suspendu"
    assert "Windows-1252" in notes[0]


def test_utf16_with_a_mark_is_read() -> None:
    """The byte order mark is proof enough."""
    assert decode("Poland".encode("utf-16"), "x.txt")[0] == "Poland"


def test_a_text_without_a_date_says_so() -> None:
    """Relative dates then stay unresolved; the reader of the report is told."""
    assert any("no date" in note for note in extract(b"Poland stopped visas last week.", "x.txt").notes)


def test_comments_begin_where_the_page_says() -> None:
    """What readers wrote is theirs, each by number."""
    page = "Title of the piece here\n\nChina bans coal, it said in a long enough line to be the body of an article here.\n\n2 thoughts on “Title”\n\n  1. North Korea is right.\n\n    • No, it is not.\n\nLeave a Reply\n"
    parts = {page[s.start : s.end].strip(): (s.part, s.author) for s in find_sections(page)}
    assert parts["1. North Korea is right."] == (Part.COMMENT, "commenter 1")
    assert parts["• No, it is not."] == (Part.COMMENT, "commenter 1 reply")
    assert parts["Leave a Reply"][0] is Part.CHROME
    assert parts["Title of the piece here"][0] is Part.HEADLINE


def test_a_caption_is_no_body() -> None:
    """A picture's line belongs to the picture."""
    sections = find_sections("A leader waves. Photo: A Photographer / Associated Press\n")
    assert sections[0].part is Part.CAPTION


def test_files_are_told_by_content_not_by_name(tmp_path: Path) -> None:
    """A PDF named .txt is still a PDF."""
    with pytest.raises(FormatError, match="PDF"):
        extract(b"%PDF-1.4 broken", "report.txt")


WRAPPED = """SEOUL - Officials of three countries said on Tuesday that they had urged the
government of Tanzania to close the North Korean embassy and to send home the
doctors who work in its clinics. No decision has been taken.

A spokesman declined to comment.
"""


def test_a_wrapped_paragraph_is_read_as_one() -> None:
    """Line by line, "urged the / government to close" is a government that closes."""
    sections = find_sections(WRAPPED)
    assert [WRAPPED[s.start : s.end].count("\n") for s in sections] == [2, 0]
    claims = read(WRAPPED)
    assert any(claim.act == "urge" for claim in claims)
    assert not any(claim.act == "close" and claim.status == "done" for claim in claims)
    assert all(WRAPPED[c.span.start : c.span.end] == c.span.quote for c in claims)


@pytest.mark.parametrize(
    "words",
    [
        "Pyongyang shuts two embassies in the south of Africa\nBy our correspondent in Windhoek and others\nThe embassies closed on Monday.",
        "1. Malaysia has sent the envoy home at last, says one\n2. Nobody else in the bloc will follow it, says another\n3. we shall see",
        "First point of the minister on coal from the North\nSecond point of the minister on its workers abroad\nThird point",
    ],
)
def test_lines_that_are_no_paragraph_stay_apart(words: str) -> None:
    """A headline over a byline, a numbered thread and a list are lines, not a wrapped sentence."""
    assert len(find_sections(words)) == len(words.split("\n"))
