"""What comes in from the world: broken, locked, huge, hidden, in the wrong encoding. Each says what it is, and none stops the others."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stanch.errors import FormatError
from stanch.reading import encodings
from stanch.reading.batch import Raw, find_raw, read_all, read_one, with_attachments
from stanch.reading.blocks import blocks_of, words_in
from stanch.reading.model import Part
from stanch.reading.sections import part_at
from stanch.reading.text import decode, extract
from tests.reading import hostile
from tests.reading.factories import text

FILLER = "The weather in the capital was fine and the markets were calm for most of the week, traders said. "


def read_bytes(raw: bytes, name: str = "thing.txt") -> list[str]:
    """The quotations found in a document, each checked against its text."""
    reading = read_one(Raw(name=name, raw=raw))
    assert not reading.problem, reading.problem
    assert reading.text is not None
    for p in reading.proposals:
        assert reading.text.text[p.span.start : p.span.end] == p.span.quote
    return [p.span.quote for p in reading.proposals]


@pytest.mark.parametrize(
    ("sample", "encoding"),
    [
        (hostile.KOREAN, "cp949"),
        (hostile.KOREAN, "euc_kr"),
        (hostile.CHINESE, "gb18030"),
        (hostile.CHINESE, "gb2312"),
    ],
)
def test_the_encodings_of_the_region_are_told_by_what_they_spell(sample: str, encoding: str) -> None:
    """A Korean ministry's text file is not Windows-1252, and the assumption is kept with the text."""
    found, notes = decode(sample.encode(encoding), "old.txt")
    assert found == sample
    assert "not UTF-8" in notes[0]


def test_each_encoding_is_told_from_the_other() -> None:
    """Both decode without an error as the other; only what they spell tells them apart."""
    assert encodings.guess(hostile.KOREAN.encode("cp949")) == "cp949"
    assert encodings.guess(hostile.CHINESE.encode("gb18030")) == "gb18030"
    assert hostile.KOREAN.encode("cp949").decode("gb18030", errors="replace") != hostile.KOREAN


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_its_mark_and_without(encoding: str) -> None:
    """Windows programs write both."""
    assert decode(hostile.WORDS.encode(encoding), "x.txt")[0] == hostile.WORDS


def test_mojibake_is_mended_and_told() -> None:
    """UTF-8 that was once read as Windows-1252 and saved so: quotation marks decide who says what."""
    right = "“Tanzania’s ministry” said it was “done”, and Côte d’Ivoire agreed."
    wrong = right.encode().decode("cp1252", errors="replace")
    found, notes = decode(wrong.replace("\N{REPLACEMENT CHARACTER}", "\x9d").encode(), "x.txt")
    assert found == right
    assert "mended" in notes[0]


def test_honest_text_is_never_mended() -> None:
    """French and Vietnamese are full of letters that mojibake is made of."""
    for honest in (
        "À Hanoï, l’été â été très çhaud; Ça va, déjà vu à l’œil",
        "Việt Nam đã đình chỉ nhập khẩu than",
        "Ã é â",
    ):
        assert encodings.repaired(honest) == (honest, 0)


def test_binary_says_so() -> None:
    """A picture with a wrong name is refused in words."""
    reading = read_one(Raw(name="photo.txt", raw=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40))
    assert "is binary" in reading.problem


def test_an_empty_file_says_so() -> None:
    """Nothing is not a report without claims."""
    assert "is empty" in read_one(Raw(name="empty.txt", raw=b"\n \n")).problem


def test_a_scan_says_that_it_is_one_and_what_to_do() -> None:
    """A PDF of pictures must not come out as a report without claims."""
    problem = read_one(Raw(name="scan.pdf", raw=hostile.pdf("", ""))).problem
    assert "no text layer" in problem
    assert "OCR" in problem


def test_a_pdf_with_a_scanned_page_is_read_and_says_which() -> None:
    """Annexes are scans, the report is not."""
    reading = read_one(Raw(name="mixed.pdf", raw=hostile.pdf(hostile.WORDS, "")))
    assert reading.text is not None
    assert "pages without a text layer: 2" in reading.text.notes
    assert reading.proposals


def test_a_locked_pdf_says_that_it_is_locked() -> None:
    """Not "damaged": the user can do something about a password."""
    problem = read_one(Raw(name="locked.pdf", raw=hostile.pdf(hostile.WORDS, locked=True))).problem
    assert "locked by a password" in problem


def test_a_damaged_pdf_says_that() -> None:
    """Half a download."""
    whole = hostile.pdf(hostile.WORDS)
    problem = read_one(Raw(name="half.pdf", raw=whole[:120])).problem
    assert "damaged" in problem


