"""Checks of the last stage: the file beside what is held."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

import numpy as np
import pandas as pd

from indicators.screening.checks import check
from indicators.screening.finding import Check, Finding
from indicators.screening.keys import which
from indicators.screening.screened import Row, Screened, figure, named, records, shown
from indicators.wording import count

#: Names listed in one sentence.
_LISTED = 6
#: Figures in another unit that are shown as examples.
_EXAMPLES = 3
#: So many figures, and so large a part of those that differ, must be those held but rounded: one may be chance.
_FEW, _MOSTLY = 3, 0.9
#: What the publisher said it would revise.
_TO_BE_REVISED = {"provisional", "incomplete", "estimated"}


@check(
    "overlapping-periods",
    "warning",
    "change",
    title="Overlapping periods",
    means="Two periods of one line share days, though the definition does not say that its windows overlap.",
    mend="Leave one of them, or set overlapping = true in the definition.",
)
def overlapping_periods(check: Check, screened: Screened) -> Iterator[Finding]:
    """A new period that shares days with another one of its line, where the definition has no overlapping windows.

    Nothing is said of a line that has pooled years of one length alone: such windows roll, and are meant to.
    """
    separate = [slug for slug, each in screened.catalogue.indicators.items() if not each.overlapping]
    rows = screened.compared
    new = rows[rows["indicator"].isin(separate) & ~rows["known"]]
    if new.empty:
        return
    columns = ["line", "key", "period_start", "period_end", "period_label"]
    both = pd.concat([each[columns] for each in (rows, screened.held, screened.beside)]).drop_duplicates("key")
    both = both[both["line"].isin(new["line"].unique())].sort_values("key")  # by line, then by date
    if not both["line"].duplicated().any():
        return
    both = both[~_rolling(both)]
    line = both.groupby("line")
    until = line["period_end"].cummax().groupby(both["line"]).shift()
    before = line["period_label"].shift().where(both["period_start"] <= until)
    after = line["period_label"].shift(-1).where(line["period_start"].shift(-1) <= both["period_end"])
    other = before.fillna(after).set_axis(both["key"]).dropna()
    overlaps = new.assign(other=new["key"].map(other)).dropna(subset="other")

    def message(row: Row) -> str:
        return f"{row['period_label']} shares days with {row['other']} of the same line."

    yield from screened.at(check, overlaps, message, value="period_text")


def _rolling(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows are of a line whose windows are all of one number of years, two or more."""
    years = ((rows["period_end"] - rows["period_start"]).dt.days / 365.25).round().groupby(rows["line"])
    return (years.transform("min") > 1) & (years.transform("min") == years.transform("max"))


@check(
    "unit-changed",
    "error",
    "change",
    title="Unit changed",
    means="The line is 100 or 1,000 times what is held, or that part of it: the file is in another unit.",
    mend="Give the factor under [[files]] in the definition.",
)
def unit_changed(check: Check, screened: Screened) -> Iterator[Finding]:
    """Figures that are 100 or 1,000 times what is held, or the inverse: told once for a series and a factor, with the
    first of its lines."""
    rows = screened.other_unit[~screened.other_unit["comma"]]
    for _, own in rows.groupby(["series", "times"], sort=False):
        firsts = own.drop_duplicates("line")
        examples = [_in_unit(screened, row) for row in records(screened.placed(firsts.head(_EXAMPLES)))]
        yield from screened.at(check, own.head(1), partial(_unit, screened, own, examples, len(firsts)), _factor)


def _in_unit(screened: Screened, row: Row) -> str:
    where = f"{screened.area(row['area_code'])}, {row['period_label']}: {shown(row['value'])}"
    return f"{where} where {shown(row['beside'])} is held (row {row['row']})"


def _unit(screened: Screened, rows: pd.DataFrame, examples: Sequence[str], lines: int, row: Row) -> str:
    """What is said of figures in another unit: of one line as its first figure, of several with the first of them."""
    times = f"about {row['times']:,.10g} times"
    if lines > 1:
        more = f"; and so on for {count(lines - len(examples), 'more area')}" if lines > len(examples) else ""
        which = f"{len(rows):,} figures of {lines:,} areas are {times} those held"
        return f"{named(row['indicator'], row['breakdown'])}: {which}. {'; '.join(examples)}{more}."
    others = len(rows) - 1
    area = screened.area(row["area_code"])
    text = f"{area}, {row['period_label']}: {shown(row['value'])} is {times} the {shown(row['beside'])} that is held"
    return text + (f"; so with {count(others, 'more row')} of this line." if others else ".")


def _factor(row: Row) -> str:
    factor = f"factor = {1 / row['times']:.10g}"
    return f"If the publisher has changed the unit, write {factor} under [[files]] in the definition."


