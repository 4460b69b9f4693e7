"""Dates as printed: a table of phrases against days of publication, by kind of phrase."""

from __future__ import annotations

import pytest

from stanch.dates import PartialDate
from stanch.reading.leaning import lean_of
from stanch.reading.lexicon import load_lexicon
from stanch.reading.resolving import Lean
from stanch.reading.sentences import parse
from stanch.reading.when import Moment, find_moments
from tests.reading.factories import text

DAY = "2018-03-09"  # a Friday


def moments(words: str, published: str = DAY, lean: Lean = Lean.PAST) -> list[Moment]:
    return find_moments(words, 0, len(words), PartialDate(published) if published else None, lean=lean)


def dates(words: str, published: str = DAY, lean: Lean = Lean.PAST) -> list[str]:
    return [str(moment.date or "?") for moment in moments(words, published, lean)]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("on 3 June 2017", "2017-06-03"),
        ("on 3rd June 2017", "2017-06-03"),
        ("on the 3rd of June, 2017", "2017-06-03"),
        ("on June 3, 2017", "2017-06-03"),
        ("on June 3rd, 2017", "2017-06-03"),
        ("on Jun. 3, 2017", "2017-06-03"),
        ("on Sept. 11, 2017", "2017-09-11"),
        ("on Sunday, 3 September 2017", "2017-09-03"),
        ("on Sunday, September 3, 2017", "2017-09-03"),
        ("dated 03-Sep-2017", "2017-09-03"),
        ("of 2017-09-03", "2017-09-03"),
        ("on 2017.09.03 it", "2017-09-03"),
        ("on 2017/09/03 it", "2017-09-03"),
        ("from 5 to 7 August 2017", "2017-08"),
        ("on August 5-7, 2017", "2017-08"),
        ("in August 2017", "2017-08"),
        ("in August, 2017", "2017-08"),
        ("in the August of 2017", "2017-08"),
        ("in Aug. 2017", "2017-08"),
        ("in late August 2017", "2017-08"),
        ("by mid-August 2017", "2017-08"),
        ("in AUGUST 2017", "2017-08"),
        ("between January and June 2017", "2017"),
        ("from January to June 2017", "2017"),
        ("in January-June 2017", "2017"),
        ("in January and February 2017", "2017"),
        ("in 2016", "2016"),
        ("since 2010", "2010"),
        ("by 2025", "2025"),
        ("as early as 2010", "2010"),
        ("until at least 2014", "2014"),
        ("in early 2017", "2017"),
        ("in mid-2017", "2017"),
        ("by the end of 2019", "2019"),
        ("in fiscal 2023", "2023"),
        ("in fiscal year 2023", "2023"),
        ("in FY2023", "2023"),
        ("in the first quarter of 2017", "2017"),
        ("in the first half of 2017", "2017"),
        ("in the first eleven months of 2017", "2017"),
        ("in the summer of 2017", "2017"),
        ("in summer 2017", "2017"),
        ("in the years 2016-2017", "2017"),
        ("in 2016/17", "2017"),
        ("between 2012 and 2015", "2015"),
        ("from 2014 to 2016", "2016"),
        ("between January 2017 and September 2018", "2018"),
        ("between March 2017 and May 2017", "2017"),
    ],
)
def test_a_date_with_its_year_stands_without_publication(words: str, date: str) -> None:
    """A span of months is its year, a span of years runs to its last."""
    assert dates(words) == dates(words, "") == [date]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("in February", "2018-02"),
        ("in March", "2018-03"),
        ("in April", "2017-04"),
        ("in December", "2017-12"),
        ("since December", "2017-12"),
        ("until January", "2018-01"),
        ("after August", "2017-08"),
        ("before August", "2017-08"),
        ("during October", "2017-10"),
        ("throughout October", "2017-10"),
        ("in late October", "2017-10"),
        ("in early to mid October", "2017-10"),
        ("the September resolution", "2017-09"),
        ("its January test", "2018-01"),
        ("one August night", "2017-08"),
        ("September's resolution", "2017-09"),
        ("last August", "2017-08"),
        ("last March", "2017-03"),
        ("this March", "2018-03"),
        ("last February", "2018-02"),
        ("next May", "2018-05"),
        ("on 3 February", "2018-02-03"),
        ("on February 3", "2018-02-03"),
        ("on Feb. 3", "2018-02-03"),
        ("on Saturday, 3 February", "2018-02-03"),
        ("on 3 June", "2017-06-03"),
        ("on the 3rd of June", "2017-06-03"),
        ("on 5-7 February", "2018-02"),
        ("from January to February", "2018"),
        ("between March and June", "2017"),
        ("in August last year", "2017-08"),
        ("in August of last year", "2017-08"),
        ("on 5 August last year", "2017-08-05"),
        ("on August 5 of last year", "2017-08-05"),
        ("in May this year", "2018-05"),
        ("by October next year", "2019-10"),
        ("January and February of this year", "2018"),
        ("since New Year's Day", "2018-01-01"),
        ("on Christmas Eve", "2017-12-24"),
        ("before Christmas", "2017-12-25"),
    ],
)
def test_a_month_without_its_year_is_the_last_one(words: str, date: str) -> None:
    """What is told as done lies behind the day of publication."""
    assert dates(words) == [date]
    assert dates(words, "") == ["?"]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("on Thursday", "2018-03-08"),
        ("on Friday", "2018-03-09"),
        ("on Saturday", "2018-03-03"),
        ("on Thursday night", "2018-03-08"),
        ("last Thursday", "2018-03-08"),
        ("last Friday", "2018-03-02"),
        ("next Monday", "2018-03-12"),
        ("this Thursday", "2018-03-08"),
        ("Thursday's vote", "2018-03-08"),
        ("today", "2018-03-09"),
        ("yesterday", "2018-03-08"),
        ("tomorrow", "2018-03-10"),
        ("tonight", "2018-03-09"),
        ("last night", "2018-03-08"),
        ("this morning", "2018-03-09"),
        ("the day before yesterday", "2018-03-07"),
        ("this week", "2018-03"),
        ("last week", "2018"),
        ("next week", "2018-03"),
        ("earlier this week", "2018-03"),
        ("last weekend", "2018"),
        ("this month", "2018-03"),
        ("last month", "2018-02"),
        ("next month", "2018-04"),
        ("earlier this month", "2018-03"),
        ("late last month", "2018-02"),
        ("this year", "2018"),
        ("last year", "2017"),
        ("next year", "2019"),
        ("earlier this year", "2018"),
        ("later this year", "2018"),
        ("late last year", "2017"),
        ("in the last fiscal year", "2017"),
        ("last fiscal year", "2017"),
        ("this quarter", "2018"),
        ("by the end of the year", "2018"),
        ("by the end of the month", "2018-03"),
        ("since the beginning of the year", "2018"),
        ("by the end of this year", "2018"),
        ("in the first two months of the year", "2018"),
        ("in the first half of last year", "2017"),
        ("in the first quarter of next year", "2019"),
        ("in the fourth quarter", "2017"),
        ("in the first half", "2017"),
        ("last summer", "2017"),
        ("in the autumn", "2017"),
        ("in the past year", "?"),
        ("over the past month", "2018"),
        ("two days ago", "2018-03-07"),
        ("a week ago", "2018"),
        ("three weeks ago", "2018-02"),
        ("a month ago", "2018-02"),
        ("three months ago", "2017-12"),
        ("a year ago", "2017"),
        ("two years ago", "2016"),
        ("in the first days of March two years ago", "2016-03"),
        ("on 5 March two years ago", "2016-03-05"),
        ("in March several years ago", "?"),
        ("a rule of last December 22nd", "2017-12-22"),
        ("12 years ago", "2006"),
        ("twenty years ago", "1998"),
        ("a decade ago", "2008"),
        ("a couple of days ago", "2018-03-07"),
        ("a few days ago", "2018"),
        ("several years ago", "?"),
    ],
)
def test_a_relative_date_goes_by_the_day_of_publication(words: str, date: str) -> None:
    """No finer than the words: a week over the turn of a month is a year, an unnumbered time is nothing."""
    assert dates(words) == [date]
    assert dates(words, "") == ["?"]


