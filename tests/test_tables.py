"""Frames as files: nothing is lost on the way out, and no text becomes a formula."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from python_calamine import CalamineWorkbook

from indicators import shipped, tables, views
from indicators.model import COMPARISONS, FLAGS, OBSERVATIONS, STATUSES, Catalogue
from tests.build import SEX, WATFORD, indicator, observations, row

NUMBERS = ("value", "lower", "upper", "count", "denominator")
#: Texts as people write them: no control characters, which no cell of ours holds.
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)
FIGURES = st.none() | st.floats(allow_nan=False, allow_infinity=False)
DAYS = st.dates(date(1801, 1, 1), date(2200, 1, 1))


@st.composite
def any_observation(draw: st.DrawFn) -> dict[str, Any]:
    """A row that the schema allows, however odd."""
    start = draw(DAYS)
    return {
        "indicator": "obesity",
        "area_code": draw(TEXTS),
        "period_start": start,
        "period_end": start + timedelta(days=draw(st.integers(0, 4000))),
        "period_label": draw(TEXTS),
        "breakdown": draw(TEXTS),
        **{name: draw(FIGURES) for name in NUMBERS},
        "status": draw(st.sampled_from(["", *STATUSES])),
        "flags": " ".join(draw(st.lists(st.sampled_from(list(FLAGS)), unique=True))),
        "published_comparison": draw(st.sampled_from(["", *COMPARISONS])),
        "note": draw(TEXTS),
    }


ROWS = st.lists(any_observation(), min_size=1, max_size=5).map(lambda rows: observations(*rows))


def as_frame(table: pa.Table) -> pd.DataFrame:
    """The rows of a file in the types of `store.read`."""
    return observations(*table.to_pylist())


@settings(max_examples=30, deadline=None)
@given(rows=ROWS)
def test_the_tidy_layout_gives_back_what_it_was_given(
    tmp_path_factory: pytest.TempPathFactory, rows: pd.DataFrame
) -> None:
    file = tmp_path_factory.getbasetemp() / "obesity.csv"
    file.write_bytes(tables.tidy_csv(rows).encode())
    table = shipped.read_file(file)
    assert table.schema == OBSERVATIONS
    assert_frame_equal(as_frame(table), rows, check_exact=True)


@settings(max_examples=30, deadline=None)
@given(rows=ROWS)
def test_json_holds_the_same_as_the_tidy_layout(rows: pd.DataFrame) -> None:
    told = json.loads(tables.tidy_json(rows))
    assert [list(each) for each in told] == [OBSERVATIONS.names] * len(rows)
    assert_frame_equal(observations(*told), rows, check_exact=True)


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(tables.tidy_json(observations())) == []


def test_the_tidy_layout_to_the_letter() -> None:
    rows = observations(
        row("2018/19", 0.1 + 0.2, kind="academic_year", lower=0, upper=1.50, count=76574, note='said "so", twice'),
        row("2010-12", None, kind="pooled_years", breakdown="sex=female", flags="provisional break_before"),
    )
    assert tables.tidy_csv(rows) == (
        "indicator,area_code,period_start,period_end,period_label,breakdown,"
        "value,lower,upper,count,denominator,status,flags,published_comparison,note\n"
        'obesity,E07000241,2018-09-01,2019-08-31,2018/19,,0.30000000000000004,0,1.5,76574,,,,,"said ""so"", twice"\n'
        "obesity,E07000241,2010-01-01,2012-12-31,2010–12,sex=female,,,,,,x,provisional break_before,,\n"
    )


def test_json_to_the_letter() -> None:
    (told,) = json.loads(tables.tidy_json(observations(row(value=16.0, lower=1 / 3, note="één"))))
    assert told == {
        "indicator": "obesity",
        "area_code": "E07000241",
        "period_start": "2019-01-01",
        "period_end": "2019-12-31",
        "period_label": "2019",
        "breakdown": "",
        "value": 16,
        "lower": 1 / 3,
        "upper": None,
        "count": None,
        "denominator": None,
        "status": "",
        "flags": "",
        "published_comparison": "",
        "note": "één",
    }


@pytest.mark.parametrize(
    ("number", "short"),
    [(76574.0, 76574), (16.4, 16.4), (0.0, 0), (-12.0, -12), (1e15, 10**15), (float("nan"), None), (None, None)],
)
def test_a_number_is_as_short_as_it_can_be(number: float, short: float | None) -> None:
    found = tables.shortest(number)
    assert found == short
    assert type(found) is type(short)


# For people: formulas

FORMULAS = ["=1+1", "+44 1707", "-5 (estimate)", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")']


def cells_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_would_be_a_formula_is_escaped_in_csv(text: str) -> None:
    frame = pd.DataFrame({"Text": [text, "plain = fine", ""], "Value": [-5.5, -1e-7, float("nan")]})
    assert cells_of(tables.csv(frame)) == [
        ["Text", "Value"],
        [f"'{text}", "-5.5"],
        ["plain = fine", "-1e-07"],
        ["", ""],
    ]


def test_numbers_and_days_are_not_escaped() -> None:
    frame = pd.DataFrame(
        {
            "Float": [-5.25],
            "Whole": [-5],
            "Mixed": pd.Series([-7], dtype=object),
            "Day": pd.to_datetime(["2019-01-31"]),
            "Yes": [True],
        }
    )
    assert cells_of(tables.csv(frame))[1] == ["-5.25", "-5", "-7", "2019-01-31", "True"]


def test_escaping_leaves_the_frame_as_it_was() -> None:
    frame = pd.DataFrame({"Text": ["=1+1"]})
    assert tables.harmless(frame)["Text"].tolist() == ["'=1+1"]
    assert frame["Text"].tolist() == ["=1+1"]


@settings(deadline=None)
@given(TEXTS, st.floats(allow_nan=False, allow_infinity=False))
def test_no_cell_of_a_csv_begins_like_a_formula_unless_it_is_a_number(text: str, number: float) -> None:
    cells = cells_of(tables.csv(pd.DataFrame({"Text": [text], "Value": [number]})))[1]
    assert not cells[0].startswith(tables.FORMULA)
    assert cells[0].removeprefix("'") == text.removeprefix("'")
    assert float(cells[1]) == number


def test_a_csv_for_people_opens_in_excel_as_it_should() -> None:
    content = tables.csv(pd.DataFrame({"Area": ["Café"], "Value": [16.4]}))
    assert content == "\ufeffArea,Value\r\nCafé,16.4\r\n".encode()


# For people: workbooks

ABOUT = {"Source": "Source: The Office.", "Licence": "Open Government Licence v3.0", "Remark": "=1+1"}


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_opens_again_with_the_same_figures() -> None:
    frame = pd.DataFrame(
        {
            "Area": ["Welwyn Hatfield", "Watford", "-dashed"],
            "Value": [16.4, -0.123456789012345, float("nan")],
            "Count": [76574, -5, 0],
        }
    )
    sheets = sheets_of(tables.xlsx(frame, "obesity", ABOUT))
    assert list(sheets) == ["obesity", "About"]
    assert sheets["obesity"] == [
        ["Area", "Value", "Count"],
        ["Welwyn Hatfield", 16.4, 76574.0],
        ["Watford", -0.123456789012345, -5.0],
        ["-dashed", "", 0.0],
    ]
    assert sheets["About"] == [["What", "Text"], *([name, text] for name, text in ABOUT.items())]


@pytest.mark.parametrize("text", [*FORMULAS[:4], "https://example.org/", "mailto:x"])
def test_a_text_in_a_workbook_is_neither_formula_nor_link(text: str) -> None:
    content = tables.xlsx(pd.DataFrame({text: [text]}), "obesity", {text: text})
    assert sheets_of(content)["obesity"] == [[text], [text]]
    assert pd.read_excel(io.BytesIO(content), sheet_name="About", engine="calamine")["Text"].tolist() == [text]
    parts = parts_of(content)
    sheet = parts["xl/worksheets/sheet1.xml"] + parts["xl/worksheets/sheet2.xml"]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def test_the_name_of_a_sheet_is_cut_to_what_excel_allows(shipped_catalogue: Catalogue) -> None:
    for slug in ("x" * 40, max(shipped_catalogue.indicators, key=len)):
        sheets = sheets_of(tables.xlsx(pd.DataFrame({"Value": [1]}), slug, ABOUT))
        assert list(sheets) == [slug[:31], "About"]


def test_a_workbook_of_a_view() -> None:
    rows = observations(row(value=16.4, lower=15, upper=18), row("2020", None, status="c", area=WATFORD))
    frame = views.readable(rows.assign(series="Somewhere"), indicator(dimensions=(SEX,)))
    sheet = sheets_of(tables.xlsx(frame, "obesity", ABOUT))["obesity"]
    assert sheet[0] == ["Area", "Period", "Group", "Figure", "Value", "Lower 95% limit", "Upper 95% limit"]
    assert sheet[1] == ["Somewhere", "2019", "All", "16.4%", 16.4, 15.0, 18.0]
    assert sheet[2] == ["Somewhere", "2020", "All", "[c]", "", "", ""]
