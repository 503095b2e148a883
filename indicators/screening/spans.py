"""Period texts -> first day, last day and label, each different text once; what cannot be read, with its fix."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from indicators import periods
from indicators.errors import PeriodError
from indicators.model import Period
from indicators.screening import spreadsheets
from indicators.screening.finding import MOST

#: Kinds of one year that the same text can mean: "2018-19" is no two pooled years for certain.
_SINGLE = ("financial_year", "academic_year", "november_year")
_ISO = "Write dates as 2016-04-01."
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
#: Years by which the two ends of a pooled or split year differ: "2010/11", "2010 - 12", "2010 - 14".
_POOLED_YEARS = (1, 2, 4)
#: What the text of a day can be beside it.
_OF_A_DAY = {"day", "month", "mid_year", "census"}


class Span(NamedTuple):
    """What a text says: dates and label; or a problem (id of a check), told and mended. `text` stands in the file."""

    start: date | None = None
    end: date | None = None
    label: str = ""
    problem: str = ""
    message: str = ""
    fix: str = ""
    text: str = ""


class Written(NamedTuple):
    """What stands in a file for a period: the text that names it; or its first day, its last day, and its label."""

    period: str
    period_end: str = ""
    period_label: str = ""


def table(rows: pd.DataFrame, explicit: bool) -> pd.DataFrame:
    """A row for each row's `Written` and `kind`: the fields of `Span`, dates as datetime64[s]. `explicit`: both days
    are named, and the label."""
    names = ["kind", *(Written._fields if explicit else Written._fields[:1])]
    place = np.zeros(len(rows), dtype="int64")
    for name in names:
        texts, different = pd.factorize(rows[name])
        place = pd.factorize(place * len(different) + texts)[0]
    first = np.unique(place, return_index=True)[1]
    each = rows[names].iloc[first].itertuples(index=False, name=None)
    frame = pd.DataFrame(_each(each, explicit), columns=list(Span._fields))
    frame = frame.astype(dict.fromkeys(("label", "problem", "message", "fix", "text"), "str"))
    for name in ("start", "end"):
        frame[name] = pd.Series(np.array(frame[name].to_list(), dtype="datetime64[s]"), dtype="datetime64[s]")
    return frame.take(place).reset_index(drop=True)


def _each(rows: Iterable[tuple[str, ...]], explicit: bool) -> Iterator[Span]:
    """The span of each kind and what is written; once MOST have been refused, without looking for what else it could
    be: nobody is told of more."""
    refused = 0
    for kind, *texts in rows:
        if explicit:
            each = stated(Written(*texts), kind)
        else:
            each = span(texts[0], kind) if refused < MOST else _plain(texts[0], kind)
        refused += each.problem != ""
        yield each


def _plain(text: str, kind: str) -> Span:
    try:
        return _of(periods.parse(text, kind), text)
    except PeriodError as error:
        return _refused("unreadable-period", error, text)


def span(text: str, kind: str) -> Span:
    """The period as the indicator has it: also pooled years among single ones, a month or a year named by one of its
    days, and a quarter or financial year by its last.

    Whatever else the text could be is a problem; what a spreadsheet makes of such a period is told as that."""
    if not text.strip():
        return Span(problem="unreadable-period", message="The row has no period.")
    meant = _meant(text, kind)
    if isinstance(meant, Span):
        return meant
    was = next((each for each in spreadsheets.before(text) if isinstance(_meant(each, kind), Span)), "")
    if was:
        message = f"'{text}' is what a spreadsheet makes of {was}."
        fix = f"Download the file again and upload it without opening it in a spreadsheet, or write {was}."
        return Span(None, None, "", "unreadable-period", message, fix, text)
    try:
        periods.parse(text)
    except PeriodError as error:
        if any(_meanings(text)):  # so it is refused for having several
            return _refused("ambiguous-period", error, text)
    return _refused("unreadable-period", meant, text)


def _meant(text: str, kind: str) -> Span | PeriodError:
    """The period that the text is in a series of that kind, or why it is none."""
    try:
        return _of(periods.parse(text, kind), text)
    except PeriodError as error:
        refusal = error
    meanings = dict(_meanings(text))
    twin = periods.POOLED.get(kind)
    if twin in meanings and not set(_SINGLE) & set(meanings):
        return _of(meanings[twin], text)
    # 4/1/2016 is the first of April where the month stands before the day
    days = [day for day in spreadsheets.days(text) if day.day == 1]
    first = bool(days)
    if kind == "month" and set(meanings) == {"day"} and not first:  # the survey of pay is named by its day in April
        return _of(periods.parse(f"{meanings['day'].start:%Y-%m}", kind), text)
    # 01/12/2010 is what a spreadsheet makes of 2010 - 12; 01/11/2004 of no years that anybody pools
    changed = kind == "year" and "/" in text and any(day.month - day.year % 100 in _POOLED_YEARS for day in days)
    named = _named_by(meanings["day"].start, kind) if "day" in meanings and not changed else None
    return _of(named, text) if named and set(meanings) <= _OF_A_DAY else refusal


def _named_by(day: date, kind: str) -> Period | None:
    """The period that tables of stocks name by a day: the year in which empty homes are counted on a Monday in October,
    the quarter or the financial year at whose end claimants or homes are. Any other of their days is none."""
    after = day + timedelta(days=1)
    if kind == "year":
        return periods.parse(f"{day:%Y}", kind)
    if kind == "financial_year" and (after.month, after.day) == (4, 1):
        return periods.parse(f"FYE {day:%Y}", kind)
    if kind == "quarter" and after.day == 1 and after.month % 3 == 1:
        return periods.parse(f"{day:%Y} Q{day.month // 3}", kind)
    return None


def _refused(check: str, refusal: PeriodError, text: str) -> Span:
    return Span(None, None, "", check, refusal.message, refusal.fix, text)


def _of(period: Period, text: str) -> Span:
    return Span(period.start, period.end, period.label, text=text)


def _meanings(text: str) -> Iterator[tuple[str, Period]]:
    """Every kind of period that the text can be."""
    for kind in periods.KINDS:
        with suppress(PeriodError):
            yield kind, periods.parse(text, kind)


def stated(written: Written, kind: str) -> Span:
    """Both days and the label, as the tidy layout has them; a label that says something else is a problem.

    Days that a spreadsheet has changed are read where they are a period of that kind in one way alone; `text` is then
    the first of them."""
    texts = {"period_start": written.period, "period_end": written.period_end}
    wrong = [(name, text) for name, text in texts.items() if _iso(text) is None]
    if not wrong:
        days = [date.fromisoformat(text) for text in texts.values()]
        return _labelled(days, written.period_label, _labels(days[0], days[1], kind), written.period)
    name, text = wrong[0]
    readings = [[day] if (day := _iso(each)) else spreadsheets.days(each) for each in texts.values()]
    pairs = [[start, end] for start in readings[0] for end in readings[1] if _is_of(start, end, kind)]
    if len(pairs) == 1:
        labels = _labels(pairs[0][0], pairs[0][1], kind)
        return _labelled(pairs[0], _unchanged(written.period_label, labels, kind), labels, text)
    return _misdated(name, text, pairs, readings[0] if name == "period_start" else readings[1])


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _WRITTEN.fullmatch(text) else None
    except ValueError:
        return None


def _is_of(start: date, end: date, kind: str) -> bool:
    with suppress(ValueError):
        return bool(periods.label(start, end, kind))
    return False


def _unchanged(label: str, labels: list[str], kind: str) -> str:
    """A label that a spreadsheet has changed, as it was: "Apr-26" for "April 2026"; any other as it is."""
    each = (_meant(text, kind) for text in spreadsheets.before(label))
    meant = {found.label for found in each if isinstance(found, Span)}
    return labels[0] if labels and (labels[0] in meant or spreadsheets.month(label) in labels) else label


def _misdated(name: str, text: str, pairs: list[list[date]], days: list[date]) -> Span:
    """What is told of a day that cannot be read, or in more than one way."""
    if not text:
        return Span(None, None, "", "unreadable-period", f"The row has no {name}.", _ISO, text)
    if not days:
        return Span(None, None, "", "unreadable-period", f"'{text}' is not a date.", _ISO, text)
    place = 0 if name == "period_start" else 1
    likely = list(dict.fromkeys(pair[place] for pair in pairs)) or days
    other = f", or {likely[1]} if the month stands first" if len(likely) > 1 else ""
    message = f"'{text}' in {name}: a spreadsheet has changed it."
    fix = f"Write {likely[0]}{other}: give the column the format yyyy-mm-dd before you save it."
    return Span(None, None, "", "unreadable-period", message, fix, text)


def _labelled(days: list[date], label: str, labels: list[str], text: str) -> Span:
    """The period under one of its labels, the first if it has none; what is wrong with any other."""
    label = label or next(iter(labels), "")
    if label in labels:
        return Span(days[0], days[1], label, text=text)
    return _mislabelled(label, days, labels)


def _labels(start: date, end: date, kind: str) -> list[str]:
    """How the project writes these days, the indicator's own way first."""
    labels: list[str] = []
    for each in (kind, *periods.KINDS):
        with suppress(ValueError):
            labels.append(periods.label(start, end, each))
    return labels


def _mislabelled(label: str, days: list[date], labels: list[str]) -> Span:
    where = f"{days[0]} to {days[1]}"
    if not labels:
        message, fix = f"{where} is no period of any kind.", "Correct period_start or period_end."
        return Span(None, None, "", "unreadable-period", message, fix, days[1].isoformat())
    message, fix = f"'{label}' is not {where}.", f"Write {labels[0]}, or correct the dates."
    return Span(None, None, "", "unreadable-period", message, fix, label)
