"""Every layout has a small file to test it, a test, a paragraph for people, and what the one door asks of it."""

import re
from pathlib import Path

import pytest

from indicators import catalogue
from indicators.formats import FORMATS

ROOT = Path(__file__).resolve().parents[2]
PARAGRAPHS = set(
    re.findall(r"^### .+ \(`([a-z0-9-]+)`\)$", (ROOT / "docs" / "adding.md").read_text("utf-8"), re.MULTILINE)
)


@pytest.mark.parametrize("name", FORMATS)
def test_a_layout_has_a_fixture_a_test_and_a_paragraph(name: str) -> None:
    fixtures = list((ROOT / "tests" / "data" / name).glob("*"))
    assert fixtures, f"tests/data/{name} holds no small file in this layout"
    assert (ROOT / "tests" / "formats" / f"test_{name.replace('-', '_')}.py").is_file()
    assert name in PARAGRAPHS


def test_paragraphs_are_about_layouts_that_exist() -> None:
    assert set(FORMATS) == PARAGRAPHS


def test_definitions_name_layouts_and_descriptors_that_exist() -> None:
    wrong = [
        (slug, found.layout, set(found.match) - set(FORMATS[found.layout].DESCRIPTORS))
        for slug, indicator in catalogue.load().indicators.items()
        for found in indicator.files
        if found.layout not in FORMATS or not set(found.match) <= set(FORMATS[found.layout].DESCRIPTORS)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_layout_says_what_it_is(name: str) -> None:
    layout = FORMATS[name]
    assert layout.TITLE.strip()
    assert len(set(layout.DESCRIPTORS)) == len(layout.DESCRIPTORS) > 0
