"""Areas that became others: what is rebuilt of their figures, what is not and why, and how it is told."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import catalogue as catalogues
from indicators import shipped, statistics, succession
from indicators.assessment import assess, words
from indicators.catalogue.checks import area_faults
from indicators.model import Area, Catalogue, Indicator, Selection
from indicators.succession import REBUILT, Refusal
from tests import mergers
from tests.build import ENGLAND, OWN, WATFORD, indicator, observations, row, small_catalogue
from tests.published.extracts import facts
from tests.published.facts import Fact
from tests.screening import situation
from tests.sources import REAL_DATA, held_to_sources

ROOT = Path(__file__).parents[1]
NEW = "E06009999"
LAST = date(2022, 3, 31)
COUNT = indicator(kind="count", decimals=0)
SHARE = indicator(kind="proportion", decimals=1, compute_interval=True)
BOTH = (OWN, WATFORD)


def merged(of: Indicator = COUNT) -> Catalogue:
    """The small world in which two of its districts became one new council."""
    known = small_catalogue(of)
    gone = {code: replace(known.areas[code], valid_to=LAST, successor=NEW) for code in BOTH}
    return replace(known, areas={**known.areas, **gone, NEW: Area(NEW, "Newtown", "district")})


def of_area(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    return rows[rows["area_code"] == code].reset_index(drop=True)


def two(one: dict[str, Any], other: dict[str, Any], period: str = "2019") -> pd.DataFrame:
    """A figure of each of the two districts."""
    return observations(row(period, area=OWN, **one), row(period, area=WATFORD, **other))


def by_label(rows: pd.DataFrame) -> dict[str, float]:
    return dict(zip(rows["period_label"], rows["value"].fillna(-1.0), strict=True))


# What publishers print for the councils that were merged from 2020 to 2023

COUNTIES = ("E10000002", "E10000006", "E10000021", "E10000023", "E10000027")
#: How many figures of counties were held against districts that were added up, and how many are equal to the last unit.
#: All others differ by no more than the rounding of each district and of the sum: all are printed as whole dwellings.
HELD = {"net-additional-dwellings": (105, 65), "vacant-dwellings": (75, 21)}


@pytest.mark.parametrize("path", sorted(mergers.makers()), ids=lambda path: path.stem)
def test_the_extracts_are_the_sources(path: Any) -> None:
    if REAL_DATA.is_dir():
        held_to_sources(path, *mergers.makers()[path]())


def replayed() -> Catalogue:
    """The councils that were merged, with the districts and counties that they took the place of."""
    return replace(small_catalogue(), areas=mergers.known())


def printed(slug: str) -> list[Fact]:
    """The figures that a publisher prints for old districts, counties and new councils."""
    text = (mergers.FOLDER / f"{slug}.csv").read_text(encoding="utf-8")
    return [fact for fact in facts(text) if fact.value is not None]


def frame(known: list[Fact], slug: str) -> pd.DataFrame:
    """Figures as observations."""
    moments = [
        {
            "period_start": pd.Timestamp(fact.start),
            "period_end": pd.Timestamp(fact.end),
            "period_label": str(fact.end.year),
        }
        for fact in known
    ]
    cells = [{"value": fact.value, "area": fact.area, "breakdown": fact.breakdown} for fact in known]
    return observations(*(row(indicator=slug, **each, **when) for each, when in zip(cells, moments, strict=True)))


def test_as_many_districts_became_each_council_as_there_were() -> None:
    known = replayed()
    assert {code: len(parts) for code, parts in known.merged.items()} == {**mergers.NEW, mergers.WEST_AND_TAUNTON: 2}
    assert known.instead == {"E06000060": "E10000002", "E06000065": "E10000023", "E06000066": "E10000027"}
    assert known.parted == {}  # counties were divided, districts were not


@pytest.mark.parametrize("slug", sorted(HELD))
def test_what_is_added_up_is_what_the_publisher_prints(slug: str) -> None:
    """Of each period in which it prints both: the county, and the councils in its place made of their districts."""
    known = replayed()
    old = [f for f in printed(slug) if f.area not in mergers.NEW and known.areas[f.area].type == "district"]
    made = succession.with_rebuilt(frame(old, slug), indicator(slug=slug, kind="count"), known)
    made = made[made["area_code"].isin(mergers.NEW)]
    assert set(made["flags"]) == {REBUILT}
    place = {code: county for county in COUNTIES for code in known.areas[county].successors}
    made = made.assign(county=made["area_code"].map(place))
    whole = made.groupby(["county", "period_end", "breakdown"])["value"].agg(["sum", "size"])
    counted, equal = 0, 0
    for fact in (fact for fact in printed(slug) if fact.area in COUNTIES):
        councils, key = known.areas[fact.area].successors, (fact.area, pd.Timestamp(fact.end), fact.breakdown)
        if key in whole.index and whole.loc[key, "size"] == len(councils):
            rounding = (sum(mergers.NEW[code] for code in councils) + 1) / 2
            assert fact.value is not None
            assert abs(whole.loc[key, "sum"] - fact.value) <= rounding, key
            counted, equal = counted + 1, equal + int(whole.loc[key, "sum"] == fact.value)
    assert (counted, equal) == HELD[slug]


def test_a_county_s_own_figures_come_before_sums() -> None:
    known = replayed()
    old = [fact for fact in printed("net-additional-dwellings") if fact.area not in mergers.NEW]
    made = succession.with_rebuilt(frame(old, "homes"), indicator(slug="homes", kind="count"), known)
    for code, county in known.instead.items():
        taken, own = of_area(made, code), of_area(made, county)
        assert by_label(own).items() <= by_label(taken).items()
        assert set(taken["flags"]) == {REBUILT}


# What can be added up, and what cannot


def test_counts_and_what_they_were_counted_of_are_added() -> None:
    rows = two({"value": 30.0, "denominator": 100.0}, {"value": 12.0, "denominator": 50.0})
    made = of_area(succession.with_rebuilt(rows, COUNT, merged()), NEW)
    assert made[["value", "denominator"]].to_numpy().tolist() == [[42.0, 150.0]]
    assert made[["lower", "upper", "count"]].isna().all(axis=None)
    assert (made["flags"][0], made["note"][0]) == (REBUILT, "From Watford, Welwyn Hatfield.")


def test_a_share_is_worked_out_anew_with_its_limits() -> None:
    rows = two(
        {"value": 30.0, "count": 30.0, "denominator": 100.0}, {"value": 10.0, "count": 30.0, "denominator": 300.0}
    )
    made = of_area(succession.with_rebuilt(rows, SHARE, merged(SHARE)), NEW)
    assert made["value"].tolist() == [15.0]  # 60 of 400, and not the mean of 30 and 10
    lower, upper = statistics.proportion_interval(60, 400)
    assert made[["lower", "upper"]].to_numpy().tolist() == [[float(lower) * 100, float(upper) * 100]]


def test_a_rate_is_worked_out_anew_with_its_limits() -> None:
    rate = replace(SHARE, kind="rate")
    rows = two(
        {"value": 300.0, "count": 30.0, "denominator": 10_000.0},
        {"value": 100.0, "count": 30.0, "denominator": 30_000.0},
    )
    made = of_area(succession.with_rebuilt(rows, rate, merged(rate)), NEW)
    assert made["value"].tolist() == [150.0]
    lower, upper = statistics.rate_interval(60, 40_000, per=100_000)
    assert made[["lower", "upper"]].to_numpy().tolist() == [[float(lower), float(upper)]]


COUNTED = {"value": 30.0, "count": 30.0, "denominator": 100.0}


@pytest.mark.parametrize(
    ("fields", "figures", "refused"),
    [
        ({"kind": "mean"}, COUNTED, "kind"),
        ({"kind": "index"}, COUNTED, "kind"),
        ({"kind": "rank"}, COUNTED, "kind"),
        ({"kind": "price"}, COUNTED, "kind"),
        ({"kind": "proportion", "survey": True, "compute_interval": False}, COUNTED, "survey"),
        ({"kind": "proportion"}, {"value": 30.0}, "no counts"),
        ({"kind": "rate"}, {"value": 31.7, "count": 30.0, "denominator": 100.0}, "other counts"),
        ({"kind": "proportion"}, COUNTED, None),
        ({"kind": "count"}, {"value": 30.0}, None),
    ],
)
def test_what_has_no_sum_is_not_added_and_it_is_said_why(
    fields: dict[str, Any], figures: dict[str, float], refused: Refusal | None
) -> None:
    one = replace(SHARE, **fields)
    known, rows = merged(one), two(figures, figures)
    made = succession.with_rebuilt(rows, one, known)
    assert succession.refusal(rows, one, known, NEW) == refused
    assert len(of_area(made, NEW)) == (refused is None)
    assert succession.lost({one.slug: made}, known, NEW) == ({} if refused is None else {one.slug: refused})


def test_a_period_that_one_of_them_has_no_figure_of_is_not_rebuilt() -> None:
    rows = observations(
        row("2018", 4.0, area=OWN),
        row("2018", None, area=WATFORD),
        row("2019", 4.0, area=OWN),
        row("2020", 4.0, area=OWN),
        row("2020", 5.0, area=WATFORD),
    )
    assert by_label(of_area(succession.with_rebuilt(rows, COUNT, merged()), NEW)) == {"2020": 9.0}


def test_what_the_publisher_has_for_the_new_area_is_left_alone() -> None:
    own = observations(row("2019", 100.0, area=NEW), row("2018", None, area=NEW))
    old = [two({"value": 4.0}, {"value": 5.0}, year) for year in ("2017", "2018", "2019")]
    made = of_area(succession.with_rebuilt(pd.concat([*old, own]), COUNT, merged()), NEW)
    # That 2018 was published without a figure is what the publisher says of it.
    assert by_label(made) == {"2019": 100.0, "2018": -1.0, "2017": 9.0}


def test_breaks_and_other_flags_of_the_parts_stay() -> None:
    rows = two({"value": 4.0, "flags": "break_before"}, {"value": 5.0, "flags": "provisional"})
    made = of_area(succession.with_rebuilt(rows, COUNT, merged()), NEW)
    assert made["flags"].tolist() == ["provisional break_before rebuilt"]


def test_an_area_that_got_a_part_of_another_is_not_made_of_the_whole_ones() -> None:
    rest, known = Area("E06009998", "Resttown", "district"), merged()
    split = replace(known.areas["E07000095"], valid_to=LAST, successor=f"{NEW} {rest.code}")
    known = replace(known, areas={**known.areas, split.code: split, rest.code: rest})
    rows = two({"value": 4.0}, {"value": 5.0})
    assert succession.refusal(rows, COUNT, known, NEW) == "divided"
    assert of_area(succession.with_rebuilt(rows, COUNT, known), NEW).empty
    assert set(succession.origins(known, NEW)) == {*BOTH, "E07000095"}


def test_areas_that_have_another_code_are_no_merger() -> None:
    known = small_catalogue()
    assert known.merged == {}
    assert catalogues.current_code(known, "E07000104") == OWN
    assert not known.abolished("E07000104")
    held = observations(row("2018", 3.0, area="E07000104"), row("2019", 4.0), row("2019", 5.0, area="E07000104"))
    assert by_label(of_area(succession.with_todays_codes(held, known), OWN)) == {"2018": 3.0, "2019": 4.0}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=2, max_size=2))
def test_a_rebuilt_share_lies_between_those_of_its_parts(parts: list[tuple[int, int]]) -> None:
    one, other = (
        {"value": 100 * x / (x + rest), "count": float(x), "denominator": float(x + rest)} for x, rest in parts
    )
    made = of_area(succession.with_rebuilt(two(one, other), SHARE, merged(SHARE)), NEW)
    shares = sorted((one["value"], other["value"]))
    value, lower, upper = made.loc[0, ["value", "lower", "upper"]]
    assert shares[0] - 1e-9 <= value <= shares[1] + 1e-9
    assert lower - 1e-9 <= value <= upper + 1e-9


# How it is told


def told(of: Indicator, figures: dict[str, float]) -> Any:
    """The assessment of the new council: the old districts had these figures in 2019, it has one of its own of 2023."""
    known = merged(of)
    rows = pd.concat([two(figures, figures), observations(row("2023", 11.0, area=NEW))])
    held = succession.by_indicator(rows, known)
    return assess(held["obesity"], of, Selection(NEW, ENGLAND), known, date(2024, 1, 1), held)


def test_the_new_area_s_line_says_where_its_early_figures_come_from() -> None:
    one = told(COUNT, {"value": 4.0})
    assert words.origin(one) == "Figures up to 2019 are rebuilt here, from those of Watford and Welwyn Hatfield."
    assert one.facts.earlier is not None
    assert one.facts.earlier.value == 8.0
    assert one.facts.abolished is None


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "mean"}, "what is measured has no sum"),
        ({"kind": "rate"}, "the publisher gives no counts to add"),
    ],
)
def test_what_is_not_added_says_why(fields: dict[str, Any], why: str) -> None:
    one = told(replace(SHARE, **fields), {"value": 30.0})
    assert words.origin(one) == f"Earlier figures of Watford and Welwyn Hatfield are not added up: {why}."


def test_an_area_without_any_figure_says_why_none_was_rebuilt() -> None:
    of = replace(SHARE, kind="mean")
    held = succession.by_indicator(two({"value": 4.0}, {"value": 5.0}), merged(of))
    one = assess(held["obesity"], of, Selection(NEW, ENGLAND), merged(of), date(2020, 1, 1), held)
    assert words.reason(one) == (
        "No figure is held for Newtown: those of Watford and Welwyn Hatfield are not added up. "
        "What is measured has no sum."
    )


def test_an_area_in_a_county_s_place_says_so() -> None:
    known = replayed()
    known = replace(known, areas={**small_catalogue().areas, **known.areas}, indicators={"obesity": COUNT})
    held = succession.by_indicator(observations(row("2018", 7.0, area="E10000023")), known)
    one = assess(held["obesity"], COUNT, Selection("E06000065", ENGLAND), known, date(2020, 1, 1), held)
    assert words.origin(one) == "Figures up to 2018 are those of North Yorkshire, whose place North Yorkshire took."


def test_an_abolished_area_is_never_late_and_says_what_took_its_place() -> None:
    known = merged()
    held = succession.by_indicator(two({"value": 4.0}, {"value": 5.0}, "2021"), known)
    one = assess(held["obesity"], COUNT, Selection(OWN, ENGLAND), known, date(2026, 1, 1), held)
    assert not one.facts.fresh.late
    assert words.age(one) == "Welwyn Hatfield is an area of its own until 31 March 2022, and then part of Newtown."


def test_old_areas_can_still_be_chosen_after_all_others() -> None:
    offered = [area.code for area in catalogues.selectable_areas(merged())]
    assert offered[-2:] == [WATFORD, OWN]
    assert "E07000104" not in offered  # another code of an area that is there


# What areas.csv may say


def faults(*areas: Area) -> list[str]:
    return list(area_faults([Area("E92000001", "England", "country"), *areas], "areas.csv"))


def district(code: str, successor: str = "", until: date | None = LAST) -> Area:
    return Area(code, code, "district", valid_to=until if successor else None, successor=successor)


def test_a_district_may_be_merged_twice() -> None:
    assert faults(*map(district, "ABCD", "CCEE"), district("E")) == []


def test_a_successor_is_named_by_its_code_of_today() -> None:
    assert faults(district("A", "B"), district("B", "C"), district("C")) == [
        "areas.csv, A, column 'successor': 'B' is an old code itself. Name today's code, 'C'."
    ]


def test_merged_districts_have_a_last_day() -> None:
    assert faults(district("A", "C", None), district("B", "C", None), district("C")) == [
        f"areas.csv, {code}, column 'successor': "
        "areas that became 'C' together need the last day of each as 'valid_to'."
        for code in "AB"
    ]


def test_nothing_replaces_itself() -> None:
    assert faults(district("A", "A")) == ["areas.csv, A, column 'successor': 'A' cannot replace itself."]


def test_each_area_that_one_was_divided_into_must_be_there() -> None:
    assert faults(district("A", "B X"), district("B")) == [
        "areas.csv, A, column 'successor': there is no area 'X'. Allowed are E92000001, A, B."
    ]


# Files that have the old districts


def test_a_file_of_merged_districts_counts_for_each_of_them() -> None:
    known = replace(situation.catalogue(), areas={**situation.catalogue().areas, **merged().areas})
    file = situation.els(situation.els_row(area=OWN), situation.els_row("17.2", area=WATFORD))
    report = situation.screened(file, known=known)
    assert sorted(report.observations["area_code"]) == [WATFORD, OWN]
    assert "old-code" not in {finding.check for finding in report.findings}


# docs/reorganisation.md


def test_the_worked_example_is_true(tmp_path: Path) -> None:
    """With the rows of the worked example in areas.csv, counts go back as far as both districts do."""
    written = (ROOT / "docs" / "reorganisation.md").read_text(encoding="utf-8")
    lines = written.partition("```csv data/areas.csv\n")[2].partition("```")[0].splitlines()
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("store", "boundaries"))
    areas = tmp_path / "data" / "areas.csv"
    codes = {line[:9] for line in lines}
    kept = [line for line in areas.read_text(encoding="utf-8").splitlines() if line[:9] not in codes]
    areas.write_text("\n".join([*kept, *lines, ""]), encoding="utf-8")
    known = catalogues.load(tmp_path / "data")
    (new, parts), *others = known.merged.items()
    assert not others
    rows = shipped.read(known, tmp_path / "data" / "published").to_pandas(date_as_object=False)
    held = succession.by_indicator(rows.astype({"period_start": "datetime64[s]", "period_end": "datetime64[s]"}), known)
    for slug in ("population", "jobs", "dwelling-stock"):
        line = of_area(held[slug], new)
        every = [of_area(held[slug], part).dropna(subset="value") for part in parts]
        both = set.intersection(*(set(zip(each["breakdown"], each["period_end"], strict=True)) for each in every))
        assert set(zip(line["breakdown"], line["period_end"], strict=True)) == both
        assert set(line["flags"].str.split().str[-1]) == {REBUILT}
    assert succession.lost(held, known, new)["life-expectancy"] == "kind"
    assert succession.lost(held, known, new)["median-house-price"] == "kind"
    assert "no counts" in succession.lost(held, known, new).values()
