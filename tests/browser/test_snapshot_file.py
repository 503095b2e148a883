"""The HTML file of a snapshot, opened from a folder: axe finds nothing, it asks for nothing, it fits and it prints."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from indicators.model import Catalogue
from indicators.snapshot.html import html
from tests.snapshot.samples import drafted, trapped

from .conftest import Scheme

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Waits until a part has scrolled across; the file's own policy forbids Playwright's way to wait.
SCROLLED = "part => new Promise(done => (function look() { part.scrollLeft ? done() : setTimeout(look, 20); })())"


@pytest.fixture(scope="module")
def files(built: str, shipped_catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of a draft and of a signed one with texts that are traps."""
    real = drafted("2018Q2", built, shipped_catalogue)
    folder = tmp_path_factory.mktemp("snapshot")
    return {name: _kept(folder / f"{name}.html", html(one)) for name, one in (("real", real), ("traps", trapped(real)))}


def _kept(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return path.as_uri()


@pytest.fixture
def opened(browser: Browser, files: dict[str, str], which: str, width: int, scheme: Scheme) -> Iterator[Page]:
    """The file in a window. Afterwards: it asked for nothing but itself, and nothing went wrong."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en-GB")
    told, asked = list[str](), list[str]()
    context.on("console", lambda message: told.append(message.text))
    context.on("weberror", lambda failed: told.append(str(failed.error)))
    context.on("dialog", lambda dialog: told.append(dialog.message))
    context.on("request", lambda wanted: asked.append(wanted.url))
    page = context.new_page()
    page.goto(files[which])
    yield page
    context.close()
    assert told == []
    assert [url for url in asked if not url.startswith("data:")] == [files[which]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("which", ["real", "traps"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(opened: Page) -> None:
    assert [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(opened).response["violations"]] == []
    assert opened.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0


@pytest.mark.parametrize(("which", "width", "scheme"), [("real", 390, "light")])
def test_wide_tables_scroll_by_keyboard_in_their_own_region(opened: Page) -> None:
    region = opened.get_by_role("region", name="Table: Health and wellbeing")
    region.focus()
    opened.keyboard.press("ArrowRight")
    region.evaluate(SCROLLED)
    assert opened.evaluate("window.scrollX") == 0


@pytest.mark.parametrize(("which", "width", "scheme"), [("real", 1440, "light")])
def test_the_first_key_leads_past_the_contents(opened: Page) -> None:
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(("which", "width", "scheme"), [("traps", 1440, "dark")])
def test_on_paper_everything_is_there_dark_on_white(opened: Page) -> None:
    opened.emulate_media(media="print")
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert opened.evaluate("getComputedStyle(document.body).color") == "rgb(11, 12, 12)"
    opened.set_viewport_size({"width": 1032, "height": 700})  # A4 across between its margins
    wider = "[...document.querySelectorAll('.scroll')].filter(part => part.scrollWidth > part.clientWidth + 1).length"
    assert opened.evaluate(wider) == 0
