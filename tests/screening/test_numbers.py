"""Texts as numbers: what publishers write is read exactly, and no other text ever becomes a number."""

import math
import re
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.model import STATUSES
from indicators.screening import numbers
from indicators.screening.numbers import MARKERS, Number, number, usable


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0.0),
        ("-0", 0.0),
        ("16.4", 16.4),
        (" 16.4\u00a0", 16.4),
        ("31,254", 31254.0),
        ("1,234,567.5", 1234567.5),
        ("£332,000", 332000.0),
        ("-£1,200", -1200.0),
        ("£-1,200", -1200.0),
        ("19.9%", 19.9),
        ("19.9 %", 19.9),
        ("−1.5", -1.5),
        ("+2.8", 2.8),
        (".5", 0.5),
        ("007", 7.0),
        ("1e+05", 100000.0),
        ("1.5e-07", 1.5e-07),
        ("12.4(1)", 12.4),
        ("12.4 [note 3]", 12.4),
        ("12.4 (1, 2)", 12.4),
        ("1." + "0" * 34, 1.0),
        ("900000000000000000", 9e17),
        ("31,254²", 31254.0),
    ],
)
def test_what_publishers_write(text: str, value: float) -> None:
    found = number(text)
    assert (found.value, found.status, found.flags, found.problem) == (value, "", "", "")
    assert math.copysign(1, found.value) == math.copysign(1, value)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("12.4p", "provisional"),
        ("12.4 (r)", "revised"),
        ("12.4 [e]", "estimated"),
        ("12.4 b", "break_before"),
        ("12.4 (p, r)", "provisional revised"),
        ("12.4 (provisional)", "provisional"),
        ("12.4%p (2)", "provisional"),
    ],
)
def test_flags_behind_a_number(text: str, flags: str) -> None:
    assert number(text)[:3] == (12.4, "", flags)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *(("[c]", "c"), ("c", "c"), ("*", "c"), ("[x]", "x"), ("x", "x"), (":", "x"), ("na", "x"), ("NA", "x")),
        *(("MISSING", "x"), ("[z]", "z"), ("z", "z"), ("N/A", "z"), ("[low]", "low"), ("~", "low"), ("[u]", "u")),
        *(("u", "u"), ("0 [low]", "low"), (" [C] ", "c")),
    ],
)
def test_markers_stand_for_a_status_and_never_for_a_number(text: str, status: str) -> None:
    found = number(text)
    assert math.isnan(found.value)
    assert (found.status, found.problem) == (status, "")


def test_a_symbol_of_four_characters_may_have_a_meaning() -> None:
    assert number("12.4****").problem == "marker-without-meaning"


@pytest.mark.parametrize("text", ["-0", "-0.0", "£-0", "−0%"])
def test_nobody_reads_of_minus_nought(text: str) -> None:
    assert math.copysign(1, numbers.table(pd.Series([text], dtype="str"))["value"][0]) == 1


def test_an_unreliable_value_stays_beside_its_marker() -> None:
    assert number("12.4 [u]")[:2] == number("12.4u")[:2] == (12.4, "u")


@pytest.mark.parametrize("text", ["-", "..", ".", "†", "<5", "≤ 2.5%", "n.a.", "12.4*", "12.4 †", "nan", "inf"])
def test_a_symbol_without_a_meaning_is_asked_about(text: str) -> None:
    found = number(text)
    assert math.isnan(found.value)
    assert not found.status
    assert found.problem == "marker-without-meaning"


@pytest.mark.parametrize("text", ["12.4 [c]", "31,254 (x)", "5 [z]", "1 [low]"])
def test_a_number_with_a_marker_that_says_there_is_none(text: str) -> None:
    assert number(text).problem == "number-and-marker"
    assert math.isnan(number(text).value)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("12,4", "Write 12.4, or 12,400 if thousands are meant."),
        ("12,45", "Write 12.45, or 12,450 if thousands are meant."),
        ("-1,5%", "Write -1.5%, or -1,500% if thousands are meant."),
        ("£3,5", "Write £3.5, or £3,500 if thousands are meant."),
        ("0,123", "Write 0.123."),
        ("1.234,5", "Write 1,234.5."),
        ("1234,5", "Write 1234.5."),
        ("1234,567", "Write 1234.567, or 1,234,567 if thousands are meant."),
        ("332,0001", "Write 332.0001, or 332,000 if what follows is a footnote."),
        ("332,00012", "Write 332.00012, or 332,000 if what follows is a footnote."),
        ("332,000123", "Write 332.000123."),
        ("1332,0001", "Write 1332.0001."),
        ("132,45", "Write 132.45, or 132,450 if thousands are meant."),
    ],
)
def test_a_decimal_comma_is_never_guessed(text: str, fix: str) -> None:
    found = number(text)
    assert math.isnan(found.value)
    assert (found.problem, found.fix) == ("decimal-comma", fix)


@pytest.mark.parametrize(
    "text",
    [
        *("about 12", "12 per", "12 to 15", "(12)", "--5", "1,23,456", "12.4.1", "5.", "1e5", "12.4e1", "0x1f"),
        *("n a", "12 345", "£1.2b", "£12p", "12k", "twelve", "1/2", "٣", "１２", "9" * 40, "1_000", "$5", "12%%"),
        *("£12% p", "£5(1) b", "n.a.*", "12.4*****", "1." + "0" * 35, "1e18", "1000000000000000000"),
    ],
)
def test_words_and_slips_are_no_numbers(text: str) -> None:
    found = number(text)
    assert math.isnan(found.value)
    assert not found.status
    assert found.problem == "not-a-number"
    assert found.fix.endswith(".")


