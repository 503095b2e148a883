"""Checks of the third stage: the areas are known, and a code was in use at the time."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

import pandas as pd

from indicators.model import Area
from indicators.screening import places
from indicators.screening.checks import NOTHING, check
from indicators.screening.finding import Check, Finding
from indicators.screening.screened import Row, Screened, remembered
from indicators.wording import count

#: A name this much like that of an area that is missing from the file is a slip of the pen.
_LIKE = 0.85
_CODE = re.compile(r"[A-Z]\d{8}")
#: Local authority districts of England, and the last number of each kind in use on 1 April 2025. Codes are given one
#: after the other, so a higher one is of an authority made since. Office for National Statistics, Register of
#: Geographic Codes, as in its code history and lookup of that year.
_DISTRICT = r"E0[6-9]\d{6}"
_LAST_CODES = {"E06": 66, "E07": 246, "E08": 39, "E09": 33}
#: Areas named in one sentence.
_NAMED = 5


#: Areas that a file of an unknown indicator must have for the own one to be missed: it is one for all areas then.
_OTHERS = 8


@check(
    "no-known-area",
    "error",
    "shape",
    title="No known area",
    means="Not one row is about an area of areas.csv.",
    mend="Download the file for the areas of the dashboard, by their codes.",
)
def no_known_area(check: Check, screened: Screened) -> Iterator[Finding]:
    areas = screened.areas
    if len(areas) and areas["problem"].eq("unknown").all():
        yield screened.finding(check, f"None of the file's areas is in areas.csv: {_listed(areas)}.")


@check(
    "own-area-missing",
    "warning",
    "shape",
    title="The dashboard's own area is missing",
    means="The newest period of the file has other areas, and not the one that the dashboard is about.",
    mend="Look whether the publisher has none for it, or download the file for all areas.",
)
def own_area_missing(check: Check, screened: Screened) -> Iterator[Finding]:
    """Series whose newest period has not the own area, which the file has before it or the store has, or which
    the store does not know, of many areas: told once for each indicator."""
    own = screened.catalogue.strategy.area
    newest = screened.newest
    every = pd.concat([each[["indicator", "series", "area_code"]] for each in (screened.rows, screened.held)])
    mine = set(every.loc[_stands_for(own, screened, every), "series"])
    first = newest[~newest["indicator"].isin(screened.held["indicator"].unique())]
    number = first.groupby("series")["area_code"].nunique()
    mine |= set(number.index[number >= _OTHERS])
    now = pd.concat([each[["indicator", "window", "area_code"]] for each in (newest, screened.beside)])
    there = set(now.loc[_stands_for(own, screened, now), "window"])
    rows = newest[newest["series"].isin(mine) & ~newest["window"].isin(there)]
    # what is held already without the own area was asked when it came in
    rows = rows[rows["window"].isin(screened.compared.loc[screened.compared["fresh"], "window"].unique())]
    for slug, group in rows.groupby("indicator"):
        last = group.sort_values("period_end").iloc[-1]
        areas = count(int(group["area_code"].nunique()), "other area is", "other areas are")
        message = f"{slug}: {screened.area(own)} is not in {last['period_label']}, the newest period; {areas}."
        yield screened.finding(check, message, indicator=slug)


def _stands_for(own: str, screened: Screened, rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows tell of the area: its own; its county's or its small areas' where the indicator has no districts."""
    known = screened.catalogue
    small = [code for code, area in known.areas.items() if area.parent == own]
    wider = [slug for slug, each in known.indicators.items() if each.geography == "county"]
    finer = [slug for slug, each in known.indicators.items() if each.geography == "lsoa"]
    county = (rows["area_code"] == known.areas[own].parent) & rows["indicator"].isin(wider)
    return (rows["area_code"] == own) | county | (rows["area_code"].isin(small) & rows["indicator"].isin(finer))


