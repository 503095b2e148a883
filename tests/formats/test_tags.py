"""The number in a cell that holds the markup of a web page."""

import pandas as pd
import pytest

from indicators.formats.tags import has_markup, number_in, without_markup
from tests.formats.at_hand import written


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('<span class="count">250</span>', "250"),
        ("<b>1,250</b>", "1,250"),
        ("<span>-0.5</span>", "-0.5"),
        ('<span title="of 9,999">250</span>', "250"),
        ("<p><span>250</span></p>", "250"),
        ("<b>250", "250"),
        ("250</td>", "250"),
        ("250&nbsp;", "250"),
        ("&#50;50", "250"),
        ("<!-- was 240 -->250", "250"),
        ("<span></span>", ""),
        ("&nbsp;", ""),
    ],
)
def test_a_number_that_stands_alone_is_read(text: str, number: str) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "<b>250</b> <sup>1</sup>",
        "<sup>1</sup>",
        "<span>1</span><span>250</span>",
        "<del>240</del>",
        "<s>240</s>250",
        '<span style="display: none">250</span>',
        "<span hidden>250</span>",
        "<script>250</script>",
        "<input value='250'>",
        "<img alt='250'>",
        "<b>250 to 260</b>",
        "<b>1,25</b>",
        "<b>12%</b>",
        "&lt;5",
        "<b>&lt;5</b>",
        "&amp;#50;",
        "<b>two</b>",
        "a<b",
    ],
)
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert number_in(text) == text


def test_only_the_cells_with_markup_are_looked_into() -> None:
    column = pd.Series(["12", "<b>13</b>", "", "x < y", "&amp;"], index=[7, 8, 8, 9, 10], dtype="str")
    assert without_markup(column).tolist() == ["12", "13", "", "x < y", "&amp;"]
    assert without_markup(column).index.tolist() == [7, 8, 8, 9, 10]


@pytest.mark.parametrize(("text", "may"), [("<b>5</b>", True), ("5&nbsp;", True), ("Districts & UAs,<75 yrs,5", False)])
def test_a_file_without_the_ends_of_tags_and_entities_is_not_looked_into(text: str, may: bool) -> None:
    assert has_markup(written(text)) is may