def test_a_word_document_keeps_insertions_and_drops_deletions() -> None:
    """What an editor struck out is not said; what he put in is."""
    body = (
        hostile.paragraph("First.")
        + "<w:p><w:del><w:r><w:delText>never said</w:delText></w:r></w:del><w:ins><w:r><w:t>put in</w:t></w:r></w:ins></w:p>"
        + f"<w:tbl><w:tr><w:tc>{hostile.paragraph('in a cell')}</w:tc></w:tr></w:tbl>"
        + hostile.paragraph("Last.")
    )
    assert extract(hostile.docx(body), "a.docx").text == "First.\nput in\nin a cell\nLast."


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """300 kB that unpack to 300 MB; memory stays where it was."""
    raw = hostile.bomb()
    assert len(raw) < 1_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FormatError, match="is refused"):
        extract(raw, "bomb.docx")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_what_an_e_mail_carries_is_read_as_documents_of_their_own() -> None:
    """Ministries forward reports; the covering note is not the report, and a picture is none."""
    raw = hostile.mail(
        "See attached.",
        ("report.pdf", hostile.pdf(hostile.WORDS)),
        ("logo.png", b"\x89PNG"),
        ("bad.docx", b"PK\x03\x04"),
    )
    readings = list(read_all(with_attachments([Raw(name="note.eml", raw=raw)])))
    assert [r.raw.name for r in readings] == ["note.eml", "note.eml / report.pdf", "note.eml / bad.docx"]
    assert str(readings[0].masthead.published) == "2018-03-09"
    assert (readings[0].masthead.outlet, readings[0].masthead.how) == ("Reuters", "the e-mail's Date header")
    assert readings[1].proposals
    assert "cannot be opened" in readings[2].problem


def test_hidden_text_scripts_and_comments_of_a_page_are_not_read() -> None:
    """What no visitor sees, the page does not say."""
    secret = "Poland has banned coal imports from North Korea, officials said."
    raw = hostile.page(
        hostile.WORDS, FILLER, FILLER,
        f'<span style="color:red; display: none">{secret}</span>Officials gave no date for the end of the measure in the capital.',
        f"<span hidden>{secret}</span><span aria-hidden='true'>{secret}</span>",
        f"<!-- {secret} --><script>var s = '<p>{secret}</p>'</script><noscript>{secret}</noscript>",
    )  # fmt: skip
    reading = read_one(Raw(name="page.html", raw=raw))
    assert reading.text is not None
    assert "Tanzania has suspended" in reading.text.text
    assert "Officials gave no date" in reading.text.text
    assert "Poland" not in reading.text.text


def test_a_class_named_hidden_hides_nothing() -> None:
    """Only what the page's own data says is hidden; a word in a class or a title is no statement of it."""
    from stanch.reading.html import visible

    shown = '<p class="md:hidden hidden lg:block" title="the hidden truth">Seen</p><p data-hidden=1>Also</p>'
    assert visible(shown) == shown
    assert visible("<div HIDDEN><div>no</div>no</div>yes").strip() == "yes"
    assert len(visible("<p hidden>abc</p>\n<br hidden>x")) == len("<p hidden>abc</p>\n<br hidden>x")


def test_readers_comments_are_never_the_articles() -> None:
    """The worst thing a reader of reports can do."""
    comment = "Poland has banned all coal imports from North Korea, everybody knows it."
    raw = hostile.page(
        hostile.WORDS, FILLER, FILLER,
        after=f'<section id="comments" class="comments"><h3>2 comments</h3><ol class="commentlist"><li class="comment">'
        f"<p>{comment}</p></li><li class='comment'><p>I do not think so at all.</p></li></ol></section>",
    )  # fmt: skip
    reading = read_one(Raw(name="page.html", raw=raw))
    assert reading.text is not None
    section = part_at(reading.text.sections, reading.text.text.index("Poland"))
    assert section is not None
    assert section.part is Part.COMMENT
    for p in reading.proposals:
        assert (p.part is Part.COMMENT) == (p.span.start >= section.start)
        assert p.part is not Part.COMMENT or p.said_by != "outlet"
    assert any("Tanzania" in p.span.quote and p.part is Part.BODY for p in reading.proposals)


def test_a_sentence_of_ten_thousand_words_is_read() -> None:
    """A dump without a full stop must neither stall nor lose its place."""
    words = " ".join(f"word{i}" for i in range(5000))
    raw = (
        f"{hostile.WORDS}\n\n{words} and Poland has banned coal imports from North Korea and {words}".encode()
    )
    assert any("Tanzania" in quote for quote in read_bytes(raw))


def test_mixed_scripts_keep_their_offsets() -> None:
    """Characters beyond the first plane, marks that turn the direction, combining accents."""
    raw = f"\U0001f600 \u202eمرحبا\u202c e\u0301 한국 {hostile.WORDS} \U00020000 朝鲜".encode()
    assert read_bytes(raw)


