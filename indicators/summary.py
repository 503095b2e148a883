"""One indicator for one area in a nutshell: latest figure, plain comparison, change, and a finding in words.

Plain means: which figure is higher, as written. Whether a difference is more than chance is another question.
"""

from dataclasses import dataclass, replace

import pandas as pd

from indicators import views, wording
from indicators.assessment import Assessment
from indicators.model import SIMILAR_AREAS, Catalogue, Indicator, Selection

_SEASONAL = ("monthly", "quarterly")


@dataclass(frozen=True)
class Summary:
    """What a card, a table row or a page's first lines say. Texts are empty where nothing can be said.

    `area` is the area that the figures are about, which is another than the one asked for where only a county's
    figures are published; `reason` then says so, or why there is no figure at all.
    """

    indicator: Indicator
    area: str
    area_name: str
    group: str = ""  # the breakdown's name, where no total stands for the indicator
    value: str = ""
    period: str = ""
    interval: str = ""
    comparison: str = ""  # "lower than", "higher than", "the same as"
    comparison_text: str = ""  # "lower than England’s 22.1%"
    comparison_reason: str = ""  # why there is none
    change: str = ""  # "up 0.3 percentage points"
    change_text: str = ""  # "up 0.3 percentage points since 2023/24"
    change_reason: str = ""  # why there is none
    title: str = ""
    reason: str = ""
    points: tuple[float | None, ...] = ()
    missing_since: str = ""


def summarise(rows: pd.DataFrame, indicator: Indicator, selection: Selection, catalogue: Catalogue) -> Summary:
    """The summary of the headline line, or of `selection.breakdown` where one is chosen."""
    area, reason = views.shown_area(rows, indicator, selection.area, catalogue)
    breakdown = selection.breakdown or indicator.headline
    line = views.line(rows, area, breakdown)
    latest = views.last(line, line["value"].notna())
    group = views.breakdown_name(indicator, breakdown) if breakdown else ""
    empty = Summary(indicator, area, views.area_name(catalogue, area), group, reason=reason)
    if latest is None:
        return replace(empty, reason=reason or _nothing(line, indicator, breakdown), title=indicator.title)
    bench = views.benchmark_line(rows, breakdown, selection.benchmark, catalogue)
    comparison, compared, uncompared = _compare(latest, bench, indicator, area, selection.benchmark, catalogue)
    change, changed, unchanged = _change(line, latest, indicator)
    summary = replace(
        empty,
        value=wording.number(latest["value"], indicator),
        period=latest["period_label"],
        interval=wording.interval(latest["lower"], latest["upper"], indicator),
        comparison=comparison,
        comparison_text=compared,
        comparison_reason=uncompared,
        change=change,
        change_text=changed,
        change_reason=unchanged,
        points=points(line, indicator),
        missing_since=_missing_since(line, latest),
    )
    bench_name = views.area_name(catalogue, selection.benchmark)
    return replace(summary, title=_title(summary, bench_name))


def earlier(line: pd.DataFrame, latest: pd.Series, cadence: str) -> pd.Series | None:
    """The observation that `latest` is compared with: a year before for monthly and quarterly series,
    otherwise the last one that does not overlap with it; None where there is none with a value."""
    before = line["period_end"] < latest["period_start"]
    if cadence in _SEASONAL:
        before &= line["period_start"] == latest["period_start"] - pd.DateOffset(years=1)
    elif latest["period_start"] == latest["period_end"]:
        before = line["period_end"] < latest["period_end"]
    return views.last(line, before & line["value"].notna())


def _compare(
    latest: pd.Series, bench: pd.DataFrame, indicator: Indicator, area: str, benchmark: str, catalogue: Catalogue
) -> tuple[str, str, str]:
    """The word, the words with the benchmark's figure, and the reason where there is neither."""
    name = views.area_name(catalogue, benchmark)
    if not views.comparable(indicator):
        return "", "", f"a {indicator.kind} is not compared"
    if benchmark == area:
        return "", "", f"{name} is the benchmark itself"
    when = (bench["period_end"] == latest["period_end"]) & (bench["period_start"] == latest["period_start"])
    same = views.last(bench, when & bench["value"].notna())
    if same is None:
        return "", "", f"no figure for {name} {wording.when(latest['period_label'])}"
    other = float(same["value"])
    word = _word(float(latest["value"]), other, indicator)
    figure = wording.number(other, indicator)
    return word, f"{word} {_possessive(name, benchmark)} {figure}", ""


