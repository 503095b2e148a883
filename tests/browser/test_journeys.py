"""What people do, step by step, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from indicators import catalogue as catalogues
from indicators.model import Priority, Theme

from .conftest import Visitor
from .pages import chart, choose, chosen, drawn, expect_chart, visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CATALOGUE = catalogues.load()
OBESITY = "/indicator?indicator=obesity-year-6"


def test_another_area_changes_address_and_page_and_back_brings_the_former_view(page: Page) -> None:
    visit(page, OBESITY)
    expect_chart(page, "Welwyn Hatfield: ")
    choose(page, "Area", "Stevenage")
    expect(page).to_have_url(re.compile(r"\?indicator=obesity-year-6&area=E07000243$"))
    expect_chart(page, "Stevenage: ")
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?indicator=obesity-year-6$"))
    expect_chart(page, "Welwyn Hatfield: ")
    expect(chosen(page, "Area")).to_have_value("Welwyn Hatfield")
    page.go_forward()
    expect_chart(page, "Stevenage: ")
    expect(chosen(page, "Area")).to_have_value("Stevenage")


def test_links_keep_the_area_and_the_benchmark(page: Page) -> None:
    visit(page, "/?area=E07000096&benchmark=E10000015")
    for name, path in (("Themes", "theme"), ("Indicators", "indicator"), ("About", "about"), ("Overview", "")):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(rf"/{path}\?area=E07000096&benchmark=E10000015$"))
        expect(chosen(drawn(page), "Area")).to_have_value("Dacorum")
    page.get_by_role("link", name="Year 6 obesity").first.click()
    expect(page).to_have_url(re.compile("/indicator?"))
    expect_chart(page, "Dacorum: ")
    expect_chart(page, "Hertfordshire: ")
    expect(chosen(page, "Compare with")).to_have_value("Hertfordshire")


def test_a_copied_address_opens_the_same_view_elsewhere(new_visitor: Visitor) -> None:
    mine = visit(new_visitor(), OBESITY)
    choose(mine, "Area", "Dacorum")
    expect_chart(mine, "Dacorum: ")
    choose(mine, "Compare with", "Hertfordshire")
    expect_chart(mine, "Hertfordshire: ")
    mine.get_by_role("radio", name="Areas").click()
    expect(mine).to_have_url(re.compile("view=areas"))
    choose(mine, "Period", "2018/19")
    expect(mine).to_have_url(re.compile("period=2019-08-31"))
    expect_chart(mine, "2018/19")
    theirs = visit(new_visitor(), mine.url)
    expect(theirs.get_by_role("radio", name="Areas")).to_be_checked()
    for label in ("Area", "Compare with", "Indicator", "Period"):
        expect(chosen(theirs, label)).to_have_value(chosen(mine, label).input_value())
    assert chart(theirs).get_attribute("aria-label") == chart(mine).get_attribute("aria-label")


def test_years_are_chosen_with_the_keyboard_and_stay_in_the_address(page: Page) -> None:
    visit(page, "/indicator?indicator=population&view=table")
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("from=1992"))
    expect(drawn(page).get_by_role("cell", name="1991", exact=True)).to_have_count(0)
    expect(page.get_by_role("slider").first).to_be_focused()  # who goes on from there must still be there
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("from=1993"))
    expect(page.get_by_role("cell", name="1992", exact=True)).to_have_count(0)
    expect(page.get_by_role("cell", name="1993", exact=True)).to_have_count(1)


def test_everyday_words_find_the_indicator_and_its_link_opens(page: Page) -> None:
    visit(page, "/?area=E07000096")
    page.get_by_role("textbox", name="Find an indicator").fill("fat children")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"search=fat(\+|%20)children"))
    found = page.get_by_role("table").first
    with page.expect_popup() as opened:
        found.get_by_role("link", name="Year 6 obesity", exact=True).click()
    expect(drawn(opened.value).get_by_role("heading", level=1)).to_have_text("Year 6 obesity")
    expect(chosen(opened.value, "Area")).to_have_value("Dacorum")


@pytest.mark.parametrize("theme", CATALOGUE.strategy.themes, ids=lambda theme: str(theme.slug))
def test_a_theme_shows_each_priority_with_its_indicators_or_its_gap(theme: Theme, page: Page) -> None:
    visit(page, f"/theme?theme={theme.slug}")
    expect(page.get_by_role("heading", level=1)).to_have_text(theme.title)
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert [name for name in headings if name in {priority.name for priority in theme.priorities}] == [
        priority.name for priority in theme.priorities
    ]
    for priority in theme.priorities:
        _shows(page, priority)


def _shows(page: Page, priority: Priority) -> None:
    for measure in priority.measures:
        title = CATALOGUE.indicators[measure.indicator].title
        expect(page.get_by_role("link", name=title, exact=True).first).to_be_visible()
    if priority.gap:
        expect(page.get_by_text(priority.gap.missing[:60]).first).to_be_visible()
    assert priority.measures or priority.gap


def test_the_area_is_chosen_with_the_keyboard_alone(page: Page) -> None:
    visit(page, OBESITY)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "Area":
            break
    expect(chosen(page, "Area")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Watford")
    expect(page.get_by_role("option", name="Watford", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("area=E07000103"))
    expect_chart(page, "Watford: ")


def test_what_an_address_says_is_never_drawn_as_a_link_or_a_picture(page: Page) -> None:
    forged = "%5Bhere%5D(https://example.org)%20!%5Bp%5D(https://example.org/p.png)"
    visit(page, f"/?area={forged}&search={forged}")
    expect(page.locator("[href^='https://example.org'], [src^='https://example.org']")).to_have_count(0)