def test_another_language_is_told() -> None:
    """The reader reads English; silence about a Korean text would look like a text without claims."""
    reading = read_one(Raw(name="k.txt", raw=hostile.KOREAN.encode("cp949")))
    assert reading.language == "ko"
    assert reading.text is not None
    assert any("reads English only" in note for note in reading.text.notes)


def test_no_date_stays_no_date() -> None:
    """Not today, not the file's time stamp, and "Thursday" resolves to nothing."""
    reading = read_one(Raw(name="x.txt", raw=hostile.WORDS.encode()))
    assert (reading.masthead.published, reading.masthead.how) == (None, "")
    assert all(p.date is None for p in reading.proposals)


def test_folders_with_loops_give_each_file_once(tmp_path: Path) -> None:
    """A link to the folder above, a link to a file, a broken link, a kind of file nobody reads."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text(hostile.WORDS)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a" / "self")
    (tmp_path / "again.txt").symlink_to(tmp_path / "a" / "one.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "b.exe").write_bytes(b"MZ")
    assert len(list(find_raw(str(tmp_path)))) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    """Permissions are a problem of one file."""
    path = tmp_path / "secret.txt"
    path.write_text("x")
    path.chmod(0)
    assert "cannot be read" in read_one(Raw(name="secret.txt", path=str(path))).problem


@pytest.mark.slow
def test_fifty_megabytes_are_read_in_bounded_memory_and_say_what_is_left(tmp_path: Path) -> None:
    """A dump of a whole site: read block by block, up to the limit of words, with its progress told."""
    path = tmp_path / "dump.txt"
    line = f"{hostile.WORDS} {FILLER * 9}\n"
    path.write_text(line * (50 * 1024 * 1024 // len(line)))
    told: list[int] = []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reading = read_one(
        Raw(name="dump.txt", path=str(path)),
        max_words=60_000,
        on_block=lambda _, words, total: told.append(words),
    )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert not reading.problem
    assert len(told) >= 2
    assert told == sorted(told)
    assert reading.words <= 60_000 + 30_000
    assert reading.unread > 40_000_000
    assert reading.text is not None
    assert any("--max-words" in note for note in reading.text.notes)
    assert grown < 1_500_000  # kB: the text, its sections, and one block parsed


def test_more_than_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    """Before it is read into memory."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2**31)
    assert "is 2,147,483,648 bytes" in read_one(Raw(name="huge.txt", path=str(path))).problem


@given(st.lists(st.text(min_size=1, max_size=400), max_size=12), st.integers(20, 300))
@settings(max_examples=60, deadline=None)
def test_blocks_lose_and_repeat_nothing(lines: list[str], size: int) -> None:
    """Every section stands in exactly one block, in order, whole or cut where it must be."""
    whole = text("\n".join(lines))
    pieces = [(s.start, s.end) for block in blocks_of(whole, size=size) for s in block.sections]
    assert pieces == sorted(pieces)
    joined = "".join(whole.text[start:end] for start, end in pieces)
    assert joined == "".join(whole.text[s.start : s.end] for s in whole.sections)
    assert all(end - start <= size for start, end in pieces)
    assert words_in(whole) >= 0


HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=80),
        st.sampled_from(
            [
                hostile.WORDS, hostile.KOREAN, hostile.CHINESE, "\u202e", "\x00", "\ufeff", "&amp;", "<!--", "</p>", "2 comments\n",
                "Photo: A / AP\n", "“North Korea’s ", "\r\n", "\u2028", "(AP) — ", "\U0001f600",
            ]
        ),
    ),
    max_size=12,
).map("".join)  # fmt: skip


def _as(form: str, words: str) -> bytes:
    if form == "html":
        return hostile.page(words.replace("\x00", ""), FILLER)
    if form == "docx":
        clean = "".join(
            c
            for c in words
            if c in "\t\n" or (ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000 and c not in "\ufffe\uffff")
        )
        return hostile.docx("".join(hostile.paragraph(line) for line in (*clean.split("\n"), FILLER)))
    if form == "mail":
        return hostile.mail(words.encode("utf-8", "replace").decode() + FILLER)
    if form == "pdf":
        return hostile.pdf(
            "".join(c for c in words if c.isascii() and c.isprintable() and c not in "()\\"), FILLER
        )
    return words.encode("utf-8", "replace") + FILLER.encode()


@pytest.mark.parametrize("form", ["txt", "html", "docx", "mail", "pdf"])
@given(words=HOSTILE)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_quotation_stands_at_its_place_in_every_format(form: str, words: str) -> None:
    """Whatever comes in: text[start:end] == quote, or a problem in words; never a crash, never a comment as the article's."""
    reading = read_one(Raw(name=f"thing.{form}", raw=_as(form, words)))
    if reading.text is None:
        assert reading.problem
        return
    for p in reading.proposals:
        assert reading.text.text[p.span.start : p.span.end] == p.span.quote
        if p.part is Part.COMMENT:
            assert p.said_by != "outlet"
