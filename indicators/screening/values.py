"""Checks of the fourth stage: what a figure says can be true of what it claims to measure."""

from collections.abc import Callable, Collection, Iterator

import numpy as np
import pandas as pd

from indicators.model import Indicator
from indicators.screening.checks import ASK, check
from indicators.screening.finding import MOST, Check, Finding
from indicators.screening.keys import which
from indicators.screening.matching import TIDY
from indicators.screening.screened import LONG_AGO, Row, Screened, named, records, shown
from indicators.tables import FORMULA

#: How programs write that there is no value.
SENTINELS = (-1, -9, -99, -999, -9999)
#: So many numbers of a series with a comma are how the file was saved; and how many of them are shown.
_SEVERAL, _SHOWN = 3, 3
#: Kinds of figures that are never below zero by their nature, where nothing is held that says otherwise.
_POSITIVE = ("proportion", "rate", "count", "price", "rank", "ratio")


@check(
    "not-a-number",
    "error",
    "meaning",
    title="Text for a number",
    means="The cell holds words where a number belongs.",
    mend="Write a number.",
)
def not_a_number(check: Check, screened: Screened) -> Iterator[Finding]:
    yield from _unreadable(screened, check, "'{}' is not a number.")


@check(
    "decimal-comma",
    "error",
    "meaning",
    title="Decimal comma",
    means="A comma stands where a point belongs, or thousands have lost digits.",
    mend="Write decimals with a point.",
)
def decimal_comma(check: Check, screened: Screened) -> Iterator[Finding]:
    """A number with a comma that is none for thousands, and one that is 1,000 times what is held where it were: told
    each by itself where there are few of a series, else once for all of it, because the file was saved so."""
    unread = screened.problems[screened.problems["problem"] == check.id]
    held = screened.other_unit[screened.other_unit["comma"]]
    series = screened.rows["series"].take(unread["position"].to_numpy(dtype="int64")).to_numpy()
    many = pd.Series([*series, *held["series"]], dtype="int64").value_counts()
    whole = many.index[many >= _SEVERAL]
    yield from _unreadable(screened, check, "'{}' is not a number.", leave_out=set(whole))

    def message(row: Row) -> str:
        return (
            f"'{row['text']}' is about 1,000 times the {shown(row['beside'])} that is held, if the comma is no point."
        )

    alone = held[~held["series"].isin(whole)]
    yield from screened.at(check, alone, message, lambda row: f"Write {row['text'].strip().replace(',', '.')}.")
    texts = screened.texts["text"].take(held["position"].to_numpy()).to_numpy()
    cells = [unread[["position", "text"]].assign(series=series), held[["position", "series"]].assign(text=texts)]
    for one, own in pd.concat(cells).groupby("series"):
        if one in whole:
            yield _commas(check, screened, own.sort_values("position", kind="stable"))


def _commas(check: Check, screened: Screened, cells: pd.DataFrame) -> Finding:
    """What is said of all numbers of a series that have a comma: how many there are, and which are the first."""
    rows = screened.rows.take(cells["position"].head(_SHOWN).to_numpy(dtype="int64"))
    texts = [" ".join(text.split()) for text in cells["text"].head(_SHOWN)]
    places = records(screened.placed(rows)[["sheet", "row", "column", "indicator", "breakdown"]])
    first, text = places[0], texts[0]
    listed = ", ".join(f"'{each}' in row {place['row']}" for each, place in zip(texts, places, strict=True))
    more = f" and {len(cells) - len(texts):,} more" if len(cells) > len(texts) else ""
    message = f"{named(first['indicator'], first['breakdown'])}: {len(cells):,} numbers have a comma where a point "
    message += f"belongs: {listed}{more}."
    fix = f"Save the file with points for decimals, as the publisher has it: {text.replace(',', '.')} for '{text}'."
    place = {name: first[name] for name in ("sheet", "row", "column", "indicator")}
    return screened.finding(check, message, fix, value=text, **place)


@check(
    "marker-without-meaning",
    "error",
    "meaning",
    title="Marker without a meaning",
    means="Publishers mean different things by this symbol, and the file does not say which.",
    mend="Say what it means in this file.",
)
def marker_without_meaning(check: Check, screened: Screened) -> Iterator[Finding]:
    yield from _unreadable(screened, check, "Nothing says what '{}' means in this file.")


@check(
    "number-and-marker",
    "error",
    "meaning",
    title="Number with a marker that says there is none",
    means="A value and a reason for its absence cannot both be right.",
    mend="Leave one of the two.",
)
def number_and_marker(check: Check, screened: Screened) -> Iterator[Finding]:
    yield from _unreadable(screened, check, "'{}' is a number and a marker that says there is none.")


