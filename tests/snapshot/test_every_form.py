"""What every form of a snapshot must say, on paper, in the workbook, in the HTML file and as data."""

import html as entities
import io
import re
from dataclasses import replace

import orjson
import pytest
from pypdf import PdfReader

from indicators import store
from indicators.answer_words import WORDS
from indicators.snapshot import Comment, NotSigned, Quarter, Snapshot, comment, draft, of, to_json
from indicators.snapshot.html import html
from indicators.snapshot.model import from_json
from indicators.snapshot.notes import meanings, standing
from indicators.snapshot.pdf import pdf
from indicators.snapshot.tables import counts, section, sentences
from indicators.snapshot.xlsx import xlsx
from tests.snapshot.reading import sheets
from tests.snapshot.small import CATALOGUE, filled, made, signed

#: Obesity of 2018, clearly worse than at the start; figures of 2019 and 2020 are missing.
OLD = Quarter(2021, 2)
FORMS = ("pdf", "xlsx", "html")


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    return filled(str(tmp_path_factory.mktemp("forms") / "store"))


@pytest.fixture(scope="module")
def old(where: str) -> Snapshot:
    return made(where, OLD)


def first_page(snapshot: Snapshot, form: str) -> str:
    """What is read first: page one, the cover, all of the HTML file."""
    if form == "pdf":
        return " ".join(PdfReader(io.BytesIO(pdf(snapshot))).pages[0].extract_text().split())
    if form == "xlsx":
        return "\n".join(cell for row in sheets(xlsx(snapshot))["Cover"] for cell in row)
    return plain(html(snapshot))


def whole(snapshot: Snapshot, form: str) -> str:
    """All that can be read in a form."""
    if form == "pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(snapshot))).pages).split())
    if form == "xlsx":
        return "\n".join(cell for rows in sheets(xlsx(snapshot)).values() for row in rows for cell in row)
    return plain(html(snapshot))


def plain(content: bytes) -> str:
    """The text of an HTML file without its tags and the shapes that are hidden from those who listen to it."""
    shown = re.sub(
        r'<span aria-hidden="true">[^<]*</span>|<style>.*?</style>|<[^>]*>', " ", content.decode(), flags=re.S
    )
    return " ".join(entities.unescape(shown).split())


# Past quarters tell the truth


@pytest.mark.parametrize("form", FORMS)
def test_a_quarter_before_the_store_was_put_together_later_and_says_so_first(old: Snapshot, form: str) -> None:
    text = first_page(old, form)
    assert re.search(r"Put together later:? from figures as published since 30 June 2021", text)
    assert "As known on" not in whole(old, form)
    assert "as it was known on" not in whole(old, form)


@pytest.mark.parametrize("form", FORMS)
def test_a_quarter_that_the_store_held_is_as_it_was_known(old: Snapshot, form: str) -> None:
    text = first_page(replace(old, stood=True), form)
    assert re.search("As known on:? 30 June 2021", text)
    assert "Put together later" not in text


def test_the_quarter_that_runs_is_as_it_is_known_today(where: str) -> None:
    today = store.history(where)[0].at.date()
    assert standing(draft(where, of(today), CATALOGUE, today))[0] == "As known on"


# Last known


def test_what_is_last_known_is_counted_apart_and_columns_of_nothing_are_left_out(old: Snapshot) -> None:
    assert counts(old).frame.to_dict("records") == [{"Theme": "Health", "Last known: off plan": "1"}]


def test_a_snapshot_without_any_status_has_no_counts(old: Snapshot) -> None:
    assert counts(replace(old, reported={})).rows == ()


def test_its_cell_carries_the_word_and_says_that_it_is_the_last_known(old: Snapshot) -> None:
    (row,) = section(old, old.sections[0]).rows
    assert (row["On plan?"].word, row["On plan?"].text) == ("off plan", "last known: off plan")
    assert (row["Changing?"].word, row["Changing?"].text) == ("getting worse", "last known: getting worse")
    (reasons,) = sentences(old).rows
    assert reasons["On plan?"].text.startswith("Last known: off plan, 19.5% (18.5% to 20.5%) in 2018")
    assert reasons["On plan?"].text.endswith("should be out by now and are not held here.")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_reads_last_known(old: Snapshot, form: str) -> None:
    text = whole(old, form)
    assert "Last known: off plan" in text  # the column of the counts
    assert text.count("last known: off plan") >= 1  # the cell
    assert "Last known: off plan, 19.5%" in text or form == "pdf"  # the sentence, which is not printed


def test_the_data_hold_the_word_and_that_it_is_the_last_known(old: Snapshot) -> None:
    plan = orjson.loads(to_json(old))["findings"]["obesity"]["plan"]
    assert (plan["word"], plan["last_known"], plan["ground"]) == ("off plan", True, "tested")
    assert from_json(to_json(old)) == old


def test_it_needs_a_comment_like_any_other_off_plan(where: str) -> None:
    with pytest.raises(NotSigned, match=r"Off plan without a comment: Obesity\. Comment on each before 2021 Q2"):
        signed(where, OLD)
    comment(where, OLD, "obesity", text="No newer figure.", action="", by="An officer", catalogue=CATALOGUE)
    assert signed(where, OLD).quarter == "2021Q2"


def test_what_was_on_plan_long_ago_needs_none(old: Snapshot) -> None:
    reported = old.reported["obesity"]
    well = replace(reported, plan=replace(reported.plan, word="on plan"))
    assert (reported.needs_comment, well.needs_comment) == (True, False)
    assert counts(replace(old, reported={"obesity": well})).columns == ("Theme", "Last known: on plan")


def test_the_words_that_are_explained_have_it_among_them() -> None:
    explained = meanings()
    assert "old figure" in explained["last known"]
    assert set(WORDS) <= set(explained)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_how_many_answers_are_given(old: Snapshot, form: str) -> None:
    assert old.answered[0] == "On plan? 1 of 1 answered."
    assert all(line in whole(old, form) for line in old.answered)


def test_a_comment_is_shown_beside_the_last_known_word(old: Snapshot) -> None:
    said = replace(old.reported["obesity"], comment=Comment("An officer", "today", "No newer figure."))
    text = whole(replace(old, reported={"obesity": said}), "html")
    assert "Obesity last known: off plan No newer figure." in text
