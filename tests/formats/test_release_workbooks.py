"""The `[[files]]` of the workbooks of the ONS, held against what was carried over from them into `data/published/`."""

import pandas as pd
import pytest

from indicators import periods, shipped
from indicators.formats import Layout, ons_affordability, ons_dwelling_tenure, ons_hpssa, ons_productivity
from indicators.formats.files import File
from indicators.model import Catalogue, From, Indicator
from indicators.screening.numbers import FLAG_WORDS
from tests.formats.at_hand import Named, cut, in_part_and_whole, real
from tests.published.facts import KEPT

AFFORDABILITY = "ons_aff1-ratio-of-house-price-to-workplace-based-earnings_2024.xlsx"
PRICES = "ons_HPSSA-dataset-9_median-price-paid_administrative-geographies.xls"
PRODUCTIVITY = "ons_labour-productivity-by-local-authority_incl-productivity-jobs_2002-2023.xls"
TENURE = "ons_subnational-dwelling-stock-by-tenure_2012-2021.xlsx"
LAYOUTS: dict[str, Layout] = {
    "ons-affordability": ons_affordability,
    "ons-hpssa": ons_hpssa,
    "ons-productivity": ons_productivity,
    "ons-dwelling-tenure": ons_dwelling_tenure,
}
KEY = ["area_code", "period_start", "period_end"]
FIGURES = ["value", "lower", "upper", "count", "denominator"]


def found(layout: str, file: File, entry: From, indicator: Indicator) -> pd.DataFrame:
    """The figures of the kept areas that an entry finds in a file, with their status and whether provisional."""
    reading = LAYOUTS[layout].read(file)
    (measure,) = [at for at, one in enumerate(reading.measures) if entry.match.items() <= dict(one).items()]
    rows = reading.cells[reading.cells["measure"].eq(measure) & reading.cells["area_code"].isin(KEPT)]
    dates = [periods.parse(text, entry.period or indicator.period) for text in rows["period"]]
    numbers = {name: pd.to_numeric(rows[name].mask(rows[name].isin(reading.markers), "")) for name in FIGURES}
    return rows.assign(
        period_start=[period.start for period in dates],
        period_end=[period.end for period in dates],
        status=rows["status"].mask(rows["value"].isin(reading.markers), rows["value"].map(reading.markers)),
        provisional=[FLAG_WORDS.get(flag) == "provisional" for flag in rows["flags"]],
        **numbers,
    )[[*KEY, *FIGURES, "status", "provisional"]].reset_index(drop=True)


def held(indicator: Indicator, breakdown: str) -> pd.DataFrame:
    """The same of what `data/published/` holds."""
    frame = shipped.read_file(shipped.FOLDER / f"{indicator.slug}.csv").to_pandas()
    frame = frame[frame["breakdown"].eq(breakdown)]
    return frame.assign(provisional=frame["flags"].str.contains("provisional"))


def both(shipped_catalogue: Catalogue, layout: str, file: File, slug: str, at: int = 0) -> pd.DataFrame:
    """Every figure of the file beside what is held under the same area and period."""
    indicator = shipped_catalogue.indicators[slug]
    entry = [entry for entry in indicator.files if entry.layout == layout][at]
    new = found(layout, file, entry, indicator)
    assert not new.duplicated(KEY).any()
    return new.merge(held(indicator, entry.breakdown), on=KEY, how="left", suffixes=("", "_held"), indicator=True)


def same(rows: pd.DataFrame, name: str) -> "pd.Series[bool]":
    left, right = rows[name], rows[f"{name}_held"]
    return left.eq(right) | (left.isna() & right.isna())


@in_part_and_whole
@pytest.mark.parametrize(
    ("layout", "name", "slug", "at", "figures"),
    [
        ("ons-affordability", AFFORDABILITY, "affordability-median", 0, (112, 700)),
        ("ons-affordability", AFFORDABILITY, "affordability-lower-quartile", 0, (112, 700)),
        ("ons-productivity", PRODUCTIVITY, "jobs", 0, (44, 484)),
        *[("ons-dwelling-tenure", TENURE, "tenure", at, (20, 220)) for at in range(4)],
    ],
)
def test_the_release_holds_what_was_carried_over_from_it(
    shipped_catalogue: Catalogue, layout: str, name: str, slug: str, at: int, figures: tuple[int, int], file: Named
) -> None:
    rows = both(shipped_catalogue, layout, file(name), slug, at)
    assert (len(rows), set(rows["_merge"])) == (figures[file is not cut], {"both"})
    for figure in (*FIGURES, "status", "provisional"):
        assert rows[~same(rows, figure)].empty, figure


@pytest.mark.parametrize(
    ("file", "figures"),
    [
        (cut, (353, 274)),
        pytest.param(real, (2642, 2267), marks=pytest.mark.slow("a published file, read whole")),
    ],
)
def test_an_earlier_edition_of_prices_is_the_same_series_before_revisions(
    shipped_catalogue: Catalogue, file: Named, figures: tuple[int, int]
) -> None:
    rows = both(shipped_catalogue, "ons-hpssa", file(PRICES), "median-house-price")
    # the file has every quarter of the county too, of which the years ending in September are held
    beyond = rows[rows["_merge"].eq("left_only")]
    assert (set(beyond["area_code"]), len(beyond)) == ({"E10000015"}, 109 - 26)
    common = rows[rows["_merge"].eq("both")]
    assert (len(common), int(same(common, "value").sum())) == figures
    # sales are registered late: the two years before an edition are revised most
    early = common[[day.year <= 2020 for day in common["period_end"]]]
    assert (early["value"] / early["value_held"] - 1).abs().max() < 0.012


def test_the_population_of_an_edition_that_is_not_known_is_nobodys(shipped_catalogue: Catalogue) -> None:
    entries = [entry for indicator in shipped_catalogue.indicators.values() for entry in indicator.files]
    assert not [entry for entry in entries if entry.layout == "ons-mye"]


def test_every_descriptor_of_a_definition_is_one_of_its_layout(shipped_catalogue: Catalogue) -> None:
    entries = [entry for one in shipped_catalogue.indicators.values() for entry in one.files if entry.layout in LAYOUTS]
    assert len(entries) == 8
    for entry in entries:
        assert set(entry.match) <= set(LAYOUTS[entry.layout].DESCRIPTORS), entry
