"""A quarter is commented, signed, downloaded and corrected in a real browser."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from .pages import drawn, visit
from .serving import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SERVER = "signing_server"


@pytest.fixture(scope="module")
def signing_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard of its own: this test writes into its store."""
    with serving(tmp_path_factory.mktemp("signing")) as running:
        yield running


def downloaded(page: Page, form: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download {form}").click()
    return Path(waiting.value.path()).read_bytes()


def test_from_comment_to_the_paper_on_the_table(page: Page) -> None:
    visit(page, "/snapshot?quarter=2018Q2&part=comments")
    expect(page.get_by_text("Off plan without a comment, so the quarter cannot be signed off yet:")).to_be_visible()
    page.get_by_role("textbox", name="Comment: why is it so?").fill("Two centres <b>closed</b>. *Both* in 2015.")
    page.get_by_role("textbox", name="Your name").first.fill("An officer")
    page.get_by_role("button", name="Save the comment").click()
    expect(page.get_by_text("The comment is saved.")).to_be_visible()
    drawn(page)  # the place to sign comes after what is saved
    page.get_by_role("textbox", name="Your name").last.fill("The chair")
    page.get_by_role("button", name="Sign off 2018 Q2").click()
    expect(page.get_by_text("2018 Q2 is signed off and frozen as", exact=False)).to_be_visible()

    visit(page, "/snapshot?quarter=2018Q2")
    expect(page.get_by_text("Frozen: it never changes again.", exact=False)).to_be_visible()
    expect(page.get_by_text("Two centres <b>closed</b>. *Both* in 2015.")).to_be_visible()
    paper = downloaded(page, "PDF")
    with pikepdf.open(io.BytesIO(paper)) as document:
        assert str(document.docinfo["/Title"]) == "Welwyn Hatfield: quarterly snapshot, 2018 Q2"
    assert downloaded(page, "PDF") == paper
    assert b"&lt;b&gt;closed&lt;/b&gt;" in downloaded(page, "HTML")

    page.get_by_text("Comments and sign-off").click()
    expect(page).to_have_url(re.compile("part=comments"))
    page.get_by_role("textbox", name="Your name").last.fill("The chair")
    page.get_by_role("textbox", name="Why it is corrected").fill("A typing error")
    page.get_by_role("button", name="Sign the correction").click()
    expect(page.get_by_text("Why it was corrected: A typing error")).to_be_visible()
    page.get_by_role("link", name="Open it as it was signed").click()
    expect(page.get_by_text("A correction has taken its place since.", exact=False)).to_be_visible()
    assert downloaded(page, "PDF") == paper
