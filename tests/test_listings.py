"""Tables about the figures: releases, what changed, how fresh each indicator is, the points of a process chart."""

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from indicators import listings, publishing
from indicators.assessment import assess, process
from indicators.model import Catalogue, Selection
from indicators.store import Release
from tests.build import (
    ENGLAND,
    OWN,
    POUNDS,
    SEX,
    WATFORD,
    indicator,
    line,
    observations,
    row,
    small_catalogue,
    told,
)

CATALOGUE = small_catalogue(
    indicator(dimensions=(SEX,)),
    indicator(slug="rent", title="Rent", kind="price", unit=POUNDS, decimals=0, cadence="monthly", period="month"),
)


SELECTION = Selection(OWN, ENGLAND)


def release(**fields: Any) -> Release:
    plain: dict[str, Any] = {"version": 3, "kind": "publish", "by": "Jo", "note": "As revised"}
    return Release(**(plain | {"at": datetime(2026, 11, 3, 9, 5, 59, tzinfo=UTC)} | fields))


# Releases


def test_a_release_as_people_read_it() -> None:
    made = release(file="a.csv", sha256="0" * 64, layout="tidy", new=1200, revised=3, withdrawn=0)
    shown = listings.history([made, release(version=2, kind="build", by="data/published")])
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
    assert listings.history([release(kind=kind)])["What"].tolist() == [words]


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
    assert listings.kept_name(release(file=publishing.SEVERAL.join(contents))) == kept


# What changed


def test_changed_figures_are_told_with_the_words_of_their_indicator() -> None:
    rows = observations(
        row("2019", 17.34, breakdown="sex=male"),
        row("2019", None, area=WATFORD, status="c"),
        row("2019", 17.0, area=ENGLAND, status="u"),
        row("2019", 1234.5, indicator="rent", area="E07999999"),
    )
    shown = listings.changed(rows, CATALOGUE)
    assert told(shown, "Indicator", "Area", "Period", "Group", "Figure") == [
        ("Obesity", "Welwyn Hatfield", "2019", "Men and boys", "17.3%"),
        ("Obesity", "Watford", "2019", "All", "[c]"),
        ("Obesity", "England", "2019", "All", "17.0% [u]"),
        ("Rent", "E07999999", "2019", "All", "£1,234"),
    ]
    assert "Before" not in shown


def test_a_revised_figure_is_told_beside_the_one_before() -> None:
    rows = observations(row("2019", 17.0), row("2020", None)).assign(held_value=[float("nan"), 16.0])
    shown = listings.changed(rows.assign(held_status=["c", ""]), CATALOGUE)
    assert told(shown, "Before", "Figure") == [("[c]", "17.0%"), ("16.0%", "[x]")]


def test_figures_of_an_indicator_without_a_definition_are_not_left_out() -> None:
    rows = observations(
        row("2019", 1234.25, indicator="retired", breakdown="sex=male"), row("2020", None, indicator="retired")
    )
    assert told(listings.changed(rows, CATALOGUE), "Indicator", "Group", "Figure") == [
        ("retired", "sex=male", "1,234.25"),
        ("retired", "", "[x]"),
    ]


def test_nothing_changed_is_an_empty_table() -> None:
    assert listings.changed(observations(), CATALOGUE).empty


# How fresh


def assessed(catalogue: Catalogue, rows: pd.DataFrame, on: date) -> pd.DataFrame:
    selection = Selection(OWN, ENGLAND)
    found = [
        assess(rows[rows["indicator"] == slug], each, selection, catalogue, on)
        for slug, each in catalogue.indicators.items()
    ]
    return listings.fresh(found, catalogue)


def test_the_latest_period_the_days_and_what_is_due() -> None:
    catalogue = small_catalogue(indicator(slug="b", title="B"), indicator(slug="a", title="A"))
    rows = observations(*line([1.0, 2.0], 2018, indicator="a"))
    days = {date(2021, 3, 1): "no", date(2021, 6, 1): "yes", date(2022, 6, 1): "more than a cycle"}
    for on, late in days.items():
        shown = assessed(catalogue, rows, on)
        assert shown.columns.tolist() == listings.FRESH
        assert shown.iloc[0].to_dict() == {
            "Indicator": "A",
            "Latest period": "2019",
            "Published": "not stated in the file",
            "Carried over": "23 November 2026",
            "Next due": "31 March 2021",
            "Late": late,
        }
        assert shown.iloc[1].to_dict()["Latest period"] == "none"


def test_figures_are_carried_over_on_the_day_of_the_last_file_that_changed_them() -> None:
    assessed = [assess(observations(row()), CATALOGUE.indicators["obesity"], SELECTION, CATALOGUE, date(2026, 11, 23))]
    later = datetime(2027, 2, 1, tzinfo=UTC)
    of_another = release(version=5, at=datetime(2027, 3, 1, tzinfo=UTC), indicators=("rent",))
    taken_back = release(version=6, kind="rollback", at=datetime(2027, 4, 1, tzinfo=UTC), indicators=("obesity",))
    releases = [taken_back, of_another, release(version=4, at=later, indicators=("obesity",)), release()]
    assert listings.fresh(assessed, CATALOGUE, releases)["Carried over"].tolist() == ["1 February 2027"]
    assert listings.fresh(assessed, CATALOGUE, [of_another])["Carried over"].tolist() == ["23 November 2026"]


def test_revisions_of_an_indicator_leave_out_the_release_that_brought_it() -> None:
    releases = [
        release(version=version, indicators=slugs)
        for version, slugs in ((4, ("rent",)), (3, ("obesity", "rent")), (2, ("obesity",)), (1, ("rent",)), (0, ()))
    ]
    assert listings.revisions(releases, "obesity")["Version"].tolist() == ["3"]
    assert listings.revisions(releases, "rent")["Version"].tolist() == ["4", "3"]
    assert listings.revisions(releases, "jobs").empty


def test_without_any_indicator_there_is_a_table_all_the_same() -> None:
    assert listings.fresh([], CATALOGUE).columns.tolist() == listings.FRESH


# A process chart


def test_the_points_of_a_process_chart_and_the_rules_they_meet() -> None:
    values = [98.0, 104.0] * 6 + [130.0]
    months = [
        row(f"2019-{place + 1:02}" if place < 12 else "2020-01", value, kind="month", indicator="rent")
        for place, value in enumerate(values)
    ]
    shown = listings.process_table(process(observations(*months), CATALOGUE.indicators["rent"]))
    assert shown.columns.tolist() == ["Period", "Figure", "Value", "Mean", "Lower limit", "Upper limit", "Rule"]
    assert told(shown.tail(2), "Period", "Figure", "Value", "Rule") == [
        ("December 2019", "£104", 104.0, ""),
        ("January 2020", "£130", 130.0, "outside the limits"),
    ]
    assert shown["Mean"].unique().tolist() == pytest.approx([sum(values) / 13])
