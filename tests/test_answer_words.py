"""The words of the answers: whatever decides a word knows only these, and looks and meanings say the same."""

from itertools import product
from typing import Any

import pytest

from indicators import answer_words, statistics
from indicators.answer_words import BACKGROUND, CHANGE, DIFFERENCE, PLAN, WORDS, Word, colour
from indicators.assessment.answer import CANNOT_SAY, NOT_ASSESSED, UNANSWERED, UNCOMPARED
from indicators.statistics import Trend, compare

POLARITIES = ("higher_is_better", "lower_is_better", "contextual")


def test_the_statuses_are_those_of_statistics_from_the_best_to_the_worst() -> None:
    *judged, unassessed = statistics.WORDS
    assert list(PLAN) == [*judged[::-1], unassessed, BACKGROUND]
    assert unassessed == NOT_ASSESSED


def test_the_words_of_a_difference_are_those_of_the_comparison() -> None:
    said = {compare(10, 9, 11, other, polarity) for other, polarity in product((8, 10, 12), POLARITIES)}
    assert set(DIFFERENCE) == said | {"above", "below", "level with", "position", UNCOMPARED}


def test_the_words_of_a_trend_are_known() -> None:
    directions = ("increasing", "decreasing", "no_change")
    said = {Trend(way, 1.0, 1.0, "").in_words(polarity) for way, polarity in product(directions, POLARITIES)}
    charted = {"unusually high", "unusually low", "no unusual change", "above its average", "below its average"}
    years = {"rising", "falling", "no clear direction"}
    facts = {f"{way}{since}" for way, since in product(("up", "down", "level"), ("", " on the year"))}
    assert set(CHANGE) == said | charted | years | facts | {CANNOT_SAY}


def test_a_word_is_of_one_question() -> None:
    assert len(WORDS) == len(PLAN) + len(DIFFERENCE) + len(CHANGE) == 38


@pytest.mark.parametrize("question", ["PLAN", "DIFFERENCE", "CHANGE"])
def test_no_colour_stands_alone(question: str) -> None:
    """Two answers of other colours have other shapes."""
    words: dict[str, Word] = getattr(answer_words, question)
    for one, other in product(words.values(), repeat=2):
        assert one.colour == other.colour or one.shape != other.shape


@pytest.mark.parametrize("word", WORDS)
def test_every_word_has_a_meaning_in_a_sentence(word: str) -> None:
    meaning = WORDS[word].meaning
    assert meaning[0].isupper()
    assert meaning.endswith(".")
    assert word == word.lower()


def test_which_words_leave_open_what_is_good() -> None:
    """Those of a process chart and of ten years; what has only been counted is never good or bad."""
    assert {name: word.good_if for name, word in WORDS.items() if word.good_if} == {
        "rising": "higher_is_better",
        "falling": "lower_is_better",
        "unusually high": "higher_is_better",
        "unusually low": "lower_is_better",
        "above its average": "higher_is_better",
        "below its average": "lower_is_better",
    }


@pytest.mark.parametrize(
    ("word", "polarity", "expected"),
    [
        ("rising", "higher_is_better", "green"),
        ("rising", "lower_is_better", "red"),
        ("falling", "lower_is_better", "green"),
        ("rising", "contextual", "blue"),
        ("off plan", "higher_is_better", "red"),
        ("up", "higher_is_better", "gray"),
    ],
)
def test_a_colour_goes_by_polarity_only_where_the_word_leaves_it_open(word: str, polarity: Any, expected: str) -> None:
    assert colour(word, polarity) == expected


def test_every_word_of_an_answer_without_one_is_gray() -> None:
    assert {WORDS[word].colour for word in (*UNANSWERED, UNCOMPARED)} == {"gray"}
