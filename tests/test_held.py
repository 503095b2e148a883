"""What is read around an area is enough: the three answers from it are those from everything that is held."""

import random
from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from indicators import held, store, succession
from indicators.assessment import assess
from indicators.model import SIMILAR_AREAS, Catalogue, Selection
from tests.build import ENGLAND, OWN

TODAY = date(2026, 12, 1)
#: A district of the county and others near and far, and what they lie in.
OTHERS = ("E07000096", "E07000066", "E07000236", "E10000015", "E12000006", "E92000001")


@pytest.fixture(scope="module")
def everything(built: str, shipped_catalogue: Catalogue) -> Mapping[str, pd.DataFrame]:
    return succession.by_indicator(store.read(built), shipped_catalogue)


@pytest.mark.slow("assesses every indicator twice")
@pytest.mark.parametrize("area", [OWN, *OTHERS])
def test_nothing_is_missing(
    area: str, built: str, everything: Mapping[str, pd.DataFrame], shipped_catalogue: Catalogue
) -> None:
    benchmarks = [ENGLAND, *([SIMILAR_AREAS] if area == OWN else [])]
    for benchmark in benchmarks:
        near = held.around(store.contents(built), shipped_catalogue, area, benchmark)
        assert near.keys() >= everything.keys()
        for slug, rows in everything.items():
            indicator, selection = shipped_catalogue.indicators[slug], Selection(area, benchmark)
            one = assess(near[slug], indicator, selection, shipped_catalogue, TODAY, near)
            other = assess(rows, indicator, selection, shipped_catalogue, TODAY, everything)
            if other.facts.latest is not None or one.facts.latest is not None:
                assert repr(one) == repr(other), slug


def test_an_indicator_is_read_when_it_is_asked_for(built: str, shipped_catalogue: Catalogue) -> None:
    whole = held.Whole(store.contents(built), shipped_catalogue, rows=1)
    assert len(whole) == len(list(whole)) > 70
    assert "jobs" in whole
    assert "nothing-of-the-kind" not in whole
    with pytest.raises(KeyError):
        whole["nothing-of-the-kind"]
    drawn = random.Random(5).sample(list(whole), 3)
    for slug in [*drawn, *drawn]:
        expected = succession.by_indicator(store.read(built, indicators=[slug]), shipped_catalogue)[slug]
        pd.testing.assert_frame_equal(whole[slug], expected)
    assert list(whole._kept) == drawn[-1:]