@check(
    "unknown-flag",
    "warning",
    "meaning",
    title="Unknown flag",
    means="The flag is none of provisional, revised, estimated, incomplete or break, and is left out.",
    mend="Look up what the publisher means by it.",
)
def unknown_flag(check: Check, screened: Screened) -> Iterator[Finding]:
    rows = screened.rows[(screened.texts["unknown_flag"] != "").to_numpy()]
    yield from screened.at(check, rows, lambda row: f"'{row['unknown_flag']}' is no known flag.", value="flag_text")


@check(
    "unit-symbol",
    "warning",
    "meaning",
    title="Sign of another unit",
    means="The number carries a sign that is not its indicator's unit.",
    mend="Look whether this is the right column, or another measure.",
)
def unit_symbol(check: Check, screened: Screened) -> Iterator[Finding]:
    signed = screened.placed(screened.rows[(screened.texts["symbol"] != "").to_numpy()])
    units = {slug: _signs(screened.catalogue.indicators[slug]) for slug in signed["indicator"].unique()}
    wrong = [sign not in units[slug] for slug, sign in zip(signed["indicator"], signed["symbol"], strict=True)]

    def message(row: Row) -> str:
        unit = screened.catalogue.indicators[row["indicator"]].unit.name
        return f"'{row['text']}' has the sign {row['symbol']}, but {row['indicator']} is in {unit}."

    yield from screened.at(check, signed[np.array(wrong, dtype=bool)], message)


@check(
    "no-population",
    "error",
    "meaning",
    title="No population to divide by",
    means="A rate is worked out here, and no population is held for the area.",
    mend="Publish the population first.",
)
def no_population(check: Check, screened: Screened) -> Iterator[Finding]:
    rows = screened.rows
    missing = rows[rows["per_residents"].notna() & rows["denominator"].isna() & rows["count"].notna()]
    yield from screened.at(check, missing, lambda row: f"No population is held for {screened.area(row['area_code'])}.")


@check(
    "future-period",
    "error",
    "meaning",
    title="Period in the future",
    means="The period begins after today: a projection, or a slip of the pen.",
    mend="Correct the period, or leave projections out.",
)
def future_period(check: Check, screened: Screened) -> Iterator[Finding]:
    rows = screened.sound
    late = rows[rows["period_start"] > pd.Timestamp(screened.today)]
    yield from _dated(screened, check, late, "{} begins after today.")


@check(
    "unfinished-period",
    "warning",
    "meaning",
    title="Period not over yet",
    means="The period ends after today, and the figure is not marked as incomplete or provisional.",
    mend="Look whether the publisher calls it incomplete.",
)
def unfinished_period(check: Check, screened: Screened) -> Iterator[Finding]:
    rows, today = screened.compared, pd.Timestamp(screened.today)
    open_ = (rows["period_start"] <= today) & (rows["period_end"] > today) & rows["fresh"] & rows["value"].notna()
    marks = which(rows["flags"], lambda flags: "provisional" in flags or "incomplete" in flags)
    yield from _dated(screened, check, rows[open_ & ~marks], "{} is not over yet.")


@check(
    "improbable-period",
    "error",
    "meaning",
    title="Period long past",
    means="The period is from before anybody published such figures.",
    mend="Correct the year.",
)
def improbable_period(check: Check, screened: Screened) -> Iterator[Finding]:
    rows = screened.sound
    old = rows[rows["period_start"].dt.year < screened.today.year - LONG_AGO]
    yield from _dated(screened, check, old, f"{{}} is more than {LONG_AGO} years ago.")


@check(
    "percentage-range",
    "error",
    "meaning",
    title="Percentage outside 0 to 100",
    means="A share of a whole cannot be below 0% or above 100%.",
    mend="Correct the number, or the unit.",
)
def percentage_range(check: Check, screened: Screened) -> Iterator[Finding]:
    rows = screened.sound
    outside = rows[_of(screened, _is_share) & ~rows["value"].between(0, 100) & rows["value"].notna()]
    outside = outside[~outside["value"].isin(SENTINELS)]
    yield from screened.at(check, outside, lambda row: f"{shown(row['value'])}% is not between 0% and 100%.")


@check(
    "negative-value",
    "warning",
    "meaning",
    title="Negative value",
    means="No figure of this indicator has ever been below zero.",
    mend=ASK,
)
def negative_value(check: Check, screened: Screened) -> Iterator[Finding]:
    rows = screened.compared
    below = rows[(rows["value"] < 0) & ~rows["value"].isin(SENTINELS) & rows["fresh"]]
    below = below[below["indicator"].isin(_never_negative(screened)) & ~_of(screened, _is_share, below)]
    yield from screened.at(check, below, lambda row: f"{shown(row['value'])} is below zero.")


