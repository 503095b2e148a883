"""Every layout has a small file to test it, a test, what people are told of it, and what the one door asks of it."""

from pathlib import Path

import pytest

from indicators import catalogue, formats
from indicators.formats import FORMATS
from indicators.formats.files import File

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", FORMATS)
def test_a_layout_has_a_fixture_and_a_test(name: str) -> None:
    fixtures = list((ROOT / "tests" / "data" / name).glob("*"))
    assert fixtures, f"tests/data/{name} holds no small file in this layout"
    assert (ROOT / "tests" / "formats" / f"test_{name.replace('-', '_')}.py").is_file()


def test_definitions_name_layouts_and_descriptors_that_exist() -> None:
    wrong = [
        (slug, found.layout, set(found.match) - set(FORMATS[found.layout].DESCRIPTORS))
        for slug, indicator in catalogue.load().indicators.items()
        for found in indicator.files
        if found.layout not in FORMATS or not set(found.match) <= set(FORMATS[found.layout].DESCRIPTORS)
    ]
    assert wrong == []


@pytest.mark.slow("asks every layout about every fixture")
def test_the_last_resort_takes_no_file_of_another_layout_and_serves_no_indicator_without_a_title() -> None:
    (last,) = [name for name, layout in FORMATS.items() if hasattr(layout, "LAST")]
    files = [path for name in FORMATS if name != last for path in sorted((ROOT / "tests" / "data" / name).iterdir())]
    known = [(path.name, formats.recognise(File(path.name, path.read_bytes()))) for path in files]
    assert [name for name, layouts in known if last in layouts] == []
    untitled = [
        slug
        for slug, indicator in catalogue.load().indicators.items()
        for found in indicator.files
        if found.layout == last and not found.match.get("Title")
    ]
    assert untitled == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_layout_says_what_it_is(name: str) -> None:
    layout = FORMATS[name]
    assert layout.TITLE.strip()
    assert len(set(layout.DESCRIPTORS)) == len(layout.DESCRIPTORS) > 0


@pytest.mark.parametrize("name", FORMATS)
def test_a_layout_says_how_it_is_downloaded_how_it_is_recognised_and_what_its_traps_are(name: str) -> None:
    layout = FORMATS[name]
    assert isinstance(layout.TRAPS, tuple)
    assert layout.TRAPS
    sentences = [layout.DOWNLOAD, layout.RECOGNISED, layout.MATCH, *layout.TRAPS]
    assert [text for text in sentences if len(text) < 10 or not text.endswith(".") or "  " in text] == []
    assert layout.RECOGNISED.startswith("By ")
    told = formats.explanation(layout)
    assert [text for text in [*sentences, *layout.DESCRIPTORS] if text not in told] == []
    assert set(formats.as_dict(name, layout)) == {
        *("name", "title", "download", "recognised", "descriptors", "match", "traps")
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_reading_knows_its_layout(name: str) -> None:
    path = sorted((ROOT / "tests" / "data" / name).iterdir())[0]
    assert formats.read(File(path.name, path.read_bytes()), name).layout == name