@check(
    "merged-area",
    "warning",
    "shape",
    title="An area that may have been abolished",
    means="An area that is kept is gone from the newest period, and a new authority's code is there that is not kept.",
    mend="Give the old area a last day and a successor in data/areas.csv, and the new one a row.",
)
def merged_area(check: Check, screened: Screened) -> Iterator[Finding]:
    """Districts gone from the newest period while codes are in it that no district had before: told once."""
    new = _told(screened)
    if not new:
        return
    gone, label = _gone(screened)
    codes = [str(screened.areas["bare"][place]) for place in new]
    names = [str(screened.areas["name"][place]) for place in new]
    called = [f"{code} ({name})" if name else code for code, name in zip(codes, names, strict=True)]
    is_, old = ("is", "the area") if len(gone) == 1 else ("are", "one of the areas")
    message = f"{_some([screened.area(code) for code in gone])} {is_} not in the file{label}; "
    message += f"{_some(called)} {'is' if len(called) == 1 else 'are'} new here: has {old} been abolished?"
    day = "its last day as valid_to"
    fix = f"If so, give it a successor: in data/areas.csv write {day} and {codes[0]} as successor in the row of "
    fix += f"{gone[0]}, and add a row for {codes[0]}. If not, download the file for all areas."
    yield screened.finding(check, message, fix, value=codes[0])


@remembered
def _gone(screened: Screened) -> tuple[list[str], str]:
    """The districts that the file had before its newest period, or that are held for the last one, and are in none of
    its newest; and where they are missing from, as words."""
    rows, newest, known = screened.rows, screened.newest, screened.catalogue.areas
    if newest.empty:
        return [], ""
    held = screened.held[screened.held["series"].isin(rows["series"].unique())]
    last = held.groupby("series")["period_end"].max().reindex(held["series"])
    held = held[held["period_end"].to_numpy() == last.to_numpy()]
    there = set(newest["area_code"].unique()) | set(screened.beside["area_code"].unique())
    before = dict.fromkeys([*rows["area_code"].unique(), *held["area_code"].unique()])
    gone = [code for code in before if code not in there and known[code].type == "district"]
    gone.sort(key=lambda code: code != screened.catalogue.strategy.area)
    label = f" for {newest['period_label'].iloc[-1]}" if set(gone) & set(rows["area_code"].unique()) else ""
    return gone, label


def _new_codes(screened: Screened) -> list[int]:
    """The positions of unknown districts in the newest period whose codes no district had, or that the file has not
    before it though it has other unknown ones."""
    areas, cells = screened.areas, screened.cells
    unknown = areas.index[(areas["problem"] == "unknown") & areas["bare"].str.fullmatch(_DISTRICT)]
    if unknown.empty:
        return []
    texts = screened.texts["period_text"].take(screened.newest["position"].to_numpy()).unique()
    rows = cells.loc[cells["area"].isin(unknown), ["area", "period"]]
    late = rows["period"].isin(texts)
    now, earlier = set(rows.loc[late, "area"]), set(rows.loc[~late, "area"])
    several = bool(earlier) or screened.dated["window"].nunique() > screened.dated["series"].nunique()
    return [
        place
        for place in unknown
        if place in now and (_is_new(areas["bare"][place]) or (several and place not in earlier))
    ]


@remembered
def _told(screened: Screened) -> list[int]:
    """The positions of the unknown areas that may have taken the place of one that is kept."""
    new = _new_codes(screened)
    return new if new and _gone(screened)[0] else []


def replaced(screened: Screened) -> list[str]:
    """The districts that `merged_area` tells to be gone."""
    return _gone(screened)[0] if _told(screened) else []


def _is_new(code: str) -> bool:
    return int(code[3:]) > _LAST_CODES.get(code[:3], 0)


def _some(texts: list[str]) -> str:
    """The first of the texts, as a list in words."""
    more = f" and {len(texts) - _NAMED:,} more" if len(texts) > _NAMED else ""
    shown = texts[:_NAMED]
    return f"{', '.join(shown)}{more}" if more or len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


