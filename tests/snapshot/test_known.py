"""What was known at the end of a quarter: never anything published later."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from dateutil.relativedelta import relativedelta

from indicators import store
from indicators.model import Catalogue, Measure
from indicators.snapshot import Quarter, available, known, of, parse
from indicators.snapshot.known import as_of, gather, published_on, version_on
from tests.build import WATFORD, indicator, line, observations, row, small_catalogue
from tests.snapshot.small import CATALOGUE, filled, made

TODAY = date(2026, 11, 23)


def days(rows: pd.DataFrame, *, published: date | None = None, lag: int = 3, shipped: str | None = None) -> list[str]:
    """The days from which rows of an indicator count, whose only source says when it was published."""
    catalogue = small_catalogue(indicator(lag_months=lag))
    source = replace(catalogue.sources["office"], published=published)
    newest = rows["period_end"].max() if shipped is None else pd.Timestamp(shipped)
    found = published_on(rows, catalogue.indicators["obesity"], replace(catalogue, sources={"office": source}), newest)
    return [f"{day:%Y-%m-%d}" for day in found]


def test_without_a_day_of_publication_the_usual_lag_counts() -> None:
    assert days(observations(*line([1, 2], first=2017))) == ["2018-03-31", "2019-03-31"]


def test_the_end_of_a_month_leads_to_the_end_of_a_month() -> None:
    rows = observations(row("February 2019", 1.0, kind="month"), row("June 2019", 1.0, kind="month"))
    assert days(rows, lag=1) == ["2019-03-31", "2019-07-31"]


def test_the_newest_period_counts_from_the_day_of_publication_in_every_area() -> None:
    rows = observations(*line([1, 2], first=2017), *line([1, 2], first=2017, area=WATFORD))
    for published in (date(2019, 1, 20), date(2020, 5, 1)):
        assert days(rows, published=published) == ["2018-03-31", f"{published}"] * 2


def test_nothing_in_a_file_was_published_after_the_file() -> None:
    assert days(observations(*line([1, 2, 3], first=2017)), published=date(2020, 1, 9), lag=18) == [
        "2019-06-30",
        "2020-01-09",
        "2020-01-09",
    ]


def test_what_was_added_since_is_not_what_the_source_speaks_of() -> None:
    """Shipped up to 2018 from a file of May 2020; 2019 and 2020 were published later by an analyst."""
    rows = observations(*line([1, 2, 3, 4], first=2017))
    assert days(rows, published=date(2020, 5, 1), shipped="2018-12-31") == [
        "2018-03-31",
        "2020-05-01",
        "2020-03-31",
        "2021-03-31",
    ]


@pytest.mark.parametrize(
    ("first_days", "expected"),
    [
        ([date(2020, 12, 3)], ["2020-12-03", "2020-12-03", "2021-03-31"]),
        ([None], ["2019-03-31", "2020-03-31", "2021-03-31"]),
        ([date(2020, 12, 3), date(2020, 6, 1)], ["2020-06-01", "2020-06-01", "2021-03-31"]),
        ([date(2020, 12, 3), None], ["2019-03-31", "2020-03-31", "2021-03-31"]),
    ],
    ids=["one source", "it does not say", "the first of two", "one does not say"],
)
def test_nothing_is_known_before_its_series_came_out_for_the_first_time(
    first_days: list[date | None], expected: list[str]
) -> None:
    names = tuple(f"office-{place}" for place in range(len(first_days)))
    catalogue = small_catalogue(indicator(sources=names))
    office = catalogue.sources["office"]
    sources = {name: replace(office, first_published=day) for name, day in zip(names, first_days, strict=True)}
    rows = observations(*line([1, 2, 3], first=2018))
    found = published_on(rows, catalogue.indicators["obesity"], replace(catalogue, sources=sources), None)
    assert [f"{day:%Y-%m-%d}" for day in found] == expected


def test_a_series_that_first_came_out_in_2020_is_no_new_figure_of_2018(tmp_path: Path) -> None:
    where, office = filled(str(tmp_path / "store")), CATALOGUE.sources["office"]
    catalogue = replace(CATALOGUE, sources={"office": replace(office, first_published=date(2020, 12, 3))})
    before, after = made(where, Quarter(2018, 2), catalogue), made(where, Quarter(2020, 4), catalogue)
    assert (before.reported["obesity"].actual, before.changes) == ("", ())
    new = [change.sentence for change in after.changes if change.kind == "new"]
    assert new == ["19.5% in 2018, the first held here."]


def test_a_figure_that_is_published_later_changes_no_earlier_quarter(
    built: str, tmp_path: Path, shipped_catalogue: Catalogue
) -> None:
    """Of an indicator whose source says when it was published, which is not said of the new figure."""
    where = shutil.copytree(built, tmp_path / "store")
    slug = "apprenticeship-starts"
    assert all(shipped_catalogue.sources[name].published for name in shipped_catalogue.indicators[slug].sources)
    rows = store.read(str(where), indicators=[slug])
    last = rows[rows["period_end"] == rows["period_end"].max()]
    newer = last.assign(**{name: last[name] + pd.DateOffset(years=1) for name in ("period_start", "period_end")})
    quarter = of((newer["period_end"].max() - pd.DateOffset(months=5)).date())
    before = gather(str(where), quarter, shipped_catalogue, TODAY).rows[slug]
    newer = newer.assign(
        period_label="later", **{n: newer[n].astype("datetime64[s]") for n in ("period_start", "period_end")}
    )
    store.publish(str(where), newer, by="An analyst", note="A year later")
    after = gather(str(where), quarter, shipped_catalogue, TODAY).rows[slug]
    pd.testing.assert_frame_equal(before.reset_index(drop=True), after.reset_index(drop=True))


def test_the_version_is_the_one_that_stood_at_the_end_of_the_day() -> None:
    made = [(2, datetime(2027, 2, 1, tzinfo=UTC)), (1, datetime(2026, 12, 31, 23, 59, tzinfo=UTC))]
    releases = [store.Release(number, "publish", "A", at, "why") for number, at in made]
    asked = (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 1))
    assert [version_on(releases, day) for day in asked] == [None, 1, 1, 2]


def test_a_release_that_a_wrong_clock_dates_back_stood_on_no_earlier_day() -> None:
    made = [datetime(2027, 2, 1, tzinfo=UTC), datetime(2018, 6, 15, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)]
    releases = [store.Release(number, "publish", "A", at, "why") for number, at in enumerate(made)][::-1]
    asked = (date(2018, 6, 30), date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 1))
    assert [version_on(releases, day) for day in asked] == [None, None, 1, 1, 2]


def test_what_was_set_later_does_not_count() -> None:
    measure = Measure(
        "obesity", "reach", target=10.0, target_date=date(2020, 12, 31), set_by="The group", set_on=date(2018, 5, 1)
    )
    catalogue = small_catalogue()
    theme = catalogue.strategy.themes[0]
    priority = replace(theme.priorities[0], measures=(measure,))
    strategy = replace(catalogue.strategy, themes=(replace(theme, priorities=(priority,)),))
    catalogue = replace(catalogue, strategy=strategy)

    def then(on: date) -> Measure:
        return as_of(catalogue, on).strategy.themes[0].priorities[0].measures[0]

    assert then(date(2018, 5, 1)) == measure
    assert (then(date(2018, 4, 30)).target, then(date(2018, 4, 30)).set_by, then(date(2018, 4, 30)).aim) == (
        None,
        "",
        "reach",
    )


@pytest.mark.slow("every quarter since 2015, put together")
def test_no_observation_of_any_quarter_was_published_after_its_end(built: str, shipped_catalogue: Catalogue) -> None:
    """Written afresh, in whole days: the period's end and the lag, or the day that every source of it states."""
    stood = 0
    for quarter in available(shipped_catalogue.strategy.start, TODAY):
        held = gather(built, quarter, shipped_catalogue, TODAY)
        stood += held.stood
        for slug, rows in () if held.stood else held.rows.items():
            mine = shipped_catalogue.indicators[slug]
            stated = [shipped_catalogue.sources[source].published for source in mine.sources]
            latest = max((day for day in stated if day), default=None) if all(stated) else None
            for end in set(rows["period_end"]):  # a period that runs cannot be known, whoever says so
                usual = end.date() + relativedelta(months=mine.lag_months)
                assert end.date() <= held.on, (quarter.name, slug, end)
                assert min(usual, latest or usual) <= held.on <= quarter.end, (quarter.name, slug, end)
    assert stood <= 1  # the store is as old as this run


