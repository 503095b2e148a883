"""The `[[files]]` of the layouts without area codes, of counted records and of percentages, held against what ships."""

from collections.abc import Iterator, Mapping
from types import ModuleType

import pandas as pd
import pytest

from indicators import periods, shipped
from indicators.formats import dwp_table, nomis_query, police_street, stat_xplore, uk_hpi
from indicators.formats.files import File
from indicators.model import Catalogue, From
from tests.formats.at_hand import Named, cut, in_part_and_whole, real

LAYOUTS: Mapping[str, ModuleType] = {
    "dwp-table": dwp_table,
    "nomis-query": nomis_query,
    "police-street": police_street,
    "stat-xplore": stat_xplore,
    "uk-hpi": uk_hpi,
}
SERVED = {
    "anti-social-behaviour",
    "average-house-price",
    "burglary",
    "children-low-income",
    "children-low-income-number",
    "crime-recorded-street",
    "drug-offences",
    "jobs-density",
    "population",
    "universal-credit-households",
    "violence-sexual-offences",
    "weekly-pay",
}
COUNTED = ("anti-social-behaviour", "burglary", "crime-recorded-street", "drug-offences", "violence-sexual-offences")
JANUARY = "police-uk_2021-01-hertfordshire-street.csv"
Key = tuple[str, str, str]


def entries(catalogue: Catalogue, slug: str, layout: str) -> list[From]:
    return [entry for entry in catalogue.indicators[slug].files if entry.layout == layout]


def found(catalogue: Catalogue, slug: str, layout: str, file: File) -> Iterator[tuple[Key, "pd.Series[str]"]]:
    """Area, first day and breakdown of each cell that the definition finds in a file, and the cell."""
    reading = LAYOUTS[layout].read(file)
    codes = {area.name: area.code for area in catalogue.areas.values() if area.type != "lsoa" and not area.successor}
    indicator = catalogue.indicators[slug]
    for entry in entries(catalogue, slug, layout):
        met = [place for place, each in enumerate(reading.measures) if entry.match.items() <= dict(each).items()]
        assert len(met) <= 1
        for _, cell in reading.cells[reading.cells["measure"].isin(met)].iterrows():
            code = cell["area_code"] or codes.get(cell["area_name"], "")
            if code in catalogue.areas:
                start = periods.parse(cell["period"], entry.period or indicator.period).start
                yield (code, start.isoformat(), entry.breakdown), cell


def shipped_rows_of(slug: str) -> dict[Key, dict[str, str]]:
    frame = pd.read_csv(shipped.FOLDER / f"{slug}.csv", dtype="str", keep_default_na=False)
    return {(row["area_code"], row["period_start"], row["breakdown"]): row for row in frame.to_dict("records")}


def number(text: str) -> float | None:
    tidy = text.replace(",", "").removesuffix("%")
    return float(tidy) if tidy.replace(".", "").isdigit() else None


def test_every_layout_here_is_served_by_the_definitions_meant(shipped_catalogue: Catalogue) -> None:
    slugs = {
        slug for slug in shipped_catalogue.indicators for layout in LAYOUTS if entries(shipped_catalogue, slug, layout)
    }
    assert slugs == SERVED
    for slug in SERVED:
        for layout, module in LAYOUTS.items():
            for entry in entries(shipped_catalogue, slug, layout):
                assert set(entry.match) <= set(module.DESCRIPTORS), (slug, entry)


@in_part_and_whole
@pytest.mark.parametrize(
    ("slug", "layout", "name", "figures"),
    [
        ("jobs-density", "nomis-query", "nomis-wizard_jobs-density_2013-2019.xlsx", (14, 154)),
        ("population", "nomis-query", "nomis-wizard_population-estimates_2013-2019_rebased.xlsx", (14, 154)),
        ("weekly-pay", "nomis-query", "nomis-wizard_ASHE-resident-weekly-pay_2013-2019.xlsx", (14, 154)),
        (
            "universal-credit-households",
            "stat-xplore",
            "dwp-statxplore_households-on-universal-credit_ltla_2015-22.csv",
            (180, 1980),
        ),
        (
            "children-low-income-number",
            "stat-xplore",
            "dwp-statxplore_children-relative-low-income_ltla_14-22.csv",
            (16, 176),
        ),
        ("children-low-income", "dwp-table", "dwp_Children_low_income_families_FYE2015-2021.ods", (14, 154)),
    ],
)
def test_every_figure_of_a_release_is_the_one_that_ships(
    shipped_catalogue: Catalogue, slug: str, layout: str, name: str, figures: tuple[int, int], file: Named
) -> None:
    rows = shipped_rows_of(slug)
    compared = 0
    for key, cell in found(shipped_catalogue, slug, layout, file(name)):
        row = rows[key]
        for column in ("value", "lower", "upper", "count"):
            expected, read = number(row[column]), number(cell[column])
            assert read == (None if expected is None else pytest.approx(expected, rel=1e-12)), (key, column)
        assert row["flags"].replace("break_before", "").strip() == ("provisional" if cell["flags"] == "p" else ""), key
        compared += 1
    assert compared == figures[file is not cut]


@pytest.mark.slow("a published file, read whole")
@pytest.mark.parametrize("slug", COUNTED)
def test_records_counted_are_the_counts_that_ship(shipped_catalogue: Catalogue, slug: str) -> None:
    rows = shipped_rows_of(slug)
    months = [f"2018-{month}" for month in (10, 11, 12)] + ["2019-01", "2019-02"]
    months += [f"2021-{month:02d}" for month in range(2, 13)]
    names = [f"police-uk_{month}-hertfordshire-street_welwyn-hatfield-cut.csv" for month in months]
    names.append(JANUARY)
    counted = {
        key: number(cell["count"])
        for name in names
        for key, cell in found(shipped_catalogue, slug, "police-street", real(name))
    }
    assert counted == {key: float(row["count"]) for key, row in rows.items()}


@pytest.mark.parametrize("slug", COUNTED)
def test_records_of_the_borough_in_a_month_are_the_count_that_ships(shipped_catalogue: Catalogue, slug: str) -> None:
    ((key, cell),) = found(shipped_catalogue, slug, "police-street", cut(JANUARY))
    assert key == ("E07000241", "2021-01-01", "")
    assert number(cell["count"]) == float(shipped_rows_of(slug)[key]["count"])


@pytest.mark.parametrize(("file", "figures"), [(cut, 4), (real, 44)])
def test_the_shares_after_housing_costs_are_those_that_ship_as_the_department_rounds_them(
    shipped_catalogue: Catalogue, file: Named, figures: int
) -> None:
    rows = shipped_rows_of("children-low-income")
    name = "dwp_children-in-low-income-families_relative-AHC_LA_FYE2024-2025.csv"
    compared = 0
    for key, cell in found(shipped_catalogue, "children-low-income", "dwp-table", file(name)):
        assert abs(float(rows[key]["value"]) - float(cell["value"].removesuffix("%"))) <= 0.0501, key
        assert number(cell["count"]) == number(rows[key]["count"])
        compared += 1
    assert compared == figures


@in_part_and_whole
def test_a_price_of_the_sample_is_the_one_that_ships(shipped_catalogue: Catalogue, file: Named) -> None:
    rows = shipped_rows_of("average-house-price")
    name = "hmlr_UK-HPI_raw-header_sample-5000-rows.csv"
    found_here = {
        key: number(cell["value"])
        for key, cell in found(shipped_catalogue, "average-house-price", "uk-hpi", file(name))
    }
    april = ("E07000241", "2016-04-01", "")
    assert found_here[april] == float(rows[april]["value"]) == 359432
