"""Who wrote a comment: names as pages print them, and lines that only look like one."""

from __future__ import annotations

import pytest

from stanch.reading.handles import is_time, is_tools, named_alone, named_before
from stanch.reading.model import Part
from stanch.reading.sections import find_sections


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("[3] reader_7: You forget the oil.", "reader_7"),
        ("2. Port Watcher — You forget the oil.", "Port Watcher"),
        ("@harbour_man wrote: You forget the oil.", "harbour_man"),
        ("• Jane D: You forget the oil.", "Jane D"),
        ("J Doe (author): You forget the oil.", "J Doe"),
        ("Anna, Leeds: You forget the oil.", "Anna, Leeds"),
    ],
)
def test_a_name_before_a_comment_is_taken_and_the_rest_is_the_comment(line: str, name: str) -> None:
    """Numbers, bullets and brackets are no part of a name."""
    found = named_before(line)
    assert found is not None
    assert found[0] == name
    assert line[found[1] :] == "You forget the oil."


@pytest.mark.parametrize(
    "line",
    [
        "Correction: it was 2016.",
        "The problem is simple: money.",
        "He said: no.",
        "2. Oil is the point: China holds it.",
        "http://example.org",
        "You forget the oil.",
    ],
)
def test_a_sentence_with_a_colon_names_nobody(line: str) -> None:
    """Words that open a sentence are no name."""
    assert named_before(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Pedant says:", "Pedant"),
        ("reader_7 · 3 hours ago", "reader_7"),
        ("Posted by Pedant on June 3, 2017", "Pedant"),
        ("harbour_man 8:14 am", "harbour_man"),
        ("The vote on June 5", ""),
        ("Sanctions, 2017", ""),
    ],
)
def test_a_name_on_a_line_of_its_own(line: str, name: str) -> None:
    """It stands with a verb of saying or with a time."""
    assert named_alone(line) == name


def test_what_a_page_says_of_a_comment_is_no_comment() -> None:
    """Times and buttons."""
    assert is_time("3 hours ago")
    assert is_time("June 3, 2017 at 5:02 pm")
    assert not is_time("3 hours ago they struck")
    assert is_tools("Reply 3 Like")
    assert is_tools("12 likes · Share")
    assert not is_tools("Share the burden")


def _authors(text: str) -> list[str]:
    return [section.author for section in find_sections(text) if section.part is Part.COMMENT]


def test_comments_are_their_writers_in_each_layout() -> None:
    """Names before the text, and names above it with a time below them."""
    assert _authors("Comments (2)\n\nreader_7: Cut the oil.\n\nPedant: It was 2016.\n") == [
        "reader_7",
        "Pedant",
    ]
    assert _authors(
        "2 comments, newest first\n\nreader_7\n3 hours ago\nCut the oil.\nReply\nPedant\n2d\nIt was 2016.\n"
    ) == [
        "reader_7",
        "Pedant",
    ]


def test_where_the_first_comment_has_no_name_before_it_no_later_colon_makes_one() -> None:
    """A page prints all its comments alike."""
    assert _authors("Comments\n\n1. Cut the oil.\n\nTrue enough: it was 2016.\n") == [
        "commenter 1",
        "commenter 1",
    ]