@check(
    "fewer-areas",
    "warning",
    "change",
    title="Fewer areas than before",
    means="Areas that are held are not in the file; their figures stay as they are.",
    mend="Download the file for all areas, or these will be of an older release.",
)
def fewer_areas(check: Check, screened: Screened) -> Iterator[Finding]:
    """Areas that no file of the upload has at all, and that have figures in the last period held that this one has
    or could have: what was published for other areas later or earlier is no matter of an older file."""
    held = screened.held[screened.held["series"].isin(screened.rows["series"].unique())]
    held = held[held["period_end"] <= held["indicator"].map(screened.rows.groupby("indicator")["period_end"].max())]
    latest = held[held["period_end"] == held.groupby("indicator")["period_end"].transform("max")]
    whole = pd.concat([each[["indicator", "area_code", "line"]] for each in (screened.rows, screened.beside)])
    there = whole.groupby("indicator")["area_code"].unique()
    missing = latest[~latest["line"].isin(whole["line"].unique())]
    whose = "the file has" if screened.beside.empty else "the files have"
    for slug, rows in missing.groupby("indicator"):
        codes = [code for code in rows["area_code"].unique() if code not in there[slug]]
        if codes:
            names = ", ".join(screened.area(code) for code in codes[:_LISTED])
            more = f" and {len(codes) - _LISTED} more" if len(codes) > _LISTED else ""
            message = f"{whose} {count(len(there[slug]), 'area')}. Held, and not there: {names}{more}."
            yield screened.finding(check, f"{slug}: {message}", indicator=slug)


@check(
    "fewer-digits",
    "warning",
    "change",
    title="Figures with fewer digits",
    means="The figures are those that are held, but rounded: digits would be lost.",
    mend="Publish them only if the publisher gives no more digits any longer.",
)
def fewer_digits(check: Check, screened: Screened) -> Iterator[Finding]:
    """Figures that are those held, rounded: a publisher's table shows less than its data. Told once an indicator."""
    rows = screened.compared
    rows = rows[rows["known"] & rows["fresh"] & rows["value"].notna() & rows["held_value"].notna()]
    if rows.empty:
        return
    now, was = (
        np.array([_decimals(number) for number in rows[name]], dtype="int64") for name in ("value", "held_value")
    )
    near = (rows["value"] - rows["held_value"]).abs() <= 0.5000001 * 10.0**-now
    coarse = near & (now < was)
    share = coarse.groupby(rows["indicator"]).transform("mean")
    rounded = rows[coarse & (share >= _MOSTLY)]
    rounded = rounded[rounded["indicator"].map(rounded["indicator"].value_counts()) >= _FEW]
    many = rounded["indicator"].value_counts()

    def message(row: Row) -> str:
        number = int(many[row["indicator"]])
        return (
            f"{row['indicator']}: {number:,} figures are those held with fewer digits. {first_differing(screened, row)}"
        )

    yield from screened.at(check, rounded.drop_duplicates("indicator"), message)


def _decimals(number: float) -> int:
    """The digits behind the point of the number as short as it can be written; fewer than none where it has zeros at
    its end and is written with an exponent."""
    return -int(Decimal(f"{number:.15g}").as_tuple().exponent)


@check(
    "older-release",
    "warning",
    "change",
    title="Looks like an older release",
    means="The file ends before what is held and differs from it: it may bring back figures that were revised since.",
    mend="Look up when the file was published, and upload the latest release.",
)
def older_release(check: Check, screened: Screened) -> Iterator[Finding]:
    """A series of several periods that ends before what is held of it, and differs from it: told once for each
    indicator. The age of a file that holds a single month is not in its figures."""
    rows = _differing_before_the_end(screened)
    many = rows["indicator"].value_counts()
    yield from screened.at(check, rows.drop_duplicates("indicator"), lambda row: _older(screened, row, many))


def _differing_before_the_end(screened: Screened) -> pd.DataFrame:
    """The rows of another value or status than is held, of series that end before what is held of their lines."""
    rows = screened.compared
    rows = rows[rows["known"] & rows["fresh"]]
    if rows.empty:
        return rows.assign(last="")
    whole = pd.concat([each[["series", "window", "period_end"]] for each in (screened.rows, screened.beside)])
    several = whole.groupby("series")["window"].nunique() > 1
    mine = screened.held[screened.held["line"].isin(screened.rows["line"].unique())]
    last = mine.sort_values("period_end").drop_duplicates("series", keep="last").set_index("series")
    older = last["period_end"] > whole.groupby("series")["period_end"].max()[several].reindex(last.index)
    rows = rows[rows["series"].isin(older.index[older])]
    return rows.assign(last=rows["series"].map(last["period_label"]))


