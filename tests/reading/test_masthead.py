"""Who published and when: from the page's own data, its byline, its headers; and unknown where none of them tells."""

from __future__ import annotations

import pytest

from stanch.dates import PartialDate
from stanch.reading.batch import Raw, read_one
from stanch.reading.language import language_of
from stanch.reading.masthead import Masthead
from tests.reading import hostile

FILLER = "The weather in the capital was fine and the markets were calm for most of the week, traders said. "


def told(raw: bytes, name: str, **known: str) -> Masthead:
    return read_one(Raw(name=name, raw=raw, **known)).masthead  # type: ignore[arg-type]


def html(head: str, *, url: str = "", body: str = "") -> Masthead:
    raw = hostile.page(hostile.WORDS + body, FILLER, FILLER, head=head)
    return read_one(Raw(name="page.html", raw=raw, url=url)).masthead


@pytest.mark.parametrize(
    ("head", "day", "how"),
    [
        (
            '<meta property="article:published_time" content="2017-08-05T10:00:00Z">',
            "2017-08-05",
            "article:published_time",
        ),
        ('<meta name="DC.date.issued" content="2017-08-05">', "2017-08-05", "dc.date.issued"),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2017-08-05T01:02:03+09:00",'
            '"publisher":{"@type":"Organization","name":"Example Times"}}]}</script>',
            "2017-08-05",
            "linked data",
        ),
        ('<script type="application/ld+json">{broken</script>', "", ""),
        ('<meta property="article:modified_time" content="2019-01-01">', "", ""),
    ],
)
def test_a_page_tells_its_day_to_machines(head: str, day: str, how: str) -> None:
    """A day of change is no day of publication, and broken data is none at all."""
    found = html(head)
    assert str(found.published or "") == day
    assert how in found.how
    assert bool(found.how) == bool(day)


def test_the_address_may_hold_the_day() -> None:
    """Most news sites put it there."""
    found = html("", url="https://www.reuters.com/article/2017/08/05/tanzania-coal")
    assert str(found.published) == "2017-08-05"
    assert found.how == "the page's address"
    assert (found.outlet, found.agency, found.source_class) == ("Reuters", "Reuters", "press")


def test_the_publisher_is_named_or_unknown() -> None:
    """A host is a name; no host and no name is nobody."""
    assert html('<meta property="og:site_name" content="Cable News Network">').outlet == "CNN"
    assert html("", url="https://coal.example.org/x").outlet == "coal.example.org"
    assert html("").outlet == ""


@pytest.mark.parametrize(
    ("url", "source_class"),
    [
        ("https://mofa.go.kr/x", "official_body"),
        ("https://home.treasury.gov/x", "official_body"),
        ("https://www.38north.org/x", "expert_report"),
        ("https://somebody.wordpress.com/x", "blog"),
        ("https://www.example.com/x", "press"),
    ],
)
def test_an_address_tells_how_near_a_source_stands(url: str, source_class: str) -> None:
    """A ministry about its own doings, an institute with a method, a blog."""
    assert html("", url=url).source_class == source_class


def test_what_the_reader_is_told_goes_first() -> None:
    """Somebody who knows better."""
    raw = hostile.page(
        hostile.WORDS, FILLER, head='<meta property="article:published_time" content="2017-08-05">'
    )
    given = read_one(
        Raw(
            name="p.html",
            raw=raw,
            published=PartialDate("2018-03"),
            outlet="Example Post",
            source_class="expert_report",
        )
    ).masthead
    assert (str(given.published), given.outlet, given.source_class) == (
        "2018-03",
        "Example Post",
        "expert_report",
    )
    assert given.how == "given by whoever read it in"


@pytest.mark.parametrize(
    ("head", "outlet", "agency"),
    [
        ("© 2017 Example Daily. All rights reserved.", "Example Daily", ""),
        ("Source: Example Post", "Example Post", ""),
        ("By A Writer, The Associated Press", "Associated Press", "Associated Press"),
        ("By somebody, of this town", "", ""),
        ("DAR ES SALAAM (Reuters) - It was a quiet day in the port.", "", "Reuters"),
        ("A picture of a ship (AP)", "", ""),
        ("(Reuters and AP contributed to this report from three capitals.)", "", ""),
    ],
)
def test_a_plain_text_names_its_outlet_in_a_line_of_its_own(head: str, outlet: str, agency: str) -> None:
    """A picture's credit and a contribution make no copy of an agency."""
    found = told(f"{head}\n\n{hostile.WORDS}\n".encode(), "x.txt")
    assert (found.outlet, found.agency) == (outlet, agency)


def test_a_pdf_tells_when_it_was_made_and_that_this_is_what_it_tells() -> None:
    """The day a file was made is no day of publication: it says so."""
    found = told(hostile.pdf(hostile.WORDS, info="/Title (Coal) /CreationDate (D:20180309120000Z)"), "x.pdf")
    assert (found.title, str(found.published)) == ("Coal", "2018-03-09")
    assert "may have been published later or before" in found.how
    assert told(hostile.pdf(hostile.WORDS, info="/CreationDate (D:20189999)"), "x.pdf").published is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (hostile.WORDS * 3, "en"),
        (hostile.KOREAN, "ko"),
        (hostile.CHINESE, "zh"),
        (
            "Le ministère a suspendu les importations de charbon et il ne les reprendra pas dans le pays.",
            "fr",
        ),
        ("これは朝鮮からの石炭の輸入を停止したという報告です。政府はそう発表しました。", "ja"),
        ("12 34", ""),
    ],
)
def test_languages_are_told_apart(words: str, code: str) -> None:
    """So that silence about a text is explained."""
    assert language_of(words) == code
