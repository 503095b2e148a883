"""Analysts publish in a real browser: a good file, warnings, a bad file, the same twice, two at once, going back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from indicators import catalogue, shipped, tables

from .conftest import Visitor
from .pages import visit
from .serving import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SERVER = "publishing_server"


@pytest.fixture(scope="module")
def publishing_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard of its own: these tests write into its store."""
    with serving(tmp_path_factory.mktemp("publishing")) as running:
        yield running


@pytest.fixture(scope="module")
def jobs() -> str:
    """The shipped figures of jobs in the tidy layout."""
    rows = shipped.read_file(shipped.FOLDER / "jobs.csv").to_pandas()
    for name in ("period_start", "period_end"):
        rows[name] = rows[name].astype("datetime64[s]")
    assert "jobs" in catalogue.load().indicators
    return tables.tidy_csv(rows)


def dropped(page: Page, folder: Path, text: str) -> Page:
    """The upload page with a file dropped, once everything about it is said."""
    file = folder / "jobs.csv"
    file.write_text(text, encoding="utf-8")
    visit(page, "/upload")
    page.locator('[data-testid="stFileUploader"] input').set_input_files(file)
    expect(page.get_by_role("heading", name="jobs.csv")).to_be_visible()
    return page


def changed(jobs: str, value: str) -> str:
    """The borough's jobs of 2023 with another number."""
    old = "2023,,74433,"
    assert jobs.count(old) == 1
    return jobs.replace(old, f"2023,,{value},")


def sign(page: Page, note: str) -> None:
    """Acknowledges every warning, signs and presses the button."""
    expect(page.get_by_role("checkbox").first).to_be_attached()
    for place in range(page.get_by_role("checkbox").count()):
        page.locator('[data-testid="stCheckbox"] label').nth(place).click()
        expect(page.get_by_role("checkbox").nth(place)).to_be_checked()
    page.get_by_role("textbox", name="Your name").fill("Analyst")
    page.get_by_role("textbox", name="What is published, and why").fill(note)
    page.get_by_role("button", name="Publish", exact=True).click()


def publish(page: Page, note: str) -> int:
    """Acknowledges, signs and publishes; the version that the receipt names."""
    sign(page, note)
    return received(page)


def received(page: Page) -> int:
    """The version that the receipt names."""
    said = page.get_by_text(re.compile(r"^Published as version \d+\.$"))
    expect(said).to_be_visible()
    return int(re.findall(r"\d+", said.inner_text())[0])


def test_the_same_figures_change_nothing(page: Page, tmp_path: Path, jobs: str) -> None:
    dropped(page, tmp_path, jobs)
    expect(page.get_by_text("Nothing would change: the store holds all of these figures already.")).to_be_visible()


def test_a_bad_file_names_row_and_remedy_and_cannot_be_published(page: Page, tmp_path: Path, jobs: str) -> None:
    dropped(page, tmp_path, changed(jobs, '"80,8"'))
    expect(page.get_by_text("Errors stand in the way.")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile(r"^Write 80\.8"))).to_be_visible()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)


def test_a_revision_is_acknowledged_published_kept_and_taken_back(page: Page, tmp_path: Path, jobs: str) -> None:
    dropped(page, tmp_path, changed(jobs, "74434"))
    version = publish(page, "One figure revised")
    expect(page).to_have_url(re.compile(f"receipt={version}"))
    visit(page, "/indicator?indicator=jobs")
    expect(page.get_by_text("74,434 jobs").first).to_be_visible()
    visit(page, "/revisions")
    expect(page.get_by_role("cell", name="One figure revised")).to_be_visible()
    page.get_by_role("textbox", name="Your name").fill("Analyst")
    page.get_by_role("textbox", name="Why").fill("It was a trial")
    page.get_by_role("button", name="Go back").click()
    expect(page.get_by_text(f"Version {version - 1} is back, as version {version + 1}.")).to_be_visible()


def test_two_analysts_at_once(new_visitor: Visitor, tmp_path: Path, jobs: str) -> None:
    """Both drop a file before either publishes; the second is told so, and shown the new comparison, before writing."""
    one, other = new_visitor(), new_visitor()
    first, second = tmp_path / "one", tmp_path / "other"
    first.mkdir()
    second.mkdir()
    dropped(one, first, changed(jobs, "74435"))
    dropped(other, second, changed(jobs, "74436"))
    version = publish(one, "By the first")
    sign(other, "By the second")
    expect(other.get_by_text(f"Version {version} was published in the meantime, by Analyst.")).to_be_visible()
    other.get_by_role("button", name="Publish", exact=True).click()
    assert received(other) == version + 1
    visit(other, "/revisions")
    expect(other.get_by_role("cell", name="By the first")).to_be_visible()
    expect(other.get_by_role("cell", name="By the second")).to_be_visible()
