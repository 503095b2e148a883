"""What a spreadsheet makes of a date or a year when it saves a file, and what the text was before."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

from indicators.period_kinds import MONTHS

#: The day that stands before 1 in the two ways in which spreadsheets count days (ECMA-376, part 1, 18.17.4.1).
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
#: Days counted so are dates from 1954 to 2119: five digits, and no year.
_SERIAL = re.compile(r"(?:2|3|4|5|6|7)\d{4}(?:\.0+)?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d\d)(?:[ T]0?0:00(?::00)?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T]0?0:00(?::00(?:\.0+)?)?)?", re.ASCII)
_NAMED_DAY = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3,9})[ \-](\d{4}|\d\d)", re.ASCII)
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})[ \-](\d{4}|\d\d)", re.ASCII)
#: A year as a number with decimals or with a comma for thousands: "2019.0", "2,019", "201,819".
_AS_NUMBER = re.compile(r"(\d{4}|\d{6})\.0+|([12]),(\d{3})|(\d{3}),(\d{3})", re.ASCII)
#: Years of two digits below this are of this century, as spreadsheets have it.
_CENTURY = 30


def days(text: str) -> list[date]:
    """Every day that the text can be, the day before the month first; none where it is no date."""
    return list(dict.fromkeys(_days(" ".join(text.split()))))


def month(text: str) -> str:
    """A month as spreadsheets name it ("Apr-26") in full ("April 2026"); empty for anything else."""
    named = _named(text)
    return f"{MONTHS[int(named[5:]) - 1]} {named[:4]}" if named else ""


def before(text: str) -> list[str]:
    """What the text may have been before a spreadsheet took it for a date or a number: "2010/11" for "Nov-10"."""
    tidy = " ".join(text.split())
    if number := _AS_NUMBER.fullmatch(tidy):
        return ["".join(part for part in number.groups() if part)]
    found = days(tidy)
    months = [_named(tidy)] if _named(tidy) else [f"{day:%Y-%m}" for day in found if day.day == 1]
    years = [month.replace("-", sign) for month in months for sign in ("/", " - ")]
    return [*years, *(day.isoformat() for day in sorted(found, key=lambda day: day.day != 1))]


def _named(text: str) -> str:
    """Year and month ("2026-04") of what names a month."""
    if (match := _NAMED_MONTH.fullmatch(" ".join(text.split()))) and (number := _month(match[1])):
        return f"{_year(match[2])}-{number:02d}"
    return ""


def _days(text: str) -> Iterator[date]:
    if match := _YEAR_FIRST.fullmatch(text):
        yield from _day(match[1], match[2], match[3])
    elif match := _NUMBERS.fullmatch(text):
        yield from _day(match[3], match[2], match[1])
        yield from _day(match[3], match[1], match[2])
    elif match := _NAMED_DAY.fullmatch(text):
        yield from _day(match[3], str(_month(match[2])), match[1])
    elif _SERIAL.fullmatch(text):
        yield from (epoch + timedelta(days=int(text.partition(".")[0])) for epoch in _EPOCHS)


def _day(year: str, month: str, day: str) -> Iterator[date]:
    with suppress(ValueError):
        yield date(_year(year), int(month), int(day))


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < _CENTURY else 1900)


def _month(name: str) -> int:
    """The number of a month by its name or the three or four letters it is cut to; 0 for any other word."""
    word = name.casefold()
    names = [month.casefold() for month in MONTHS]
    return next((place for place, month in enumerate(names, start=1) if word in (month, month[:3], month[:4])), 0)
