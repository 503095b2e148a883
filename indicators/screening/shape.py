"""Checks of the third stage: measures and periods are known, and each figure stands there once."""

from collections.abc import Iterator

import pandas as pd

from indicators.errors import nearest
from indicators.screening.finding import MOST, Finding
from indicators.screening.matching import TIDY, is_breakdown
from indicators.screening.screened import Row, Screened, figure, records

#: Figures of one observation that one sentence lists.
_LISTED = 6
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
        hints = {slug: nearest(slug, known) for slug in rows["slug"].head(MOST).unique()}

        def message(row: Row) -> str:
            slug = row["slug"]
            return f"There is no indicator '{slug}'.{hints[slug]}" if slug else "The row has no indicator."

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
    series = screened.rows.drop_duplicates("series")[["series", "indicator", "breakdown"]]
    known = screened.catalogue.indicators
    wrong = [key for key, slug, text in series.itertuples(index=False) if not is_breakdown(text, known[slug])]
    rows = screened.rows[screened.rows["series"].isin(wrong)]

    def message(row: Row) -> str:
        slug, text = row["indicator"], row["breakdown"]
        like = [f"{each.key}={value}" for each in known[slug].dimensions for value in each.values]
        return f"'{text}' is no breakdown of {slug}.{nearest(text, like)}"

    yield from screened.at("unknown-breakdown", rows, message, value="breakdown")


def unreadable_period(screened: Screened) -> Iterator[Finding]:
    """A period that is none of the indicator's kind."""
    yield from _periods(screened, "unreadable-period")


def ambiguous_period(screened: Screened) -> Iterator[Finding]:
    """A period that could be one of several kinds, none of them the indicator's."""
    yield from _periods(screened, "ambiguous-period")


def duplicate_rows(screened: Screened) -> Iterator[Finding]:
    """Every row of an observation that stands there more than once with different figures."""
    rows = _doubled(screened, alike=False)
    for _, group in screened.placed(rows.head(MOST)).groupby("key", sort=False):
        fix = _split(screened, group)
        values = [f"{figure(row['value'], row['status'])} (row {row['row']})" for row in records(group.head(_LISTED))]
        values += [f"{len(group) - _LISTED:,} more"] if len(group) > _LISTED else []
        first = group.iloc[0]
        told = f"{screened.area(first['area_code'])}, {first['period_label']} has {len(group)} figures: "
        yield from screened.at("duplicate-rows", group, f"{told}{' and '.join(values)}.", fix)
    yield from screened.rest("duplicate-rows", len(rows))


def repeated_rows(screened: Screened) -> Iterator[Finding]:
    """Every row that says again what an earlier one does."""
    rows = _doubled(screened, alike=True)
    rows = rows.assign(first=rows.groupby("key")["row"].transform("first"))
    again = rows[rows["key"].duplicated()]
    yield from screened.at("repeated-rows", again, lambda row: f"The row says again what row {row['first']} does.")


def _periods(screened: Screened, check: str) -> Iterator[Finding]:
    rows = screened.rows[(screened.texts["period_problem"] == check).to_numpy()]
    yield from screened.at(
        check, rows, lambda row: str(row["period_message"]), lambda row: str(row["period_fix"]), "period_text"
    )


def _doubled(screened: Screened, alike: bool) -> pd.DataFrame:
    """The rows of observations that stand there more than once, all with the same figures or not, one after another."""
    rows = screened.rows[screened.rows["sound"]]
    again = rows[rows["key"].duplicated(keep=False)]
    different = again.drop_duplicates(["key", *_FIGURES])["key"]
    unlike = again["key"].isin(different[different.duplicated()])
    again = again[~unlike] if alike else again[unlike]
    first = again.groupby("key", sort=False)["position"].transform("first")
    return again.assign(first=first).sort_values(["first", "position"]).drop(columns="first")


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
