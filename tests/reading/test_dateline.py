"""The day of publication in a text: mastheads and datelines print it in many ways, and a date in the story is none."""

from __future__ import annotations

import pytest

from stanch.dates import PartialDate
from stanch.reading.dateline import DATELINE, day_in_name, published_in
from stanch.reading.masthead import of_page
from stanch.reading.sentences import parse
from tests.reading.factories import text

STORY = (
    "The ministry has closed the office of the trading company, a spokesman told reporters in the capital on Monday, "
    "and it will not be opened again until the committee has agreed to it."
)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("5 August 2017", "2017-08-05"),
        ("05 August 2017", "2017-08-05"),
        ("August 5, 2017", "2017-08-05"),
        ("Aug 7, 2017 14:05 GMT", "2017-08-07"),
        ("Aug. 7, 2017, 2:05 p.m. ET", "2017-08-07"),
        ("2017.08.05", "2017-08-05"),
        ("2017/08/05 14:05", "2017-08-05"),
        ("2017-08-05T14:05:00Z", "2017-08-05"),
        ("Published: 5 August 2017", "2017-08-05"),
        ("Published 14:05, 5 August 2017", "2017-08-05"),
        ("First published on Mon 7 Aug 2017 14.05 BST", "2017-08-07"),
        ("Posted on August 5, 2017 by Jane Doe", "2017-08-05"),
        ("Updated 1405 GMT (2205 HKT) August 7, 2017", "2017-08-07"),
        ("LAST UPDATED AUGUST 7, 2017", "2017-08-07"),
        ("AUGUST 7, 2017 / 2:05 PM / UPDATED 2 YEARS AGO", "2017-08-07"),
        ("By Jane Doe | August 7, 2017", "2017-08-07"),
        ("By Jane Doe and John Roe, August 7, 2017", "2017-08-07"),
        ("Monday, August 7, 2017", "2017-08-07"),
        ("Mon, 7th Aug 2017", "2017-08-07"),
        ("07-Aug-2017", "2017-08-07"),
        ("Date: 7 August 2017", "2017-08-07"),
        ("Issued 7 August 2017", "2017-08-07"),
        ("For Immediate Release | August 7, 2017", "2017-08-07"),
        ("Seoul, 7 August 2017", "2017-08-07"),
        ("2017년 8월 7일", "2017-08-07"),
        ("25/12/2017", "2017-12-25"),
        ("12/25/2017 10:00", "2017-12-25"),
        ("07/08/2017", "2017"),
        ("August 2017", "2017-08"),
        ("MARCH 2018", "2018-03"),
    ],
)
def test_a_line_of_its_own_tells_the_day(line: str, day: str) -> None:
    """Whatever the house style; where two countries would read it differently, only what both agree on."""
    assert published_in(
        f"Ministry closes the office of a trading company\n\n{line}\n\n{STORY}\n"
    ) == PartialDate(day)


@pytest.mark.parametrize(
    "line",
    [
        "Minister to leave office on 5 August 2017",
        "the talks of August 5, 2017 failed",
        "Resolution 2371 was adopted on 5 August 2017",
        "A treaty signed on August 5, 2017 is at risk",
        "Trade fell in August 2017",
    ],
)
def test_a_date_in_a_sentence_is_the_storys(line: str) -> None:
    """Headlines print dates too."""
    assert published_in(f"{line}\n\n{STORY}\n") is None


def test_a_day_of_publication_goes_before_a_day_of_change() -> None:
    """Pages that were mended years later say both."""
    assert published_in(f"Headline\nUpdated 3 March 2019\nPublished 5 August 2017\n\n{STORY}") == PartialDate(
        "2017-08-05"
    )
    assert published_in(f"Headline\nUpdated 3 March 2019\n\n{STORY}") == PartialDate("2019-03-03")
    assert published_in(f"Headline\n\n{STORY}\n\nPublished on 5 August 2017") == PartialDate("2017-08-05")


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("DODOMA, 9 March 2018 - ", "2018-03-09"),
        ("DODOMA, March 9, 2018 (Agency) -- ", "2018-03-09"),
        ("Seoul, Aug 7, 2017 (Agency) - ", "2017-08-07"),
        ("Washington, D.C., August 7, 2017 — ", "2017-08-07"),
        ("Geneva/New York, 5 August 2017 – ", "2017-08-05"),
        ("5 August 2017 – ", "2017-08-05"),
        ("Pyongyang, August 7, 2017 (KCNA) -- ", "2017-08-07"),
        ("Moscow. August 7, 2017. INTERFAX - ", "2017-08-07"),
        ("Seoul, Aug 7 (Agency) - ", ""),
        ("SEOUL, Aug. 7 (Agency) -- ", ""),
        ("BEIJING, August 7 (Xinhua) -- ", ""),
        ("PARIS, 7 August (Reuters) - ", ""),
        ("SEOUL (Reuters) - ", ""),
        ("Dar es Salaam (Example News) - ", ""),
        ("WARSAW, Poland (AP) — ", ""),
        ("UNITED NATIONS - ", ""),
    ],
)
def test_a_dateline_is_cut_off_and_may_tell_the_day(opening: str, day: str) -> None:
    """Parsed with the sentence it would become its subject."""
    report = f"Ministry closes the office of a trading company\n\n{opening}{STORY}"
    assert str(published_in(report) or "") == day
    sentences = parse(text(report, published=""))
    assert any(report[sentence.start :].startswith("The ministry has closed") for sentence in sentences)


@pytest.mark.parametrize(
    "words",
    [
        "On August 7 - the day of the vote - the ministry closed it.",
        "The Shanghai Cooperation Organisation (SCO) - a bloc of eight - met.",
        "In 2017 - a bad year - trade fell.",
        "North Korea - the only state that tests - has denied it.",
        "Kim Jong Un - who left - said so.",
    ],
)
def test_a_sentence_is_no_dateline(words: str) -> None:
    """What is cut off is never read."""
    assert DATELINE.match(words) is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("as_PRK_2017-08-07_x.txt", "2017-08-07"),
        ("report_20170807.pdf", "2017-08-07"),
        ("2017.08.07 note.docx", "2017-08-07"),
        ("S_2017_150.pdf", ""),
        ("20171345.txt", ""),
    ],
)
def test_a_file_may_carry_its_day(name: str, day: str) -> None:
    """Archives name their files by it; a symbol of the United Nations is no date."""
    assert str(day_in_name(name) or "") == day


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/world/2017/aug/07/coal-from-the-north", "2017-08-07"),
        ("/news/20170807-coal", "2017-08-07"),
        ("/2017/08/coal", "2017-08"),
        ("/news/123456789", ""),
    ],
)
def test_an_address_tells_the_day_in_several_ways(path: str, day: str) -> None:
    """Figures, names of months, or the month alone."""
    found = of_page("<html><body><p>Coal</p></body></html>", url=f"https://example.org{path}")
    assert str(found.published or "") == day


@pytest.mark.parametrize(
    "content",
    ["Mon, 07 Aug 2017 10:00:00 GMT", "August 7, 2017", "20170807", "2017/08/07", "7 Aug 2017 14:05"],
)
def test_a_field_for_the_date_may_be_written_for_people(content: str) -> None:
    """Not every site follows the standard."""
    page = f'<html><head><meta name="pubdate" content="{content}"></head><body><p>Coal</p></body></html>'
    assert str(of_page(page).published) == "2017-08-07"
