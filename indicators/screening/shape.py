"""Checks of the third stage: measures and periods are known, and each figure stands there once."""

from collections.abc import Iterator

import pandas as pd

from indicators.errors import nearest
from indicators.screening.finding import Finding
from indicators.screening.matching import TIDY, is_breakdown
from indicators.screening.screened import Row, Screened, figure, records

_FIGURES = ["value", "lower", "upper", "count", "denominator", "status"]


def no_known_measure(screened: Screened) -> Iterator[Finding]:
    """Nothing in the file is an indicator."""
    reading = screened.reading
    if len(reading.cells) and screened.pairs.empty and reading.layout != TIDY:
        many = len(reading.measures)
        told = f"None of the {many:,} measures in the file is" if many > 1 else "The measure in the file is not"
        yield screened.finding("no-known-measure", f"{told} in a definition.")


def unknown_indicator(screened: Screened) -> Iterator[Finding]:
    """A slug in the tidy layout that no definition has."""
    if screened.reading.layout == TIDY:
        known = screened.catalogue.indicators
        slugs = [measure.get("indicator", "") for measure in screened.reading.measures]
        wrong = [position for position, slug in enumerate(slugs) if slug not in known]
        cells = screened.reading.cells
        rows = cells[cells["measure"].isin(wrong)]
        rows = rows.assign(slug=[slugs[position] for position in rows["measure"]])

        def message(row: Row) -> str:
            slug = row["slug"]
            return f"There is no indicator '{slug}'.{nearest(slug, known)}" if slug else "The row has no indicator."

        yield from screened.at("unknown-indicator", rows, message, value="slug")


def other_measures(screened: Screened) -> Iterator[Finding]:
    """How many of the file's measures are left out."""
    measures, known = len(screened.reading.measures), screened.pairs["measure"].nunique()
    if 0 < known < measures and screened.reading.layout != TIDY:
        many = f"{measures - known:,} of the {measures:,} measures in the file"
        told = "is not in the catalogue and is" if measures - known == 1 else "are not in the catalogue and are"
        yield screened.finding("other-measures", f"{many} {told} left out.")


def unknown_breakdown(screened: Screened) -> Iterator[Finding]:
    """A breakdown that the indicator's definition has not."""
    lines = screened.rows[["indicator", "breakdown"]].drop_duplicates()
    for slug, breakdown in lines.itertuples(index=False):
        indicator = screened.catalogue.indicators[slug]
        if not is_breakdown(breakdown, indicator):
            known = [f"{each.key}={value}" for each in indicator.dimensions for value in each.values]
            told = f"'{breakdown}' is no breakdown of {slug}.{nearest(breakdown, known)}"
            mine = (screened.rows["indicator"] == slug) & (screened.rows["breakdown"] == breakdown)
            yield from screened.at("unknown-breakdown", screened.rows[mine], told, value="breakdown")


def unreadable_period(screened: Screened) -> Iterator[Finding]:
    """A period that is none of the indicator's kind."""
    yield from _periods(screened, "unreadable-period")


def ambiguous_period(screened: Screened) -> Iterator[Finding]:
    """A period that could be one of several kinds, none of them the indicator's."""
    yield from _periods(screened, "ambiguous-period")


def duplicate_rows(screened: Screened) -> Iterator[Finding]:
    """Every row of an observation that stands there more than once with different figures."""
    for group in _doubled(screened):
        if len(group.drop_duplicates(_FIGURES)) > 1:
            fix = _split(screened, group)
            values = " and ".join(f"{figure(row['value'], row['status'])} (row {row['row']})" for row in records(group))
            first = group.iloc[0]
            told = f"{screened.area(first['area_code'])}, {first['period_label']} has {len(group)} figures: {values}."
            yield from screened.at("duplicate-rows", group, told, fix)


def repeated_rows(screened: Screened) -> Iterator[Finding]:
    """Every row that says again what an earlier one does."""
    for group in _doubled(screened):
        if len(group.drop_duplicates(_FIGURES)) == 1:
            told = f"The row says again what row {group['row'].iloc[0]} does."
            yield from screened.at("repeated-rows", group.iloc[1:], told)


def _periods(screened: Screened, check: str) -> Iterator[Finding]:
    rows = screened.placed(screened.rows[~screened.rows["dated"]])
    rows = rows[rows["period_problem"] == check]
    yield from screened.at(
        check, rows, lambda row: str(row["period_message"]), lambda row: str(row["period_fix"]), "period_text"
    )


def _doubled(screened: Screened) -> Iterator[pd.DataFrame]:
    rows = screened.rows[screened.rows["sound"]]
    again = rows[rows["key"].duplicated(keep=False)]
    for _, group in screened.placed(again).groupby("key", sort=False):
        yield group


def _split(screened: Screened, group: pd.DataFrame) -> str:
    """What the rows differ in, so that somebody can say which is meant."""
    measures = [screened.reading.measures[position] for position in group["measure"]]
    for name in measures[0]:
        texts = list(dict.fromkeys(measure.get(name, "") for measure in measures))
        if len(texts) > 1:
            shown_texts = " or ".join(f"'{text}'" for text in texts)
            return f"They differ in '{name}': say under [[files]] in the definition whether {shown_texts} is meant."
    columns = screened.headings.differing(group["row"].tolist(), group["sheet"].tolist(), str(group["column"].iloc[0]))
    told = ", ".join(f"'{name}'" for name in columns)
    return f"They differ in {told}: leave the one that is meant." if columns else "Nothing else tells them apart."
