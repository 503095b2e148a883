"""What `[[files]]` find in the published files is what was carried over from them into `data/published/`."""

from collections.abc import Iterator

import pandas as pd
import pytest

from indicators import periods, shipped
from indicators.formats import explore_local_statistics, fingertips, iod_file_10, nomis_api, nomis_bulk, trafford_iod
from indicators.model import Catalogue, From, Indicator
from tests.formats.at_hand import Named, cut, in_part_and_whole
from tests.published.facts import KEPT, SUCCESSORS

pytestmark = pytest.mark.slow("releases, held against all that ships")

LAYOUTS = {
    "explore-local-statistics": explore_local_statistics,
    "fingertips": fingertips,
    "iod-file-10": iod_file_10,
    "nomis-api": nomis_api,
    "trafford-iod": trafford_iod,
    "nomis-bulk": nomis_bulk,
}
#: Published file, layout, number of `[[files]]` that find something in it, figures compared in its cut and in it.
RELEASES = [
    ("ons-els_adult-obesity-prevalence_cut.csv", "explore-local-statistics", 1, (40, 250)),
    ("ons-els_apprenticeships_cut.csv", "explore-local-statistics", 1, (24, 150)),
    ("ons-els_business-demography.csv", "explore-local-statistics", 2, (48, 300)),
    ("ons-els_cancer-diagnosis-at-stage-1-and-2_cut.csv", "explore-local-statistics", 1, (40, 250)),
    ("ons-els_children-in-relative-poverty.csv", "explore-local-statistics", 2, (18, 144)),
    ("ons-els_claimant-count.csv", "explore-local-statistics", 1, (100, 625)),
    ("ons-els_employment-rate.csv", "explore-local-statistics", 1, (80, 500)),
    ("ons-els_engagement-with-culture-and-heritage.csv", "explore-local-statistics", 4, (12, 92)),
    ("ons-els_food-outlets_cut.csv", "explore-local-statistics", 1, (64, 400)),
    ("ons-els_gross-median-weekly-pay.csv", "explore-local-statistics", 1, (72, 450)),
    ("ons-els_personal-wellbeing-estimates.csv", "explore-local-statistics", 4, (192, 1200)),
    ("ons-els_preventable-cardiovascular-mortality-england_cut.csv", "explore-local-statistics", 1, (88, 550)),
    ("milbot-ohid-fingertips_40501-under-75-cancer-mortality_2020-22_districts.csv", "fingertips", 1, (4, 25)),
    ("ohid-fingertips_raw_social-isolation_CountyUA.csv", "fingertips", 7, (24, 78)),
    ("mhclg_IoD2019_File_10_Local_Authority_District_Summaries.xlsx", "iod-file-10", 11, (22, 242)),
    ("slendeavours-mhclg_IoD2025_File-10_IMD_local-authority-district-summaries.csv", "iod-file-10", 2, (4, 44)),
    ("nomis-bulk_census2011-QS405EW-tenure_lad.csv", "nomis-bulk", 1, (2, 22)),
    ("nomis-bulk_census2021-ts007-age_ltla.csv", "nomis-bulk", 12, (24, 264)),
]


def found(cells: pd.DataFrame, measures: list[int], wanted: From, indicator: Indicator) -> Iterator[tuple[str, ...]]:
    """Area, first and last day, and value of every cell of the kept areas."""
    kind = wanted.period or indicator.period
    rows = cells[cells["measure"].isin(measures)].replace({"area_code": SUCCESSORS})
    for row in rows[rows["area_code"].isin(KEPT)].itertuples():
        # a survey's day in April stands for the month
        period = periods.parse(str(row.period)[:7] if kind == "month" else str(row.period), kind)
        value = f"{float(str(row.value)):.12g}" if row.value else ""
        yield str(row.area_code), str(period.start), str(period.end), value


def held(indicator: Indicator, breakdown: str) -> set[tuple[str, ...]]:
    """The same of what `data/published/` holds."""
    frame = shipped.read_file(shipped.FOLDER / f"{indicator.slug}.csv").to_pandas()
    frame = frame[frame["breakdown"].eq(breakdown)]
    return {
        (row.area_code, str(row.period_start), str(row.period_end), "" if pd.isna(row.value) else f"{row.value:.12g}")
        for row in frame.itertuples()
    }


@in_part_and_whole
@pytest.mark.parametrize(("name", "layout", "entries", "figures"), RELEASES)
def test_a_release_holds_what_was_carried_over_from_it(
    shipped_catalogue: Catalogue, name: str, layout: str, entries: int, figures: tuple[int, int], file: Named
) -> None:
    reading = LAYOUTS[layout].read(file(name))
    met = compared = 0
    for indicator in shipped_catalogue.indicators.values():
        for wanted in (entry for entry in indicator.files if entry.layout == layout):
            measures = [
                place for place, one in enumerate(reading.measures) if wanted.match.items() <= dict(one).items()
            ]
            rows = list(found(reading.cells, measures, wanted, indicator))
            assert set(rows) - held(indicator, wanted.breakdown) == set()
            assert len(rows) == len({row[:3] for row in rows})
            met += bool(rows)
            compared += len(rows)
    assert (met, compared) == (entries, figures[file is not cut])


def test_every_descriptor_of_a_definition_is_one_of_its_layout(shipped_catalogue: Catalogue) -> None:
    entries = [
        entry
        for indicator in shipped_catalogue.indicators.values()
        for entry in indicator.files
        if entry.layout in LAYOUTS
    ]
    assert entries
    for entry in entries:
        assert set(entry.match) <= set(LAYOUTS[entry.layout].DESCRIPTORS), entry
