"""Releases and what they changed, as people read them."""

import json

import pytest

from indicators import publishing, releases
from tests.build import ENGLAND, POUNDS, SEX, WATFORD, indicator, observations, release, row, small_catalogue, told

CATALOGUE = small_catalogue(
    indicator(dimensions=(SEX,)),
    indicator(slug="rent", title="Rent", kind="price", unit=POUNDS, decimals=0, cadence="monthly", period="month"),
)


def test_a_release_as_people_read_it() -> None:
    made = release(files=("a.csv",), sha256="0" * 64, layout="tidy", new=1200, revised=3, withdrawn=0)
    shown = releases.history([made, release(version=2, kind="build", by="data/published")])
    assert shown.iloc[0].to_dict() == {
        "Version": "3",
        "When": "3 November 2026, 09:05 UTC",
        "What": "file published",
        "By": "Jo",
        "File": "a.csv",
        "Layout": "tidy",
        "New": "1,200",
        "Revised": "3",
        "Withdrawn": "0",
        "Note": "As revised",
    }
    assert told(shown, "Version", "What", "By", "File") == [
        ("3", "file published", "Jo", "a.csv"),
        ("2", "figures shipped", "data/published", ""),
    ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("build", "figures shipped"),
        ("publish", "file published"),
        ("rollback", "taken back"),
        ("outside", "by another program"),
    ],
)
def test_every_kind_of_release_has_its_words(kind: str, words: str) -> None:
    assert releases.history([release(kind=kind)])["What"].tolist() == [words]


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["a.csv"], "a.csv"),
        (["jobs + homes, 2026.csv"], "jobs + homes, 2026.csv"),
        (["a.csv", "b.csv"], "release-3.zip"),
        (["a.csv", "a.csv"], "release-3.zip"),
        (["folder/a.csv"], "a.csv"),
    ],
)
def test_several_files_are_downloaded_as_one_archive(names: list[str], kept: str) -> None:
    contents = publishing.named((name, b"") for name in names)
    assert releases.download_name(release(files=tuple(contents))) == kept


def test_a_receipt_and_the_facts_for_json_name_every_file() -> None:
    made = release(files=("a.csv", "b.csv"), sha256="0" * 64, layout="tidy", new=1200, indicators=("obesity",))
    assert releases.receipt(made) == {
        "Version": "3",
        "Published": "3 November 2026, 09:05 UTC",
        "By": "Jo",
        "File": "a.csv / b.csv",
        "SHA-256 of the file": "0" * 64,
        "Layout": "tidy",
        "New figures": "1,200",
        "Revised figures": "0",
        "Withdrawn figures": "0",
        "Note": "As revised",
    }
    facts = json.loads(json.dumps(releases.as_dict(made)))
    assert facts | {"version": 3, "new": 1200, "restored": None} == facts
    assert (facts["file"], facts["files"]) == ("a.csv / b.csv", ["a.csv", "b.csv"])
    assert (facts["at"], facts["indicators"]) == ("2026-11-03T09:05:59+00:00", ["obesity"])
    assert releases.as_dict(release())["file"] == releases.names(release()) == ""


# What changed


def test_changed_figures_are_told_with_the_words_of_their_indicator() -> None:
    rows = observations(
        row("2019", 17.34, breakdown="sex=male"),
        row("2019", None, area=WATFORD, status="c"),
        row("2019", 17.0, area=ENGLAND, status="u"),
        row("2019", 1234.5, indicator="rent", area="E07999999"),
    )
    shown = releases.changed(rows, CATALOGUE)
    assert told(shown, "Indicator", "Area", "Period", "Group", "Figure") == [
        ("Obesity", "Welwyn Hatfield", "2019", "Men and boys", "17.3%"),
        ("Obesity", "Watford", "2019", "All", "[c]"),
        ("Obesity", "England", "2019", "All", "17.0% [u]"),
        ("Rent", "E07999999", "2019", "All", "£1,234"),
    ]
    assert "Before" not in shown


def test_a_revised_figure_is_told_beside_the_one_before() -> None:
    rows = observations(row("2019", 17.0), row("2020", None)).assign(held_value=[float("nan"), 16.0])
    shown = releases.changed(rows.assign(held_status=["c", ""]), CATALOGUE)
    assert told(shown, "Before", "Figure") == [("[c]", "17.0%"), ("16.0%", "[x]")]


def test_figures_of_an_indicator_without_a_definition_are_not_left_out() -> None:
    rows = observations(
        row("2019", 1234.25, indicator="retired", breakdown="sex=male"), row("2020", None, indicator="retired")
    )
    assert told(releases.changed(rows, CATALOGUE), "Indicator", "Group", "Figure") == [
        ("retired", "sex=male", "1,234.25"),
        ("retired", "", "[x]"),
    ]


def test_nothing_changed_is_an_empty_table() -> None:
    assert releases.changed(observations(), CATALOGUE).empty


def test_revisions_of_an_indicator_leave_out_the_release_that_brought_it() -> None:
    every = [
        release(version=version, indicators=slugs)
        for version, slugs in ((4, ("rent",)), (3, ("obesity", "rent")), (2, ("obesity",)), (1, ("rent",)), (0, ()))
    ]
    assert releases.revisions(every, "obesity")["Version"].tolist() == ["3"]
    assert releases.revisions(every, "rent")["Version"].tolist() == ["4", "3"]
    assert releases.revisions(every, "jobs").empty