@check(
    "unknown-area",
    "warning",
    "shape",
    title="Unknown area",
    means="The area is not in areas.csv, and the row is left out. It may be a slip of the pen.",
    mend="Correct it, or add the area to areas.csv.",
)
def unknown_area(check: Check, screened: Screened) -> Iterator[Finding]:
    """An area that may be a slip of the pen, at its first row; each row that has no area."""
    areas = screened.areas
    unknown = areas["problem"].eq("unknown")
    if unknown.all() or not unknown.any():
        return
    likely = _likely(screened)
    rows = screened.cells[screened.cells["area"].isin(_odd(screened))]
    rows = rows.assign(area_text=_texts(areas).take(rows["area"].to_numpy()).array)
    many = rows["area"].value_counts()

    def message(row: Row) -> str:
        if not row["area_text"]:
            return "The row has no area."
        like = likely.get(row["area"], "")
        text = f"'{row['area_text']}' is not in areas.csv" + (f" (nearest: '{like}')" if like else "")
        number = int(many[row["area"]])
        return f"{text}, and its {number:,} rows are left out." if number > 1 else f"{text}, and its row is left out."

    first = rows[~rows["area"].duplicated() | (rows["area_text"] == "")]
    yield from screened.at(check, first, message, value="area_text")


@check(
    "other-areas",
    "note",
    "shape",
    title="Areas that are not kept",
    means="A file for the whole country has more areas than the dashboard; their rows are left out.",
    mend=NOTHING,
)
def other_areas(check: Check, screened: Screened) -> Iterator[Finding]:
    areas = screened.areas
    unknown = areas["problem"].eq("unknown")
    if unknown.all() or not unknown.any():
        return
    told = [*_odd(screened), *_told(screened)]
    others = areas[unknown & ~areas.index.isin(told)]
    if len(others):
        rows = int(screened.cells["area"].isin(others.index).sum())
        of = f"{len(others):,} areas that are" if len(others) > 1 else "an area that is"
        message = f"{count(rows, 'row')} of {of} not in areas.csv {'is' if rows == 1 else 'are'} left out"
        yield screened.finding(check, f"{message}: {_listed(others)}.")


@check(
    "ambiguous-area-name",
    "error",
    "shape",
    title="Name of more than one area",
    means="Two areas share the name, and the file has no code that tells them apart.",
    mend="Download the file with area codes.",
)
def ambiguous_area_name(check: Check, screened: Screened) -> Iterator[Finding]:
    names = places.names_of(screened.catalogue)

    def message(row: Row) -> str:
        codes = sorted(places.codes_of(row["area_name"], names))
        return f"'{row['area_name']}' is the name of {' and '.join(codes)}."

    yield from screened.at(check, _of_problem(screened, "ambiguous"), message, value="area_name")


@check(
    "area-name-differs",
    "error",
    "shape",
    title="Code and name are of different areas",
    means="The row's code belongs to one area and its name to another.",
    mend="Correct the code or the name.",
)
def area_name_differs(check: Check, screened: Screened) -> Iterator[Finding]:
    def message(row: Row) -> str:
        code = places.bare(row["area_code"])
        return f"{code} is {screened.area(code)}, but the row's name is '{row['area_name']}'."

    yield from screened.at(check, _of_problem(screened, "differs"), message, value="area_code")


@check(
    "old-code",
    "note",
    "shape",
    title="Old area code",
    means="The area had this code before its boundary changed; its rows are joined to today's code.",
    mend=NOTHING,
)
def old_code(check: Check, screened: Screened) -> Iterator[Finding]:
    """Rows that were joined to today's code, at the first of them."""
    known = screened.catalogue
    for place, code in _old(screened, lambda area: known.current(area.code) != area.code).items():
        rows = screened.rows[screened.rows["area"] == place]
        rows = rows[~rows["position"].isin(_late(screened, place, code)["position"])]
        if len(rows):
            today = screened.areas["area_code"][place]
            many, counts = count(len(rows), "row has", "rows have"), "counts" if len(rows) == 1 else "count"
            message = f"{many} the old code {code} of {screened.area(code)} and {counts} for {today}."
            yield from screened.at(check, rows.head(1).assign(code=code), message, value="code")


