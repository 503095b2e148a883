"""How answers look on pages: the word with shape and colour, an old one as the last known, and what is counted."""

from dataclasses import replace
from datetime import date

import pytest

from indicators.assessment import Answer, Assessment, assess
from indicators.model import Polarity, Selection
from pages import _signs as signs
from tests.build import ENGLAND, OWN, indicator, line, observations, small_catalogue


def assessed(on: date) -> Assessment:
    """Obesity of 2018, clearly worse than at the start."""
    rows = line([17.0, 17.0, 17.1, 17.2, 17.1, 19.5], first=2013)
    for each in rows:
        each |= {"lower": each["value"] - 1, "upper": each["value"] + 1}
    catalogue = small_catalogue()
    rows += line([22.0] * 6, first=2013, area=ENGLAND)
    return assess(observations(*rows), indicator(), Selection(OWN, ENGLAND), catalogue, on)


NOW, LATER = assessed(date(2019, 6, 30)), assessed(date(2021, 6, 30))


def test_an_answer_has_its_shape_and_its_colour() -> None:
    assert signs.plan(NOW) == ":red[✖ off plan]"
    assert signs.difference(NOW) == ":green[● better] than England"
    assert signs.change(NOW) == ":red[▼ getting worse]"


def test_an_old_one_is_the_last_known_in_the_same_shape_and_colour() -> None:
    assert signs.plan(LATER) == ":red[✖ last known: off plan]"
    assert signs.difference(LATER) == ":green[● last known: better] than England"
    assert signs.change(LATER) == ":red[▼ last known: getting worse]"
    assert signs.freshness(LATER) == "Figures for 2019 and 2020 should be out by now and are not held here."


def test_what_is_shown_for_a_word_stands_in_its_place() -> None:
    placed = Answer("position", "", shown="3rd highest of 22 districts")
    assert signs.signed(placed) == ":gray[◇ 3rd highest of 22 districts]"
    assert signs.signed(replace(placed, last_known=True)) == ":gray[◇ last known: 3rd highest of 22 districts]"


@pytest.mark.parametrize(
    ("polarity", "colour"), [("higher_is_better", "green"), ("lower_is_better", "red"), ("contextual", "blue")]
)
def test_a_direction_is_coloured_by_whether_it_is_good(polarity: Polarity, colour: str) -> None:
    assert signs.signed(Answer("rising", ""), polarity) == f":{colour}[↗ rising]"


def test_old_answers_are_counted_apart_from_those_of_today() -> None:
    background = replace(NOW, plan=Answer("not assessed", "", "contextual"))
    uncertain = replace(NOW, plan=Answer("on plan", ""), certainty="uncertain: could be off plan")
    assert signs.counts([NOW, LATER, LATER, background, uncertain]) == (
        ":green[● on plan] **1** · :red[✖ off plan] **1** · :red[✖ last known: off plan] **2** · "
        "uncertain **1** · background 1"
    )
    assert signs.counts([background]) == "Nothing here is judged: these figures are background."
