"""What changed from one quarter to the next, in sentences."""

from dataclasses import replace
from pathlib import Path

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
    assert told(made(where, Quarter(2020, 2)).changes) == [("late", "the figure after 2018 was due by 31 March 2020.")]
    assert told(made(where, Quarter(2020, 3)).changes) == []


def test_after_a_missed_cycle_nothing_is_judged(where: str) -> None:
    assert told(made(where, Quarter(2021, 2)).changes) == [
        ("status", "not assessed (published too late), was off plan.")
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


def test_the_first_figure_ever(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    store.publish(where, observations(row("2018", 20.0), *line([21.0], 2018, area=ENGLAND)), by="A", note="n")
    assert ("new", "20.0% in 2018, the first figure.") in told(made(where, Quarter(2019, 1)).changes)


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
