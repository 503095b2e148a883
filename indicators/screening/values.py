"""Checks of the fourth stage: what a figure says can be true of what it claims to measure."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from indicators.model import Indicator
from indicators.screening.finding import MOST, Finding
from indicators.screening.keys import which
from indicators.screening.matching import TIDY
from indicators.screening.screened import LONG_AGO, Row, Screened, records, shown
from indicators.tables import FORMULA

#: How programs write that there is no value.
SENTINELS = (-1, -9, -99, -999, -9999)
#: Kinds of figures that are never below zero by their nature, where nothing is held that says otherwise.
_POSITIVE = ("proportion", "rate", "count", "price", "rank", "ratio")


def not_a_number(screened: Screened) -> Iterator[Finding]:
    """Text in the place of a number."""
    yield from _unreadable(screened, "not-a-number", "'{}' is not a number.")


def decimal_comma(screened: Screened) -> Iterator[Finding]:
    """A comma in the place of a point, or thousands that have lost digits."""
    yield from _unreadable(screened, "decimal-comma", "'{}' is not a number.")


def marker_without_meaning(screened: Screened) -> Iterator[Finding]:
    """A symbol that neither the file nor the definition nor the analyst explains."""
    yield from _unreadable(screened, "marker-without-meaning", "Nothing says what '{}' means in this file.")


def number_and_marker(screened: Screened) -> Iterator[Finding]:
    """A value beside a reason for having none."""
    yield from _unreadable(screened, "number-and-marker", "'{}' is a number and a marker that says there is none.")


def unknown_flag(screened: Screened) -> Iterator[Finding]:
    """A flag that stands for nothing we know."""
    rows = screened.rows[(screened.texts["unknown_flag"] != "").to_numpy()]
    yield from screened.at(
        "unknown-flag", rows, lambda row: f"'{row['unknown_flag']}' is no known flag.", value="flag_text"
    )


def unit_symbol(screened: Screened) -> Iterator[Finding]:
    """A % or a £ with a number that is neither."""
    signed = screened.placed(screened.rows[(screened.texts["symbol"] != "").to_numpy()])
    units = {slug: _signs(screened.catalogue.indicators[slug]) for slug in signed["indicator"].unique()}
    wrong = [sign not in units[slug] for slug, sign in zip(signed["indicator"], signed["symbol"], strict=True)]

    def message(row: Row) -> str:
        unit = screened.catalogue.indicators[row["indicator"]].unit.name
        return f"'{row['text']}' has the sign {row['symbol']}, but {row['indicator']} is in {unit}."

    yield from screened.at("unit-symbol", signed[np.array(wrong, dtype=bool)], message)


def no_population(screened: Screened) -> Iterator[Finding]:
    """A rate that cannot be worked out."""
    rows = screened.rows
    missing = rows[rows["per_residents"].notna() & rows["denominator"].isna() & rows["count"].notna()]
    yield from screened.at(
        "no-population", missing, lambda row: f"No population is held for {screened.area(row['area_code'])}."
    )


def future_period(screened: Screened) -> Iterator[Finding]:
    """A period that has not begun."""
    rows = screened.sound
    late = rows[rows["period_start"] > pd.Timestamp(screened.today)]
    yield from _dated(screened, "future-period", late, "{} begins after today.")


def unfinished_period(screened: Screened) -> Iterator[Finding]:
    """A period that is not over, and a figure that does not say so."""
    rows, today = screened.compared, pd.Timestamp(screened.today)
    open_ = (rows["period_start"] <= today) & (rows["period_end"] > today) & rows["fresh"] & rows["value"].notna()
    said = which(rows["flags"], lambda flags: "provisional" in flags or "incomplete" in flags)
    yield from _dated(screened, "unfinished-period", rows[open_ & ~said], "{} is not over yet.")


def improbable_period(screened: Screened) -> Iterator[Finding]:
    """A period of long ago."""
    rows = screened.sound
    old = rows[rows["period_start"].dt.year < screened.today.year - LONG_AGO]
    yield from _dated(screened, "improbable-period", old, f"{{}} is more than {LONG_AGO} years ago.")


def percentage_range(screened: Screened) -> Iterator[Finding]:
    """A share below 0% or above 100%."""
    rows = screened.sound
    outside = rows[_of(screened, _is_share) & ~rows["value"].between(0, 100) & rows["value"].notna()]
    outside = outside[~outside["value"].isin(SENTINELS)]
    yield from screened.at(
        "percentage-range", outside, lambda row: f"{shown(row['value'])}% is not between 0% and 100%."
    )


def negative_value(screened: Screened) -> Iterator[Finding]:
    """A value below zero where there never was one."""
    rows = screened.compared
    below = rows[(rows["value"] < 0) & ~rows["value"].isin(SENTINELS) & rows["fresh"]]
    below = below[below["indicator"].isin(_never_negative(screened)) & ~_of(screened, _is_share, below)]
    yield from screened.at("negative-value", below, lambda row: f"{shown(row['value'])} is below zero.")


def sentinel(screened: Screened) -> Iterator[Finding]:
    """A number such as −1 that programs write for a missing value."""
    rows = screened.sound[screened.sound["value"].isin(SENTINELS)]
    yield from screened.at(
        "sentinel",
        rows[rows["indicator"].isin(_never_negative(screened))],
        lambda row: f"{shown(row['value'])} looks like a missing value: no figure of this indicator is below zero.",
    )


def count_above_denominator(screened: Screened) -> Iterator[Finding]:
    """A part larger than its whole."""
    rows = screened.sound
    wrong = rows[_of(screened, _is_share) & (rows["count"] > rows["denominator"])]

    def message(row: Row) -> str:
        return f"The count {shown(row['count'])} is above the denominator {shown(row['denominator'])}."

    yield from screened.at("count-above-denominator", wrong, message, value="count_text")


def outside_interval(screened: Screened) -> Iterator[Finding]:
    """An interval that does not contain its value, or has none."""
    rows = screened.sound
    empty = rows[rows["value"].isna() & (rows["lower"].notna() | rows["upper"].notna())]
    yield from screened.at("outside-interval", empty, "There are limits, but no value between them.")
    wrong = rows[(rows["value"] < rows["lower"]) | (rows["value"] > rows["upper"]) | (rows["lower"] > rows["upper"])]

    def message(row: Row) -> str:
        lower, upper = ("…" if np.isnan(row[name]) else shown(row[name]) for name in ("lower", "upper"))
        return f"{shown(row['value'])} is not between its limits {lower} and {upper}."

    yield from screened.at("outside-interval", wrong, message)


def formula_text(screened: Screened) -> Iterator[Finding]:
    """A note that a spreadsheet would run: of all texts in a file it alone is kept as it stands, in the tidy layout."""
    if screened.reading.layout == TIDY:
        notes = screened.rows[screened.rows["note"].str.startswith(FORMULA)]
        told = "'{}' begins like a formula."
        yield from screened.at("formula-text", notes, lambda row: told.format(row["note"]), value="note")


def small_count(screened: Screened) -> Iterator[Finding]:
    """A new count of so few that somebody might be recognised."""
    rows = screened.compared
    limits = {slug: each.small_count for slug, each in screened.catalogue.indicators.items()}
    counts = rows["count"].where(~_of(screened, lambda each: each.kind == "count", rows), rows["value"])
    changed = rows["fresh"] | ~((rows["count"] == rows["held_count"]) | rows["count"].isna())
    small = rows.assign(number=counts)[(counts > 0) & (counts < max(limits.values(), default=0)) & changed]
    small = small.assign(least=[limits[slug] for slug in small["indicator"]])
    small = small[small["number"] < small["least"]]
    yield from screened.at("small-count", small, lambda row: f"{shown(row['number'])} is a count below {row['least']}.")


def _unreadable(screened: Screened, check: str, message: str) -> Iterator[Finding]:
    wrong = screened.problems[screened.problems["problem"] == check]
    if wrong.empty:
        return
    listed = wrong.head(MOST)
    rows = screened.rows.take(listed["position"].to_numpy(dtype="int64"))
    places = screened.placed(rows)[["sheet", "row", "column", "indicator"]]
    for cell, place in zip(records(listed), records(places), strict=True):
        text, column = " ".join(cell["text"].split()), place["column"]
        if cell["figure"] != "value":
            column = screened.headings.over(text, place["row"], place["sheet"], column)
        told = dict(place) | {"column": column, "value": text}
        yield screened.finding(check, message.format(text), cell["fix"], **told)
    yield from screened.rest(check, len(wrong))


def _dated(screened: Screened, check: str, rows: pd.DataFrame, message: str) -> Iterator[Finding]:
    """Findings in the column of the period, by the part of its text that can be found there."""
    yield from screened.at(check, rows, lambda row: message.format(row["period_label"]), value="period_text")


def _signs(indicator: Indicator) -> str:
    unit = indicator.unit
    return f"{unit.name}{unit.before}{unit.after}"


def _is_share(indicator: Indicator) -> bool:
    return indicator.kind == "proportion" and "%" in _signs(indicator)


def _of(screened: Screened, holds: Callable[[Indicator], bool], rows: pd.DataFrame | None = None) -> "pd.Series[bool]":
    """Which rows are of an indicator that it holds for."""
    chosen = [slug for slug, indicator in screened.catalogue.indicators.items() if holds(indicator)]
    return (screened.sound if rows is None else rows)["indicator"].isin(chosen)


def _never_negative(screened: Screened) -> list[str]:
    """The indicators that cannot be below zero: nothing held is, or their kind says so where nothing is held."""
    least = screened.held.groupby("indicator")["value"].min()
    return [
        slug
        for slug, indicator in screened.catalogue.indicators.items()
        if (least[slug] >= 0 if slug in least.index else indicator.kind in _POSITIVE)
    ]
