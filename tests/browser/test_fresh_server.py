"""The very first visitor of a server that has just started comes by a deep link.

With navigation in the entry script itself, Streamlit once ran such a visitor's page without its frame.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from .pages import chart, chosen, visit
from .serving import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SERVER = "fresh_server"


@pytest.fixture(scope="module")
def fresh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard that nobody has visited yet."""
    with serving(tmp_path_factory.mktemp("fresh")) as running:
        yield running


def test_a_deep_link_shows_its_view_with_the_choices_set(page: Page) -> None:
    visit(page, "/indicator?indicator=obesity-year-6&area=E07000096")
    expect(page.get_by_role("heading", level=1)).to_have_text("Year 6 obesity")
    expect(chosen(page, "Area")).to_have_value("Dacorum")
    expect(chosen(page, "Compare with")).to_have_value("England")
    expect(chosen(page, "Indicator")).to_have_value("Year 6 obesity")
    assert "Dacorum: 13.0% in 2006/07, 18.1% in 2024/25" in (chart(page).get_attribute("aria-label") or "")
    expect(page).to_have_url(f"{page.url.split('/indicator')[0]}/indicator?indicator=obesity-year-6&area=E07000096")