@pytest.mark.parametrize(
    ("words", "published", "date"),
    [
        ("last month", "2018-01-15", "2017-12"),
        ("last month", "2018-01", "2017-12"),
        ("last month", "2018", "?"),
        ("last year", "2018", "2017"),
        ("two years ago", "2018", "2016"),
        ("in August", "2018-08", "2018-08"),
        ("on Thursday", "2018-03", "2018-03"),
        ("yesterday", "2018-03", "2018-03"),
        ("on Thursday", "2018", "?"),
        ("last week", "2018-03", "2018"),
        ("last week", "2018-01", "?"),
        ("last week", "2018-01-02", "2017-12"),
        ("next week", "2017-12-29", "2018-01"),
        ("in the first half", "2018-08-09", "2018"),
        ("in the first quarter", "2018-04-13", "2018"),
        ("in the fourth quarter", "2018-01-13", "2017"),
        ("last summer", "2018-10-01", "2018"),
        ("on 31 February", "2018-03-09", "?"),
        ("on 29 February", "2016-03-09", "2016-02-29"),
    ],
)
def test_a_coarse_day_of_publication_gives_coarse_dates(words: str, published: str, date: str) -> None:
    """A month of publication tells the month of "on Thursday", since a report is seldom a week older than what it tells; never the day."""
    assert dates(words, published) == [date]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("in April", "2018-04"),
        ("by February", "2019-02"),
        ("until March", "2018-03"),
        ("on 3 June", "2018-06-03"),
        ("on Monday", "2018-03-12"),
        ("on Friday", "2018-03-09"),
        ("in the autumn", "2018"),
        ("in three months.", "2018-06"),
        ("in two years.", "2020"),
        ("in two weeks' time", "2018-03"),
    ],
)
def test_what_lies_ahead_is_the_next_one(words: str, date: str) -> None:
    """ "Will close by June" in March is this June."""
    assert dates(words, lean=Lean.FUTURE) == [date]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("in May 2016, and a year later", ["2016-05", "2017"]),
        ("in May 2016, two months earlier", ["2016-05", "2016-03"]),
        ("on 3 May 2016 and two days later", ["2016-05-03", "2016-05-05"]),
        ("on 3 May 2016, and the next day", ["2016-05-03", "2016-05-04"]),
        ("on 3 May 2016, and the day before", ["2016-05-03", "2016-05-02"]),
        ("in January 2016 and in August of that year", ["2016-01", "2016-08"]),
        ("in January 2016 and in August the year before", ["2016-01", "2015-08"]),
        ("in the spring of last year", ["2017"]),
        ("in January 2016 and on 5 August of the same year", ["2016-01", "2016-08-05"]),
        ("in January 2016 and in August of the following year", ["2016-01", "2017-08"]),
        ("in 2013, compared with the year before", ["2013", "2012"]),
        ("in December 2016 and the following month", ["2016-12", "2017-01"]),
        ("in May 2015, and again that August", ["2015-05", "2015-08"]),
        ("in November 2015, and again that January", ["2015-11", "2016-01"]),
        ("a year later", ["?"]),
        ("that month", ["?"]),
        ("in August of that year", ["?"]),
    ],
)
def test_a_date_may_go_by_another(words: str, found: list[str]) -> None:
    """And is unresolved where no other was told."""
    assert dates(words) == found


