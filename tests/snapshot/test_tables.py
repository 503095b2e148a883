"""Cells carry their words: nothing has to read them out of a text or out of the name of a column."""

from dataclasses import replace

import pytest

from indicators import answer_words
from indicators.snapshot import Comment, Snapshot, tables
from indicators.snapshot.tables import COUNTED, UNJUDGED, Cell, Table, changes, comments, counts, section, sentences

from .samples import AT

ANSWERS = ("On plan?", "Different from England?", "Changing?")


def test_the_text_of_a_cell_is_all_of_it() -> None:
    assert Cell("16.4%").text == "16.4%"
    assert Cell(" (uncertain)", "on plan").text == "on plan (uncertain)"
    assert Cell(word="not assessed", reason="no baseline").text == "not assessed: no baseline"
    assert Cell(word="not assessed", reason="no baseline").rest == ": no baseline"
    assert UNJUDGED.text == "background"


def test_the_answers_of_a_theme_carry_their_words(real: Snapshot) -> None:
    rows = [pair for one in real.sections for pair in rows_of(section(real, one))]
    for slug, row in rows:
        reported, (plan, difference, change) = real.reported[slug], (row[name] for name in ANSWERS)
        assert plan == UNJUDGED or plan.word == reported.plan.word
        assert (difference.word, change.word) == (reported.difference.word, reported.change.word)
        assert {name for name, cell in row.items() if cell.word} == set(ANSWERS)
    assert sum(row["On plan?"] == UNJUDGED for _, row in rows) > 10
    assert len(rows) == sum(len(part.lines) for one in real.sections for part in one.parts) > 80


def rows_of(table: Table) -> list[tuple[str, dict[str, Cell]]]:
    return [(slug, dict(row)) for slug, row in zip(table.slugs, table.rows, strict=True)]


def test_every_word_has_its_place_in_the_table_of_words(any_snapshot: Snapshot) -> None:
    for reported in any_snapshot.reported.values():
        assert reported.plan.word in answer_words.PLAN
        assert reported.difference.word in {*answer_words.DIFFERENCE, "cannot say"}
        assert reported.change.word in answer_words.CHANGE


@pytest.mark.parametrize(
    ("certainty", "text"), [("", "on plan"), ("uncertain: could be off plan", "on plan (uncertain)")]
)
def test_what_is_uncertain_says_so(real: Snapshot, certainty: str, text: str) -> None:
    slug = next(slug for slug, one in real.reported.items() if one.plan.word == "on plan")
    said = replace(real.reported[slug], certainty=certainty, comment=Comment("The officer", AT, "on plan: no"))
    (row,) = comments(replace(real, reported={slug: said})).rows
    assert (row["On plan?"].word, row["On plan?"].text) == ("on plan", text)
    assert row["Comment"] == Cell("on plan: no")  # what somebody typed is no answer


def test_sentences_and_counts_are_no_answers(real: Snapshot) -> None:
    assert {cell.word for row in sentences(real).rows for cell in row.values()} == {""}
    assert {cell.word for row in counts(real).rows for cell in row.values()} == {""}


def test_what_can_be_counted_is_every_status_and_apart_from_it_the_last_known_ones() -> None:
    words = list(answer_words.PLAN)
    answers = [word for word in words if word not in ("not assessed", "background")]
    assert list(COUNTED.values()) == [
        *((word, False) for word in words[:-1]),
        *((word, True) for word in answers),
        ("background", False),
    ]
    assert COUNTED["Last known: off plan"] == ("off plan", True)


def test_statuses_that_no_theme_has_are_left_out(any_snapshot: Snapshot) -> None:
    table = counts(any_snapshot)
    assert [name for name in (*COUNTED, "Of which uncertain") if name in table.columns] == list(table.columns[1:])
    for name in table.columns[1:]:
        assert any(row[name].text != "0" for row in table.rows)


def test_a_table_says_what_it_is(real: Snapshot) -> None:
    every = tables(real)
    kinds = [table.kind for table in every]
    assert list(dict.fromkeys(kinds)) == ["changes", "counts", "theme", "gaps", "reasons", "sources"]
    assert [table.kind for table in every if table.closed] == ["reasons", "sources"]
    assert all(bool(table.slugs) == (table.kind == "theme") for table in every)


def test_a_table_without_rows_has_no_columns(quiet: Snapshot) -> None:
    table = changes(quiet)
    assert table.columns == ()
    assert table.frame.empty
    assert "changes" not in [table.kind for table in tables(quiet)]


def test_every_measure_that_is_judged_is_counted_once_in_its_theme(any_snapshot: Snapshot) -> None:
    """On the page, in the files and on paper, which all show this table."""
    rows = {row["Theme"].text: row for row in counts(any_snapshot).rows}
    judged = {
        one.title: {line.slug for part in one.parts for line in part.lines if line.aim != "context"}
        for one in any_snapshot.sections
    }
    assert {title for title, slugs in judged.items() if slugs} <= set(rows)
    for title, row in rows.items():
        statuses = [name for name in row if name in COUNTED and name != "Background"]
        assert sum(int(row[name].text) for name in statuses) == len(judged[title])


def test_the_counts_are_those_of_the_statuses_below_them(any_snapshot: Snapshot) -> None:
    """Counted a second time, from the cells of each theme."""
    rows = {row["Theme"].text: row for row in counts(any_snapshot).rows}
    for one in any_snapshot.sections:
        if one.judged:
            told = {slug: row["On plan?"] for slug, row in rows_of(section(any_snapshot, one))}
            for name in [name for name in rows[one.title] if name in COUNTED]:
                texts = [cell.answer.lower() for cell in told.values()]
                assert int(rows[one.title][name].text) == texts.count(name.lower()), (one.title, name)
