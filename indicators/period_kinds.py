"""What each kind of period is, and the one way the project writes it. `periods` is the door to use."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

#: What `period` in a definition may be.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "year": "a calendar year",
        "mid_year": "the middle of a year, 30 June",
        "financial_year": "a financial year, 1 April to 31 March",
        "academic_year": "an academic year, 1 September to 31 August",
        "november_year": "a survey year, 16 November to 15 November",
        "pooled_years": "2 to 10 calendar years taken together",
        "pooled_academic_years": "2 to 10 academic years taken together",
        "pooled_november_years": "2 to 10 survey years from 16 November taken together",
        "month": "a calendar month",
        "quarter": "a quarter of the calendar: January, April, July or October and the two months after",
        "year_ending": "twelve calendar months, named by the last",
        "census": "the day of a census",
        "day": "a single day",
    }
)

#: How each kind may be written, for messages.
EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "year": ("2019", "2019-01-01/P1Y", "Jan 2019-Dec 2019"),
        "mid_year": ("mid-2013", "2013", "2013-06-30"),
        "financial_year": ("2018/19", "2018-19", "201819", "FYE 2019"),
        "academic_year": ("2018/19", "2018-19", "2018-09-01/P1Y"),
        "november_year": ("2018/19", "2018-11-16/P1Y"),
        "pooled_years": ("2010 - 12", "2010 to 2012", "2010-01-01/P3Y"),
        "pooled_academic_years": ("2018/19 - 22/23", "2018/19 to 2022/23"),
        "pooled_november_years": ("2018/19 - 19/20", "2018-11-16/P2Y"),
        "month": ("April 2016", "Apr-16", "2016-04", "2016-04-01", "01/04/2016"),
        "quarter": ("2019 Q2", "Apr-Jun 2019", "Q1 2019/20"),
        "year_ending": ("year ending December 1995", "YE Dec 1995", "Apr 2018-Mar 2019"),
        "census": ("Census 2011", "2011", "2011-03-27"),
        "day": ("1 April 2019", "2019-04-01", "01/04/2019"),
    }
)

#: The kind in which a series of single years is pooled, where publishers mix both in one file.
POOLED: Mapping[str, str] = MappingProxyType(
    {"year": "pooled_years", "academic_year": "pooled_academic_years", "november_year": "pooled_november_years"}
)

#: Census days in England and Wales, from the census reports of the Office for National Statistics.
CENSUS_DAYS: Mapping[int, date] = MappingProxyType(
    {day.year: day for day in (date(1991, 4, 21), date(2001, 4, 29), date(2011, 3, 27), date(2021, 3, 21))}
)

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

#: Month and day on which the kinds made of whole years begin.
BEGINS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"year": (1, 1), "pooled_years": (1, 1), "financial_year": (4, 1)}
    | dict.fromkeys(("academic_year", "pooled_academic_years"), (9, 1))
    | dict.fromkeys(("november_year", "pooled_november_years"), (11, 16))
)
# Longer than any pooled figure in use; without a limit, the slip "2019-18" would be a hundred years from 2019.
_MOST_POOLED = 10
# From the first census to well past any projection; beyond it, four digits are no year.
_FIRST_YEAR, _LAST_YEAR = 1801, 2100
DAY = timedelta(days=1)


def label(start: date, end: date, kind: str) -> str:
    """The one way the project writes this period, such as "2018/19" or "April to June 2019".

    `parse` reads it back to the same dates. ValueError if these dates are no period of that kind.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of period")
    in_range = start.year >= _FIRST_YEAR and start <= end and end.year <= _LAST_YEAR
    if not (in_range and _fits(start, end, kind)):
        raise ValueError(f"{start} to {end} is not {KINDS[kind]}")
    return _WORDS[kind](start, end)


def months_on(day: date, months: int) -> date:
    """The same day of a later month, or an earlier one. ValueError if that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1)


def months_later(day: date, months: int) -> date:
    """So many months later: from the last day of a month to the last day of another, else the same day or, where that
    month is shorter, its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if ends else min(day.day, last))


def _fits(start: date, end: date, kind: str) -> bool:
    """Whether the dates are exactly a period of that kind."""
    if kind in BEGINS:
        least, most = (2, _MOST_POOLED) if kind in POOLED.values() else (1, 1)
        after = end + DAY
        whole = (start.month, start.day) == (after.month, after.day) == BEGINS[kind]
        return whole and least <= after.year - start.year <= most
    if kind in ("month", "quarter", "year_ending"):
        length = {"month": 1, "quarter": 3, "year_ending": 12}[kind]
        whole = start.day == 1 and months_on(start, length) == end + DAY
        return whole and (kind != "quarter" or start.month % 3 == 1)
    days = {"mid_year": date(start.year, 6, 30), "census": CENSUS_DAYS.get(start.year), "day": start}
    return start == end == days[kind]


def _pooled(start: date, end: date) -> str:
    same_century = start.year // 100 == end.year // 100
    return f"{start.year}–{end.year % 100:02d}" if same_century else f"{start.year}–{end.year}"


def _split_year(start: date, _: date) -> str:
    return f"{start.year}/{(start.year + 1) % 100:02d}"


def _pooled_split_years(start: date, end: date) -> str:
    return f"{_split_year(start, end)} to {_split_year(end.replace(year=end.year - 1), end)}"


def month_name(day: date) -> str:
    """Month and year, in English whatever the machine's language."""
    return f"{MONTHS[day.month - 1]} {day.year}"


_WORDS: Mapping[str, Callable[[date, date], str]] = MappingProxyType(
    {
        "year": lambda start, _: f"{start.year}",
        "mid_year": lambda start, _: f"{start.year}",
        "financial_year": _split_year,
        "academic_year": _split_year,
        "november_year": _split_year,
        "pooled_years": _pooled,
        "pooled_academic_years": _pooled_split_years,
        "pooled_november_years": _pooled_split_years,
        "month": lambda start, _: month_name(start),
        "quarter": lambda start, end: f"{MONTHS[start.month - 1]} to {month_name(end)}",
        "year_ending": lambda _, end: f"year ending {month_name(end)}",
        "census": lambda start, _: f"Census {start.year}",
        "day": lambda start, _: f"{start.day} {month_name(start)}",
    }
)
