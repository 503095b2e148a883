"""Chart, table and files show the same figures."""

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from .pages import cells, chart, open_table, visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
OBESITY = "/indicator?indicator=obesity-year-6"
#: What Plotly has drawn: the numbers of each line, after decoding. A line is in pieces where a figure is missing.
DRAWN = """() => Object.fromEntries(Object.entries(Object.groupBy(
    document.querySelector('.js-plotly-plot')._fullData.filter(trace => trace.mode?.includes('markers')),
    trace => trace.name,
)).map(([name, pieces]) => [name, pieces.flatMap(piece => Array.from(piece.y))]))"""


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("button", name=name).click()
    return Path(started.value.path()).read_bytes()


def test_the_table_below_the_chart_has_the_chart_s_figures(page: Page) -> None:
    visit(page, OBESITY)
    drawn = page.evaluate(DRAWN)
    rows = cells(open_table(page))
    for area, latest in (("Welwyn Hatfield", 16.92913), ("England", 22.24756)):
        values = [float(row["Value"]) for row in rows if row["Area"] == area and row["Value"]]
        assert values[-1] == latest
        assert drawn[area] == values


def test_the_chart_is_a_figure_named_by_its_finding(page: Page) -> None:
    visit(page, OBESITY)
    name = chart(page).get_attribute("aria-label") or ""
    expect(chart(page)).to_have_accessible_name(name)
    for words in (
        "Line chart",
        "Welwyn Hatfield: 17.6% in 2007/08, 16.9% in 2024/25",
        "no figure for 2006/07, 2020/21",
    ):
        assert words in name


@pytest.mark.parametrize("view", ["over-time", "areas", "table"])
def test_files_have_the_figures_of_the_table(page: Page, view: str) -> None:
    visit(page, f"{OBESITY}&view={view}")
    csv = pd.read_csv(io.BytesIO(download(page, "Download CSV")), dtype=str, keep_default_na=False)
    xlsx = pd.read_excel(io.BytesIO(download(page, "Download XLSX")), engine="calamine", dtype=object)
    table = page.get_by_role("table", name=re.compile("figures$")) if view == "table" else open_table(page)
    shown = pd.DataFrame(cells(table))
    assert csv.columns.tolist() == xlsx.columns.tolist() == shown.columns.tolist()
    words = ["Area", "Period", "Figure"]
    assert csv[words].to_numpy().tolist() == shown[words].to_numpy().tolist()
    assert xlsx[words].fillna("").to_numpy().tolist() == shown[words].to_numpy().tolist()
    assert csv["Value"].tolist() == shown["Value"].tolist()
    assert pd.to_numeric(csv["Value"]).equals(pd.to_numeric(xlsx["Value"]))