@pytest.mark.parametrize(
    "words",
    [
        "It may rain and they may 4 times object.",
        "2017 tons of coal, 2018 people",
        "for three days, in 90 days the firms",
        "Russia Today and USA TODAY wrote",
        "the first half of the road, a quarter of it",
        "They march on; a fall of 5 percent; the spring of a watch",
        "Resolution 2371, paragraph 18, page 2017-3",
        "A year-long ban and day-to-day work",
        "$2018 and 2,017 workers",
    ],
)
def test_words_that_are_no_dates(words: str) -> None:
    """Modal verbs, amounts, how long something takes, names of papers."""
    assert dates(words) == []


@pytest.mark.parametrize(
    ("words", "aside"),
    [
        ("the 2015 nuclear agreement", True),
        ("the accord of 2015", True),
        ("resolution 2371 (2017)", True),
        ("the 2022 World Cup", True),
        ("at the end of 2015", False),
        ("in the summer of 2015", False),
        ("in 2015", False),
    ],
)
def test_a_year_may_be_part_of_a_name(words: str, aside: bool) -> None:
    """The agreement of 2015 was left in another year."""
    ((moment),) = moments(words)
    assert moment.aside is aside


@pytest.mark.parametrize(
    ("words", "base"),
    [
        ("trade fell from $199 million in 2014", True),
        ("less than half that of 2014", True),
        ("compared with the same period in 2014", True),
        ("up 5 percent from 2014", True),
        ("rose 12 percent from a year earlier", True),
        ("against 2.5 million in April", True),
        ("down from RM80 million in 2013", True),
        ("30 percent above last year", True),
        ("imports from the country in 2014", False),
        ("banned from 1 July", False),
        ("from next week", False),
        ("sanctions against the country in 2014", False),
        ("imports up on last year", True),
        ("the meeting broke up on Wednesday", False),
        ("the blockade was set up on 3 March", False),
    ],
)
def test_what_something_is_compared_with_is_not_its_date(words: str, base: bool) -> None:
    """ "Down from 2,100 in 2013" says nothing of 2013 that the sentence is about."""
    assert (moments(words)[-1].base >= 0) is base


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2006 – In December the council votes", "2006-12"),
        ("2015: A deal is signed on 14 July", "2015-07-14"),
        ("1994 - The framework is signed in October", "1994-10"),
        ("2006-12 sales ended in December", "2017-12"),  # a season, no entry of its own
        ("In 2006 – in December, to be exact – it voted", "2017-12"),
    ],
)
def test_the_months_of_a_chronology_are_of_the_year_that_opens_the_line(words: str, date: str) -> None:
    assert dates(f"Background\n{words}")[-1] == date