@check(
    "sentinel",
    "error",
    "meaning",
    title="Number that stands for a missing value",
    means="−1 and the like are how some programs write that there is no value.",
    mend="Leave the cell empty.",
)
def sentinel(check: Check, screened: Screened) -> Iterator[Finding]:
    rows = screened.sound[screened.sound["value"].isin(SENTINELS)]
    yield from screened.at(
        check,
        rows[rows["indicator"].isin(_never_negative(screened))],
        lambda row: f"{shown(row['value'])} looks like a missing value: no figure of this indicator is below zero.",
    )


@check(
    "count-above-denominator",
    "error",
    "meaning",
    title="Count above its denominator",
    means="A part cannot be larger than the whole that it is a share of.",
    mend="Look whether the two columns are swapped.",
)
def count_above_denominator(check: Check, screened: Screened) -> Iterator[Finding]:
    rows = screened.sound
    wrong = rows[_of(screened, _is_share) & (rows["count"] > rows["denominator"])]

    def message(row: Row) -> str:
        return f"The count {shown(row['count'])} is above the denominator {shown(row['denominator'])}."

    yield from screened.at(check, wrong, message, value="count_text")


@check(
    "outside-interval",
    "error",
    "meaning",
    title="Value outside its own interval",
    means="An interval that does not contain its value belongs to another figure, or its limits are swapped.",
    mend="Correct the value or the limits.",
)
def outside_interval(check: Check, screened: Screened) -> Iterator[Finding]:
    rows = screened.sound
    empty = rows[rows["value"].isna() & (rows["lower"].notna() | rows["upper"].notna())]
    yield from screened.at(check, empty, "There are limits, but no value between them.")
    wrong = rows[(rows["value"] < rows["lower"]) | (rows["value"] > rows["upper"]) | (rows["lower"] > rows["upper"])]

    def message(row: Row) -> str:
        lower, upper = ("…" if np.isnan(row[name]) else shown(row[name]) for name in ("lower", "upper"))
        return f"{shown(row['value'])} is not between its limits {lower} and {upper}."

    yield from screened.at(check, wrong, message)


@check(
    "formula-text",
    "error",
    "meaning",
    title="Text that a spreadsheet would run",
    means="A text that begins with =, +, -, @ or a tab is a formula to a spreadsheet, in every file made from it.",
    mend="Begin the text with a word.",
)
def formula_text(check: Check, screened: Screened) -> Iterator[Finding]:
    """A note that a spreadsheet would run: of all texts in a file it alone is kept as it stands, in the tidy layout."""
    if screened.reading.layout == TIDY:
        notes = screened.rows[screened.rows["note"].str.startswith(FORMULA)]
        yield from screened.at(check, notes, lambda row: f"'{row['note']}' begins like a formula.", value="note")


@check(
    "small-count",
    "warning",
    "meaning",
    title="Small count",
    means="So few people that somebody might be recognised: is the publisher's file meant to be public?",
    mend="Publish it only if the figure is public already.",
)
def small_count(check: Check, screened: Screened) -> Iterator[Finding]:
    rows = screened.compared
    limits = {slug: each.small_count for slug, each in screened.catalogue.indicators.items()}
    counts = rows["count"].where(~_of(screened, lambda each: each.kind == "count", rows), rows["value"])
    changed = rows["fresh"] | ~((rows["count"] == rows["held_count"]) | rows["count"].isna())
    small = rows.assign(number=counts, least=rows["indicator"].map(limits).astype("int64"))
    small = small[(counts > 0) & (counts < small["least"]) & changed]
    yield from screened.at(check, small, lambda row: f"{shown(row['number'])} is a count below {row['least']}.")


def _unreadable(screened: Screened, check: Check, message: str, leave_out: Collection[int] = ()) -> Iterator[Finding]:
    """A finding for each cell with that problem, but for those of series that are told as a whole."""
    told = screened.problems["problem"] == check.id
    if leave_out:
        series = screened.rows["series"].take(screened.problems["position"].to_numpy(dtype="int64"))
        told &= ~series.isin(list(leave_out)).to_numpy()
    wrong = np.flatnonzero(told)
    if not len(wrong):
        return
    listed = screened.problems.take(wrong[:MOST])
    rows = screened.rows.take(listed["position"].to_numpy(dtype="int64"))
    places = screened.placed(rows)[["sheet", "row", "column", "indicator"]]
    for cell, place in zip(records(listed), records(places), strict=True):
        text, column = " ".join(cell["text"].split()), place["column"]
        if cell["figure"] != "value":
            column = screened.headings.over(text, place["row"], place["sheet"], column)
        details = dict(place) | {"column": column, "value": text}
        yield screened.finding(check, message.format(text), cell["fix"], **details)
    yield from screened.rest(check, len(wrong))


def _dated(screened: Screened, check: Check, rows: pd.DataFrame, message: str) -> Iterator[Finding]:
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
