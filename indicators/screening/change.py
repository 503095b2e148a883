"""Checks of the last stage: the file beside what is held."""

from collections.abc import Iterator

import pandas as pd

from indicators.screening.finding import Finding
from indicators.screening.keys import which
from indicators.screening.screened import Row, Screened, figure, shown

#: Names listed in one sentence.
_LISTED = 6
#: What the publisher said it would revise.
_TO_BE_REVISED = {"provisional", "incomplete", "estimated"}


def overlapping_periods(screened: Screened) -> Iterator[Finding]:
    """A new period that shares days with another one of its line, where the definition has no overlapping windows."""
    separate = [slug for slug, each in screened.catalogue.indicators.items() if not each.overlapping]
    rows = screened.compared
    new = rows[rows["indicator"].isin(separate) & ~rows["known"]]
    if new.empty:
        return
    columns = ["line", "key", "period_start", "period_end", "period_label"]
    both = pd.concat([each[columns] for each in (rows, screened.held, screened.beside)]).drop_duplicates("key")
    both = both[both["line"].isin(new["line"].unique())].sort_values("key")  # by line, then by date
    line = both.groupby("line", sort=False)
    until = line["period_end"].cummax().groupby(both["line"], sort=False).shift()
    before = line["period_label"].shift().where(both["period_start"] <= until)
    after = line["period_label"].shift(-1).where(line["period_start"].shift(-1) <= both["period_end"])
    other = before.fillna(after).set_axis(both["key"]).dropna()
    found = new.assign(other=new["key"].map(other)).dropna(subset="other")

    def message(row: Row) -> str:
        return f"{row['period_label']} shares days with {row['other']} of the same line."

    yield from screened.at("overlapping-periods", found, message, value="period_text")


def unit_changed(screened: Screened) -> Iterator[Finding]:
    """A line that is 100 or 1,000 times what is held, or the inverse: told once, at its first row."""
    rows = screened.other_unit
    many = rows["line"].value_counts()

    def message(row: Row) -> str:
        others = int(many[row["line"]]) - 1
        told = f"{screened.area(row['area_code'])}, {row['period_label']}: {shown(row['value'])} is about "
        told += f"{row['times']:,.10g} times the {shown(row['beside'])} that is held"
        more = "1 more row" if others == 1 else f"{others:,} more rows"
        return told + (f"; so with {more} of this line." if others else ".")

    def fix(row: Row) -> str:
        factor = f"factor = {1 / row['times']:.10g}"
        return f"If the publisher has changed the unit, write {factor} under [[files]] in the definition."

    yield from screened.at("unit-changed", rows.drop_duplicates("line"), message, fix)


def fewer_areas(screened: Screened) -> Iterator[Finding]:
    """Areas that have figures in the latest period held and are not in the file at all."""
    held = screened.held[screened.held["series"].isin(screened.rows["series"].unique())]
    latest = held[held["period_end"] == held.groupby("indicator")["period_end"].transform("max")]
    missing = latest[~latest["line"].isin(screened.rows["line"].unique())]
    there = screened.rows.groupby("indicator")["area_code"].unique()
    for slug, rows in missing.groupby("indicator", sort=False):
        known = {*there[slug], *screened.beside.loc[screened.beside["indicator"] == slug, "area_code"]}
        codes = [code for code in rows["area_code"].unique() if code not in known]
        if codes:
            names = ", ".join(screened.area(code) for code in codes[:_LISTED])
            more = f" and {len(codes) - _LISTED} more" if len(codes) > _LISTED else ""
            told = f"{slug}: the file has {len(there[slug])} areas. Held, and not in it: {names}{more}."
            yield screened.finding("fewer-areas", told, indicator=str(slug))


def mixed_vintage(screened: Screened) -> Iterator[Finding]:
    """A series of which some periods differ from what is held and others do not, or stay as they were."""
    rows = screened.compared
    final = ~which(rows["held_flags"].fillna("").astype("str"), lambda flags: bool(_TO_BE_REVISED & set(flags.split())))
    known = rows[rows["known"] & final]
    windows = known.groupby("window").agg(series=("series", "first"), differs=("fresh", "any"))
    counts = windows.groupby("series")["differs"].agg(["sum", "size"]).assign(earlier=_earlier(screened)).fillna(0)
    counts.loc[counts["sum"] < counts["size"], "earlier"] = 0
    mixed = counts[(counts["sum"] > 0) & ((counts["sum"] < counts["size"]) | (counts["earlier"] > 0))]
    first = known[known["fresh"] & known["series"].isin(mixed.index)].drop_duplicates("series")
    first = first.join(mixed[["sum", "size", "earlier"]].astype("int64"), on="series")
    yield from screened.at("mixed-vintage", first, lambda row: _mixed(screened, row))


def vanishing_rows(screened: Screened) -> Iterator[Finding]:
    """Figures held of a line that the file has, for periods that it has for other areas or without a figure."""
    rows = screened.compared
    yield from screened.at(
        "vanishing-rows",
        rows[rows["held_value"].notna() & rows["value"].isna()],
        lambda row: (
            f"{screened.area(row['area_code'])}, {row['period_label']}: {shown(row['held_value'])} is held, "
            f"and the file has no figure ([{row['status']}])."
        ),
    )
    rows = screened.vanishing
    rows = rows[rows["window"].isin(screened.dated["window"].unique())]
    for _, group in rows.groupby("line", sort=False):
        first = group.iloc[0]
        labels = ", ".join(group["period_label"].head(_LISTED))
        more = f" and {len(group) - _LISTED} more" if len(group) > _LISTED else ""
        line = ", ".join(filter(None, (screened.area(first["area_code"]), first["breakdown"])))
        message = f"{first['indicator']}: held for {line} and not in the file: {labels}{more}."
        yield screened.finding("vanishing-rows", message, indicator=first["indicator"])


def _mixed(screened: Screened, row: Row) -> str:
    was, now = figure(row["held_value"], row["held_status"]), figure(row["value"], row["status"])
    where = f" for {row['breakdown']}" if row["breakdown"] else ""
    told = f"{row['indicator']}: periods that differ from what is held{where}: {row['sum']} of {row['size']}"
    told += f"; earlier periods held that the file has not: {row['earlier']}" if row["earlier"] else ""
    return f"{told}. First: {screened.area(row['area_code'])}, {row['period_label']}: {was} held, {now} in the file."


def _earlier(screened: Screened) -> "pd.Series[int]":
    """By series, how many periods are held of the file's lines from before the file's first."""
    held = screened.held[screened.held["line"].isin(screened.rows["line"].unique())]
    first = held["series"].map(screened.rows.groupby("series")["period_start"].min())
    return held[held["period_start"] < first].groupby("series")["window"].nunique()