@check(
    "old-code-new-period",
    "warning",
    "shape",
    title="Old code for a new period",
    means="The area no longer had this code at that time, so the figure may be for the old boundary.",
    mend="Look up which boundary the publisher used.",
)
def old_code_new_period(check: Check, screened: Screened) -> Iterator[Finding]:
    for place, code in _old(screened, lambda area: area.successor or area.valid_to).items():
        yield from screened.at(
            check,
            _late(screened, place, code).assign(code=code),
            lambda row: (
                f"{row['code']} was no longer the code of {screened.area(row['code'])} in {row['period_label']}."
            ),
            value="code",
        )


def _texts(areas: pd.DataFrame) -> "pd.Series[str]":
    return areas["code"].where(areas["code"] != "", areas["name"])


def _listed(areas: pd.DataFrame) -> str:
    names = [text or "(none)" for text in _texts(areas).head(_NAMED)]
    more = len(areas) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more > 0 else "")


@remembered
def _odd(screened: Screened) -> list[int]:
    """The positions of unknown areas that nobody would expect: likely misspelt ones, and in a file of which most areas
    are kept any other that could be of the same sort."""
    areas, likely = screened.areas, _likely(screened)
    unknown = areas[(areas["problem"] == "unknown") & ~areas.index.isin(_told(screened))]
    if len(unknown) > (areas["problem"] == "").sum():
        return sorted(likely)
    sorts = {code[:3] for code in screened.catalogue.areas}
    other = [place for place, code in unknown["code"].items() if _CODE.fullmatch(code) and code[:3] not in sorts]
    return [place for place in unknown.index if place in likely or place not in other]


@remembered
def _likely(screened: Screened) -> dict[int, str]:
    """The positions of areas that are probably another one misspelt, with that area; or that have no text at all."""
    areas, catalogue = screened.areas, screened.catalogue
    unknown = areas[areas["problem"] == "unknown"]
    likely = {int(place): "" for place in unknown.index[(unknown["code"] == "") & (unknown["name"] == "")]}
    missing = set(screened.held["area_code"]) - set(areas["area_code"])
    codes = sorted(missing)
    names = {
        places.same(catalogue.areas[code].name): catalogue.areas[code].name for code in codes if code in catalogue.areas
    }
    for place, code, name in unknown[["code", "name"]].itertuples() if codes else ():
        if code and not _CODE.fullmatch(code):
            likely |= {int(place): like for like in get_close_matches(code.upper(), codes, 1, _LIKE)}
        elif not code:
            written = places.same(name)
            like = [each for each in names if each[:1] == written[:1]]
            likely |= {int(place): names[each] for each in get_close_matches(written, like, 1, _LIKE)}
    return likely


def _of_problem(screened: Screened, problem: str) -> pd.DataFrame:
    positions = screened.areas.index[screened.areas["problem"] == problem]
    return screened.cells[screened.cells["area"].isin(positions)]


def _old(screened: Screened, holds: Callable[[Area], object]) -> dict[int, str]:
    """The positions of areas of which it holds that they have a successor or a last day, with their codes."""
    known = screened.catalogue.areas
    return {place: code for place, code in enumerate(screened.areas["bare"]) if code in known and holds(known[code])}


def _late(screened: Screened, place: int, code: str) -> pd.DataFrame:
    """The rows of the area at that position whose period began when it no longer had the code."""
    rows = screened.rows[(screened.rows["area"] == place) & screened.rows["dated"]]
    last = _last_day(screened, code)
    return rows[rows["period_start"] > last] if last is not None else rows.iloc[:0]


def _last_day(screened: Screened, code: str) -> pd.Timestamp | None:
    """The last day of a code: as areas.csv says, or the day before the file itself begins with the new one."""
    area = screened.catalogue.areas[code]
    new = screened.catalogue.areas.get(area.successor)
    if area.valid_to:
        return pd.Timestamp(area.valid_to)
    if new is not None and new.valid_from:
        return pd.Timestamp(new.valid_from) - pd.Timedelta(days=1)
    places_of_new = screened.areas.index[screened.areas["bare"] == area.successor]
    starts = screened.rows.loc[screened.rows["area"].isin(places_of_new), "period_start"].dropna()
    return None if starts.empty else starts.min() - pd.Timedelta(days=1)
