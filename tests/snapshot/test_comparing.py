"""What changed from one quarter to the next, in sentences."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from indicators import store
from indicators.snapshot import Change, Comment, Quarter, Reported, Snapshot, compare, grouped
from indicators.snapshot.model import Point, Signature
from tests.build import ENGLAND, line, observations, row
from tests.snapshot.small import SECOND, filled, made


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    return filled(str(tmp_path_factory.mktemp("comparing") / "store"))


def told(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.kind, change.sentence) for change in changes]


def test_a_new_figure_and_the_status_that_it_moved(where: str) -> None:
    """2018 comes out three months after its end, so the second quarter of 2019 is not the first to know it."""
    first = made(where, Quarter(2019, 1))
    assert first.compared_with == "2018 Q4"
    assert told(first.changes) == [
        ("status", "off plan, was on plan."),
        ("new", "19.5% in 2018, after 17.1% in 2017."),
        ("answer", "Changing? Getting worse, was no significant change."),
    ]
    assert made(where, SECOND).changes == ()


def test_the_first_quarter_is_compared_with_none(where: str) -> None:
    first = made(where, Quarter(2015, 3))
    assert (first.compared_with, first.changes) == ("", ())
    assert first.reported["obesity"].actual == "17.0%"


def test_a_figure_that_does_not_come_is_late_once(where: str) -> None:
    """2019 is due at the end of March 2020: the first quarter of 2020 ends on that day, the second says it."""
    assert told(made(where, Quarter(2020, 1)).changes) == []
    late = ("late", "the figure after 2018 should be out by now and is not held here.")
    assert told(made(where, Quarter(2020, 2)).changes) == [late]
    assert told(made(where, Quarter(2020, 3)).changes) == []


def test_that_a_figure_has_grown_old_moves_its_status_and_no_other_answer(where: str) -> None:
    """After a missed cycle every answer is the last known one; what is said of difference and change is the same."""
    before, after = (made(where, Quarter(2021, number)) for number in (1, 2))
    assert told(after.changes) == [("status", "last known: off plan, was off plan.")]
    assert [one.last_known for one in (before.reported["obesity"].change, after.reported["obesity"].change)] == [
        False,
        True,
    ]


def changed(snapshot: Snapshot, **fields: object) -> Snapshot:
    reported: Reported = replace(snapshot.reported["obesity"], **fields)
    return replace(snapshot, reported={"obesity": reported})


def test_revisions_name_period_and_both_figures(where: str) -> None:
    before = made(where)
    reported = before.reported["obesity"]
    after = changed(before, written=(*reported.written[:-2], "17.3%", reported.written[-1]))
    assert told(compare(before, after)) == [("revised", "2017: 17.3%, was 17.1%.")]
    many = changed(before, written=tuple(f"{text} [u]" for text in reported.written))
    assert told(compare(before, many)) == [
        ("revised", "2016: 17.2% [u], was 17.2%; 2017: 17.1% [u], was 17.1%; 2018: 19.5% [u], was 19.5%; and 3 more.")
    ]


def test_a_figure_that_is_gone_is_told(where: str) -> None:
    before = made(where)
    reported = before.reported["obesity"]
    after = changed(before, series=reported.series[1:], written=reported.written[1:])
    assert told(compare(before, after)) == [("withdrawn", "2013, 17.0%.")]
    assert told(compare(after, before)) == []  # an older period that is added is no revision of any other


def test_targets_and_aims(where: str) -> None:
    before = made(where)
    after = changed(before, aim="reach", target="15.0% by 31 December 2020, set by The group on 1 May 2019")
    assert told(compare(before, after)) == [
        ("target", "aim is reach, 15.0% by 31 December 2020, set by The group on 1 May 2019, was keep.")
    ]


def test_indicators_that_come_and_go(where: str) -> None:
    before = made(where)
    after = replace(before, reported={"other": replace(before.reported["obesity"], slug="other", title="Other")})
    assert [(change.title, change.sentence) for change in compare(before, after)] == [
        ("Other", "not in the snapshot before."),
        ("Obesity", "no longer in the snapshot."),
    ]


def test_headings_stand_in_order_and_only_where_there_is_something(where: str) -> None:
    found = made(where, Quarter(2019, 1)).changes
    assert list(grouped(found)) == ["Status moved", "New figures", "Other answers moved"]
    assert grouped(()) == {}


@pytest.mark.slow("every kind of snapshot")
def test_a_snapshot_is_no_different_from_itself(built: str) -> None:
    from tests.snapshot.shipped import drafted

    one = drafted(built, "2018Q2")
    assert compare(one, one) == ()


def test_comments_are_compared_within_a_quarter_only(where: str) -> None:
    bare = made(where)
    one, other = (changed(bare, comment=Comment("An officer", "today", text)) for text in ("One", "Other"))
    assert told(compare(one, other)) == [("comment", "the comment is another one.")]
    assert told(compare(bare, one)) == [("comment", "the comment was added.")]
    assert told(compare(one, bare)) == [("comment", "the comment was taken away.")]
    assert told(compare(one, changed(one, comment=Comment("Another", "later", "One")))) == []
    assert told(compare(replace(one, quarter="2019Q1"), other)) == []


def test_snapshots_stand_in_the_order_of_days_and_sign_offs(where: str) -> None:
    draft = made(where)
    first, second = (replace(draft, signed=Signature("A", "today", number=number)) for number in (0, 1))
    later = replace(draft, on="2030-01-01")
    assert sorted([later, draft, second, first], key=lambda one: one.order) == [first, second, draft, later]


def test_the_first_figure_that_is_held(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    store.publish(where, observations(row("2018", 20.0), *line([21.0], 2018, area=ENGLAND)), by="A", note="n")
    assert ("new", "20.0% in 2018, the first held here.") in told(made(where, Quarter(2019, 1)).changes)


def new_figures(where: str, quarter: Quarter) -> list[str]:
    return [change.sentence for change in made(where, quarter).changes if change.kind == "new"]


def test_a_copy_that_is_carried_forward_is_no_new_figure(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    rows = [row("2017", 20.0), row("2018", 20.0, flags="carried_forward"), row("2019", 21.0)]
    store.publish(where, observations(*rows), by="A", note="n")
    assert made(where, Quarter(2019, 1)).reported["obesity"].period == "2018"
    assert new_figures(where, Quarter(2019, 1)) == []
    assert new_figures(where, Quarter(2020, 1)) == ["21.0% in 2019, after 20.0% in 2018."]


def test_across_a_break_a_figure_stands_alone(tmp_path: Path) -> None:
    """Whatever lies between: of two snapshots far apart the break may come long before the latest figure."""
    where = str(tmp_path / "store")
    rows = [row("2016", 20.0), row("2017", 20.5), row("2018", 12.0, flags="break_before"), row("2019", 12.5)]
    store.publish(where, observations(*rows), by="A", note="n")
    assert new_figures(where, Quarter(2018, 1)) == ["20.5% in 2017, after 20.0% in 2016."]
    assert new_figures(where, Quarter(2019, 1)) == ["12.0% in 2018."]
    assert new_figures(where, Quarter(2020, 1)) == ["12.5% in 2019, after 12.0% in 2018."]
    apart = compare(made(where, Quarter(2018, 1)), made(where, Quarter(2020, 1)))
    assert ("new", "12.5% in 2019.") in told(apart)


def test_windows_that_overlap_are_not_set_beside_each_other(tmp_path: Path) -> None:
    """Three years together, published every year: only from the third on do two of them share no year."""
    where, spans = str(tmp_path / "store"), [(2013, 2015), (2014, 2016), (2015, 2017), (2016, 2018)]
    rows = [
        row(str(last), last - 2000.0, period_start=pd.Timestamp(first, 1, 1), period_label=f"{first}–{last % 100}")
        for first, last in spans
    ]
    store.publish(where, observations(*rows), by="A", note="n")
    assert new_figures(where, Quarter(2019, 1)) == ["18.0% in 2016–18."]
    apart = compare(made(where, Quarter(2016, 1)), made(where, Quarter(2019, 1)))
    assert ("new", "18.0% in 2016–18, after 15.0% in 2013–15.") in told(apart)


def test_the_answers_that_moved(where: str) -> None:
    before = made(where)
    after = changed(before, change=replace(before.reported["obesity"].change, word="cannot say"))
    assert told(compare(before, after)) == [("answer", "Changing? Cannot say, was getting worse.")]


def test_points_hold_the_whole_line(where: str) -> None:
    reported = made(where).reported["obesity"]
    assert reported.series[-1] == Point("2018-12-31", "2018", 19.5)
    assert reported.points == (17.0, 17.0, 17.1, 17.2, 17.1, 19.5)
    assert reported.interval == "18.5% to 20.5%"
    assert reported.expected == "no worse than 17.0% in 2014"


def test_other_methods_are_told_before_all_that_they_change(where: str) -> None:
    now = made(where, SECOND)
    old = replace(made(where, Quarter(2019, 1)), method="1.0")
    first = compare(old, now)[0]
    assert (first.kind, first.title) == ("methods", "Methods")
    assert first.sentence == "version 2.0, was 1.0: answers can be other ones for that reason alone."
