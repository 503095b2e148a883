"""Everybody can use every page: axe finds nothing of ours, in the light and the dark theme, wide and narrow."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import Scheme, Visitor
from .pages import ADDRESSES, unrolled, visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: What Streamlit's own markup does wrong and no page of ours can mend: axe's rule, a pattern of the selector, and why.
#: The accessibility statement on the About page names each of them.
KNOWN: tuple[tuple[str, str, str], ...] = ()
#: What axe is to write out in full: what passed has every element of a page in it, and nobody reads it.
FOUND = {"resultTypes": ["violations"]}


def known(rule: str, selector: str) -> bool:
    return any(rule == one and re.search(pattern, selector) for one, pattern, _ in KNOWN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing_serious(new_visitor: Visitor, name: str, scheme: Scheme) -> None:
    page = unrolled(visit(new_visitor(scheme=scheme), ADDRESSES[name]))
    found = {
        (violation["id"], " ".join(node["target"]), node["failureSummary"])
        for violation in Axe().run(page, options=FOUND).response["violations"]
        for node in violation["nodes"]
        if violation["impact"] in ("serious", "critical")
    }
    assert {one for one in found if not known(*one[:2])} == set()


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_is_wider_than_a_phone(new_visitor: Visitor, name: str) -> None:
    page = visit(new_visitor(width=390, height=844), ADDRESSES[name])
    wider = page.evaluate(
        "[document.scrollingElement, document.querySelector('[data-testid=stMain]')]"
        ".map(part => part.scrollWidth - part.clientWidth)"
    )
    assert wider == [0, 0]


def test_every_page_has_a_title_of_its_own(page: Page) -> None:
    titles = [visit(page, ADDRESSES[name]).title() for name in ("overview", "theme", "table", "about")]
    assert len(set(titles)) == 4
