"""The HTML file: its tables are the page's, every text is only text, and it asks nobody for anything."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from indicators.answer_words import WORDS
from indicators.charts.sparkline import drawing
from indicators.snapshot import Snapshot
from indicators.snapshot.html import html
from indicators.snapshot.tables import tables

from .reading import elsewhere, html_tables, sha256
from .samples import AT, TRAPS

pytestmark = pytest.mark.slow("whole quarters, rendered")


def test_its_tables_are_the_pages_cell_for_cell(any_snapshot: Snapshot) -> None:
    expected = {table.title: [list(table.frame), *table.frame.to_numpy().tolist()] for table in tables(any_snapshot)}
    found = html_tables(html(any_snapshot))
    assert set(found) == set(expected)
    for title, rows in expected.items():
        assert found[title] == rows


def test_texts_are_never_markup(hostile: Snapshot) -> None:
    text = html(hostile).decode()
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in text
    comments = html_tables(html(hostile))["Comments and actions"][1:]
    assert [row[2] for row in comments] == list(TRAPS)


def test_nothing_is_fetched_and_nothing_runs(hostile: Snapshot) -> None:
    text = html(hostile).decode()
    assert "default-src 'none'" in text
    assert re.findall(r"<(?:img|iframe|object|embed|form|input|base)\b", text) == []
    assert re.findall(r"\son\w+=", re.sub(r">[^<]*<", "><", text)) == []
    assert re.findall(r"(?:\ssrc=|@import|url\()", re.sub(r">[^<]*<", "><", text)) == []
    assert re.findall(r"<link [^>]*>", text) == ['<link rel="icon" href="data:,">']
    links = set(re.findall(r'href="([^"]*)"', text)) - {"data:,"}
    assert {link for link in links if not link.startswith(("#", "https://"))} == set()


def test_it_has_title_language_landmarks_and_headings_in_order(any_snapshot: Snapshot) -> None:
    text = html(any_snapshot).decode()
    assert text.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert f"<title>Welwyn Hatfield: quarterly snapshot, {any_snapshot.label}</title>" in text
    assert [text.count(f"<{tag}") for tag in ("header>", "nav ", "main ", "footer>", "h1>")] == [1] * 5
    levels = [int(level) for level in re.findall(r"<h(\d)>", text)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    places = re.findall(r' id="([^"]*)"', text)
    assert len(places) == len(set(places))
    assert {place[1:] for place in re.findall(r'href="(#[^"]*)"', text)} <= set(places)


def test_the_title_block_names_quarter_state_and_hash(real: Snapshot, hostile: Snapshot, running: Snapshot) -> None:
    draft = html(real).decode()
    for text in ("2018 Q2, April to June 2018", "30 June 2018", "Draft, not signed off", real.hash, real.basis):
        assert text in draft
    signed = html(hostile).decode()
    assert f"Signed off by $$n$$ [a](b) &lt;b&gt;Jo&lt;/b&gt;, {AT}" in signed
    assert "ab" * 32 in signed
    assert "Draft, not signed off: the quarter has not ended" in html(running).decode()


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        ("first", "This is the first quarter of the strategy: there is none before it to compare with."),
        ("quiet", "Nothing changed since 2018 Q1."),
        ("real", "Nobody has commented."),
        ("real", "Off plan, and still without a comment: Social contact of unpaid carers."),
        ("real", "Led by the Health and Wellbeing Partnership."),
        ("real", "No indicator measures it."),
    ],
)
def test_what_cannot_be_shown_is_said(request: pytest.FixtureRequest, which: str, sentence: str) -> None:
    assert sentence in html(request.getfixturevalue(which)).decode()


def test_words_have_their_shape_and_colour_beside_them(real: Snapshot) -> None:
    text = html(real).decode()
    assert '<td><span class="sign red"><span aria-hidden="true">✖ </span>off plan</span></td>' in text
    assert '<span aria-hidden="true">○ </span>not assessed</span>: no data</td>' in text
    assert '<td class="quiet">background</td>' in text
    assert {word.colour for word in WORDS.values()} <= set(re.findall(r"--(\w+):", text))


def test_lines_are_told_in_words(real: Snapshot) -> None:
    label = re.findall(r'role="img" aria-label="(Year 6 obesity: [^"]*)"', html(real).decode())
    assert label[0].endswith("15.1% in 2016/17")
    reported = real.reported["obesity-year-6"]
    known = [text for point, text in zip(reported.series, reported.written, strict=True) if point.value is not None]
    assert label[0].startswith(f"Year 6 obesity: {len(known)} figures, from {known[0]} in 20")


def test_the_words_of_a_line_are_only_text() -> None:
    assert 'role="img" aria-label="&quot;&gt;&lt;script&gt;"' in drawing((1.0, 2.0), label='"><script>')
    assert "role" not in drawing((1.0, 2.0))


@pytest.mark.slow("a process of its own")
def test_the_same_snapshot_gives_the_same_bytes_anywhere(hostile: Snapshot, tmp_path: Path) -> None:
    assert elsewhere("html", hostile, tmp_path) == sha256(html(hostile))
