"""What was off plan when a figure last came is told on every page, and so is that there is no newer one."""

import pytest

from indicators import snapshot as snapshots
from indicators.model import Catalogue
from indicators.snapshot import Quarter
from tests.pages.visits import faults, go, visit

pytestmark = pytest.mark.slow("a page for each sentence")

SLUG, TITLE, THEME = "social-contact-carers", "Social contact of unpaid carers", "health-and-wellbeing"
SIGN = ":red[✖ last known: off plan]"


def test_the_overview_counts_it_and_names_it() -> None:
    opened = visit("overview.py")
    assert faults(opened) == []
    assert any(f"{SIGN} **" in found.value for found in opened.markdown)
    rows = [row for table in opened.table if "On plan?" in table.value for row in table.value.to_dict("records")]
    (mine,) = [row for row in rows if row["Indicator"].startswith(f"[{TITLE}]")]
    assert mine["On plan?"] == SIGN


def test_its_card_says_so() -> None:
    opened = visit("theme.py", theme=THEME)
    (card,) = [found.value for found in opened.markdown if f"![{TITLE} over time]" in found.value]
    assert f":gray[On plan?] {SIGN}" in card
    assert any(f"{SIGN} **" in found.value for found in opened.markdown)


def test_its_page_says_so_and_what_is_missing() -> None:
    opened = visit("indicator.py", indicator=SLUG)
    (answer,) = [found.value for found in opened.markdown if ":gray[On plan?]" in found.value]
    assert f"**{SIGN}**" in answer
    assert "Last known: off plan, " in answer
    assert any("should be out by now and are not held here." in found.value for found in opened.caption)


def test_the_snapshot_counts_it_names_it_and_waits_for_a_comment(built: str, shipped_catalogue: Catalogue) -> None:
    quarter = Quarter(2026, 3)
    opened = visit("snapshot.py", quarter=quarter.name)
    assert faults(opened) == []
    (counted,) = [table.value for table in opened.table if "Background" in table.value]
    assert int(counted.set_index("Theme").loc["Health and wellbeing", "Last known: off plan"]) >= 1
    rows = [row for table in opened.table if "Expected" in table.value for row in table.value.to_dict("records")]
    assert [row["On plan?"] for row in rows if row["Indicator"] == TITLE] == [SIGN]
    comments = go(opened, quarter=quarter.name, part="comments")
    (waiting,) = [found.value for found in comments.warning]
    assert f"- {TITLE}" in waiting
    found = snapshots.draft(built, quarter, shipped_catalogue, quarter.following.start).uncommented
    assert waiting.count("\n- ") == len(found)
