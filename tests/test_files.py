"""Uploaded bytes as files: encodings, archives, workbooks, and files made to do harm."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from indicators.formats import files, workbook
from indicators.formats.files import File, UnreadableFile, opened
from tests.hostile import LAUGHS, SHARED, TEXTS, WORKBOOKS, archive, cell, locked, many_entries, ods, xlsx

ROOT = Path(__file__).resolve().parents[1]
GIGABYTE = 1024  # megabytes


def one(content: bytes, name: str = "figures.csv") -> File:
    """The only file in an upload."""
    (found,) = opened(name, content)
    return found


def refused(content: bytes, name: str = "figures.csv") -> tuple[str, str]:
    """The check and the sentence."""
    with pytest.raises(UnreadableFile) as caught:
        list(opened(name, content))
    return caught.value.check, str(caught.value)


# Text


@pytest.mark.parametrize(
    ("content", "encoding", "text"),
    [
        ("a,£\n".encode(), "utf-8", "a,£\n"),
        ("\ufeffa,£\n".encode(), "utf-8-sig", "a,£\n"),
        ("a,£\n".encode("cp1252"), "cp1252", "a,£\n"),
        (b"Caf\xe9 \x96 \x80\n", "cp1252", "Café – €\n"),
        (b"a\x81\n", "cp1252", "a\ufffd\n"),  # cp1252 has no letter there, so a broken one is shown
        (b"\xef\xbb\xbfa\xe9\n", "utf-8-sig", "a\ufffd\n"),
        (b"1,2\n", "utf-8", "1,2\n"),
    ],
)
def test_the_encoding_is_found_and_said(content: bytes, encoding: str, text: str) -> None:
    file = one(content)
    assert (file.encoding, file.text, file.sheets) == (encoding, text, {})


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read_as_one(ends: str) -> None:
    file = one(ends.join(["a,b", '"1', '2",3', ""]).encode())
    assert file.text == 'a,b\n"1\n2",3\n'


def test_the_head_is_enough_to_recognise_a_layout_and_no_more() -> None:
    file = one(b"ab,cd\n" * 10_000)
    assert len(file.text) == 60_000
    assert file.head == file.text[:20_000]


def test_the_hash_is_that_of_the_bytes_as_uploaded() -> None:
    assert one(b"a,b\r\n").sha256 == "fbf6b30113a4b6418c623a96ed6844f17ef5751b908a16abaa919d0bcd6b7784"


def test_what_is_not_text_is_refused() -> None:
    assert refused(b"") == ("empty-file", "figures.csv is empty. Download it again.")
    assert refused(b"a\x00b") == ("binary-file", "figures.csv is neither text nor a workbook.")
    assert refused("a,b\n".encode("utf-16"))[0] == "binary-file"


def test_a_heading_that_begins_like_an_archive_is_text() -> None:
    assert one(b"PK,Name\n1,2\n").text == "PK,Name\n1,2\n"


@pytest.mark.parametrize(
    ("name", "limit", "content", "larger"),
    [
        ("MAX_BYTES", 8, b"1,2\n3,4\n", b"1,2\n3,4\n5"),
        ("MAX_ROWS", 2, b"1\n2\n3", b"1\n2\n3\n"),
        ("MAX_ROWS", 2, b"1\r2\r3", b"1\r2\r3\r"),
        ("MAX_ROWS", 2, b"1\r\n2\r\n", b"1\r\n2\r\n3\r\n"),
        ("MAX_LINE", 3, b"1,2\n3,4\n5,6", b"1,2\n3,45\n5,6"),
        ("MAX_LINE", 3, b"1,2\r3,4\r", b"1,2\r3,4\r5,67"),
        ("MAX_COLUMNS", 3, b"1\n1,2,3\n", b"1\n1,2,3,4\n"),
        ("MAX_COLUMNS", 3, b"1\r1,2,3\r1,2,3", b"1\r1,2,3,4\r"),
    ],
)
def test_up_to_the_limit_it_is_read_and_beyond_it_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, limit: int, content: bytes, larger: bytes
) -> None:
    monkeypatch.setattr(files, name, limit)
    assert one(content).content == content
    assert refused(larger)[0] == "too-large"


def test_columns_are_counted_where_a_header_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_COLUMNS", 3)
    assert refused(b"\n" * 99 + b"1,2,3,4\n")[0] == "too-large"
    assert one(b"\n" * 100 + b"a text, with, many, commas\n").encoding == "utf-8"


# Archives


def test_each_file_of_an_archive_is_opened_by_its_last_name() -> None:
    months = {"2021-01/2021-01-street.csv": b"a\n", "2021-02/": b"", "2021-02/2021-02-street.csv": b"b\r\n"}
    found = list(opened("months.zip", archive(months)))
    assert [(file.name, file.text) for file in found] == [
        ("months.zip/2021-01-street.csv", "a\n"),
        ("months.zip/2021-02-street.csv", "b\n"),
    ]


def test_names_that_lead_elsewhere_are_names_and_nothing_else() -> None:
    found = list(opened("upwards.zip", TEXTS["upwards.zip"]()))
    assert [file.name for file in found] == ["upwards.zip/outside.csv"] * 3


def test_what_a_mac_adds_to_an_archive_is_left_out() -> None:
    content = archive({"a.csv": b"1\n", "__MACOSX/._a.csv": b"\x00\x05\x16", ".DS_Store": b"\x00\x00"})
    assert [file.name for file in opened("a.zip", content)] == ["a.zip/a.csv"]


def test_a_workbook_in_an_archive_is_a_workbook() -> None:
    inside = one(archive({"table.xlsx": xlsx(cell("A1", "", "<v>7</v>"))}), "tables.zip")
    assert (inside.name, inside.sheets) == ("tables.zip/table.xlsx", {"Table": [["7"]]})


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_way_of_packing_is_unpacked(method: int) -> None:
    assert one(archive({"a.csv": b"1,2\n"}, method), "a.zip").text == "1,2\n"


@pytest.mark.parametrize(
    ("content", "check", "message"),
    [
        (archive({}), "empty-file", "a.zip is an archive without files."),
        (archive({"folder/": b""}), "empty-file", "a.zip is an archive without files."),
        (archive({"a.csv": b""}), "empty-file", "a.zip/a.csv is empty. Download it again."),
        (archive({"a.csv": b"1\n"})[:60], "damaged-file", "a.zip is a damaged ZIP archive. Download it again."),
        (locked("a.csv", b"1\n"), "damaged-file", "a.zip/a.csv is locked with a password. Unpack it first."),
        (
            archive({"b.zip": archive({"a.csv": b"1\n"})}),
            "damaged-file",
            "a.zip/b.zip is an archive inside an archive. Unpack it first.",
        ),
        (
            archive({f"{number}.csv": b"1" for number in range(501)}),
            "too-large",
            "a.zip holds 501 files of 0 MB in all; no more than 500 files and 256 MB are unpacked.",
        ),
    ],
    ids=lambda given: "archive" if isinstance(given, bytes) else None,  # its bytes hold the time of their making
)
def test_an_archive_that_cannot_be_unpacked_says_why(content: bytes, check: str, message: str) -> None:
    assert refused(content, "a.zip") == (check, message)


def test_what_comes_before_a_bad_member_is_still_opened() -> None:
    found = opened("a.zip", archive({"good.csv": b"1\n", "bad.csv": b"a\x00b"}))
    assert next(found).name == "a.zip/good.csv"
    with pytest.raises(UnreadableFile, match=r"a\.zip/bad\.csv is neither text nor a workbook"):
        next(found)


# Workbooks


def test_a_workbook_s_cells_are_what_a_person_sees() -> None:
    rows = (
        cell("A1", *SHARED),
        cell("B2", "", "<f>1+1</f><v>2</v>"),
        cell("C3", ' t="str"', '<f>HYPERLINK("x")</f><v>=1+1</v>'),
        cell("A4", "", "<v>0.1</v>"),
        cell("A5", ' t="b"', "<v>1</v>"),
        cell("A6", ' t="e"', "<v>#N/A</v>"),
        cell("A7", "", "<f>1+1</f>"),
        cell("A8", "", "<v>16.399999999999999</v>"),
    )
    grid = one(xlsx(*rows, text="Area"), "table.xlsx").sheets["Table"]
    assert [[text for text in row if text] for row in grid] == [
        ["Area"],
        ["2"],  # a formula is read as the value that was last worked out
        ["=1+1"],
        ["0.1"],
        ["TRUE"],
        [],  # an error is no value
        [],  # and a formula is nothing where none was worked out
        ["16.4"],
    ]


def test_rows_and_columns_are_counted_from_the_corner_of_the_sheet() -> None:
    grid = one(xlsx(cell("C4", "", "<v>7</v>")), "table.xlsx").sheets["Table"]
    assert grid == [["", "", ""], ["", "", ""], ["", "", ""], ["", "", "7"]]
    assert one(ods(2, 3), "table.ods").sheets == {"Table": [["1"] * 3] * 2}


def test_a_workbook_is_known_by_its_content_and_is_no_text() -> None:
    file = one(xlsx(), "table.csv")
    assert (file.is_workbook, file.encoding) == (True, "")
    with pytest.raises(UnreadableFile, match=r"table\.csv is a workbook, not text"):
        file.text.upper()


def test_what_is_never_asked_for_does_no_harm() -> None:
    laughing = xlsx(cell("A1", *SHARED), text="ha", before=LAUGHS)
    assert one(laughing, "table.xlsx").sheets == {"Table": [["ha"]]}


def test_a_damaged_workbook_says_so() -> None:
    with pytest.raises(UnreadableFile, match=r"table\.xls cannot be read as a workbook: it is damaged") as caught:
        one(files.OLE + b"rubbish", "table.xls").sheets.keys()
    assert caught.value.check == "damaged-file"


def test_a_workbook_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "WORKBOOK_SECONDS", 0.001)
    with pytest.raises(UnreadableFile, match="takes too long to read") as caught:
        one(xlsx(), "table.xlsx").sheets.keys()
    assert caught.value.check == "too-large"


def test_cells_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    corners = xlsx(cell("A1", "", "<v>1</v>"), cell("B3", "", "<v>2</v>"))
    monkeypatch.setattr(workbook, "MAX_CELLS", 6)
    assert workbook.grids(corners) == {"Table": [["1", ""], ["", ""], ["", "2"]]}
    monkeypatch.setattr(workbook, "MAX_CELLS", 5)
    with pytest.raises(MemoryError):
        workbook.grids(corners)


def test_a_long_list_of_contents_is_not_even_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    content = many_entries(4)
    monkeypatch.setattr(files, "MAX_ENTRIES", 3)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refused(content, "table.xlsx")[0] == "too-large"
    assert not File("table.xlsx", content).is_workbook


# Files made to do harm, each screened in a process that tells what it took

FAR_TOO_MUCH = "has far more cells or text than a publisher's workbook"
SAID: Mapping[str, tuple[str, str]] = {
    "laughs-text.xlsx": ("damaged-file", "cannot be read as a workbook"),
    "laughs-sheet.xlsx": ("damaged-file", "cannot be read as a workbook"),
    "corners.xlsx": ("too-large", FAR_TOO_MUCH),
    "far-down.xlsx": ("unknown-layout", "in none of the"),
    "beyond.xlsx": ("too-large", FAR_TOO_MUCH),
    "strings.xlsx": ("too-large", FAR_TOO_MUCH),
    "entries.xlsx": ("too-large", "is an archive of more than 10,000 files"),
    "repeated.ods": ("damaged-file", "cannot be read as a workbook"),
    "rows-repeated.ods": ("too-large", FAR_TOO_MUCH),
    "locked.xlsx": ("damaged-file", "is locked with a password"),
    "bomb.zip": ("too-large", "holds 10 files of 3,000 MB in all"),
    "false-length.zip": ("damaged-file", "false-length.zip/figures.csv is damaged"),
    "nested.zip": ("damaged-file", "is an archive inside an archive"),
    "locked.zip": ("damaged-file", "is locked with a password"),
    "corrupt.zip": ("damaged-file", "corrupt.zip/figures.csv is damaged"),
    "corrupt-lzma.zip": ("damaged-file", "corrupt-lzma.zip/figures.csv is damaged"),
    "corrupt-bzip2.zip": ("damaged-file", "corrupt-bzip2.zip/figures.csv is damaged"),
    "upwards.zip": ("unknown-layout", "upwards.zip/outside.csv: "),
    "million-columns.csv": ("too-large", "has a line of 2,000,000 characters"),
    "many-columns.csv": ("too-large", "has more than 2,000 columns"),
    "long-line.csv": ("too-large", "has a line of 104,857,600 characters"),
    "long-line-of-a-mac.csv": ("too-large", "has a line of 104,857,600 characters"),
    "ten-million-rows.csv": ("too-large", "has more than 1,000,000 rows"),
    "too-many-bytes.csv": ("too-large", "is larger than 128 MB"),
    "long-text.csv": ("missing-column", "column 'indicator'"),
}


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was said of every hostile file and what it took, by a process in a folder that must stay as it is."""
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("memory is measured on Linux alone")
    folder = tmp_path_factory.mktemp("hostile")
    inner = folder / "one" / "two" / "three"
    inner.mkdir(parents=True)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(inner), "HOME": str(inner)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.hostile"], cwd=inner, env=environment, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    written = [path for path in folder.rglob("*") if path.is_file()]
    told: dict[str, Any] = json.loads(done.stdout)
    return told | {"written": written}


@pytest.mark.slow("gigabytes unpacked, in a process of its own")
@pytest.mark.xdist_group("hostile")
@pytest.mark.parametrize("name", SAID)
def test_a_hostile_file_gets_a_sentence_within_a_gigabyte(screened: dict[str, Any], name: str) -> None:
    check, words = SAID[name]
    found = screened[name]
    assert found["found"][0][0] == check
    assert words in found["found"][0][1]
    assert found["megabytes"] < GIGABYTE
    assert found["seconds"] < 60


@pytest.mark.slow("gigabytes unpacked, in a process of its own")
@pytest.mark.xdist_group("hostile")
def test_no_hostile_file_writes_anything(screened: dict[str, Any]) -> None:
    assert screened["written"] == []


def test_every_hostile_file_is_among_them() -> None:
    assert set(SAID) == {*WORKBOOKS, *TEXTS}


@pytest.mark.parametrize("build", [TEXTS["bomb.zip"], TEXTS["false-length.zip"], WORKBOOKS["strings.xlsx"]])
def test_a_bomb_is_small_itself(build: Callable[[], bytes]) -> None:
    assert len(build()) < 4 * 1024 * 1024