def _older(screened: Screened, row: Row, many: "pd.Series[int]") -> str:
    differ = count(int(many[row["indicator"]]), "figure differs", "figures differ")
    ends = screened.rows[screened.rows["series"] == row["series"]].sort_values("period_end")["period_label"].iloc[-1]
    message = f"{row['indicator']}: this looks like an older release: it ends with {ends}, {row['last']} is held"
    return f"{message}, and {differ}. {first_differing(screened, row)}"


@check(
    "mixed-vintage",
    "warning",
    "change",
    title="Mixed vintages",
    means="Part of the line is from another release than the rest: "
    "some periods differ from what is held, others do not.",
    mend="Download the whole series from one release.",
)
def mixed_vintage(check: Check, screened: Screened) -> Iterator[Finding]:
    """A series of which some periods differ from what is held and others do not, or stay as they were."""
    rows = screened.compared
    if not (rows["known"] & rows["fresh"]).any():
        return
    known = rows[rows["known"] & ~to_be_revised(rows["held_flags"])]
    told = {*_differing_before_the_end(screened)["series"], *screened.only_far_revised}
    known = known[~known["series"].isin(told)]  # as an older release, or as a large revision
    windows = known.groupby(["series", "window"])["fresh"].any()
    counts = windows.groupby("series").agg(["sum", "size"]).assign(earlier=_earlier(screened)).fillna(0)
    counts.loc[counts["sum"] < counts["size"], "earlier"] = 0
    mixed = counts[(counts["sum"] > 0) & ((counts["sum"] < counts["size"]) | (counts["earlier"] > 0))]
    first = known[known["fresh"] & known["series"].isin(mixed.index)].drop_duplicates("series")
    first = first.join(mixed[["sum", "size", "earlier"]].astype("int64"), on="series")
    yield from screened.at(check, first, lambda row: _mixed(screened, row))


@check(
    "vanishing-rows",
    "warning",
    "change",
    title="Rows that would vanish",
    means="Figures that are held are not in the file, or have none any more, though it has periods before and after.",
    mend="Look whether the publisher withdrew them.",
)
def vanishing_rows(check: Check, screened: Screened) -> Iterator[Finding]:
    """Figures held for which the file has none, and every row that would be withdrawn, once for each series."""
    rows = screened.compared
    yield from screened.at(
        check,
        rows[rows["held_value"].notna() & rows["value"].isna()],
        lambda row: (
            f"{screened.area(row['area_code'])}, {row['period_label']}: {shown(row['held_value'])} is held, "
            f"and the file has no figure ([{row['status']}])."
        ),
    )
    for (slug, breakdown), group in screened.withdrawn.groupby(["indicator", "breakdown"]):
        yield screened.finding(check, _withdrawn(screened, str(slug), str(breakdown), group), indicator=slug)


def _withdrawn(screened: Screened, slug: str, breakdown: str, group: pd.DataFrame) -> str:
    """How many rows of a series would go, and which are the first."""
    first = group.head(_LISTED)[["area_code", "period_label"]].itertuples(index=False, name=None)
    listed = "; ".join(f"{screened.area(code)}, {label}" for code, label in first)
    more = f"; and {len(group) - _LISTED:,} more" if len(group) > _LISTED else ""
    many = count(len(group), "figure is", "figures are")
    where = f" for {breakdown}" if breakdown else ""
    return f"{slug}: {many} held{where}, not in the file, and would be withdrawn: {listed}{more}."


def to_be_revised(flags: "pd.Series[str]") -> "pd.Series[bool]":
    """Which flags say that the publisher would revise the figure."""
    return which(flags.fillna("").astype("str"), lambda each: bool(_TO_BE_REVISED & set(each.split())))


def _mixed(screened: Screened, row: Row) -> str:
    name = named(row["indicator"], row["breakdown"])
    message = f"{name}: periods that differ from what is held: {row['sum']} of {row['size']}"
    message += f"; earlier periods held that the file has not: {row['earlier']}" if row["earlier"] else ""
    return f"{message}. {first_differing(screened, row)}"


def first_differing(screened: Screened, row: Row) -> str:
    """What was held and what is in the file, at the first place at which they differ."""
    was, now = figure(row["held_value"], row["held_status"]), figure(row["value"], row["status"])
    return f"First: {screened.area(row['area_code'])}, {row['period_label']}: {was} held, {now} in the file."


def _earlier(screened: Screened) -> "pd.Series[int]":
    """By series, how many periods are held of the file's lines from before its first, and in no file beside it."""
    held = screened.held[screened.held["line"].isin(screened.rows["line"].unique())]
    held = held[~held["window"].isin(screened.beside["window"].unique())]
    first = held["series"].map(screened.rows.groupby("series")["period_start"].min())
    return held[held["period_start"] < first].groupby("series")["window"].nunique()
