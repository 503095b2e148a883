"""The workbook that people fill in by hand."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from indicators import catalogue, formats
from indicators.formats import tidy, tidy_template
from indicators.formats.files import File, Grid
from indicators.model import COMPARISONS, FLAGS, STATUSES, Catalogue
from tests.formats.at_hand import checks, recognised_by
from tests.formats.workbooks import holding

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="module")
def content(known: Catalogue) -> bytes:
    return tidy_template.workbook(known)


@pytest.fixture(scope="module")
def sheets(content: bytes) -> dict[str, Grid]:
    return dict(File("figures.xlsx", content).workbook.sheets)  # the hidden one among them


def part(content: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(name))


def rules(content: bytes) -> dict[str, ElementTree.Element]:
    """What each column of the first sheet allows, by the column's heading."""
    found = part(content, "xl/worksheets/sheet1.xml").iter(f"{MAIN}dataValidation")
    return {tidy.COLUMNS[ord(each.attrib["sqref"][0]) - ord("A")]: each for each in found}


def listed(sheets: dict[str, Grid], formula: str) -> list[str]:
    """The texts of the list that a formula such as Lists!$A$1:$A$5 names."""
    match = re.fullmatch(r"(\w+)!\$([A-Z])\$1:\$[A-Z]\$(\d+)", formula)
    assert match is not None, formula
    return [row[ord(match[2]) - ord("A")] for row in sheets[match[1]][: int(match[3])]]


def test_as_it_comes_it_is_the_tidy_layout_without_a_figure(content: bytes) -> None:
    file = File("figures.xlsx", content)
    assert recognised_by(file) == ["tidy"]
    assert checks(tidy.read(file)) == [("nothing-to-read", 1)]
    assert formats.tidy_workbook is tidy_template.workbook


def test_indicators_areas_and_statuses_are_chosen_from_lists(
    content: bytes, sheets: dict[str, Grid], known: Catalogue
) -> None:
    found = rules(content)
    formulas = {name: rule.findtext(f"{MAIN}formula1") or "" for name, rule in found.items()}
    assert listed(sheets, formulas["indicator"]) == list(known.indicators)
    assert listed(sheets, formulas["status"]) == list(STATUSES)
    assert listed(sheets, formulas["flags"]) == list(FLAGS)
    assert listed(sheets, formulas["published_comparison"]) == list(COMPARISONS)
    areas = listed(sheets, formulas["area_code"])
    assert "E07000241 Welwyn Hatfield" in areas
    assert {area[:9] for area in areas} == {code for code, area in known.areas.items() if not area.successor}
    assert all(rule.attrib["sqref"].endswith(str(tidy_template.ROWS + 1)) for rule in found.values())


def test_the_breakdowns_of_an_indicator_stand_together_beside_it(
    content: bytes, sheets: dict[str, Grid], known: Catalogue
) -> None:
    formula = rules(content)["breakdown"].findtext(f"{MAIN}formula1") or ""
    match = re.fullmatch(r"OFFSET\(Lists!\$G\$1,MATCH\(\$A2,(\S+?),0\)-1,0,COUNTIF\((\S+?),\$A2\),1\)", formula)
    assert match is not None, formula
    slugs = listed(sheets, match[1])
    assert match[1] == match[2]
    texts = [row[6] for row in sheets["Lists"][: len(slugs)]]
    start, many = slugs.index("tenure"), slugs.count("tenure")
    wanted = [f"{each.key}={value}" for each in known.indicators["tenure"].dimensions for value in each.values]
    assert texts[start : start + many] == wanted


def test_days_are_days_and_numbers_are_numbers(content: bytes) -> None:
    kinds = {name: rule.attrib["type"] for name, rule in rules(content).items()}
    assert {name for name, kind in kinds.items() if kind == "date"} == {"period_start", "period_end"}
    assert {name for name, kind in kinds.items() if kind == "decimal"} == {
        *("value", "lower", "upper", "count", "denominator")
    }
    assert "note" not in kinds


def test_the_lists_are_hidden_and_the_notes_are_not(content: bytes) -> None:
    found = part(content, "xl/workbook.xml").iter(f"{MAIN}sheet")
    assert {each.attrib["name"]: each.attrib.get("state", "visible") for each in found} == {
        "Figures": "visible",
        "Notes": "visible",
        "Indicators": "visible",
        "Lists": "hidden",
    }


def test_the_notes_tell_of_every_column_and_the_unit_of_every_indicator(
    sheets: dict[str, Grid], known: Catalogue
) -> None:
    told = " ".join(row[0] for row in sheets["Notes"])
    assert [name for name in tidy.COLUMNS if name not in told] == []
    units = {row[0]: row[3] for row in sheets["Indicators"][1:]}
    assert units == {slug: indicator.unit.name for slug, indicator in known.indicators.items()}


def test_what_is_filled_in_is_read(sheets: dict[str, Grid]) -> None:
    row = ["jobs", "E07000241 Welwyn Hatfield", "2031-01-01", "2031-12-31", "", "", "98000", *[""] * 8]
    reading = tidy.read(holding(sheets | {"Figures": [*sheets["Figures"], row]}))
    assert reading.faults == ()
    assert reading.cells[["area_code", "period", "period_end", "value"]].to_numpy().tolist() == [
        ["E07000241", "2031-01-01", "2031-12-31", "98000"]
    ]


def test_nothing_of_the_catalogue_becomes_a_formula(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        written = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert [text for text in written if "<f>" in text] == []
