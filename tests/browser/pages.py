"""What a person sees and does on the pages: open, wait until it is drawn, choose, read a table."""

import re

from playwright.sync_api import Locator, Page, expect

#: Every kind of page there is, by a name for test reports.
ADDRESSES = {
    "overview": "/",
    "overview-search": "/?search=fat+children",
    "overview-elsewhere": "/?area=E07000096&benchmark=similar",
    "theme": "/theme",
    "theme-gaps": "/theme?theme=voluntary-and-community-sector",
    "over-time": "/indicator?indicator=obesity-year-6",
    "areas": "/indicator?indicator=obesity-year-6&view=areas",
    "breakdown": "/indicator?indicator=life-expectancy-gap&view=breakdown",
    "process": "/indicator?indicator=homelessness-duty-owed&view=process",
    "table": "/indicator?indicator=obesity-year-6&view=table",
    "small-areas": "/indicator?indicator=deprivation-deciles",
    "no-figure": "/indicator?indicator=average-house-price&area=E07000096",
    "snapshot": "/snapshot?quarter=2018Q2",
    "snapshot-comments": "/snapshot?quarter=2018Q2&part=comments",
    "snapshot-compare": "/snapshot?quarter=2018Q2&part=compare",
    "upload": "/upload",
    "revisions": "/revisions",
    "about": "/about",
}


def visit(page: Page, address: str) -> Page:
    """The page at the address, drawn."""
    page.goto(address)
    return drawn(page)


def drawn(page: Page) -> Page:
    """The page once its script has run and everything that comes later is there, charts included."""
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    page.locator('[data-test-script-state="notRunning"]').wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    for part, drawing in {"stPlotlyChart": ".main-svg", "stMetricChart": "svg"}.items():
        for place in page.get_by_test_id(part).all():
            expect(place.locator(drawing).first).to_be_attached()
    return page


def unrolled(page: Page) -> Page:
    """The page in a window so high that nothing is out of sight: axe takes no notice of colours it cannot see."""
    for _ in range(2):  # a higher window can make a page higher
        height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
        page.set_viewport_size({"width": 1440, "height": height})
    return drawn(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option from a list, with the mouse."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def chosen(page: Page, label: str) -> Locator:
    """The list with this label."""
    return page.get_by_role("combobox", name=label, exact=True)


def chart(page: Page) -> Locator:
    """The chart, as assistive technology finds it."""
    return page.get_by_role("figure")


def expect_chart(page: Page, told: str) -> None:
    """That there is one chart in the end, and that it tells this. While a page is drawn anew the old one may stay."""
    expect(page.get_by_role("figure", name=told)).to_be_visible()
    expect(chart(page)).to_have_count(1)


def open_table(page: Page) -> Locator:
    """The figures below the chart, unfolded."""
    page.get_by_text("The same figures as a table").click()
    table = page.get_by_role("table", name=re.compile("figures$"))
    expect(table).to_be_visible()
    return table


def cells(table: Locator) -> list[dict[str, str]]:
    """The rows of a table, each by the names of its columns."""
    names = [name.strip() for name in table.locator("thead th").all_inner_texts()]
    rows = table.locator("tbody tr").evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.innerText))")
    return [dict(zip(names, (cell.strip() for cell in row), strict=True)) for row in rows]