def told(sentence: str, published: str = DAY) -> list[str]:
    (parsed,) = parse(text(sentence, published=published))
    lexicon = load_lexicon()
    found = find_moments(
        sentence,
        0,
        len(sentence),
        PartialDate(published),
        lean=lambda printed: lean_of(parsed, printed, lexicon),
    )
    return [str(moment.date or "?") for moment in found]


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("The ministry closed the office in April.", "2017-04"),
        ("The ministry has closed the office since April.", "2017-04"),
        ("The ministry will close the office in April.", "2018-04"),
        ("The office is to be closed by 2 June.", "2018-06-02"),
        ("The leaders are to meet at the border at the end of April.", "2018-04"),
        ("The ministry plans to close the office in April.", "2018-04"),
        ("The ministry agreed to close the office by May.", "2018-05"),
        ("The ministry managed to buy coal in November.", "2017-11"),
        ("The office must be closed by June.", "2018-06"),
        ("The measures take effect in May.", "2018-05"),
        ("The measures enter into force on Monday.", "2018-03-12"),
        ("The council is to meet on Tuesday.", "2018-03-13"),
        ("The council met on Tuesday.", "2018-03-06"),
        ("The meeting has been scheduled for May.", "2018-05"),
        ("The refiners booked cargoes for April.", "2018-04"),
        ("Customs published the figures for January.", "2018-01"),
        ("The vessels had to leave by January.", "2018-01"),
        ("Since December the state may seize a ship.", "2017-12"),
        ("The firms have been given until 9 June to leave.", "2018-06-09"),
        ("All the workers had left by June.", "2017-06"),
        ("It gave the envoy a month to leave in February.", "2018-02"),
        ("Britain and France on Thursday set in motion the return of the measures.", "2018-03-08"),
        ("Japan, which takes part in talks set for May, agreed.", "2018-05"),
        ("The committee condemned the test in November.", "2017-11"),
        ("A delegation is due in the capital on Sunday.", "2018-03-11"),
        ("The ministry, which closed the office in December, said nothing.", "2017-12"),
        ("Shipments appear to have ceased in late November.", "2017-11"),
        ("The minister said on Monday that the office was closed.", "2018-03-05"),
        ("Tokyo says on Monday that the office is closed.", "2018-03-05"),
        ("The visit on Tuesday may complicate the talks.", "2018-03-06"),
        ("The council will hold talks on Tuesday.", "2018-03-13"),
        ("The minister was to arrive on Tuesday.", "2018-03-13"),
        ("The decision follows a similar step by Japan on Tuesday.", "2018-03-06"),
        ("Washington called a meeting of the council for Monday.", "2018-03-12"),
        ("The envoys met to prepare a visit by the president in May.", "2018-05"),
        ("The firms should have been shut by January.", "2018-01"),
        ("A second meeting was likely in April.", "2018-04"),
        ("A company set up in January trades with the state.", "2018-01"),
        ("It broke off relations as long ago as 2014.", "2014"),
    ],
)
def test_the_tense_tells_which_way_a_date_leans(sentence: str, date: str) -> None:
    """A month in the past tense is behind the day of publication, one in the future before it."""
    assert told(sentence) == [date]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Banks may not, since 28 February, send more than ten thousand dollars.", ["2018-02-28"]),
        ("He'd been in Pyongyang since Tuesday and flew home.", ["2018-03-06"]),
        ("Li, the first Chinese premier to come in sixteen years, met Kim on Thursday.", ["2018-03-08"]),
        ("It was the only ship to call in three years.", []),
        ("She will be the first minister to go there in May.", ["2018-05"]),
        ("The office will be shut in two years.", ["2020"]),
    ],
)
def test_what_began_or_was_the_first_lies_behind(sentence: str, found: list[str]) -> None:
    """ "Since" looks back whatever the verb; the first to come in years has come, unless it is still to be."""
    assert told(sentence) == found
