"""Period texts -> first day, last day and label, each different text once; what cannot be read, with its fix."""

import re
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
_EXPLICIT = re.compile(r"(?P<start>[^/|]*)/(?P<end>[^/|]*)\|(?P<label>.*)", re.DOTALL)
_FIX = re.compile(r"(?P<message>.*?\.) (?P<fix>(?:Write|Take|Say) .*)", re.DOTALL)
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


def table(texts: "pd.Series[str]", kinds: "pd.Series[str]", explicit: bool) -> pd.DataFrame:
    """A row for each text: the fields of `Span`, dates as datetime64[s]. `explicit`: the texts name both days."""
    places, written = pd.factorize(texts)
    ways, named = pd.factorize(kinds)
    both, different = pd.factorize(places * max(len(named), 1) + ways)
    pairs = zip(written[different // len(named)], named[different % len(named)], strict=True) if len(named) else ()
    frame = pd.DataFrame(_each(pairs, explicit), columns=list(Span._fields))
    frame = frame.astype(dict.fromkeys(("label", "problem", "message", "fix", "text"), "str"))
    for name in ("start", "end"):
        frame[name] = pd.Series(np.array(frame[name].to_list(), dtype="datetime64[s]"), dtype="datetime64[s]")
    return frame.take(both).reset_index(drop=True)


def _each(pairs: Iterable[tuple[str, str]], explicit: bool) -> Iterator[Span]:
    """The span of each text and kind; once MOST of them have been refused, without looking for what else it could be:
    nobody is told of more."""
    refused = 0
    for text, kind in pairs:
        found = span(str(text), str(kind), explicit) if refused < MOST else _plain(str(text), str(kind), explicit)
        refused += found.problem != ""
        yield found


def _plain(text: str, kind: str, explicit: bool) -> Span:
    try:
        return _explicit(text, kind) if explicit else _of(periods.parse(text, kind), text)
    except PeriodError as error:
        return Span(problem="unreadable-period", message=str(error), text=text)


def span(text: str, kind: str, explicit: bool = False) -> Span:
    """The period as the indicator has it: also pooled years among single ones, and a month named by one of its days.

    Whatever else the text could be is a problem."""
    if explicit:
        return _explicit(text, kind)
    if not text.strip():
        return Span(problem="unreadable-period", message="The row has no period.")
    try:
        return _of(periods.parse(text, kind), text)
    except PeriodError as error:
        refusal = str(error)
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
            return _refused("ambiguous-period", str(error), text)
    return _refused("unreadable-period", refusal, text)


def _refused(check: str, refusal: str, text: str) -> Span:
    split = _FIX.fullmatch(refusal)
    message, fix = (split["message"], split["fix"]) if split else (refusal, "")
    return Span(None, None, "", check, message, fix, text)


def _of(period: Period, text: str) -> Span:
    return Span(period.start, period.end, period.label, text=text)


def _meanings(text: str) -> Iterator[tuple[str, Period]]:
    """Every kind of period that the text can be."""
    for kind in periods.KINDS:
        with suppress(PeriodError):
            yield kind, periods.parse(text, kind)


def _explicit(text: str, kind: str) -> Span:
    """Both days and the label, as the tidy layout has them; a label that says something else is a problem."""
    parts = _EXPLICIT.fullmatch(text)
    if parts is None:
        return Span(problem="unreadable-period", message="The row has no period.")
    days: list[date] = []
    for name in ("start", "end"):
        try:
            days.append(date.fromisoformat(parts[name]))
        except ValueError:
            message = f"'{parts[name]}' is not a date." if parts[name] else f"The row has no period_{name}."
            return Span(None, None, "", "unreadable-period", message, _ISO, parts[name])
    labels = _labels(days[0], days[1], kind)
    if parts["label"] in labels or (not parts["label"] and labels):
        return Span(days[0], days[1], parts["label"] or labels[0], text=parts["start"])
    return _mislabelled(parts["label"], days, labels)


def _labels(start: date, end: date, kind: str) -> list[str]:
    """How the project writes these days, the indicator's own way first."""
    found: list[str] = []
    for each in (kind, *periods.KINDS):
        with suppress(ValueError):
            found.append(periods.label(start, end, each))
    return found


def _mislabelled(label: str, days: list[date], labels: list[str]) -> Span:
    where = f"{days[0]} to {days[1]}"
    if not labels:
        message, fix = f"{where} is no period of any kind.", "Correct period_start or period_end."
        return Span(None, None, "", "unreadable-period", message, fix, days[1].isoformat())
    message, fix = f"'{label}' is not {where}.", f"Write {labels[0]}, or correct the dates."
    return Span(None, None, "", "unreadable-period", message, fix, label)
