"""The printed snapshot: its cells are the page's, it can be listened to, and its bytes are always the same."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pdfua import validate
from pypdf import PdfReader

from indicators.answer_words import WORDS
from indicators.snapshot import Snapshot
from indicators.snapshot.model import Comment, Point
from indicators.snapshot.pdf import TEMPLATE, _fonts, pdf
from indicators.snapshot.printing import LINE, UNSAID, _columns, _line, printed
from indicators.snapshot.tables import NOTHING, UNJUDGED, Cell, Table, changes, counts, section

from .reading import elsewhere, sha256
from .samples import AT, TRAPS

pytestmark = pytest.mark.slow("each test has a quarter typeset, or reads a PDF")

A4 = (842, 595)


def pages(content: bytes) -> list[str]:
    """The text of every page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def bare(*texts: str) -> str:
    """The texts without the spaces and line breaks that depend on where a line ends."""
    return re.sub(r"\s", "", "".join(texts))


def tags(content: bytes) -> list[tuple[str, str]]:
    """Every tag in reading order, with its alternative text."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return list(_tags(document.Root.StructTreeRoot.K))


def _tags(node: pikepdf.Object) -> Iterator[tuple[str, str]]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S).removeprefix("/"), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _tags(node.K)


# What it says


def test_every_cell_of_the_themes_is_printed_row_by_row(any_snapshot: Snapshot) -> None:
    text = bare(*pages(pdf(any_snapshot)))
    for one in any_snapshot.sections:
        rows = section(any_snapshot, one).frame
        silent = {NOTHING.text, UNJUDGED.text}
        empty = [name for name in rows if set(rows[name]) <= silent and name in ("Expected", "On plan?")]
        for row in rows.drop(columns=["Priority", *empty], errors="ignore").to_dict("records"):
            interval = row.pop("95% interval")
            row["Actual"] += "" if interval == NOTHING.text else f"({interval})"
            until = list(row).index("Period") + 1
            before, after = bare(*list(row.values())[1:until]), bare(*list(row.values())[until:])
            assert bare(row["Indicator"]) in text
            assert f"{before}{after}" in text or f"{before}{NOTHING.text}{after}" in text


def test_every_change_and_every_count_is_printed(any_snapshot: Snapshot) -> None:
    text = bare(*pages(pdf(any_snapshot)))
    for row in changes(any_snapshot).frame.to_dict("records"):
        assert bare(row["Indicator"], ".", row["Change"]) in text
    for row in counts(any_snapshot).frame.to_numpy().tolist():
        assert bare(*row) in text


def test_the_first_page_says_what_it_is(real: Snapshot) -> None:
    front = pages(pdf(real))[0]
    assert front.startswith(
        "Welwyn Hatfield: quarterly snapshot, 2018 Q2\nTowards 2020 · Welwyn Hatfield Alliance DRAFT"
    )
    for told in (
        "2018 Q2, April to June 2018",
        "Put together later\nfrom figures as published since 30 June",
        "not yet",
        real.hash[:16],
        "What changed since 2018 Q1",
    ):
        assert told in front
    assert real.hash not in front
    assert "Adult obesity. 19.8% in 2016/17, after 24.5% in 2015/16." in front


def test_the_last_page_names_hashes_methods_and_attributions(real: Snapshot) -> None:
    last = bare(pages(pdf(real))[-1])
    for told in (real.hash, real.catalogue, real.observations, f"version {real.method}", real.basis):
        assert bare(told) in last
    for source in real.sources:
        credit = source.attribution.removeprefix("Source: ")
        own = source.publisher if credit.startswith(source.publisher) else ""
        assert bare(own) in last
        for part in credit.removeprefix(own).split(". "):
            assert bare(part).strip(",.") in last


def test_a_quarter_that_runs_the_first_one_and_one_without_changes_say_so(
    running: Snapshot, first: Snapshot, quiet: Snapshot
) -> None:
    assert "DRAFT, quarter still running" in pages(pdf(running))[0]
    assert "there is none before it to compare with" in pages(pdf(first))[0]
    assert "Nothing changed since 2018 Q1." in pages(pdf(quiet))[0]


def test_a_correction_names_what_it_corrects_and_why(hostile: Snapshot) -> None:
    found = pages(pdf(hostile))
    assert "CORRECTION" in found[0]
    assert "DRAFT" not in "".join(found)
    front = " ".join(found[0].split())
    assert f"the snapshot {'ab' * 8}. =1+1 [a](b) [c](d)" in front
    assert f"by $$n$$ [a](b) <b>Jo</b>, {AT}" in front
    assert bare("ab" * 32) in bare(found[-1], found[-2])


def test_priorities_without_a_measure_stay_with_the_reason(real: Snapshot) -> None:
    text = bare(*pages(pdf(real)))
    for one in real.sections:
        for part in one.parts:
            assert bare(part.name) in text
            assert bare(part.gap) in text
            assert bare(part.would_fill) in text


# Comments


def test_comments_are_printed_as_they_were_typed(hostile: Snapshot) -> None:
    text = bare(*pages(pdf(hostile)))
    for trap in TRAPS:
        typed = bare(trap.replace("😀", "[grinning face]"))
        if len(typed) < 2000:
            assert f"Comment:{typed}Action:" in text


def test_a_word_of_any_length_is_broken_where_the_line_ends(hostile: Snapshot) -> None:
    found = pages(pdf(hostile))
    assert max(len(line) for page in found for line in page.splitlines()) < 400
    comment, action, name = 2000, 2000, 20
    assert sum(map(len, re.findall(r"x{5,}", "".join(found)))) == comment + action + name


def commented(snapshot: Snapshot, comment: Comment) -> Snapshot:
    """With the same comment on every indicator."""
    return replace(snapshot, reported={slug: replace(one, comment=comment) for slug, one in snapshot.reported.items()})


def test_long_comments_on_everything_make_it_longer_and_break_nothing(real: Snapshot) -> None:
    long = ("Why this is so and what we do. " * 70)[:2000].strip()
    found = pages(pdf(commented(real, Comment("The officer", AT, long, long))))
    assert 25 < len(found) < 60
    assert sum(page.count("Action:") for page in found) == len(real.reported)
    assert all(len(page) > 300 for page in found)


def test_a_comment_of_lines_alone_is_longer_than_a_page(real: Snapshot) -> None:
    slug = next(iter(real.reported))
    lines = [f"line {number}" for number in range(500)]
    tall = replace(real.reported[slug], comment=Comment("The officer", AT, "\n".join(lines)))
    found = "".join(pages(pdf(replace(real, reported=real.reported | {slug: tall}))))
    assert re.findall(r"\bline \d+", found) == lines


def test_a_comment_stands_once_and_is_pointed_to_where_its_indicator_stands_again(real: Snapshot) -> None:
    parts = [part for one in real.sections for part in one.parts]
    places = {
        slug: [part.name for part in parts if slug in [line.slug for line in part.lines]] for slug in real.reported
    }
    slug, (first, *others) = next((slug, names) for slug, names in places.items() if len(names) > 1)
    said = replace(real.reported[slug], comment=Comment("The officer", AT, "Asked once."))
    text = bare(*pages(pdf(replace(real, reported=real.reported | {slug: said}))))
    assert text.count("Askedonce.") == 1
    assert text.count(bare(f"The comment stands under “{first}”.")) == len(others)


def test_what_is_off_plan_without_a_comment_says_so(real: Snapshot) -> None:
    waiting = [slug for slug, reported in real.reported.items() if reported.needs_comment]
    assert len(waiting) == 1
    assert bare(*pages(pdf(real))).count(bare(UNSAID)) == 1


@pytest.mark.parametrize(("typed", "shown"), [("漢", "[U+6F22]"), ("☃", "☃"), ("🏠", "[house building]"), ("ж", "ж")])
def test_a_character_without_a_glyph_is_named(real: Snapshot, typed: str, shown: str) -> None:
    text = "".join(pages(pdf(commented(real, Comment("The officer", AT, f"before {typed} after")))))
    assert f"before {shown} after" in text


# How it is set


def test_it_has_two_to_six_pages_of_a4_with_their_numbers(real: Snapshot, first: Snapshot, running: Snapshot) -> None:
    for snapshot in (real, first, running):
        content = pdf(snapshot)
        found = PdfReader(io.BytesIO(content)).pages
        assert 2 <= len(found) <= 6
        assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in found} == {A4}
        for number, text in enumerate(pages(content), start=1):
            assert f"Page {number} of {len(found)}" in text
            assert len(text.splitlines()) > 20
            assert number == 1 or text.startswith(f"Welwyn Hatfield · Towards 2020 · {snapshot.label}")


def test_a_snapshot_without_findings_or_sources_is_printed(real: Snapshot) -> None:
    text = "".join(pages(pdf(replace(real, reported={}, sources=(), changes=()))))
    assert "No figure was known." in text
    assert "Sources" not in text


def test_the_fonts_are_inside_and_of_the_packages_alone(real: Snapshot) -> None:
    with pikepdf.open(io.BytesIO(pdf(commented(real, Comment("The officer", AT, "☃"))))) as document:
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
        names = {str(font.FontName).partition("+")[2] for font in fonts}
        assert names <= {"SourceSansPro-Regular", "SourceSansPro-Semibold", "SourceSansPro-It", "DejaVuSansMono"}
        assert len(names) >= 3
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_each_cut_of_the_font_is_there_once() -> None:
    """Or the order of a folder would decide which of two files is used."""
    paths = [font.path for font in _fonts().fonts() if font.family == "Source Sans Pro"]
    assert sorted(Path(str(path)).name for path in paths) == [
        "SourceSansPro-It.ttf",
        "SourceSansPro-Regular.ttf",
        "SourceSansPro-Semibold.ttf",
    ]


@pytest.mark.parametrize("word", WORDS)
def test_every_shape_is_drawn(word: str) -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    assert f'"{WORDS[word].shape}": ' in template
    assert re.search(rf"^  {WORDS[word].colour}: ", template, re.MULTILINE)


def test_every_word_of_an_answer_has_its_shape(any_snapshot: Snapshot) -> None:
    for one in printed(any_snapshot)["sections"]:
        for part in one["parts"]:
            for row in part["rows"]:
                cells = dict(zip(one["columns"], row["cells"], strict=True))
                signed = [name for name, cell in cells.items() if cell.get("sign")]
                assert signed == [
                    name for name in ("On plan?", "Different from England?", "Changing?") if name in cells
                ]
                assert len(signed) in (2, 3)


def test_the_reason_behind_a_word_stands_apart(real: Snapshot) -> None:
    parts = [part for one in printed(real)["sections"] for part in one["parts"]]
    cells = [cell for part in parts for row in part["rows"] for cell in row["cells"]]
    assert {"text": "not assessed", "sign": ["○", "gray"], "reason": "no data"} in cells
    assert {"text": "on plan", "sign": ["●", "green"], "reason": ""} in cells
    assert {cell["text"] for cell in cells if cell.get("reason")} == {
        "not assessed",
        "cannot say",
        "not a thing to compare",
    }


def test_the_counts_have_the_shapes_of_what_they_count(real: Snapshot) -> None:
    signs = {column["name"]: column["sign"] for column in printed(real)["counts"]["columns"]}
    assert signs["Off plan"] == ["✖", "red"]
    assert [name for name, sign in signs.items() if not sign] == ["Theme"]
    assert len(signs) > 5
    (reported,) = [one for one in real.reported.values() if one.needs_comment]
    unsure = replace(reported, certainty="uncertain", plan=replace(reported.plan, last_known=True))
    columns = printed(replace(real, reported={reported.slug: unsure}))["counts"]["columns"]
    assert columns == [
        {"name": "Theme", "sign": []},
        {"name": "Last known: off plan", "sign": ["✖", "red"]},
        {"name": "Of which uncertain", "sign": []},
    ]


# Lines


def test_a_line_goes_from_nought_to_one_with_its_gaps(real: Snapshot) -> None:
    reported = replace(
        real.reported["wellbeing-anxiety"],
        title="Calls",
        points=(None, 2.0, 4.0, None, 3.0),
        series=tuple(
            Point(f"200{year}-12-31", str(year), value) for year, value in ((1, None), (2, 2.0), (3, 4.0), (5, 3.0))
        ),
        written=("[x]", "2", "4", "3"),
    )
    assert _line(reported) == {
        "runs": [[(0.0, 0.0), (0.3333, 1.0)], [(1.0, 0.5)]],
        "alt": "Calls: 2 in 2, 3 in 5, 3 figures. The line is broken where figures are missing or cannot be compared.",
    }
    assert _line(replace(reported, points=(None, 2.0))) == {"text": "–", "sign": [], "reason": ""}
    assert _line(replace(reported, points=(7.0, 7.0)))["runs"] == [[(0.0, 0.5), (1.0, 0.5)]]


def test_columns_that_say_nothing_are_left_out() -> None:
    row = {"Priority": Cell("a"), "Indicator": Cell("b"), "Expected": NOTHING, "Actual": Cell("1")}
    row |= {"95% interval": NOTHING, "Period": NOTHING, "On plan?": UNJUDGED, "Changing?": Cell(word="cannot say")}
    assert _columns(themed(row)) == ["Indicator", "Actual", "Period", LINE, "Changing?"]
    assert _columns(themed(row, row | {"Expected": Cell("4")}))[1] == "Expected"
    assert _columns(themed()) == []


def themed(*rows: dict[str, Cell]) -> Table:
    return Table("theme", "Health", "Health", "", rows)


# Who listens to it


def test_no_rule_of_accessible_pdf_that_a_program_can_check_is_broken(any_snapshot: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "snapshot.pdf"
    path.write_bytes(pdf(any_snapshot))
    assert validate(str(path)).findings == ()


def test_it_says_its_title_its_language_its_author_and_the_norm_that_it_keeps(real: Snapshot) -> None:
    with pikepdf.open(io.BytesIO(pdf(real))) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.docinfo.Title) == "Welwyn Hatfield: quarterly snapshot, 2018 Q2"
        assert str(document.docinfo.Author) == "Welwyn Hatfield Alliance"
        assert str(document.docinfo.CreationDate).startswith("D:20180630")
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == "Welwyn Hatfield: quarterly snapshot, 2018 Q2"


def test_headings_follow_each_other_in_order(any_snapshot: Snapshot) -> None:
    levels = [int(tag[1]) for tag, _ in tags(pdf(any_snapshot)) if re.fullmatch(r"H\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_each_line_has_its_alternative_text(real: Snapshot) -> None:
    drawn = [alternative for tag, alternative in tags(pdf(real)) if tag == "Figure"]
    lines = [
        cell
        for one in printed(real)["sections"]
        for part in one["parts"]
        for row in part["rows"]
        for cell in row["cells"]
    ]
    assert drawn == [cell["alt"] for cell in lines if "runs" in cell]
    assert len(drawn) > 50
    assert "Feeling happy: 7.31 out of 10 in 2011/12, 7.79 out of 10 in 2016/17, 6 figures." in drawn


def test_tables_have_headers_and_as_many_rows_as_indicators(real: Snapshot) -> None:
    found = [tag for tag, _ in tags(pdf(real))]
    sections = printed(real)["sections"]
    columns = sum(len(one["columns"]) for one in sections) + len(counts(real).frame.columns)
    priorities = sum(len(one["parts"]) for one in sections if one["columns"])
    assert found.count("TH") == columns + priorities
    assert found.count("Table") == 1 + sum(bool(one["columns"]) for one in sections)


# Always the same


def test_the_same_bytes_in_another_process_and_another_folder(hostile: Snapshot, tmp_path: Path) -> None:
    assert elsewhere("pdf", hostile, tmp_path) == sha256(pdf(hostile)) == sha256(pdf(hostile))
