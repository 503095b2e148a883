"""Words that people and files bring stay words: no page draws a picture of another host for them, or a link there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from indicators import shipped, tables

from .conftest import Visitor
from .pages import ADDRESSES, visit
from .serving import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SERVER = "attacked_server"

HOST = "elsewhere.invalid"
WORDS = f"![x](http://{HOST}/n.png) [sign in](http://{HOST}/p) <img src=//{HOST}/i> www.{HOST} http://{HOST}"
#: A file's name cannot hold a slash; Markdown knows another way to write one.
FILE = f"![f](http:&#47;&#47;{HOST}&#47;f.png) [f](http:&#47;&#47;{HOST}).csv"
FINGERTIPS = "Indicator ID,Indicator Name,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value\n"
FINGERTIPS += f'1,"{WORDS}",E07000241,Welwyn Hatfield,Persons,All ages,,,2024,12.5\n'


@pytest.fixture(scope="module")
def attacked_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard of its own, into which somebody publishes such words."""
    with serving(tmp_path_factory.mktemp("attacked")) as running:
        yield running


def tidy(value: str, words: str = "") -> str:
    """The jobs of the borough in the tidy layout with another number of 2023, and words in a breakdown."""
    rows = shipped.read_file(shipped.FOLDER / "jobs.csv").to_pandas()
    for name in ("period_start", "period_end"):
        rows[name] = rows[name].astype("datetime64[s]")
    text = tables.tidy_csv(rows).replace("2023,,74433,", f"2023,,{value},")
    return text.replace("2023,,", f'2023,"{words}",') if words else text


def drop(page: Page, folder: Path, text: str) -> None:
    """The upload page with a file dropped whose own name is such words."""
    file = folder / FILE
    file.write_text(text, encoding="utf-8")
    visit(page, "/upload")
    page.locator('[data-testid="stFileUploader"] input').set_input_files(file)
    expect(page.get_by_role("heading", level=2).first).to_contain_text("![f](http:")
    page.locator('[data-test-script-state="notRunning"]').wait_for()


def expect_words(page: Page) -> None:
    """That no link and no picture on the page leads to the other host. Requests to it fail the visitor's own test."""
    expect(page.locator(f'[href*="{HOST}"], [src*="{HOST}"]')).to_have_count(0)


def publish(page: Page, folder: Path) -> None:
    """A release whose file, author and note are such words."""
    drop(page, folder, tidy("74434"))
    expect(page.get_by_role("checkbox").first).to_be_attached()
    for place in range(page.get_by_role("checkbox").count()):
        page.locator('[data-testid="stCheckbox"] label').nth(place).click()
        expect(page.get_by_role("checkbox").nth(place)).to_be_checked()
    page.get_by_role("textbox", name="Your name").fill(WORDS)
    page.get_by_role("textbox", name="What is published, and why").fill(WORDS)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published as version")).to_be_visible()


def comment(page: Page) -> None:
    """A comment whose text, action and author are such words."""
    visit(page, "/snapshot?quarter=2018Q2&part=comments")
    page.get_by_role("textbox", name="Comment: why is it so?").fill(WORDS)
    page.get_by_role("textbox", name="Action: what is done about it?").fill(WORDS)
    page.get_by_role("textbox", name="Your name").first.fill(WORDS)
    page.get_by_role("button", name="Save the comment").click()
    expect(page.get_by_text("The comment is saved.")).to_be_visible()


def test_a_release_a_comment_and_an_address_of_such_words_draw_nothing(new_visitor: Visitor, tmp_path: Path) -> None:
    page = new_visitor()
    publish(page, tmp_path)
    expect_words(page)
    comment(page)
    expect_words(page)
    for address in [*ADDRESSES.values(), "/upload?receipt=1", f"/?search={WORDS}", f"/?area={WORDS}"]:
        expect_words(visit(page, address))


def test_a_file_of_such_words_draws_nothing(new_visitor: Visitor, tmp_path: Path) -> None:
    page = new_visitor()
    for text in (tidy("74435", words=WORDS), FINGERTIPS):
        drop(page, tmp_path, text)
        for place in page.get_by_text("Measures that are not in the catalogue").all():
            place.click()
            expect(page.get_by_role("button", name="Download a definition").first).to_be_visible()
        expect_words(page)