def test_what_the_store_holds_today_is_known_today(built: str, shipped_catalogue: Catalogue) -> None:
    """All of it, though some came out sooner than usual: of the borough, its county, its region and the country."""
    today = datetime.now(tz=UTC).date()
    running = gather(built, of(today), shipped_catalogue, today)
    assert running.stood
    own = {"E07000241", "E10000015", "E12000006", "E92000001"}
    held = store.read(built)
    told = pd.concat(running.rows.values())
    assert len(told[told["area_code"].isin(own)]) == len(held[held["area_code"].isin(own)]) > 5_000


@pytest.mark.slow("every quarter since 2015, put together")
def test_later_quarters_know_no_less(built: str, shipped_catalogue: Catalogue) -> None:
    counts = [
        sum(len(rows) for rows in gather(built, quarter, shipped_catalogue, TODAY).rows.values())
        for quarter in available(shipped_catalogue.strategy.start, TODAY)[::-4]
    ]
    assert counts == sorted(counts)
    assert counts[0] > 5_000
    assert known.gather(
        built, available(shipped_catalogue.strategy.start, TODAY)[-1], shipped_catalogue, TODAY
    ).on == date(2015, 9, 30)


@pytest.mark.parametrize(("quarter", "figure"), [("2015Q3", "2013/14"), ("2015Q4", "2014/15"), ("2018Q2", "2016/17")])
def test_year_six_obesity_as_it_was_known(built: str, shipped_catalogue: Catalogue, quarter: str, figure: str) -> None:
    """A school year ends in August and comes out three months later, at the end of November."""
    rows = gather(built, parse(quarter, shipped_catalogue.strategy.start, TODAY), shipped_catalogue, TODAY).rows[
        "obesity-year-6"
    ]
    own = rows[(rows["area_code"] == shipped_catalogue.strategy.area) & (rows["breakdown"] == "")]
    assert own.sort_values("period_end")["period_label"].iloc[-1] == figure
