"""What publishing would change, what stands in its way, and the one commit that does it."""

import io
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from indicators import publishing, store, tables
from indicators.access import NotAllowed
from indicators.errors import PublishedMeanwhile, StoreError
from indicators.model import KEY, OBSERVATIONS, Measure, Priority, Selection
from indicators.publishing import Blocked, Moved, Proposal
from indicators.screening import Report, screen_files
from tests.build import ENGLAND, OWN, WATFORD, indicator, line, observations, row, small_catalogue, told

pytestmark = pytest.mark.slow("each test screens files and publishes them")

CATALOGUE = small_catalogue(indicator(), indicator(slug="crime", title="Crime", kind="rate"))
TODAY = date(2021, 6, 1)
HELD = (*line([17.3, 17.1, 17.5, 17.2]), *line([20.1, 20.3, 20.2, 20.6], area=ENGLAND))


#: What is asked of a file that brings some periods and areas alone.
PARTIAL = ("mixed-vintage", "not-in-newest")


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with four years of obesity, 2015 to 2018, for the borough and for England."""
    folder = tmp_path_factory.mktemp("seed") / "store"
    store.publish(str(folder), observations(*HELD), by="analyst", note="The first figures")
    return folder


@pytest.fixture
def where(seed: Path, tmp_path: Path) -> str:
    """A copy of it that this test may publish into."""
    return str(shutil.copytree(seed, tmp_path / "store"))


def tidy(*rows: dict[str, Any]) -> bytes:
    """A file in the tidy layout."""
    return tables.tidy_csv(observations(*rows)).encode()


def screened(where: str, *contents: bytes) -> list[Report]:
    """The reports of files beside what is held, named 0.csv, 1.csv and so on."""
    named = {f"{place}.csv": content for place, content in enumerate(contents)}
    return screen_files(named, CATALOGUE, store.read(where), TODAY)


def proposed(where: str, *contents: bytes) -> Proposal:
    return publishing.propose(where, screened(where, *contents), CATALOGUE, TODAY)


def published(where: str, *contents: bytes, accepted: tuple[str, ...] = PARTIAL) -> store.Release | None:
    """The release of these files, by Jo."""
    proposal = proposed(where, *contents)
    named = {f"{place}.csv": content for place, content in enumerate(contents)}
    return publishing.publish(where, proposal, by="Jo", note="A file", accepted=accepted, contents=named)


def files_beside(where: str) -> set[Path]:
    return {path.relative_to(where) for path in Path(where).rglob("*") if path.is_file()}


# What would change


def test_new_revised_and_unchanged_rows_with_before_and_after(where: str) -> None:
    found = proposed(where, tidy(*line([17.3, 17.1, 18.0, 17.2, 17.4]), *HELD[4:])).changes
    assert told(found.new, "area_code", "period_label", "value") == [(OWN, "2019", 17.4)]
    assert told(found.revised, "area_code", "period_label", "held_value", "value") == [(OWN, "2017", 17.5, 18.0)]
    assert (found.unchanged, len(found.withdrawn), found.nothing) == (7, 0, False)


def test_a_row_that_the_file_leaves_out_between_others_would_be_withdrawn(where: str) -> None:
    gone = [each for each in HELD if (each["area_code"], each["period_label"]) != (OWN, "2016")]
    found = proposed(where, tidy(*gone)).changes
    assert told(found.withdrawn, "area_code", "period_label", "value") == [(OWN, "2016", 17.1)]
    assert (len(found.new), len(found.revised), found.unchanged) == (0, 0, 7)


def test_a_file_of_some_periods_and_areas_withdraws_nothing_else(where: str) -> None:
    found = proposed(where, tidy(*line([18.0], 2018))).changes
    assert (len(found.new), len(found.revised), found.unchanged, len(found.withdrawn)) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"lower": 16.0, "upper": 18.0}, "lower"),
        ({"count": 173.0}, "count"),
        ({"denominator": 1000.0}, "denominator"),
        ({"flags": "provisional"}, "flags"),
        ({"published_comparison": "better"}, "published_comparison"),
        ({"note": "Weighed again."}, "note"),
        ({"value": None, "status": "c"}, "status"),
        ({"status": "u"}, "status"),
    ],
)
def test_a_difference_in_any_column_is_a_revision(where: str, change: dict[str, Any], column: str) -> None:
    found = proposed(where, tidy(HELD[0] | change, *HELD[1:])).changes
    assert (len(found.new), len(found.revised), found.unchanged) == (0, 1, 7)
    cells = found.revised.iloc[0]
    assert cells[column] == change[column]
    assert cells[f"held_{column}"] != change[column]


def test_the_answers_that_would_move(where: str) -> None:
    def years(*values: float, area: str = OWN) -> list[dict[str, Any]]:
        return [
            row(str(2013 + place), value, area=area, lower=value - 0.5, upper=value + 0.5)
            for place, value in enumerate(values)
        ]

    before = [*years(17.3, 17.1, 17.5, 17.2, 17.0, 17.1), *years(*[20.1] * 6, area=ENGLAND)]
    after = [*years(17.3, 17.1, 17.5, 17.2, 17.0, 17.1, 22.4), *years(*[20.1] * 7, area=ENGLAND)]
    published(where, tidy(*before))
    proposal = proposed(where, tidy(*after))
    assert proposal.moved == (
        Moved("obesity", "On plan?", "last known: on plan", "off plan"),
        Moved("obesity", "Different from the benchmark?", "last known: better", "worse"),
        Moved("obesity", "Changing?", "last known: no significant change", "no significant change"),
    )
    assert proposal.changes.indicators == ["obesity"]
    elsewhere = publishing.propose(where, proposal.reports, CATALOGUE, TODAY, Selection(WATFORD, ENGLAND))
    assert elsewhere.moved == ()


def test_answers_move_where_the_baseline_of_another_indicator_is_revised(where: str) -> None:
    measure = Measure("obesity", "keep", baseline=date(2014, 12, 31), baseline_of="crime", tolerance=0.5)
    theme = replace(CATALOGUE.strategy.themes[0], priorities=(Priority("weight", "Healthy weight", "", (measure,)),))
    catalogue = replace(CATALOGUE, strategy=replace(CATALOGUE.strategy, themes=(theme,)))
    published(where, tidy(row("2014", 16.0, indicator="crime")))
    reports = screened(where, tidy(row("2014", 17.0, indicator="crime")))
    moved = publishing.propose(where, reports, catalogue, TODAY).moved
    assert [one for one in moved if one.indicator == "obesity"] == [
        Moved("obesity", "On plan?", "last known: off plan", "last known: on plan")
    ]


def test_an_indicator_without_any_figure_yet_can_be_published(where: str) -> None:
    content = tidy(*line([50.0, 51.0], indicator="crime"))
    assert len(proposed(where, content).changes.new) == 2
    release = published(where, content)
    assert release is not None
    assert (release.new, release.revised, release.withdrawn) == (2, 0, 0)
    assert told(store.read(where, indicators=["crime"]), "period_label", "value") == [("2015", 50.0), ("2016", 51.0)]


def test_an_indicator_s_rows_as_they_are_and_as_they_would_be(where: str) -> None:
    gone = [each for each in HELD if each["period_label"] != "2016"]
    proposal = proposed(where, tidy(*gone, *line([17.4], 2019)))
    before, after = publishing.lines(proposal, where, "obesity")
    assert before.equals(store.read(where))
    mine = after[after["area_code"] == OWN].sort_values("period_start")
    assert told(mine, "period_label", "value") == [("2015", 17.3), ("2017", 17.5), ("2018", 17.2), ("2019", 17.4)]
    assert after.columns.tolist() == OBSERVATIONS.names


# What stands in the way


def test_a_warning_must_be_acknowledged_each_by_its_own_check(where: str) -> None:
    gap = tidy(*line([17.3]), *line([17.5, 17.2], 2017))
    before = files_beside(where)
    for accepted in ((), ("fewer-areas",), ("vanishing-rows",), ("missing-period",)):
        with pytest.raises(Blocked, match=r"^Nothing was published\.\n0\.csv: obesity: ") as refused:
            published(where, gap, accepted=accepted)
        sentences = str(refused.value).splitlines()[1:]
        assert len(sentences) == 2 - len({"fewer-areas", "vanishing-rows"} & set(accepted))
    assert (store.version(where), files_beside(where)) == (0, before)
    release = published(where, gap, accepted=("vanishing-rows", "fewer-areas"))
    assert release is not None
    assert (release.new, release.revised, release.withdrawn) == (0, 0, 1)


def test_an_error_blocks_whatever_is_acknowledged(where: str) -> None:
    content = tidy(*HELD[:4], *line([17.4], 2019)).replace(b"17.4", b"seventeen")
    reports = screened(where, content)
    checks = {found.check for report in reports for found in report.findings}
    with pytest.raises(Blocked, match="'seventeen' is not a number") as refused:
        published(where, content, accepted=tuple(checks))
    assert "row 6, column 'value'" in str(refused.value)
    assert store.version(where) == 0


def test_an_error_blocks_even_where_nothing_would_change(where: str) -> None:
    content = tidy(*HELD, *line([17.4], 2019)).replace(b"17.4", b"seventeen")
    assert proposed(where, content).changes.nothing
    with pytest.raises(Blocked, match="is not a number"):
        published(where, content)


def test_everything_that_stands_in_the_way_is_said_at_once(where: str) -> None:
    content = tidy(*line([17.3, 99.0, 98.0, 17.2])).replace(b"98", b"very many").replace(b"99", b"a lot")
    proposal = proposed(where, content)
    with pytest.raises(Blocked) as refused:
        publishing.publish(where, proposal, by="Jo", note=" \n", accepted=(), contents={"0.csv": content})
    sentences = str(refused.value).splitlines()
    assert sentences[1] == "A note is missing: say in a few words what is published and why."
    assert [sentence.split(":")[0] for sentence in sentences[2:]] == [
        "0.csv, row 3, column 'value'",
        "0.csv, row 4, column 'value'",
        "0.csv",  # areas that are missing
    ]


def test_of_many_the_first_ten_are_said_and_the_rest_counted(where: str) -> None:
    content = tidy(*line([float(place) for place in range(60, 75)], 2001)).replace(b",6", b",six").replace(b",7", b",x")
    with pytest.raises(Blocked) as refused:
        published(where, content)
    sentences = str(refused.value).splitlines()
    assert len(sentences) == 12
    assert sentences[-1] == "… and 5 more."


def test_without_a_name_nothing_is_published(where: str) -> None:
    proposal = proposed(where, tidy(*HELD, *line([17.4], 2019)))
    with pytest.raises(NotAllowed, match="give your name"):
        publishing.publish(where, proposal, by=" ", note="A file", accepted=(), contents={"0.csv": b""})
    assert store.version(where) == 0


def test_files_without_a_figure_of_ours_say_why(where: str) -> None:
    with pytest.raises(Blocked, match=r"in none of the \d+ known layouts"):
        proposed(where, b"a,b\n1,2\n")
    with pytest.raises(Blocked, match="No figure in these files belongs to an indicator and an area"):
        publishing.propose(where, [Report("0.csv", "")], CATALOGUE, TODAY)


# The commit


def test_publishing_is_one_commit_that_says_who_when_what_and_why(where: str) -> None:
    content = tidy(*line([17.3, 17.1, 18.0, 17.2, 17.4]), *HELD[4:])
    proposal = proposed(where, content)
    made = publishing.publish(
        where,
        proposal,
        by="  Jo  Smith ",
        note=" Obesity,\n as revised ",
        accepted=PARTIAL,
        contents={"refreshed.csv": content},
    )
    assert made is not None
    assert store.version(where) == 1
    assert (made.version, made.kind, made.by, made.note) == (1, "publish", "Jo Smith", "Obesity, as revised")
    assert (made.files, made.layout, made.sha256) == (("refreshed.csv",), "tidy", sha256(content).hexdigest())
    assert (made.new, made.revised, made.withdrawn) == (1, 1, 0)
    assert store.history(where)[0] == made  # the receipt, as often as it is asked for
    assert store.kept(where, made.sha256) == content
    mine = store.read(where)
    mine = mine[mine["area_code"] == OWN]
    assert told(mine, "period_label", "value") == [
        ("2015", 17.3),
        ("2016", 17.1),
        ("2017", 18.0),
        ("2018", 17.2),
        ("2019", 17.4),
    ]


def test_publishing_the_same_file_twice_changes_nothing(where: str) -> None:
    content = tidy(*line([17.3, 17.1, 18.0, 17.2, 17.4]), *HELD[4:])
    assert published(where, content) is not None
    before = files_beside(where)
    assert proposed(where, content).changes.nothing
    assert published(where, content) is None
    assert (store.version(where), files_beside(where)) == (1, before)


def test_where_nothing_would_change_no_warning_waits_for_an_answer(where: str) -> None:
    own = tidy(*HELD[:4])
    assert [found.check for found in screened(where, own)[0].warnings] == ["fewer-areas"]
    assert published(where, own, accepted=()) is None


def test_a_file_that_only_withdraws_is_published(where: str) -> None:
    gone = [each for each in HELD if (each["area_code"], each["period_label"]) != (OWN, "2016")]
    release = published(where, tidy(*gone), accepted=("vanishing-rows",))
    assert release is not None
    assert (release.new, release.revised, release.withdrawn) == (0, 0, 1)
    assert len(store.read(where)) == 7


# Somebody else in between


@pytest.fixture
def meanwhile(where: str) -> Callable[[], None]:
    """Somebody else revises a figure that is in the files here too."""

    def publish() -> None:
        store.publish(where, observations(*line([17.25], 2018)), by="somebody else", note="Revised")

    return publish


def test_what_was_compared_with_another_version_is_not_published(where: str, meanwhile: Callable[[], None]) -> None:
    content = tidy(*HELD, *line([17.4], 2019))
    proposal = proposed(where, content)
    meanwhile()
    before = files_beside(where)
    with pytest.raises(PublishedMeanwhile, match=r"the store is at version 1, not 0\. Nothing was written"):
        publishing.publish(where, proposal, by="Jo", note="A file", accepted=PARTIAL, contents={"0.csv": content})
    assert (store.version(where), files_beside(where)) == (1, before)
    assert published(where, content) is not None  # compared again
    rows = store.read(where)
    mine = rows[rows["period_label"].isin(["2018", "2019"]) & (rows["area_code"] == OWN)]
    assert told(mine, "area_code", "period_label", "value") == [(OWN, "2018", 17.2), (OWN, "2019", 17.4)]
    assert [release.by for release in store.history(where)] == ["Jo", "somebody else", "analyst"]


@pytest.mark.parametrize("rows", [line([15.5], 2014, area=WATFORD), line([50.0], indicator="crime")])
def test_what_others_publish_of_other_rows_stands_in_nobody_s_way(where: str, rows: list[dict[str, Any]]) -> None:
    content = tidy(*HELD, *line([17.4], 2019))
    reports, state = screened(where, content), store.state(where)
    store.publish(where, observations(*rows), by="somebody else", note="Other rows")
    proposal = publishing.propose(where, reports, CATALOGUE, TODAY, screened=state)
    store.publish(where, observations(*(row | {"value": 1.0} for row in rows)), by="somebody else", note="Again")
    made = publishing.publish(where, proposal, by="Jo", note="A file", accepted=PARTIAL, contents={"0.csv": content})
    assert made is not None
    assert (made.version, made.new, made.revised) == (3, 1, 0)
    assert len(store.read(where)) == 10


def test_that_nothing_would_change_is_not_said_of_another_version(where: str, meanwhile: Callable[[], None]) -> None:
    proposal = proposed(where, tidy(*HELD))
    meanwhile()
    with pytest.raises(PublishedMeanwhile):
        publishing.publish(where, proposal, by="Jo", note="A file", accepted=(), contents={"0.csv": b""})


def test_what_was_screened_with_another_version_is_not_compared(where: str, meanwhile: Callable[[], None]) -> None:
    reports, before = screened(where, tidy(*HELD)), store.state(where)
    meanwhile()
    with pytest.raises(PublishedMeanwhile, match="the store is at version 1, not 0"):
        publishing.propose(where, reports, CATALOGUE, TODAY, screened=before)
    assert publishing.propose(where, reports, CATALOGUE, TODAY, screened=store.state(where)).version == 1


# Several files


def test_several_files_are_one_release_and_one_archive(where: str) -> None:
    contents = tidy(*HELD, *line([17.4], 2019)), tidy(*HELD, *line([21.0], 2019, area=ENGLAND))
    release = published(where, *contents)
    assert release is not None
    assert (release.version, release.new, release.files) == (1, 2, ("0.csv", "1.csv"))
    kept = store.kept(where, release.sha256)
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"0.csv": contents[0], "1.csv": contents[1]}
    assert len(kept) < len(contents[0])  # they are packed, not only put together


def test_equal_files_make_equal_archives(where: str, seed: Path, tmp_path: Path) -> None:
    contents = tidy(*HELD, *line([17.4], 2019)), tidy(*HELD, *line([21.0], 2019, area=ENGLAND))
    other = str(shutil.copytree(seed, tmp_path / "other"))
    one, two = published(where, *contents), published(other, *contents)
    assert one is not None
    assert two is not None
    assert one.sha256 == two.sha256


def test_what_one_file_lacks_and_another_has_is_not_withdrawn(where: str) -> None:
    gap = [each for each in HELD if (each["area_code"], each["period_label"]) != (OWN, "2016")]
    other = [each for each in HELD if (each["area_code"], each["period_label"]) == (OWN, "2016")]
    assert len(proposed(where, tidy(*gap)).changes.withdrawn) == 1
    for filled in (other, [other[0] | {"value": 17.15}]):
        assert proposed(where, tidy(*gap), tidy(*filled)).changes.withdrawn.empty
    release = published(where, tidy(*gap), tidy(*filled), accepted=("vanishing-rows", "fewer-areas", "mixed-vintage"))
    assert release is not None
    assert (release.new, release.revised, release.withdrawn) == (0, 1, 0)


@pytest.mark.parametrize(
    ("change", "column", "one", "other"),
    [
        ({"value": 17.5}, "value", "17.4", "17.5"),
        ({"value": None, "status": "c"}, "value", "17.4", "[c]"),
        ({"note": "Weighed again."}, "note", "empty", "'Weighed again.'"),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_files_that_disagree_are_refused(
    where: str, change: dict[str, Any], column: str, one: str, other: str, together: bool
) -> None:
    mine, others = tidy(*line([17.4], 2019)), tidy(line([17.4], 2019)[0] | change)
    reports = screened(where, mine, others)
    if not together:
        alone = screened(where, mine)[0], replace(screened(where, others)[0], file="1.csv")
        assert [report.blocked for report in (*alone, *reports)] == [False, False, True, True]
        reports = list(alone)
    with pytest.raises(Blocked) as refused:
        publishing.propose(where, reports, CATALOGUE, TODAY)
    said = "{}.csv, row 2, column 'value': obesity, E07000241, 2019: '{}' is {} here, and {} in {}.csv, row 2."
    assert str(refused.value).splitlines() == [
        "Nothing was published.",
        f"{said.format(0, column, one, other, 1)} Upload the newer one alone.",
        f"{said.format(1, column, other, one, 0)} Upload the newer one alone.",
    ]


def test_files_that_agree_are_one(where: str) -> None:
    content = tidy(*HELD, *line([17.4], 2019))
    assert len(proposed(where, content, content).changes.new) == 1


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["a.csv", "b.csv"], ["a.csv", "b.csv"]),
        (["a.csv", "a.csv", "a.csv"], ["a.csv", "(2) a.csv", "(3) a.csv"]),
        (["(2) a.csv", "a.csv", "a.csv"], ["(2) a.csv", "a.csv", "(3) a.csv"]),
        (["x) a.csv", "a.csv"], ["x) a.csv", "a.csv"]),
        (["../../a.csv", "/b/a.csv", "C:\\c\\a.csv"], ["a.csv", "(2) a.csv", "(3) a.csv"]),
    ],
)
def test_no_file_takes_the_place_of_another_or_names_a_folder(names: list[str], kept: list[str]) -> None:
    found = publishing.named((name, str(place).encode()) for place, name in enumerate(names))
    assert list(found.items()) == [(name, str(place).encode()) for place, name in enumerate(kept)]


# Between versions


def test_the_difference_between_two_versions_either_way(where: str) -> None:
    gone = [each for each in HELD if (each["area_code"], each["period_label"]) != (OWN, "2016")]
    content = tidy(*(each | {"value": 18.0} if each["value"] == 17.5 else each for each in gone), *line([17.4], 2019))
    assert published(where, content, accepted=("vanishing-rows", *PARTIAL)) is not None
    there, back = publishing.difference(where, 0, 1), publishing.difference(where, 1, 0)
    assert told(there.new, "period_label", "value") == told(back.withdrawn, "period_label", "value") == [("2019", 17.4)]
    assert told(there.withdrawn, "period_label", "value") == told(back.new, "period_label", "value") == [("2016", 17.1)]
    assert told(there.revised, "period_label", "held_value", "value") == [("2017", 17.5, 18.0)]
    assert told(back.revised, "period_label", "held_value", "value") == [("2017", 18.0, 17.5)]
    assert there.unchanged == back.unchanged == 6
    assert publishing.difference(where, 1, 1).nothing


def test_the_difference_of_one_indicator(where: str) -> None:
    published(where, tidy(*line([50.0, 51.0], indicator="crime"), *HELD, *line([17.4], 2019)))
    assert told(publishing.difference(where, 0, 1, "crime").new, "period_label") == [("2015",), ("2016",)]
    assert told(publishing.difference(where, 0, 1, "obesity").new, "period_label") == [("2019",)]


def test_taking_back_is_a_release_and_brings_back_every_row(where: str) -> None:
    before = store.read(where)
    published(where, tidy(*line([17.3, 17.1, 18.0, 17.2, 17.4]), *HELD[4:]))
    release = publishing.roll_back(where, 0, by="Jo", reason="A slip", expected=store.state(where))
    assert (release.version, release.restored, release.revised, release.withdrawn) == (2, 0, 1, 1)
    assert store.read(where).equals(before)
    assert publishing.difference(where, 0, 2).nothing


def test_taking_back_is_refused_where_it_means_nothing(where: str) -> None:
    published(where, tidy(*HELD, *line([17.4], 2019)))
    with pytest.raises(StoreError, match="needs a reason"):
        publishing.roll_back(where, 0, by="Jo", reason=" \n ")
    with pytest.raises(StoreError, match="Version 7 does not exist: the store has versions 0 to 1"):
        publishing.roll_back(where, 7, by="Jo", reason="A slip")
    with pytest.raises(StoreError, match="already holds what version 1 held"):
        publishing.roll_back(where, 1, by="Jo", reason="A slip")
    with pytest.raises(PublishedMeanwhile):
        publishing.roll_back(where, 0, by="Jo", reason="A slip", expected=store.history(where)[1].state)
    assert store.version(where) == 1


def test_a_proposal_speaks_for_no_other_row(where: str) -> None:
    proposal = proposed(where, tidy(*line([18.0], 2018), *line([17.4], 2019)))
    other = store.read(where).merge(proposal.changes.observations[list(KEY)], on=list(KEY), how="left", indicator=True)
    untouched = other.loc[other["_merge"] == "left_only", OBSERVATIONS.names].reset_index(drop=True)
    made = publishing.publish(
        where,
        replace(proposal, changes=replace(proposal.changes, withdrawn=proposal.changes.withdrawn.iloc[:0])),
        by="Jo",
        note="A file",
        accepted=("fewer-areas", "mixed-vintage"),
        contents={"0.csv": b""},
    )
    assert made is not None
    after = store.read(where).merge(untouched[list(KEY)], on=list(KEY))
    pd.testing.assert_frame_equal(after[OBSERVATIONS.names], untouched)