def _possessive(name: str, benchmark: str) -> str:
    return "the similar areas’ median of" if benchmark == SIMILAR_AREAS else f"{name}’s"


def _word(value: float, other: float, indicator: Indicator) -> str:
    if wording.same_as_written(value, other, indicator):
        return "the same as"
    return "higher than" if value > other else "lower than"


def _change(line: pd.DataFrame, latest: pd.Series, indicator: Indicator) -> tuple[str, str, str]:
    """The change, the change with the period it counts from, and the reason where there is neither."""
    before = earlier(line, latest, indicator.cadence)
    if before is None:
        return "", "", "no earlier figure to compare with"
    between = (line["period_end"] > before["period_end"]) & (line["period_end"] <= latest["period_end"])
    if line["flags"][between].str.contains("break_before").any():
        return "", "", f"not comparable with {before['period_label']}"
    words = wording.change(before["value"], latest["value"], indicator)
    return words, f"{words} {wording.since(before['period_label'])}", ""


def compared(told: Summary, answers: Assessment) -> str:
    """The plain comparison, saying no more than the answer beside it: "no clear difference from England’s 22.1%",
    "lower than England’s 22.1%, not tested"; empty where there is none.
    """
    text = told.comparison_text
    if text and answers.difference.word == "similar":
        return f"no clear difference from {text.removeprefix(told.comparison).strip()}"
    return f"{text}, not tested" if text and _untested(answers) else text


def _untested(answers: Assessment) -> bool:
    return (answers.difference.word, answers.difference.reason) == ("cannot say", "no interval published")


def finding(told: Summary, comparison: str) -> str:
    """What is found, in a sentence or two, with the comparison in the words of `compared`; empty without a figure."""
    if not told.value:
        return ""
    where = f"{told.area_name}{f' ({told.group})' if told.group else ''}"
    interval = f" ({told.interval})" if told.interval else ""
    text = f"{where}: {told.value}{interval} {wording.when(told.period)}{f', {comparison}' if comparison else ''}."
    return f"{text} {wording.sentence(told.change_text)}" if told.change_text else text


def chart_title(told: Summary, answers: Assessment, view: str, *, all_years: bool) -> str:
    """The finding that stands over a chart over time. It never says more than the answers do.

    A difference that is no more than chance is not called higher or lower, and one that nothing tests is said not to
    be tested; with years left out the chart is not about the latest figure, and a process chart is about the process.
    """
    name = _name(told)
    if view == "process":
        return name if answers.change.word == "cannot say" else wording.title(name, answers.change.word)
    if not all_years:
        return name
    if answers.difference.word == "similar":
        return wording.title(name, f"no clear difference from {answers.facts.benchmark_name}")
    if told.comparison and _untested(answers):
        return wording.title(name, f"{told.comparison} {answers.facts.benchmark_name}, not tested")
    return told.title


def _title(summary: Summary, benchmark: str) -> str:
    name = _name(summary)
    if summary.comparison:
        return wording.title(name, f"{summary.comparison} {benchmark}")
    if summary.change:
        return wording.title(name, summary.change_text)
    return wording.title(name, f"{summary.value} {wording.when(summary.period)}")


def _name(told: Summary) -> str:
    return f"{told.indicator.title}{f' ({told.group})' if told.group else ''}"


def points(line: pd.DataFrame, indicator: Indicator) -> tuple[float | None, ...]:
    """The values in order, None where one is missing, and one more None wherever the line must not be joined."""
    points: list[float | None] = []
    for value, cut in zip(line["value"].tolist(), views.cuts(line, indicator.cadence), strict=True):
        known = None if pd.isna(value) else value
        if cut and known is not None and points and points[-1] is not None:
            points.append(None)
        points.append(known)
    return tuple(points)


def _missing_since(line: pd.DataFrame, latest: pd.Series) -> str:
    row = views.last(line, (line["period_end"] > latest["period_end"]) & line["value"].isna())
    if row is None:
        return ""
    return f"{row['period_label']}: {wording.marker_meaning(row['status'])}."


def _nothing(line: pd.DataFrame, indicator: Indicator, breakdown: str) -> str:
    if len(line):
        row = line.iloc[-1]
        return f"No value: {row['period_label']} is {wording.marker_meaning(row['status'])}."
    return f"No figure is held for {views.breakdown_name(indicator, breakdown)} here."
