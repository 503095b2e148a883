"""The workbook: its tables are the page's, its cells only text and counts, its bytes always the same."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from indicators.snapshot import Comment, Snapshot
from indicators.snapshot.tables import counts, tables
from indicators.snapshot.xlsx import sheet_names, xlsx

from .reading import elsewhere, sha256, sheets
from .samples import AT, TRAPS

pytestmark = pytest.mark.slow("workbooks are written")


def parts(content: bytes, pattern: str) -> dict[str, str]:
    """The files inside whose names match, as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if re.fullmatch(pattern, name)}


def test_every_table_is_a_sheet_cell_for_cell(any_snapshot: Snapshot) -> None:
    found, expected = sheets(xlsx(any_snapshot)), tables(any_snapshot)
    assert list(found) == ["Cover", "Notes", *sheet_names(table.name for table in expected)]
    for table, rows in zip(expected, list(found.values())[2:], strict=True):
        assert rows[0][0] == table.title
        assert rows[1][0] == f"{table.about} This sheet has one table.".strip()
        assert rows[2:] == [list(table.frame), *table.frame.to_numpy().tolist()]


def test_texts_that_look_like_anything_else_stay_as_they_were_typed(hostile: Snapshot) -> None:
    comments = sheets(xlsx(hostile))["Comments"][3:]
    assert [row[2] for row in comments] == list(TRAPS)
    assert [row[3] for row in comments] == [trap[::-1] for trap in TRAPS]


def test_no_cell_is_a_formula_and_links_lead_only_inside(hostile: Snapshot) -> None:
    content = xlsx(hostile)
    written = parts(content, r"xl/worksheets/.*\.xml")
    assert len(written) == 14
    assert [name for name, text in written.items() if "<f>" in text or "<f " in text] == []
    assert [name for name, text in written.items() if "<mergeCell" in text] == []
    assert [name for name, text in written.items() if "<hyperlink " in text] == ["xl/worksheets/sheet1.xml"]
    assert parts(content, r".*/_rels/sheet1\.xml\.rels") == {
        name: text for name, text in parts(content, r".*/_rels/sheet1\.xml\.rels").items() if "External" not in text
    }


def test_a_cell_stays_text_when_somebody_edits_it(hostile: Snapshot) -> None:
    content = xlsx(hostile)
    styles = re.findall(r"<xf [^>]*>", parts(content, "xl/styles.xml")["xl/styles.xml"].partition("<cellXfs")[2])
    cells = re.findall(
        r'<c r="[CD]\d+" s="(\d+)" t="s">', parts(content, ".*/sheet11.xml")["xl/worksheets/sheet11.xml"]
    )
    assert len(cells) == 2 + 2 * len(TRAPS)
    assert {('quotePrefix="1"' in styles[int(style)]) for style in cells[2:]} == {True}


def test_the_counts_are_numbers_and_nothing_else_is(hostile: Snapshot) -> None:
    written = parts(xlsx(hostile), r"xl/worksheets/sheet\d+\.xml")
    numbers = {name: len(re.findall(r'<c r="[A-Z]+\d+" s="\d+"><v>', text)) for name, text in written.items()}
    counted = counts(hostile)
    cells = len(counted.rows) * len(counted.columns[1:])
    assert cells > 0
    assert {name: count for name, count in numbers.items() if count} == {"xl/worksheets/sheet4.xml": cells}


def test_a_number_that_an_officer_typed_stays_text(real: Snapshot) -> None:
    said = replace(real.reported["wellbeing-anxiety"], comment=Comment("The officer", AT, "42", "7"))
    snapshot = replace(real, reported={"wellbeing-anxiety": said})
    place = [table.kind for table in tables(snapshot)].index("comments") + 3  # after cover and notes
    written = parts(xlsx(snapshot), rf".*/sheet{place}\.xml")[f"xl/worksheets/sheet{place}.xml"]
    assert len(re.findall(r'<c r="[A-E]4" s="\d+" t="s">', written)) == 5


def test_every_sheet_has_one_marked_table_with_its_header_in_sight(real: Snapshot) -> None:
    content = xlsx(real)
    written, marked = parts(content, r"xl/worksheets/sheet\d+\.xml"), parts(content, r"xl/tables/.*")
    assert all(text.count("<tablePart ") == 1 for text in written.values())
    assert len({re.findall(r' name="(\w+)"', text)[0] for text in marked.values()}) == len(written) == len(marked)
    assert {name for name, text in written.items() if "<pane " not in text} == {"xl/worksheets/sheet1.xml"}
    assert parts(content, "xl/workbook.xml")["xl/workbook.xml"].count("Print_Titles") == len(written) - 1


def test_the_cover_says_what_it_is(real: Snapshot, hostile: Snapshot, first: Snapshot) -> None:
    cover = [row[0] for row in sheets(xlsx(real))["Cover"]]
    assert cover[0] == "Welwyn Hatfield: quarterly snapshot, 2018 Q2"
    for line in (
        "Quarter: 2018 Q2, April to June 2018",
        "Put together later: from figures as published since 30 June 2018",
        "State: Draft, not signed off",
        "Compared with: 2018 Q1",
        f"Methods: version {real.method}",
        f"Hash: {real.hash}",
        real.basis,
    ):
        assert line in cover
    signed = [row[0] for row in sheets(xlsx(hostile))["Cover"]]
    assert f"State: Signed off by $$n$$ [a](b) <b>Jo</b>, {AT}" in signed
    assert f"Corrects: {'ab' * 32}" in signed
    assert "Reason: =1+1 [a](b) [c](d)\n<script>alert(2)</script>" in signed
    assert "Compared with: nothing: it is the first quarter" in [row[0] for row in sheets(xlsx(first))["Cover"]]


def test_the_notes_explain_every_word_and_symbol(real: Snapshot) -> None:
    notes = dict(row[:2] for row in sheets(xlsx(real))["Notes"][2:])
    assert notes["[c]"] == "Confidential: the publisher withholds it so that nobody can be recognised."
    assert notes["provisional"] == "The publisher will revise it."
    assert {"[x]", "[z]", "[u]", "[low]", "off plan", "not assessed", "cannot say", "background"} <= set(notes)


def test_the_same_snapshot_gives_the_same_bytes_anywhere(hostile: Snapshot, tmp_path: Path) -> None:
    content = xlsx(hostile)
    assert xlsx(hostile) == content
    assert elsewhere("xlsx", hostile, tmp_path) == sha256(content)
    core = parts(content, "docProps/core.xml")["docProps/core.xml"]
    assert "2018-06-30T00:00:00Z</dcterms:created>" in core
    assert "<dc:creator>Welwyn Hatfield Alliance</dc:creator>" in core


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["Sources"], ["Sources"]),
        (["Notes", "cover", "History"], ["Notes 2", "cover 2", "History 2"]),
        (["A/B: [what]?*\\", "''"], ["A B what", "Table"]),
        (["Children’s", "Children's"], ["Children’s", "Children s"]),
        (["x" * 40, "x" * 50, "X" * 31], ["x" * 31, f"{'x' * 29} 2", f"{'X' * 29} 3"]),
    ],
)
def test_sheets_have_names_that_a_workbook_can_have(wanted: list[str], names: list[str]) -> None:
    assert sheet_names(wanted) == names
