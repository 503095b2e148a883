"""Checks of the third stage: measures and periods are known, and each figure stands there once."""

from collections.abc import Iterator

import pandas as pd

from indicators.errors import nearest
from indicators.screening.checks import NOTHING, check
from indicators.screening.finding import MOST, Check, Finding
from indicators.screening.matching import TIDY, unknown_lines
from indicators.screening.nearest import measure_in_words, nearest_in_words, ranked
from indicators.screening.screened import Row, Screened, figure, records

#: Figures of one observation that one sentence lists.
_LISTED = 6
_FIGURES = ["value", "lower", "upper", "count", "denominator", "status"]


@check(
    "no-known-measure",
    "error",
    "shape",
    title="No indicator of the catalogue",
    means="Nothing that the file measures is in a definition.",
    mend="Add [[files]] to a definition, or a definition; a suggestion can be saved from here.",
)
def no_known_measure(check: Check, screened: Screened) -> Iterator[Finding]:
    reading = screened.reading
    unnamed = len(reading.unnamed) == len(reading.measures)  # told as such
    if len(reading.cells) and screened.pairs.empty and reading.layout != TIDY and not unnamed:
        many = len(reading.measures)
        subject = f"None of the {many:,} measures in the file is" if many > 1 else "The measure in the file is not"
        ((place, near), *_) = ranked(reading, range(many), screened.catalogue)
        says = f"The file says “{measure_in_words(reading.measures[place])}”. {nearest_in_words(near)}"
        yield screened.finding(check, f"{subject} in a definition.", f"{says} {check.mend}")


@check(
    "unknown-indicator",
    "error",
    "shape",
    title="Unknown indicator",
    means="The tidy layout names an indicator that has no definition.",
    mend="Write the slug of the definition, or add data/definitions/<slug>.toml; a suggestion can be saved from here.",
)
def unknown_indicator(check: Check, screened: Screened) -> Iterator[Finding]:
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

        yield from screened.at(check, rows, message, value="slug")


@check(
    "other-measures",
    "note",
    "shape",
    title="Measures that are not in the catalogue",
    means="The file holds more than the catalogue asks for; that is left out.",
    mend="Nothing needs to be done, unless one of them should be an indicator.",
)
def other_measures(check: Check, screened: Screened) -> Iterator[Finding]:
    measures, known = len(screened.reading.measures), screened.pairs["measure"].nunique()
    if 0 < known < measures and screened.reading.layout != TIDY:
        many = f"{measures - known:,} of the {measures:,} measures in the file"
        verb = "is not in the catalogue and is" if measures - known == 1 else "are not in the catalogue and are"
        yield screened.finding(check, f"{many} {verb} left out.")


@check(
    "unknown-breakdown",
    "error",
    "shape",
    title="Unknown breakdown",
    means="The definition has no such dimension or value.",
    mend="Write it as the definition does, or add it under [dimensions].",
)
def unknown_breakdown(check: Check, screened: Screened) -> Iterator[Finding]:
    known = screened.catalogue.indicators
    rows = screened.rows[screened.rows["series"].isin(unknown_lines(screened.rows, screened.catalogue))]

    def message(row: Row) -> str:
        slug, text = row["indicator"], row["breakdown"]
        like = [f"{each.key}={value}" for each in known[slug].dimensions for value in each.values]
        return f"'{text}' is no breakdown of {slug}.{nearest(text, like)}"

    yield from screened.at(check, rows, message, value="breakdown")


@check(
    "unreadable-period",
    "error",
    "shape",
    title="Period cannot be read",
    means="The text is no period of the kind that the indicator has.",
    mend="Write the period as the publisher does, or correct 'period' in the definition.",
)
def unreadable_period(check: Check, screened: Screened) -> Iterator[Finding]:
    yield from _periods(screened, check)


@check(
    "ambiguous-period",
    "error",
    "shape",
    title="Period with more than one meaning",
    means="The text is no period of the indicator's kind, but could be one of several others.",
    mend="Say in the definition, under [[files]], which kind of period this is.",
)
def ambiguous_period(check: Check, screened: Screened) -> Iterator[Finding]:
    yield from _periods(screened, check)


@check(
    "duplicate-rows",
    "error",
    "shape",
    title="Two rows for one figure",
    means="The same indicator, area, period and breakdown stands there twice with different figures.",
    mend="Remove one of them, or say in [[files]] which of them is meant.",
)
def duplicate_rows(check: Check, screened: Screened) -> Iterator[Finding]:
    """Every row of an observation that stands there more than once with different figures."""
    rows = _doubled(screened, alike=False)
    if rows.empty:
        return
    for _, group in screened.placed(rows.head(MOST)).groupby("key"):
        fix = _split(screened, group)
        values = [f"{figure(row['value'], row['status'])} (row {row['row']})" for row in records(group.head(_LISTED))]
        values += [f"{len(group) - _LISTED:,} more"] if len(group) > _LISTED else []
        first = group.iloc[0]
        start = f"{screened.area(first['area_code'])}, {first['period_label']} has {len(group)} figures: "
        yield from screened.at(check, group, f"{start}{' and '.join(values)}.", fix)
    yield from screened.rest(check, len(rows))


@check(
    "repeated-rows",
    "note",
    "shape",
    title="The same row again",
    means="The same figure stands there more than once; it is taken once.",
    mend=NOTHING,
)
def repeated_rows(check: Check, screened: Screened) -> Iterator[Finding]:
    """Every row that says again what an earlier one does."""
    rows = _doubled(screened, alike=True)
    if rows.empty:
        return
    rows = rows.assign(first=rows.groupby("key")["row"].transform("first"))
    again = rows[rows["key"].duplicated()]
    yield from screened.at(check, again, lambda row: f"The row says again what row {row['first']} does.")


def _periods(screened: Screened, check: Check) -> Iterator[Finding]:
    rows = screened.rows[(screened.texts["period_problem"] == check.id).to_numpy()]
    yield from screened.at(
        check, rows, lambda row: str(row["period_message"]), lambda row: str(row["period_fix"]), "period_text"
    )


def _doubled(screened: Screened, alike: bool) -> pd.DataFrame:
    """The rows of observations that stand there more than once, all with the same figures or not, one after another."""
    rows = screened.rows[screened.rows["sound"]]
    again = rows[rows["key"].duplicated(keep=False)]
    if again.empty:
        return again
    different = again.drop_duplicates(["key", *_FIGURES])["key"]
    unlike = again["key"].isin(different[different.duplicated()])
    again = again[~unlike] if alike else again[unlike]
    first = again.groupby("key")["position"].transform("first")
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
    names = ", ".join(f"'{name}'" for name in columns)
    return f"They differ in {names}: leave the one that is meant." if columns else "Nothing else tells them apart."
