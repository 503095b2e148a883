"""The snapshot page: what was known, what is said about it, sign-off; and sentences for all that cannot be done."""

import re
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from indicators import access, store
from indicators import snapshot as snapshots
from indicators.model import Catalogue
from indicators.snapshot import Quarter, of
from tests.pages.visits import as_read, faults, said, visit

pytestmark = pytest.mark.slow("pages of whole quarters are drawn")

#: One indicator is off plan in this quarter: social contact of unpaid carers.
QUARTER, OFF_PLAN = Quarter(2018, 2), "social-contact-carers"


def opened(quarter: str = "2018Q2", **address: str) -> AppTest:
    return visit("snapshot.py", quarter=quarter, **address)


def headings(page: AppTest) -> list[str]:
    return [found.value for found in page.header]


def commented(page: AppTest, text: str, by: str = "An officer") -> AppTest:
    page.text_area(key=f"text-2018Q2-{OFF_PLAN}").set_value(text)
    page.text_input(key="commenting").set_value(by)
    return next(button for button in page.button if button.label == "Save the comment").click().run()


def signed(page: AppTest, label: str = "Sign off 2018 Q2", **told: str) -> AppTest:
    page.text_input(key="signing").set_value(told.get("by", "The chair"))
    if "reason" in told:
        page.text_input(key="reason").set_value(told["reason"])
    return next(button for button in page.button if button.label == label).click().run()


def test_without_a_choice_the_last_quarter_that_has_ended_is_shown() -> None:
    page = visit("snapshot.py")
    assert faults(page) == []
    assert page.title[0].value == f"Quarterly snapshot: {of(datetime.now(tz=UTC).date()).previous.label}"


def test_page_one_is_what_changed_then_counts_then_themes(shipped_catalogue: Catalogue) -> None:
    page = opened()
    assert faults(page) == []
    themes = [
        theme.title for theme in shipped_catalogue.strategy.themes if any(part.measures for part in theme.priorities)
    ]
    assert headings(page)[: 2 + len(themes)] == ["What changed since 2018 Q1", "On plan, by theme", *themes]
    assert "Draft: nobody has signed it off" in said(page)


def test_its_tables_are_those_of_the_documents(built: str, shipped_catalogue: Catalogue) -> None:
    """Cell for cell, but for the shapes beside the words, what is said of background, and the small line."""
    page = opened()
    snapshot = snapshots.draft(built, QUARTER, shipped_catalogue, datetime.now(tz=UTC).date())
    shown = [table.value for table in page.table if "Expected" in table.value]
    rows = [row for table in snapshots.tables(snapshot) if table.kind == "theme" for row in table.rows]
    priorities = [priority for theme in shipped_catalogue.strategy.themes for priority in theme.priorities]
    assert sum(len(frame) for frame in shown) == len(rows) == sum(len(each.measures) for each in priorities)
    told = [row for frame in shown for row in frame.drop(columns="Over time").to_dict("records")]
    for one, other in zip(told, rows, strict=True):
        assert list(one) == list(other)[1:]  # the priority is the heading
        for name in ("Indicator", "Expected", "Actual", "95% interval", "Period"):
            assert as_read(one[name]) == other[name].text
        for name in ("On plan?", "Different from England?", "Changing?"):
            cell = other[name]
            beside = ", not judged" if cell.word == "background" else ""
            assert re.fullmatch(r":[a-z]+\[\S (.*)\](.*)", as_read(one[name])).groups() == (
                f"{cell.answer}{beside}",
                cell.rest,
            )


def test_priorities_without_a_measure_stay_visible(shipped_catalogue: Catalogue) -> None:
    priorities = [priority for theme in shipped_catalogue.strategy.themes for priority in theme.priorities]
    missing = next(table.value for table in opened().table if "What would fill it" in table.value)
    assert missing["Priority"].tolist() == [priority.name for priority in priorities if priority.gap]


def test_the_first_quarter_has_none_before_it() -> None:
    page = opened("2015Q3")
    assert faults(page) == []
    assert any("This is the first quarter of the strategy" in found.value for found in page.markdown)


@pytest.mark.parametrize("wrong", ["2015Q2", "2018Q5", "2099Q1", "x", "[a](https://example.org)"])
def test_a_quarter_that_there_is_not_is_said_and_another_shown(wrong: str) -> None:
    page = opened(wrong)
    assert faults(page) == []
    assert any("Quarter: there is no" in found.value for found in page.caption)


def test_the_running_quarter_says_so_and_cannot_be_signed(own_store: str) -> None:
    now = of(datetime.now(tz=UTC).date())
    page = opened(now.name, part="comments")
    assert "The quarter has not ended yet" in said(page)
    refused = signed(page, f"Sign off {now.label}")
    assert any(f"{now.label} runs until" in found.value for found in refused.error)


def test_what_is_off_plan_waits_for_a_comment(own_store: str) -> None:
    page = opened(part="comments")
    assert "Off plan without a comment" in said(page)
    refused = signed(page)
    assert any("Off plan without a comment: Social contact of unpaid carers" in one.value for one in refused.error)
    assert store.entries(own_store) == []


