"""Every period form that publishers write -> start, end, label.

`parse` is the one door. A form such as "2018/19" means different dates in different series; the indicator's
definition says which (`period`, one of `KINDS`), and without it `parse` refuses rather than guesses.
`label` holds what each kind is: no reading leaves this module that `label` would not accept.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from indicators.errors import PeriodError, nearest
from indicators.model import Period
from indicators.period_kinds import (
    BEGINS,
    CENSUS_DAYS,
    DAY,
    EXAMPLES,
    KINDS,
    MONTHS,
    POOLED,
    label,
    month_name,
    months_on,
)

Span = tuple[date, date]


def parse(text: str, kind: str | None = None) -> Period:
    """The period that `text` names; `kind` is the indicator's own (`KINDS`).

    Without `kind`, a form with more than one meaning is refused, and so is always what cannot be read or is
    not of that kind: PeriodError says what was found and how to mend it. Flags that publishers glue on
    ("2021/22 (p)") are refused too: whoever reads the file takes them off and keeps them.
    """
    if kind is not None and kind not in KINDS:
        raise PeriodError(f"'{kind}' is no kind of period. Kinds are {', '.join(KINDS)}.{nearest(kind, KINDS)}")
    meanings = _meanings(_tidied(text), kind)
    if not meanings:
        raise PeriodError(*_unreadable(text, kind))
    if len(meanings) > 1:
        raise PeriodError(
            f"'{text}' has more than one meaning: {_listed(meanings)}.",
            f'Say which in the indicator\'s definition, for example period = "{meanings[0][0]}".',
        )
    return meanings[0][1]


def following(period: Period, kind: str) -> Period | None:
    """The next period of the same kind; None for a census or a day, which nothing regular follows.

    A month is followed by the next month and a quarter by the next quarter. Everything else moves on by one
    year: pooled years too ("2011–13" follows "2010–12"), and a year ending in a month by the year ending in
    that month, even where the publisher's windows move by a quarter. ValueError if `period` is not of `kind`.
    """
    label(period.start, period.end, kind)
    if kind in ("census", "day"):
        return None
    step = {"month": 1, "quarter": 3}.get(kind, 12)
    start, end = months_on(period.start, step), months_on(period.end + DAY, step) - DAY
    return Period(start, end, label(start, end, kind))


# From the parts of a form to dates, as one kind would have it. ValueError: these parts are nothing of that kind.


def _year_number(text: str) -> int:
    """A year of four digits, or of two: 00 to 49 are of this century, 50 to 99 of the last."""
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 50 else 1900)


def _year_after(first: int, text: str) -> int:
    """The year that ends a range: of two digits, the next one from `first` on that ends in them."""
    return int(text) if len(text) == 4 else first + (int(text) - first) % 100


def _month_of(name: str, year: str) -> date:
    number = [month[:3].lower() for month in MONTHS].index(name[:3].lower()) + 1
    return date(_year_number(year), number, 1)


def _whole_years(kind: str, first: int, years: int) -> Span:
    month, day = BEGINS[kind]
    return date(first, month, day), date(first + years, month, day) - DAY


def _one_year(kind: str, year: str) -> Span:
    if kind == "year":
        return _whole_years(kind, int(year), 1)
    if kind == "census" and int(year) not in CENSUS_DAYS:
        raise ValueError(f"no census in {year}")
    day = CENSUS_DAYS[int(year)] if kind == "census" else date(int(year), 6, 30)
    return day, day


def _two_years(kind: str, first: str, second: str) -> Span:
    start = int(first)
    years = _year_after(start, second) - start
    if kind in POOLED.values():
        return _whole_years(kind, start, years + 1)
    if years != 1:
        raise ValueError(f"{second} is not the year after {first}")
    return _whole_years(kind, start, 1)


def _two_split_years(kind: str, first: str, second: str, third: str, fourth: str) -> Span:
    start, last = int(first), _year_after(int(first), third)
    _two_years("academic_year", first, second)
    _two_years("academic_year", str(last), fourth)
    return _whole_years(kind, start, last - start + 1)


def _financial_year_ending(kind: str, year: str) -> Span:
    return _whole_years(kind, int(year) - 1, 1)


def _year_to(_: str, month: str, year: str) -> Span:
    after = months_on(_month_of(month, year), 1)
    return months_on(after, -12), after - DAY


def _months(_: str, month: str, year: str, to_month: str, to_year: str) -> Span:
    return _month_of(month, year), months_on(_month_of(to_month, to_year), 1) - DAY


def _months_of_year(kind: str, month: str, to_month: str, year: str) -> Span:
    return _months(kind, month, year, to_month, year)


def _named_month(kind: str, month: str, year: str) -> Span:
    return _year_to(kind, month, year) if kind == "year_ending" else _months(kind, month, year, month, year)


def _numbered_month(_: str, year: str, month: str) -> Span:
    start = date(int(year), int(month), 1)
    return start, months_on(start, 1) - DAY


def _quarter(_: str, year: str, quarter: str) -> Span:
    start = date(int(year), 3 * int(quarter) - 2, 1)
    return start, months_on(start, 3) - DAY


def _financial_quarter(_: str, first: str, second: str, quarter: str) -> Span:
    start = months_on(_two_years("financial_year", first, second)[0], 3 * int(quarter) - 3)
    return start, months_on(start, 3) - DAY


def _duration(_: str, year: str, month: str, day: str, number: str, unit: str) -> Span:
    start = date(int(year), int(month), int(day))
    return start, months_on(start, int(number) * (12 if unit.upper() == "Y" else 1)) - DAY


def _date(kind: str, year: str, month: str, day: str) -> Span:
    start = date(int(year), int(month), int(day))
    if kind != "month":
        return start, start
    first, last = start.replace(day=1), months_on(start.replace(day=1), 1) - DAY
    if start not in (first, last):
        raise ValueError("only the first or the last day of a month stands for the month")
    return first, last


def _written_date(_: str, day: str, month: str, year: str) -> Span:
    start = _month_of(month, year).replace(day=int(day))
    return start, start


# The forms.


class Form(NamedTuple):
    """One way of writing. `kinds`: what it may mean by itself. `asked`: what else, if the definition says so."""

    pattern: str
    dates: Callable[..., Span]
    kinds: tuple[str, ...]
    asked: tuple[str, ...] = ()


_TO = "(?: ?[-–] ?| to )"
_NAME = f"{'|'.join(MONTHS)}|Sept|{'|'.join(month[:3] for month in MONTHS)}"
_MONTH_YEAR = rf"(?P<month>{_NAME})[ -](?P<year>\d{{4}}|\d\d)"
_SPLIT = r"(?P<first>\d{4})[-–/](?P<second>\d{4}|\d\d)"
_ISO = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]00:00:00)?"

_SINGLE = ("financial_year", "academic_year", "november_year")
_SINGLE_DAYS = ("mid_year", "census")
# What "Apr 2018-Mar 2019" may be by itself: a year ending in March, but a financial year only in such a series.
_RUNS = ("month", "quarter", "year", "year_ending", *POOLED.values())
_EVERY = tuple(KINDS)

FORMS = (
    Form(r"(?P<year>\d{4})", _one_year, ("year", *_SINGLE_DAYS)),
    Form(r"mid[- ](?:year )?(?P<year>\d{4})", _one_year, ("mid_year",)),
    Form(r"Census (?P<year>\d{4})", _one_year, ("census",)),
    Form(r"(?P<first>\d{4})/(?P<second>\d{4}|\d\d)", _two_years, _SINGLE),
    Form(r"(?P<first>\d{4})(?P<second>\d\d)", _two_years, _SINGLE),
    Form(rf"(?P<first>\d{{4}}){_TO}(?P<second>\d{{4}}|\d\d)", _two_years, (*_SINGLE, "pooled_years")),
    Form(
        rf"{_SPLIT}{_TO}(?P<third>\d{{4}}|\d\d)[-–/](?P<fourth>\d{{4}}|\d\d)",
        _two_split_years,
        ("pooled_academic_years", "pooled_november_years"),
    ),
    Form(r"(?:FYE|Financial year ending) ?(?P<year>\d{4})", _financial_year_ending, ("financial_year",)),
    Form(rf"(?:Year (?:ending|to)|YE|12 months (?:ending|to)) {_MONTH_YEAR}", _year_to, ("year_ending",), _EVERY),
    Form(_MONTH_YEAR, _named_month, ("month",), ("year_ending",)),
    # A hyphen without spaces: an en dash or a spaced one is a range.
    Form(r"(?P<year>\d{4})-?(?P<month>\d\d)", _numbered_month, ("month",)),
    Form(rf"{_MONTH_YEAR}{_TO}(?P<to_month>{_NAME})[ -](?P<to_year>\d{{4}}|\d\d)", _months, _RUNS, _EVERY),
    Form(rf"(?P<month>{_NAME}){_TO}(?P<to_month>{_NAME}) (?P<year>\d{{4}})", _months_of_year, _RUNS, _EVERY),
    Form(r"(?P<year>\d{4})[ -]?Q(?P<quarter>[1-4])", _quarter, ("quarter",)),
    Form(r"Q(?P<quarter>[1-4])[ -]?(?P<year>\d{4})", _quarter, ("quarter",)),
    Form(rf"{_SPLIT} Q(?P<quarter>[1-4])", _financial_quarter, ("quarter",)),
    Form(rf"Q(?P<quarter>[1-4]) {_SPLIT}", _financial_quarter, ("quarter",)),
    Form(rf"{_ISO}/P(?P<number>\d{{1,3}})(?P<unit>[MY])", _duration, _EVERY),
    Form(_ISO, _date, ("month", "day"), _SINGLE_DAYS),
    Form(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", _date, ("month", "day"), _SINGLE_DAYS),
    Form(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<month>{_NAME})[ -](?P<year>\d{{4}})",
        _written_date,
        ("day",),
        _SINGLE_DAYS,
    ),
)

_COMPILED = tuple((re.compile(form.pattern, re.IGNORECASE | re.ASCII), form) for form in FORMS)


def _tidied(text: str) -> str:
    """Single ordinary spaces, and of all the dashes only the hyphen and the en dash."""
    return " ".join(text.split()).translate(str.maketrans("\u2010\u2011\u2012\u2014\u2015\u2212", "--––––"))


# A file repeats few periods in many rows.
@lru_cache(maxsize=4096)
def _meanings(text: str, kind: str | None) -> tuple[tuple[str, Period], ...]:
    """Every kind that the text can be, with its period; no more than one of each pair."""
    meanings = set(_readings(text, kind))
    if {"year", "year_ending"} <= {each for each, _ in meanings}:  # a year ending in December is a year
        meanings = {(each, period) for each, period in meanings if each != "year_ending"}
    return tuple(sorted(meanings, key=lambda meaning: _EVERY.index(meaning[0])))


def _readings(text: str, kind: str | None) -> Iterator[tuple[str, Period]]:
    for pattern, form in _COMPILED:
        if match := pattern.fullmatch(text):
            for each in form.kinds if kind is None else {kind}.intersection(form.kinds + form.asked):
                with suppress(ValueError):
                    start, end = form.dates(each, **match.groupdict())
                    yield each, Period(start, end, label(start, end, each))


# What people are told.


def _listed(meanings: tuple[tuple[str, Period], ...]) -> str:
    return ", ".join(f"{kind} ({_dates(period)})" for kind, period in meanings)


def _dates(period: Period) -> str:
    first, last = (f"{day.day} {month_name(day)}" for day in (period.start, period.end))
    return first if first == last else f"{first} to {last}"


def _unreadable(text: str, kind: str | None) -> tuple[str, str]:
    """What was found, and how to write it."""
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    flag = re.search(r"(?<=\S)\s*([(\[][^()\[\]]*[)\]])\s*$", text)
    if flag and _meanings(_tidied(text[: flag.start()]), kind):
        return f"'{shown}' ends in a flag, which is no part of the period.", f"Take off '{flag[1]}'."
    if kind is None:
        examples = ", ".join(dict.fromkeys(written[0] for written in EXAMPLES.values()))
        return f"'{shown}' cannot be read as a period. Readable are, for example, {examples}.", ""
    others = _meanings(_tidied(text), None)
    instead = f" By itself it means {_listed(others)}." if others else ""
    return f"'{shown}' cannot be read as {KINDS[kind]}.{instead}", f"Write {' or '.join(EXAMPLES[kind])}."