def test_a_meaning_given_for_this_file_counts_and_one_that_is_no_status_does_not() -> None:
    markers = usable(MARKERS, {"..": "x", "-1": "x", "-": "0"}, {"..": "low"})
    assert number("..", markers) == Number(status="low")
    assert number("-1", markers) == Number(status="x")
    assert number("-", markers).problem == "marker-without-meaning"
    assert number("12.4*", usable(MARKERS, {"*": "u"}))[:2] == (12.4, "u")
    assert set(MARKERS.values()) <= set(STATUSES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("", "", "")),
        ("Normal Value", ("", "", "")),
        ("A", ("", "", "")),
        ("c", ("c", "", "")),
        ("[low]", ("low", "", "")),
        ("p", ("", "provisional", "")),
        ("hmm", ("", "", "marker-without-meaning")),
    ],
)
def test_a_status_in_a_column_of_its_own(text: str, found: tuple[str, str, str]) -> None:
    (row,) = numbers.statuses(pd.Series([text], dtype="str")).itertuples(index=False)
    assert (row.status, row.flags, row.problem) == found


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        (450.36547199999995, 450.365472),
        (75.39999999999999, 75.4),
        (28.947370000000003, 28.94737),
        (0.30000000000000004, 0.3),
        (82.79402891684731, 82.79402891684731),  # a quotient: all its digits are its own
        (16.4, 16.4),
        (31254.0, 31254.0),
        (0.0, 0.0),
    ],
)
def test_the_noise_of_binary_fractions_is_left_out(printed: float, plain: float) -> None:
    assert numbers.without_noise(printed) == plain


def test_flags_in_a_column_of_their_own() -> None:
    read = numbers.flags(
        pd.Series(["", "p", "provisional incomplete", "[r], e", "break in series", "p funny"], dtype="str")
    )
    assert read["flags"].tolist() == [
        *("", "provisional", "provisional incomplete", "revised estimated", "break_before", "provisional")
    ]
    assert read["unknown"].tolist() == ["", "", "", "", "", "funny"]


# What must always hold


def plainly(text: str) -> Decimal | None:
    """A slow second opinion: the number that a person sees, or None where anything is left to guess."""
    tidy = " ".join(text.split())
    tidy = re.sub(r" ?(\([^()]*\)|\[[^\[\]]*\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+| [a-zA-Z]|(?<=[\d%])[a-zA-Z])$", "", tidy)
    while (shorter := re.sub(r" ?(\([^()]*\)|\[[^\[\]]*\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|[a-zA-Z])$", "", tidy)) != tidy:
        tidy = shorter
    bare = tidy.replace("£", "").replace("%", "").replace(" ", "").replace("−", "-")
    if "," in bare and not re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", bare, re.ASCII):
        return None
    return Decimal(bare.replace(",", "")) if re.fullmatch(r"[-+]?[\d,]*\.?\d+([eE][-+]\d+)?", bare, re.ASCII) else None


LIKELY = st.text(alphabet="0123456789.,-−+£%eEprbuc*[]() \u00a0¹²~:…<", max_size=14)


@given(st.one_of(st.text(max_size=20), LIKELY))
@example("12,4")
@example("1e+05")
@example("1,234.5 (1) [r]")
def test_no_text_becomes_a_wrong_number(text: str) -> None:
    found = number(text)
    if math.isnan(found.value):
        assert found.status or found.problem or not text.strip()
    else:
        assert not found.problem
        assert found.status in ("", "u")
        seen = plainly(text)
        assert seen is not None
        assert found.value == float(seen)


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=4),
    st.booleans(),
    st.sampled_from(["", "£"]),
    st.sampled_from(["", "%", " %"]),
    st.sampled_from(["", " (1)", "[2]", "³", " [p]", " (r)", " [note 4]"]),
)
def test_a_written_number_comes_back(value: Decimal, commas: bool, before: str, after: str, behind: str) -> None:
    digits = f"{abs(value):,.4f}" if commas else f"{abs(value):.4f}"
    text = f"{'-' if value < 0 else ''}{before}{digits}{after}{behind}"
    assert number(text).value == float(value)
    assert number(text).symbol == (after.strip() or before)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_what_programs_write_comes_back_to_the_last_digit(value: float) -> None:
    found = number(repr(value))
    assert found.value == value or (math.isnan(found.value) and found.problem)  # beyond e-99 nobody publishes


@given(st.lists(st.one_of(LIKELY, st.sampled_from(["", "16.4", "31,254", "-1", "..", "[c]", "12,4"])), max_size=12))
def test_many_at_once_are_read_like_one_by_one(texts: list[str]) -> None:
    markers = usable(MARKERS, {"-1": "x"})
    table = numbers.table(pd.Series(texts, dtype="str"), markers)
    for text, found in zip(texts, table.itertuples(index=False), strict=True):
        slow = number(text, markers)
        assert tuple(found)[1:] == tuple(slow)[1:]
        assert found.value == slow.value or (math.isnan(found.value) and math.isnan(slow.value))