def test_a_comment_that_cannot_be_kept_stays_in_the_field(own_store: str) -> None:
    text = "\n".join("x" * 100)
    page = commented(opened(part="comments"), text)
    assert any("The comment has 100 lines" in found.value for found in page.error)
    assert page.text_area(key=f"text-2018Q2-{OFF_PLAN}").value == text
    nameless = commented(opened(part="comments"), "Text", by="")
    assert any("To comment, give your name" in found.value for found in nameless.error)
    assert nameless.text_area(key=f"text-2018Q2-{OFF_PLAN}").value == "Text"


def test_no_field_takes_more_than_is_kept() -> None:
    page = opened(part="comments")
    assert {field.proto.max_chars for field in page.text_area} == {access.COMMENT}
    assert {field.proto.max_chars for field in page.text_input} == {access.NAME}


def test_from_comment_to_signature_to_correction(own_store: str) -> None:
    markup = "<b>*Two* centres closed</b>\n[why](https://example.org) $$x$$"
    page = commented(opened(part="comments"), markup)
    assert any("The comment is saved" in found.value for found in page.success)
    assert "Off plan without a comment" not in said(page)

    page = signed(page)
    assert faults(page) == []
    assert any("is signed off and frozen as" in found.value for found in page.success)
    assert any("Signed off by `The chair`" in found.value for found in page.success)
    first = snapshots.standing(own_store, QUARTER)
    assert first is not None
    assert set(first.documents) == {f"welwyn-hatfield-2018Q2.{form}" for form in ("pdf", "xlsx", "html", "json")}

    report = opened()
    assert faults(report) == []
    assert markup in [found.value for found in report.text]

    refused = signed(opened(part="comments"), "Sign the correction", reason="")
    assert any("A correction needs a reason" in found.value for found in refused.error)
    page = signed(opened(part="comments"), "Sign the correction", reason="A comment was wrong")
    assert faults(page) == []
    second = snapshots.standing(own_store, QUARTER)
    assert second is not None
    assert second.snapshot.signed is not None
    assert second.snapshot.signed.corrects == first.snapshot.hash
    assert "Why it was corrected: A comment was wrong" in [found.value for found in page.text]


def test_what_was_corrected_can_still_be_opened_and_compared(own_store: str) -> None:
    commented(opened(part="comments"), "Two centres closed.")
    signed(opened(part="comments"))
    first = snapshots.standing(own_store, QUARTER)
    assert first is not None
    commented(opened(part="comments"), "Three centres closed.")
    signed(opened(part="comments"), "Sign the correction", reason="A comment was wrong")
    old = opened(signed=first.sha256[:12])
    assert faults(old) == []
    assert "A correction has taken its place since" in said(old)
    assert "Two centres closed." in [found.value for found in old.text]
    beside = opened(part="compare", beside=first.sha256[:12])
    assert "2018 Q2, before and after its correction" in headings(beside)
    told = "\n".join(found.value for found in beside.markdown)
    assert "**Social contact of unpaid carers**: the comment is another one." in told


def test_what_people_typed_is_repeated_as_text(own_store: str, shipped_catalogue: Catalogue) -> None:
    """In the sentence of a refusal, too: no link, no picture, no colour."""
    page = opened(part="comments")
    typed = "![x](https://example.org/x.png) **no** $x$"
    snapshots.comment(own_store, QUARTER, OFF_PLAN, text=typed, action="", by="Another", catalogue=shipped_catalogue)
    told = commented(page, "Mine").error[0].value
    assert "!\\[x\\](https:\u2060//example.org/x.png) \\*\\*no\\*\\* \\$x\\$" in told


def test_nobody_signs_what_they_have_not_read(own_store: str, shipped_catalogue: Catalogue) -> None:
    """The chair has the page open; an officer edits a comment; the chair presses the button."""
    page = commented(opened(part="comments"), "Two centres closed.")
    snapshots.comment(
        own_store, QUARTER, OFF_PLAN, text="Something else", action="", by="Another", catalogue=shipped_catalogue
    )
    refused = signed(page)
    assert any("2018 Q2 has changed since you opened it" in found.value for found in refused.error)
    assert snapshots.standing(own_store, QUARTER) is None
    again = signed(refused)
    assert faults(again) == []
    assert snapshots.standing(own_store, QUARTER) is not None


def test_a_comment_of_somebody_else_is_not_overwritten_unseen(own_store: str, shipped_catalogue: Catalogue) -> None:
    page = opened(part="comments")
    snapshots.comment(own_store, QUARTER, OFF_PLAN, text="First", action="", by="Another", catalogue=shipped_catalogue)
    refused = commented(page, "Second")
    assert any("Another commented in the meantime" in found.value for found in refused.error)
    assert len(snapshots.edits(store.entries(own_store), QUARTER, OFF_PLAN)) == 1


def test_two_quarters_compared() -> None:
    page = opened(part="compare", beside="2016Q1")
    assert faults(page) == []
    assert "From 2016 Q1 to 2018 Q2" in headings(page)
    same = opened("2019Q2", part="compare")
    assert "From 2019 Q1 to 2019 Q2" in headings(same)
