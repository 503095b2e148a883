"""What officers say: kept as it was typed, every edit, or refused with a sentence and nothing written."""

from pathlib import Path

import pytest

from indicators import store, wording
from indicators.access import COMMENT, NotAllowed, TooLong
from indicators.errors import StoreError, UnknownName
from indicators.snapshot import comment, edits
from indicators.snapshot.comments import Unsayable, latest
from tests.snapshot.small import CATALOGUE, SECOND, THIRD, filled, made

MARKUP = "<script>alert(1)</script> =1+1 $$n$$ *bold* [link](https://example.org) :red[x] 👍 “quoted”\n\n\ttwo\nlines"


@pytest.fixture
def where(tmp_path: Path) -> str:
    return filled(str(tmp_path / "store"))


def say(where: str, text: str, slug: str = "obesity", by: str = "An officer", action: str = "") -> store.Entry:
    return comment(where, SECOND, slug, text=text, action=action, by=by, catalogue=CATALOGUE)


def test_a_comment_stands_beside_its_indicator_with_author_and_time(where: str) -> None:
    entry = say(where, "  A new clinic opened late.  ", action="Open it")
    found = made(where).reported["obesity"].comment
    assert found is not None
    assert (found.by, found.text, found.action) == ("An officer", "A new clinic opened late.", "Open it")
    assert found.at == wording.moment(entry.at)
    assert made(where, THIRD).reported["obesity"].comment is None  # of another quarter


def test_edits_are_kept_and_the_last_one_stands(where: str) -> None:
    for text in ("First", "Second", "Third"):
        say(where, text)
    assert [one.text for one in edits(store.entries(where), SECOND, "obesity")] == ["Third", "Second", "First"]
    assert latest(store.entries(where), SECOND)["obesity"].text == "Third"
    assert latest(store.entries(where), THIRD) == {}


def test_markup_is_text_like_any_other(where: str) -> None:
    say(where, MARKUP, action=MARKUP)
    found = made(where).reported["obesity"].comment
    assert found is not None
    assert (found.text, found.action) == (MARKUP, MARKUP)


def test_what_is_pasted_from_a_word_processor_is_ordinary_text(where: str) -> None:
    assert say(where, "1\u00a0234 co\u00adoperate\u200b \ufeff\U0001f469\u200d\U0001f467").text == (
        "1 234 cooperate \U0001f469\u200d\U0001f467"
    )


def test_a_comment_does_not_take_the_place_of_one_that_was_not_seen(where: str) -> None:
    say(where, "Said by one", by="One")
    with pytest.raises(Unsayable, match="One commented in the meantime: “Said by one”"):
        comment(where, SECOND, "obesity", text="By another", action="", by="Another", catalogue=CATALOGUE, seen=0)
    comment(where, SECOND, "obesity", text="By another", action="", by="Another", catalogue=CATALOGUE, seen=1)
    assert [one.by for one in edits(store.entries(where), SECOND, "obesity")] == ["Another", "One"]


def test_where_there_is_no_store_nobody_would_look_for_a_comment(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store at"):
        say(str(tmp_path / "nowhere"), "Text")
    assert not (tmp_path / "nowhere").exists()


def test_line_ends_of_any_system_are_one(where: str) -> None:
    assert say(where, "one\r\ntwo\rthree  \n").text == "one\ntwo\nthree"


def test_a_comment_that_is_too_long_says_by_how_much(where: str) -> None:
    with pytest.raises(TooLong, match=r"The comment has 100,000 characters; at most 2,000 are kept.*by 98,000"):
        say(where, "x" * 100_000)
    with pytest.raises(TooLong, match=r"The action has 2,001 characters"):
        say(where, "Fine", action="x" * (COMMENT + 1))
    assert store.entries(where) == []
    assert say(where, "x" * COMMENT).text == "x" * COMMENT


def test_a_comment_of_too_many_lines_says_how_many(where: str) -> None:
    with pytest.raises(Unsayable, match=r"The comment has 41 lines; at most 40 are kept"):
        say(where, "\n".join("x" * 41))
    assert say(where, "\n".join("x" * 40)).text.count("\n") == 39


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n"])
def test_an_empty_comment_is_refused(where: str, text: str) -> None:
    with pytest.raises(Unsayable, match="The comment is empty"):
        say(where, text)


@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\u202e", "\ud800"])
def test_what_cannot_be_printed_is_refused_by_its_number(where: str, odd: str) -> None:
    with pytest.raises(Unsayable, match=rf"cannot be printed \(U\+{ord(odd):04X}\)"):
        say(where, f"a{odd}b")


def test_nobody_comments_without_a_name_or_on_what_there_is_not(where: str) -> None:
    with pytest.raises(NotAllowed, match="To comment, give your name"):
        say(where, "Text", by=" ")
    with pytest.raises(UnknownName, match=r"No priority measures an indicator 'obsity'\. Nearest: 'obesity'"):
        say(where, "Text", slug="obsity")
    assert store.entries(where) == []
