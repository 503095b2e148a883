"""Period texts -> first day, last day and label, each different text once; what cannot be read, with its fix."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from indicators import periods
from indicators.errors import PeriodError
from indicators.model import Period
from indicators.screening.finding import MOST

#: Kinds of one year that the same text can mean: "2018-19" is no two pooled years for certain.
_SINGLE = ("financial_year", "academic_year", "november_year")
_ISO = "Write dates as 2016-04-01."


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
    """The period as the indicator has it: also pooled years among single ones, and a month named by one of its days.

    Whatever else the text could be is a problem."""
    if not text.strip():
        return Span(problem="unreadable-period", message="The row has no period.")
    try:
        return _of(periods.parse(text, kind), text)
    except PeriodError as error:
        refusal = error
    meanings = dict(_meanings(text))
    twin = periods.POOLED.get(kind)
    if twin in meanings and not set(_SINGLE) & set(meanings):
        return _of(meanings[twin], text)
    if kind == "month" and set(meanings) == {"day"}:  # the survey of pay is named by its day in April
        return _of(periods.parse(f"{meanings['day'].start:%Y-%m}", kind), text)
    try:
        periods.parse(text)
    except PeriodError as error:
        if meanings:  # so it is refused for having several
            return _refused("ambiguous-period", error, text)
    return _refused("unreadable-period", refusal, text)


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
    """Both days and the label, as the tidy layout has them; a label that says something else is a problem."""
    days: list[date] = []
    for name, text in (("period_start", written.period), ("period_end", written.period_end)):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            message = f"'{text}' is not a date." if text else f"The row has no {name}."
            return Span(None, None, "", "unreadable-period", message, _ISO, text)
    labels = _labels(days[0], days[1], kind)
    label = written.period_label or next(iter(labels), "")
    if label in labels:
        return Span(days[0], days[1], label, text=written.period)
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
