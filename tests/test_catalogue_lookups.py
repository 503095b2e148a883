"""Looking things up in a catalogue: where an indicator serves, today's codes, areas to choose, and search."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from indicators import catalogue
from indicators.errors import UnknownName
from indicators.model import Catalogue
from tests import build

GOOD = Path(__file__).parent / "data" / "catalogue"


@pytest.fixture(scope="module")
def loaded() -> Catalogue:
    return catalogue.load(GOOD)


def with_titles(folder: Path, titles: dict[str, str], *, words: str = "") -> Catalogue:
    """The good folder with more indicators, by slug; `words` is the everyday word of the last."""
    data = Path(shutil.copytree(GOOD, folder / "data"))
    jobs = (data / "definitions" / "jobs.toml").read_text(encoding="utf-8")
    for slug, title in titles.items():
        (data / "definitions" / f"{slug}.toml").write_text(jobs.replace('"Jobs"', f'"{title}"'), encoding="utf-8")
    last = data / "definitions" / f"{list(titles)[-1]}.toml"
    last.write_text(f'words = ["{words or "nothing"}"]\n' + last.read_text(encoding="utf-8"), encoding="utf-8")
    return catalogue.load(data)


def test_themes_of_an_indicator(loaded: Catalogue) -> None:
    (place,) = catalogue.themes_of(loaded, "jobs")
    assert [part.slug for part in place[:2]] == ["economy", "work"]
    assert place[2].aim == "context"
    with pytest.raises(UnknownName, match=r"^There is no indicator 'job'\. Nearest: 'jobs'\.$"):
        catalogue.themes_of(loaded, "job")


def test_an_old_code_leads_to_todays(loaded: Catalogue) -> None:
    assert catalogue.current_code(loaded, "E07000104") == "E07000241"
    assert catalogue.current_code(loaded, "E07000241") == "E07000241"
    with pytest.raises(UnknownName, match=r"^There is no area 'E07000240'\. Nearest: 'E07000241'\.$"):
        catalogue.current_code(loaded, "E07000240")


def test_the_areas_to_choose_from_are_in_order(loaded: Catalogue) -> None:
    names = [area.name for area in catalogue.selectable_areas(loaded)]
    own, county, similar = ["Welwyn Hatfield"], ["Broxbourne", "Watford"], ["Basildon", "Rugby"]
    assert names == own + county + similar + ["Hertfordshire", "East of England", "England"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fat children", ["obesity-year-6"]),
        ("FAT CHILD", ["obesity-year-6"]),
        ("job", ["jobs"]),
        ("health", ["obesity-year-6"]),  # its theme
        ("healthy weights", ["obesity-year-6"]),  # its priority
        ("authority", ["obesity-year-6"]),  # its publisher
        ("everything", ["jobs", "obesity-year-6"]),  # the publisher of both
        ("esit", ["obesity-year-6"]),  # inside a word
        ("fat jobs", []),
        ("unicorn", []),
        ("", []),
        (" ?! ", []),
    ],
)
def test_search_needs_every_word_somewhere(loaded: Catalogue, text: str, found: list[str]) -> None:
    assert catalogue.search(loaded, text) == found


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("obesty", "obesity"),
        ("Fat  CHILDRN!", "fat children"),  # what is known stays
        ("weigth jobs", ""),  # each is known then, but no indicator has both
        ("obesity", ""),  # finds something as it is
        ("esit", ""),
        ("fat jobs", ""),  # nothing is mistyped
        ("ibesity", ""),  # begins with another letter
        ("obese", ""),  # not near enough
        ("unicorn", ""),
        ("", ""),
        (" ?! ", ""),
        ("obesty " * 8, "obesity " * 8),
        ("obesty " * 9, ""),
    ],
)
def test_a_word_that_finds_nothing_is_tried_as_the_nearest_that_would(
    loaded: Catalogue, text: str, correction: str
) -> None:
    assert catalogue.corrected(loaded, text) == correction.strip()
    assert not (catalogue.search(loaded, text) and correction)


def test_search_puts_the_title_first(tmp_path: Path) -> None:
    titles = {"a": "Recorded crime", "c": "Crime", "d": "Crimes of passion", "b": "Burglary"}
    assert catalogue.search(with_titles(tmp_path, titles, words="crime"), "crime") == ["c", "d", "a", "b"]


@pytest.mark.parametrize(
    ("text", "title"), [("business", "New businesses"), ("stories", "A story"), ("cafe", "Cafés"), ("mens", "Men's")]
)
def test_search_minds_neither_plural_nor_accent(tmp_path: Path, text: str, title: str) -> None:
    assert catalogue.search(with_titles(tmp_path, {"a": title}), text) == ["a"]


def test_search_puts_the_inside_of_a_word_last(tmp_path: Path) -> None:
    titles = {"a": "Apprentices", "b": "Landlords"}
    assert catalogue.search(with_titles(tmp_path, titles, words="renting"), "rent") == ["b", "a"]


# Where newer figures are fetched

FILE = {"file": "Weights_by_area.csv", "address": "https://www.example.org/weights", "steps": "Download the CSV."}


def fetched(**slugs: dict[str, str]) -> tuple[catalogue.Fetch, ...]:
    """What is fetched for an indicator whose sources are these, each with the keys given."""
    small = build.small_catalogue(build.indicator(sources=tuple(slugs)))
    office = small.sources["office"]
    sources = {slug: replace(office, slug=slug, **keys) for slug, keys in slugs.items()}
    return catalogue.fetching(replace(small, sources=sources), next(iter(small.indicators.values())))


def test_a_file_to_fetch_has_publisher_name_address_and_steps() -> None:
    assert fetched(survey=FILE) == (catalogue.Fetch("The Office", *FILE.values()),)


@pytest.mark.parametrize("without", FILE)
def test_an_edition_that_nothing_follows_is_not_fetched(without: str) -> None:
    assert fetched(old=FILE | {without: ""}, survey=FILE) == fetched(survey=FILE)
    assert fetched(old=FILE | {without: ""}) == ()


def test_files_to_fetch_are_told_once_in_the_order_of_the_sources() -> None:
    other = FILE | {"file": "Heights.csv"}
    assert [one.file for one in fetched(a=other, b=FILE, c=other)] == ["Heights.csv", "Weights_by_area.csv"]


def test_the_table_of_sources_links_the_file_and_draws_its_name_as_typed() -> None:
    small = build.small_catalogue()
    sources = {"office": replace(small.sources["office"], **FILE)}
    (cell,) = catalogue.sources_table(replace(small, sources=sources))["File to fetch"]
    assert cell == r"[Weights\_by\_area.csv](https://www.example.org/weights) Download the CSV."
