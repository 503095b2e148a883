"""A store, or a part of it, that vanishes while its pages are open: what is said, where, and that it can be read."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from indicators import store

from .pages import visit
from .serving import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard of this module's, in which one file was published."""
    with serving(tmp_path_factory.mktemp("gone")) as running:
        where = str(where_of(running))
        rows = store.read(where, indicators=["jobs"]).tail(1)
        store.publish(where, rows.assign(value=1.0), by="A", note="n", files=["jobs.csv"], content=b"kept")
        yield running


#: Keeps what Streamlit itself says of a file that it could not make, though it may stand there for a moment alone.
WATCH = """
window.saidByStreamlit = [];
new MutationObserver(() => {
  for (const said of document.querySelectorAll('[data-testid="stDownloadButtonError"]'))
    window.saidByStreamlit.push(said.textContent);
}).observe(document, {childList: true, subtree: true, characterData: true});
"""
#: What Streamlit writes into the server's log as it answers that a file could not be made.
ANSWERED = "Error executing deferred callable"


@pytest.fixture
def page(browser: Browser, own_server: Server) -> Iterator[Page]:
    """A visitor whose pages may fail: what is asked of a store that is gone does."""
    context = browser.new_context(base_url=own_server.address, viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    context.close()


def where_of(server: Server) -> Path:
    return server.log.parent / "store"


@contextmanager
def away(place: Path) -> Iterator[None]:
    """A store, or a part of it, that is not there meanwhile."""
    elsewhere = place.rename(f"{place}-away")
    try:
        yield
    finally:
        elsewhere.rename(place)


@contextmanager
def unanswered_by_streamlit(page: Page, server: Server) -> Iterator[None]:
    """Meanwhile a file is asked for that cannot be made, and Streamlit's own words for it are never on the page."""
    before = server.log.read_text().count(ANSWERED)
    yield
    for _ in range(200):
        if server.log.read_text().count(ANSWERED) > before:
            break
        page.wait_for_timeout(100)
    else:
        pytest.fail("No file was asked for that could not be made.")
    page.wait_for_timeout(500)  # until the answer is there
    assert page.evaluate("window.saidByStreamlit") == []


def test_a_download_from_a_store_that_is_gone_says_so_on_the_page(page: Page, own_server: Server) -> None:
    where = where_of(own_server)
    visit(page, "/upload")
    download = page.get_by_role("button", name="Download the template with its current rows")
    told = page.get_by_role("alert")
    with away(where), unanswered_by_streamlit(page, own_server):
        download.click()
        expect(told).to_contain_text(f"The store at {where} is gone; it was at version 1")
        expect(told).to_contain_text("Bring back what was there")
        expect(download).to_have_count(0)
    page.get_by_role("button", name="Try again").click()
    expect(told).to_have_count(0)
    with page.expect_download() as saved:
        download.click()
    assert Path(saved.value.path()).read_text(encoding="utf-8").startswith("indicator,")


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_a_store_that_is_gone_is_told_in_place_of_the_page_until_it_is_tried_again(
    page: Page, own_server: Server, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    told, again = page.get_by_role("alert"), page.get_by_role("button", name="Try again")
    with away(where_of(own_server)):
        page.goto("/indicator?indicator=jobs")
        expect(told).to_contain_text(f"The store at {where_of(own_server)} is gone; it was at version 1")
        expect(page.get_by_role("heading", level=1)).to_have_count(0)
        expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Overview")).to_be_attached()
        for each in (told, again):
            box = each.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        assert told.evaluate("told => told.scrollWidth <= told.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") == width
    again.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(told).to_have_count(0)


def test_a_file_that_is_not_kept_any_more_is_told_below_its_button(page: Page, own_server: Server) -> None:
    visit(page, "/revisions?changed=jobs")
    name, download = page.get_by_label("Your name"), page.get_by_role("button", name="Download jobs.csv")
    name.fill("An officer")
    told = page.get_by_role("alert").filter(has_text="jobs.csv cannot be downloaded")
    with away(where_of(own_server) / store.KEPT):
        for _ in range(2):
            with unanswered_by_streamlit(page, own_server):
                download.click()
                expect(told).to_contain_text("If a release or a signature names it, restore it from a backup.")
            expect(page.get_by_role("heading", level=1, name="Revisions")).to_be_visible()
            assert page.url.endswith("/revisions?changed=jobs")
            expect(name).to_have_value("An officer")
    with page.expect_download() as saved:
        download.click()
    assert Path(saved.value.path()).read_bytes() == b"kept"
    page.get_by_text(re.compile(r"All \d+ indicators")).click()  # draws the page again
    expect(told).to_have_count(0)
    expect(name).to_have_value("An officer")


@contextmanager
def slow(page: Page, file: Path) -> Iterator[Callable[[], None]]:
    """A file that is read without end, as from a share that does not answer: what waits until somebody reads it. It
    turns out to be damaged afterwards."""
    with away(file):
        os.mkfifo(file)
        read: list[int] = []

        def asked() -> None:
            for _ in range(400):
                try:
                    read.append(os.open(file, os.O_WRONLY | os.O_NONBLOCK))
                    return
                except OSError:  # nobody reads it yet
                    page.wait_for_timeout(50)
            pytest.fail("Nobody has asked for the file.")

        try:
            yield asked
        finally:
            for each in read:
                os.write(each, b"something else")
                os.close(each)
            file.unlink()


def test_who_has_gone_on_to_another_page_stays_there_and_is_told(page: Page, own_server: Server) -> None:
    visit(page, "/revisions")
    (kept,) = (where_of(own_server) / store.KEPT).iterdir()
    told = page.get_by_role("alert").filter(has_text="jobs.csv cannot be downloaded")
    with unanswered_by_streamlit(page, own_server):
        with slow(page, kept) as asked:
            page.get_by_role("button", name="Download jobs.csv").click()
            asked()
            page.get_by_role("link", name="Publish figures").click()
            expect(page.get_by_role("heading", level=1, name="Publish new figures")).to_be_visible()
        expect(told).to_be_in_viewport()
        expect(page.get_by_role("heading", level=1, name="Publish new figures")).to_be_visible()
        assert page.url.endswith("/upload")
