"""Cards, captions and links say no more than the answers beside them, and say why where there is no answer."""

from urllib.parse import parse_qsl

import pytest

from pages import _choices as choices

from .visits import alternatives, as_read, faults, said, visit

pytestmark = pytest.mark.slow("a page for each sentence")


def card(page: str, title: str, **address: str) -> str:
    """The words of the card with this title."""
    texts = [found.value for found in visit(page, **address).markdown]
    return next(text for text in texts if f"![{title} over time]" in text)


HEALTH = "health-and-wellbeing"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Year 6 obesity", "Lower than England’s 22.2%."),
        ("Feeling anxious", "No clear difference from England’s 3.24 out of 10."),
        ("Gap in life expectancy", "Lower than England’s 10.4 years, not tested."),
    ],
)
def test_a_card_claims_no_difference_that_its_answer_does_not(title: str, words: str) -> None:
    assert f":small[{words}]" in card("theme.py", title, theme=HEALTH)


def test_a_card_says_why_there_is_no_answer() -> None:
    assert card("theme.py", "Gap in life expectancy", theme=HEALTH).split("\n\n")[3].split("  \n") == [
        ":gray[On plan?] :gray[○ not assessed]: no margin of error",
        ":gray[Different?] :gray[◇ joint 3rd highest of 22 districts]",
        ":gray[Changing?] :gray[○ cannot say]: break in the series",
    ]


def test_a_card_of_an_old_figure_gives_its_last_known_answers() -> None:
    assert card("theme.py", "Feeling anxious", theme=HEALTH).split("\n\n")[3].split("  \n") == [
        ":gray[On plan?] :gray[○ background, not judged]",
        ":gray[Different?] :gray[◐ last known: similar] to England",
        ":gray[Changing?] :gray[▬ last known: no significant change]",
    ]


def test_a_card_says_once_that_its_figures_are_the_county_s() -> None:
    told = card("theme.py", "Social contact of care users", theme=HEALTH)
    assert "This is published for counties only, so Hertfordshire is shown instead of Welwyn Hatfield." in told
    assert (told.count("counties"), told.count("county")) == (1, 0)


def test_what_is_background_has_no_aim() -> None:
    told = card("theme.py", "Feeling anxious", theme=HEALTH)
    assert ":small[Background, not judged.]" in told
    assert "Aim:" not in told
    assert ":small[Aim: no worse than at the start.]" in card("theme.py", "Adult obesity", theme=HEALTH)
    captions = [found.value for found in visit("indicator.py", indicator="fuel-poverty").caption]
    assert any("Background, not judged (“improving the availability of timely help" in text for text in captions)


def test_the_small_print_and_the_title_say_that_a_difference_is_not_tested() -> None:
    opened = visit("indicator.py", indicator="fuel-poverty")
    assert any("ower than England’s 13.1%, not tested." in found.value for found in opened.caption)
    assert alternatives(opened)[0].startswith("Fuel poverty: lower than England, not tested. Line chart.")


# Keys


@pytest.mark.parametrize(
    ("address", "key"),
    [
        (
            {"indicator": "temporary-accommodation", "view": "process", "area": "E07000099"},
            "◆ outside the limits · ■ two of three near a limit · ⬟ seven in a row on one side of the mean",
        ),
        ({"indicator": "obesity-year-6", "view": "areas"}, "◆ and dashed line: England"),
        ({"indicator": "life-expectancy", "view": "breakdown"}, "◆ England"),
        ({"indicator": "obesity-year-6"}, "[x] not available from the publisher"),
    ],
)
def test_a_chart_has_its_key_below(address: dict[str, str], key: str) -> None:
    opened = visit("indicator.py", **address)
    assert faults(opened) == []
    assert any(key in as_read(found.value) for found in opened.caption)


# A breakdown that is held for others


def test_a_breakdown_without_the_borough_says_who_has_it_and_leads_there() -> None:
    opened = visit("indicator.py", indicator="obesity-year-6", view="breakdown")
    assert said(opened) == "How deprived the neighbourhood is: this is held for England and Hertfordshire only."
    (link,) = [found.proto for found in opened.get("page_link") if found.proto.label == "The figures of Hertfordshire"]
    assert dict(parse_qsl(link.query_string)) == {
        "area": "E10000015",
        "indicator": "obesity-year-6",
        "view": "breakdown",
        "by": "deprivation",
    }
    there = visit("indicator.py", **dict(parse_qsl(link.query_string)))
    assert (said(there), len(alternatives(there))) == ("", 1)


# What somebody typed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\n\nb", "`a b`"),
        ("  a `b`\t\r\n c ", "`a 'b' c`"),
        ("", "``"),
        (f"{'x' * 60}\n\n", f"`{'x' * 60}`"),
        ("x" * 61, f"`{'x' * 60}…`"),
    ],
)
def test_what_somebody_typed_stays_one_piece_of_code(typed: str, shown: str) -> None:
    assert choices.quoted(typed) == shown
