"""The store keeps what was published, exactly, for ever, whoever else publishes and whatever is killed."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import deltalake
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from indicators import store
from indicators.errors import PublishedMeanwhile, StoreError
from indicators.model import COMPARISONS, FLAGS, KEY, OBSERVATIONS, STATUSES
from indicators.store import commits, delta, log

NUMBERS = ["value", "lower", "upper", "count", "denominator"]


def row(year: int = 2019, **cells: Any) -> dict[str, Any]:
    """A valid observation; name only what matters to the test."""
    period = {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "period_label": str(year)}
    names = {"indicator": "obesity", "area_code": "E07000241", "breakdown": ""}
    texts = {"status": "", "flags": "", "published_comparison": "", "note": ""}
    return names | period | {"value": 17.3} | dict.fromkeys(NUMBERS[1:]) | texts | cells


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=OBSERVATIONS.names)


def publish(where: str, *rows: dict[str, Any], **told: Any) -> store.Release:
    release = store.publish(where, frame(*rows), **({"by": "analyst", "note": "refreshed"} | told))
    assert release is not None
    return release


def counts(release: store.Release) -> tuple[int, int, int]:
    return release.new, release.revised, release.withdrawn


def values(where: str, version: int | None = None) -> dict[tuple[str, str], float]:
    rows = store.read(where, version)
    return dict(zip(zip(rows["indicator"], rows["period_label"], strict=True), rows["value"], strict=True))


def data_files(where: str, indicator: str) -> set[str]:
    """The files that hold the current figures of an indicator: still the same where it was not touched."""
    return {path for path in deltalake.DeltaTable(where).file_uris() if f"/indicator={indicator}/" in path}


def as_read(rows: pd.DataFrame) -> pd.DataFrame:
    """What `read` should give for these rows, made without the store."""
    typed = rows.astype(dict.fromkeys(NUMBERS, "float64"))
    for name in ("period_start", "period_end"):
        typed[name] = pd.to_datetime(typed[name]).astype("datetime64[s]")
    texts = [name for name in OBSERVATIONS.names if name not in [*NUMBERS, "period_start", "period_end"]]
    return typed.astype(dict.fromkeys(texts, "str")).sort_values(store.ORDER, ignore_index=True)


@pytest.fixture
def where(tmp_path: Path) -> str:
    return str(tmp_path / "store")


# What is published is what is read


def test_an_observation_comes_back_with_its_types(where: str) -> None:
    publish(where, row(value=0, lower=None, count=12, breakdown="sex=female", flags="provisional"))
    read = store.read(where)
    assert read.columns.tolist() == OBSERVATIONS.names
    assert {str(read[name].dtype) for name in NUMBERS} == {"float64"}
    assert {str(read[name].dtype) for name in ("period_start", "period_end")} == {"datetime64[s]"}
    assert {str(read[name].dtype) for name in ("indicator", "status", "note")} == {"str"}
    first = read.iloc[0]
    assert (first["value"], first["count"], first["breakdown"]) == (0.0, 12.0, "sex=female")
    assert (first["period_start"], first["period_end"]) == (pd.Timestamp("2019-01-01"), pd.Timestamp("2019-12-31"))
    assert pd.isna(first["lower"])


def test_nan_is_stored_as_null(where: str) -> None:
    publish(where, row(2018, value=float("nan"), status="x"), row(2019))
    stored = deltalake.DeltaTable(where).to_pyarrow_table()
    assert stored["value"].null_count == 1
    assert stored["lower"].null_count == 2


def test_rows_are_sorted_by_area_breakdown_and_period_not_by_label(where: str) -> None:
    months = [(date(2019, month, 1), date(2019, month, 28), label) for month, label in ((1, "b"), (2, "a"))]
    january, february = (row(period_start=start, period_end=end, period_label=label) for start, end, label in months)
    other = row(area_code="E07000240", breakdown="sex=male")
    publish(where, february | {"breakdown": "sex=male"}, february, january, other)
    read = store.read(where)
    assert list(zip(read["area_code"].str[-1], read["breakdown"], read["period_label"], strict=True)) == [
        ("0", "sex=male", "2019"),
        ("1", "", "b"),
        ("1", "", "a"),
        ("1", "sex=male", "a"),
    ]


def test_some_indicators_can_be_read_alone(where: str) -> None:
    publish(where, row(indicator="obesity"), row(indicator="homelessness"), row(indicator="jobs"))
    assert store.read(where, indicators=["jobs", "obesity"])["indicator"].tolist() == ["jobs", "obesity"]
    assert store.read(where, indicators=["no-such"]).dtypes.equals(store.read(where).dtypes)
    for nothing in ([], ["no-such"], ["x') OR ('1'='1"]):
        assert store.read(where, indicators=nothing).empty


def test_an_arrow_table_is_as_good_as_a_frame(where: str, tmp_path: Path) -> None:
    rows = frame(row(2018, value=None, status="c"), row(2019, value=0.0))
    table = pa.Table.from_pandas(rows, schema=OBSERVATIONS, preserve_index=False)
    store.publish(where, table, by="analyst", note="")
    assert_frame_equal(store.read(where), as_read(rows))


def test_a_folder_with_an_unusual_name(tmp_path: Path) -> None:
    where = str(tmp_path / "Year 6 & über" / "it's + store")
    release = publish(where, row(), content=b"figures")
    assert values(where) == {("obesity", "2019"): 17.3}
    assert store.kept(where, release.sha256) == b"figures"


SLUGS = st.from_regex(store.SLUG, fullmatch=True).filter(lambda slug: len(slug) < 40)
FIGURES = st.floats(allow_nan=False, allow_infinity=False, width=64) | st.just(0.0)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@st.composite
def observation(draw: st.DrawFn, slugs: st.SearchStrategy[str] = SLUGS) -> dict[str, Any]:
    start = draw(st.dates(date(1801, 1, 1), date(2100, 1, 1)))
    status = draw(st.sampled_from(["", "", "u", *STATUSES]))
    return {
        "indicator": draw(slugs),
        "area_code": draw(st.sampled_from(["E07000241", "E92000001"])),
        "period_start": start,
        "period_end": start + timedelta(draw(st.integers(0, 2000))),
        "period_label": draw(TEXT),
        "breakdown": draw(st.sampled_from(["", "sex=female"]) | TEXT),
        "value": None if status in store.WITHOUT_VALUE else draw(FIGURES),
        **{name: draw(st.none() | FIGURES) for name in NUMBERS[1:]},
        "status": status,
        "flags": " ".join(draw(st.sets(st.sampled_from(list(FLAGS))))),
        "published_comparison": draw(st.sampled_from(["", *COMPARISONS])),
        "note": draw(TEXT),
    }


def identity(cells: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(cells[name] for name in KEY)


@pytest.mark.slow("40 stores")
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(observation(), min_size=1, max_size=12, unique_by=identity))
def test_any_valid_rows_come_back_equal(rows: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        release = publish(folder, *rows)
        assert_frame_equal(store.read(folder), as_read(frame(*rows)), check_exact=True)
        assert counts(release) == (len(rows), 0, 0)
        assert store.publish(folder, frame(*rows), by="analyst", note="again") is None


# Publishing replaces what the rows speak for, and nothing else


def test_publishing_touches_no_other_row(where: str) -> None:
    before = [
        row(2018),
        row(2019),
        row(2019, breakdown="sex=female"),
        row(2019, area_code="E92000001"),
        row(2019, indicator="jobs", flags="estimated", note="kept as it is"),
    ]
    publish(where, *before)
    jobs = data_files(where, "jobs")
    assert len(jobs) == 1
    release = publish(where, row(2019, value=18.1), row(2020, value=18.6))
    assert counts(release) == (1, 1, 0)
    after = [*before[:1], *before[2:], row(2019, value=18.1), row(2020, value=18.6)]
    assert_frame_equal(store.read(where), as_read(frame(*after)))
    assert data_files(where, "jobs") == jobs


def test_a_period_with_another_end_is_another_observation(where: str) -> None:
    publish(where, row())
    assert counts(publish(where, row(period_end=date(2021, 12, 31), period_label="2019–21"))) == (1, 0, 0)
    assert len(store.read(where)) == 2


@pytest.mark.parametrize(
    "revised",
    [
        {"value": 17.4},
        {"value": None, "status": "c"},
        {"lower": 0.0},
        {"period_label": "2019 calendar year"},
        {"flags": "provisional"},
        {"published_comparison": "better"},
        {"note": "rounded"},
    ],
)
def test_a_change_in_any_other_column_is_a_revision(where: str, revised: dict[str, Any]) -> None:
    publish(where, row(), row(2020))
    assert counts(publish(where, row(**revised), row(2020))) == (0, 1, 0)
    assert_frame_equal(store.read(where), as_read(frame(row(**revised), row(2020))))


def test_missing_is_not_zero(where: str) -> None:
    publish(where, row(value=None, status="x"), row(2020, value=0.0))
    assert counts(publish(where, row(value=0.0), row(2020, value=None, status="x"))) == (0, 2, 0)


def test_the_same_file_twice_changes_nothing(where: str) -> None:
    publish(where, row(), row(2020, value=None, status="c"), content=b"figures")
    again = store.publish(where, frame(row(2020, value=None, status="c")), by="analyst", note="", content=b"other")
    assert again is None
    assert store.version(where) == 0
    assert len(store.history(where)) == 1
    with pytest.raises(StoreError, match="No file with the SHA-256"):
        store.kept(where, hashlib.sha256(b"other").hexdigest())


def test_withdrawn_rows_are_deleted_with_what_is_published(where: str) -> None:
    publish(where, row(2018), row(2019), row(2020), row(2019, indicator="jobs"))
    gone = frame(row(2018), row(2019, indicator="jobs"), row(1999))
    release = publish(where, row(2020, value=1.0), row(2021, value=2.0), withdraw=gone[list(KEY)])
    assert counts(release) == (1, 1, 2)
    assert values(where) == {("obesity", "2019"): 17.3, ("obesity", "2020"): 1.0, ("obesity", "2021"): 2.0}


def test_withdrawing_alone_down_to_the_last_row(where: str) -> None:
    publish(where, row(2018), row(2019))
    assert counts(publish(where, withdraw=frame(row(2018)))) == (0, 0, 1)
    assert counts(publish(where, withdraw=frame(row(2019)))) == (0, 0, 1)
    assert store.read(where).empty
    assert store.publish(where, frame(), by="analyst", note="", withdraw=frame(row(2019))) is None
    assert counts(publish(where, row(2018))) == (1, 0, 0)


def test_seventy_indicators_are_one_commit(where: str) -> None:
    rows = [row(year, indicator=f"indicator-{number}") for number in range(70) for year in range(2010, 2015)]
    release = publish(where, *rows, kind="build")
    assert (release.version, release.kind, release.new) == (0, "build", 350)
    assert store.version(where) == 0
    assert_frame_equal(store.read(where), as_read(frame(*rows)))


INDICATORS = st.sampled_from(["obesity", "jobs"])
YEARS = st.integers(2018, 2020)


@pytest.mark.slow("25 stores")
@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.dictionaries(st.tuples(INDICATORS, YEARS), st.sampled_from([0.0, 1.0, None]), max_size=4),
            st.sets(st.tuples(INDICATORS, YEARS), max_size=3),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_the_store_agrees_with_a_dictionary(steps: list[tuple[dict[Any, float | None], set[Any]]]) -> None:
    twin: dict[Any, float | None] = {}
    past: list[dict[Any, float | None]] = []

    def cells(key: tuple[str, int], value: float | None) -> dict[str, Any]:
        return row(key[1], indicator=key[0], value=value, status="" if value is not None else "x")

    with tempfile.TemporaryDirectory() as folder:
        for published, gone in steps:
            gone -= published.keys()
            if not published and not gone:
                continue
            expected = {key: value for key, value in (twin | published).items() if key not in gone}
            release = store.publish(
                folder,
                frame(*(cells(*item) for item in published.items())),
                by="analyst",
                note="",
                withdraw=frame(*(cells(key, 0.0) for key in gone)) if gone else None,
            )
            if expected == twin:
                assert release is None
            else:
                assert release is not None
                assert counts(release) == (
                    len(expected.keys() - twin.keys()),
                    sum(expected[key] != twin[key] for key in expected.keys() & twin.keys()),
                    len(twin.keys() - expected.keys()),
                )
                past.append(expected)
            twin = expected
        for version, content in enumerate(past):
            rows = frame(*(cells(*item) for item in content.items()))
            assert_frame_equal(store.read(folder, version), as_read(rows))


# Versions, history, files


def test_every_version_can_be_read_again(where: str) -> None:
    for value in (1.0, 2.0, 3.0):
        publish(where, row(value=value))
    assert [values(where, version)["obesity", "2019"] for version in (0, 1, 2)] == [1.0, 2.0, 3.0]
    assert values(where) == values(where, 2)


@pytest.mark.parametrize("version", [-1, 2, 99])
def test_a_version_that_does_not_exist(where: str, version: int) -> None:
    publish(where, row(2018))
    publish(where, row(2019))
    with pytest.raises(StoreError) as refusal:
        store.read(where, version)
    assert str(refusal.value) == f"Version {version} does not exist: the store has versions 0 to 1."


def test_history_tells_who_when_why_and_from_which_file(where: str) -> None:
    start = datetime.now(UTC).replace(microsecond=0)
    first = publish(where, row(2018), row(2019), kind="build", by="builder", note="shipped figures")
    told = {"by": "Zoë", "note": "Revised by the publisher, “final”.\nSecond line", "layout": "tidy"}
    second = publish(where, row(2019, value=1.0), row(2020), files=["år 6.csv"], content=b"figures", **told)
    assert store.history(where) == [second, first]
    assert start <= first.at <= second.at <= datetime.now(UTC)
    proofs = [{"rows": each.rows, "entry": each.entry, "before": each.before} for each in (first, second)]
    assert first == store.Release(
        0, "build", "builder", first.at, "shipped figures", new=2, indicators=("obesity",), **proofs[0]
    )
    assert second == store.Release(
        version=1,
        kind="publish",
        at=second.at,
        files=("år 6.csv",),
        sha256=hashlib.sha256(b"figures").hexdigest(),
        new=1,
        revised=1,
        indicators=("obesity",),
        **told,
        **proofs[1],
    )


def test_the_history_is_in_the_log_of_the_table_itself(where: str) -> None:
    publish(where, row(), by="analyst", note="why")
    commit = deltalake.DeltaTable(where).history()[0]
    assert (commit["userName"], commit["userMetadata"]) == ("analyst", "why")
    assert (commit["release"]["new"], commit["release"]["version"]) == (1, 0)


def test_history_is_numbered_rightly_when_somebody_publishes_while_it_is_read(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year in range(2018, 2022):
        publish(where, row(year), note=str(year))
    versions, others = log.versions, iter(["2022"])

    def slowly(where: str) -> list[int]:
        found = versions(where)
        for note in others:
            publish(where, row(int(note)), note=note)
        return found

    monkeypatch.setattr(log, "versions", slowly)
    assert [(release.version, release.note) for release in store.history(where)] == [
        (4, "2022"),
        (3, "2021"),
        (2, "2020"),
        (1, "2019"),
        (0, "2018"),
    ]


@pytest.mark.parametrize(
    ("file", "files"),
    [("", ()), ("år 6.csv", ("år 6.csv",)), ("(2) jobs.csv / jobs.csv", ("(2) jobs.csv", "jobs.csv"))],
)
def test_the_files_of_releases_that_version_0_1_0_wrote_are_read(where: str, file: str, files: tuple[str, ...]) -> None:
    publish(where, row(2018))
    facts = {"kind": "publish", "by": "Zoë", "note": "Why", "file": file, "layout": "", "version": 1, "new": 1}
    deltalake.DeltaTable(where).alter.set_table_properties(
        {"delta.checkpointInterval": "50"},
        commit_properties=deltalake.CommitProperties(custom_metadata={"release": facts}),
    )
    written = store.history(where)[0]
    assert (written.version, written.by, written.files, written.new) == (1, "Zoë", files, 1)


def test_the_names_of_several_files_are_kept_apart_whatever_they_hold(where: str) -> None:
    release = publish(where, row(), files=["a / b.csv", "c.csv"])
    assert release.files == ("a / b.csv", "c.csv")
    assert deltalake.DeltaTable(where).history()[0]["release"]["files"] == ["a / b.csv", "c.csv"]


def test_commits_of_other_programs_are_shown_as_such(where: str) -> None:
    publish(where, row(2018))
    deltalake.DeltaTable(where).alter.set_table_properties({"delta.checkpointInterval": "50"})
    publish(where, row(2019))
    assert [(release.version, release.kind, release.by, release.note) for release in store.history(where)] == [
        (2, "publish", "analyst", "refreshed"),
        (1, "outside", "", "SET TBLPROPERTIES"),
        (0, "publish", "analyst", "refreshed"),
    ]


def test_uploaded_bytes_are_kept_under_their_hash(where: str) -> None:
    content = bytes(range(256)) * 1000
    release = publish(where, row(2018), content=content)
    assert release.sha256 == hashlib.sha256(content).hexdigest()
    assert store.kept(where, release.sha256) == content
    assert publish(where, row(2019), content=content).sha256 == release.sha256
    assert [path.name for path in (Path(where) / store.KEPT).iterdir()] == [release.sha256]
    assert publish(where, row(2020)).sha256 == ""


def test_a_kept_file_that_was_altered_is_refused(where: str) -> None:
    release = publish(where, row(), content=b"figures")
    (Path(where) / store.KEPT / release.sha256).write_bytes(b"forgery")
    with pytest.raises(StoreError, match="is damaged"):
        store.kept(where, release.sha256)


@pytest.mark.parametrize("name", ["", "../../secret", "A" * 64, "a" * 63])
def test_only_a_hash_names_a_kept_file(where: str, name: str) -> None:
    with pytest.raises(StoreError, match="is not a SHA-256"):
        store.kept(where, name)


def test_files_cannot_be_kept_at_an_address_that_pyarrow_cannot_write_to() -> None:
    with pytest.raises(StoreError, match=r"Files cannot be kept at az://container/store: use a path, s3://"):
        store.kept("az://container/store", "a" * 64)


# Rolling back


def test_rolling_back_is_a_new_version_with_the_old_content(where: str) -> None:
    publish(where, row(2018), row(2019), row(2019, indicator="jobs"))
    publish(where, row(2019, value=1.0), row(2020), row(2021), withdraw=frame(row(2018)))
    publish(where, row(2022, indicator="homes"))
    jobs = data_files(where, "jobs")
    assert len(jobs) == 1
    release = store.roll_back(where, 0, by="lead", reason="wrong file")
    assert (release.version, release.kind, release.restored) == (3, "rollback", 0)
    assert (release.by, release.note) == ("lead", "wrong file")
    assert counts(release) == (1, 1, 3)
    assert_frame_equal(store.read(where), store.read(where, 0))
    assert ("obesity", "2021") in values(where, 2)
    assert data_files(where, "jobs") == jobs
    assert store.history(where)[0] == release


def test_a_rollback_can_be_rolled_back(where: str) -> None:
    publish(where, row(value=1.0))
    publish(where, row(value=2.0))
    store.roll_back(where, 0, by="lead", reason="wrong")
    store.roll_back(where, 1, by="lead", reason="right after all")
    assert [values(where, version)["obesity", "2019"] for version in range(4)] == [1.0, 2.0, 1.0, 2.0]


def test_what_cannot_be_rolled_back(where: str) -> None:
    publish(where, row(value=1.0))
    publish(where, row(value=2.0))
    with pytest.raises(StoreError, match="nothing to roll back: the store already holds what version 1 held"):
        store.roll_back(where, 1, by="lead", reason="again")
    with pytest.raises(StoreError, match="Version 7 does not exist: the store has versions 0 to 1"):
        store.roll_back(where, 7, by="lead", reason="wrong")
    with pytest.raises(StoreError, match="A rollback needs a reason"):
        store.roll_back(where, 0, by="lead", reason=" ")
    with pytest.raises(StoreError, match="needs the name of whoever makes it"):
        store.roll_back(where, 0, by="", reason="wrong")
    with pytest.raises(PublishedMeanwhile):
        store.roll_back(where, 0, by="lead", reason="wrong", expected=log.at(where, 0))
    assert store.version(where) == 1


# Kept for ever


@pytest.fixture(scope="module")
def long_lived(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with more releases than one checkpoint holds, and then cleaned by all means that Delta offers."""
    where = str(tmp_path_factory.mktemp("long") / "store")
    for number in range(42):
        publish(where, row(value=float(number)), note=str(number), content=str(number // 20).encode())
    table = deltalake.DeltaTable(where)
    table.create_checkpoint()
    for path in Path(where).rglob("*.*"):
        os.utime(path, (0, 0))  # as if all of it were from 1970
    table.cleanup_metadata()
    assert table.vacuum(dry_run=False, full=True) == []
    return where


@pytest.mark.slow("42 releases")
def test_the_first_version_outlives_checkpoints_and_clean_ups(long_lived: str) -> None:
    log = Path(long_lived) / "_delta_log"
    assert len(list(log.glob("*.checkpoint.parquet"))) == 3  # two of the table itself, one of the fixture
    assert len(list(log.glob("*.json"))) == 42
    assert [values(long_lived, version)["obesity", "2019"] for version in (0, 1, 39, 41)] == [0.0, 1.0, 39.0, 41.0]


@pytest.mark.slow("42 releases")
def test_the_history_outlives_them_too(long_lived: str) -> None:
    releases = store.history(long_lived)
    assert [release.version for release in releases] == list(range(41, -1, -1))
    assert all(release.note == str(release.version) for release in releases)


@pytest.mark.slow("42 releases")
def test_history_keeps_its_numbers_where_the_log_was_cut_short_all_the_same(long_lived: str, where: str) -> None:
    shutil.copytree(long_lived, where)
    for path in sorted((Path(where) / "_delta_log").glob("*.json"))[:10]:
        path.unlink()
    assert [(release.version, release.note) for release in store.history(where)] == [
        (version, str(version)) for version in range(41, 9, -1)
    ]
    assert values(where, 41) == {("obesity", "2019"): 41.0}


@pytest.mark.slow("42 releases")
def test_cleaning_up_sooner_is_refused(long_lived: str) -> None:
    table = deltalake.DeltaTable(long_lived)
    assert table.metadata().configuration == store.RETENTION
    with pytest.raises(deltalake.exceptions.DeltaError, match="876000 hours"):
        table.vacuum(retention_hours=24 * 365)


@pytest.mark.slow("42 releases")
def test_kept_files_are_no_part_of_a_clean_up(long_lived: str) -> None:
    doomed = deltalake.DeltaTable(long_lived).vacuum(retention_hours=0, enforce_retention_duration=False, full=True)
    assert len(doomed) == 41  # what a clean-up by force would delete: every file but the current one
    assert not [path for path in doomed if store.KEPT in path]


# Where it is, and where it is not


def test_the_setting_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_STORE", "s3://borough/store")
    assert store.location() == "s3://borough/store"


@pytest.mark.parametrize("setting", [None, ""])
def test_without_the_setting_it_is_in_data(monkeypatch: pytest.MonkeyPatch, setting: str | None) -> None:
    monkeypatch.delenv("INDICATORS_STORE", raising=False)
    if setting is not None:
        monkeypatch.setenv("INDICATORS_STORE", setting)
    assert store.location() == str(Path(__file__).parents[1] / "data" / "store")


def test_a_missing_store_says_how_to_build_it(where: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for nowhere in (where, str(tmp_path / "empty")):
        assert not store.exists(nowhere)
        for ask in (store.version, store.read, store.history):
            with pytest.raises(StoreError) as refusal:
                ask(nowhere)
            assert str(refusal.value) == f"There is no store at {nowhere}. Build it with: python -m indicators build"
    assert not Path(where).exists()
    publish(where, row())
    assert store.exists(where)


def test_a_damaged_store_is_told_in_words(where: str) -> None:
    publish(where, row(), row(indicator="jobs"))
    for path in Path(where).rglob("indicator=obesity/*.parquet"):
        path.unlink()
    with pytest.raises(StoreError, match=f"The store at {re.escape(where)} cannot be read or written: .*not found"):
        store.read(where)


# What is refused, and in which words


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (frame(row()).drop(columns="value"), "Column 'value' is missing."),
        (
            frame(row()).rename(columns={"value": "valeu"}),
            "Column 'valeu' is not known. Nearest: 'value'.\nColumn 'value' is missing.",
        ),
        (frame(row()).assign(extra=1), "Column 'extra' is not known."),
        (pd.concat([frame(row()), frame(row())[["note"]]], axis=1), "Column 'note' is there twice."),
        (frame(row(value="12,4")), "Column 'value' must hold numbers, not large_string."),
        (frame(row(value=True)), "Column 'value' must hold numbers, not bool."),
        (
            frame(row(count=2**60 + 1)),
            "Column 'count' must hold numbers: Integer value 1152921504606846977 not in range",
        ),
        (frame(row(status=3)), "Column 'status' must hold text, not int64."),
        (frame(row(note="a"), row(2020, note=3)), "Column 'note' must hold text: "),
        (frame(row(period_end="2019-12-31")), "Column 'period_end' must hold dates, not large_string."),
        (
            frame(row(period_end=pd.Timestamp("2019-12-31 23:00"))),
            "Column 'period_end' must hold dates without a time of day.",
        ),
        (
            frame(row(period_end=datetime(2019, 12, 31, tzinfo=UTC))),
            "Column 'period_end' must hold dates, not timestamp[us, tz=UTC].",
        ),
        (
            frame(row(), row(2020, status=None), row(2021, status=None)),
            "Column 'status' must not be empty. Rows: 2 of 3. First: row 2, 'nan' (obesity, E07000241, 2020); "
            "row 3, 'nan' (obesity, E07000241, 2021).",
        ),
        (frame(row(period_start=None)), "Column 'period_start' must not be empty. Rows: 1 of 1."),
        (frame(row(indicator="")), "Column 'indicator' must be a slug such as 'year-6-obesity'. Rows: 1 of 1."),
        (frame(row(indicator="it's")), "Column 'indicator' must be a slug such as 'year-6-obesity'. Rows: 1 of 1."),
        (
            frame(row(), row(2020, value=float("inf"))),
            "Column 'value' must be a finite number. Rows: 1 of 2. First: row 2, 'inf' (obesity, E07000241, 2020).",
        ),
        (frame(row(lower=float("-inf"))), "Column 'lower' must be a finite number. Rows: 1 of 1."),
        (frame(row(status="q")), "Column 'status' must be empty or one of c, x, z, u, low. Rows: 1 of 1."),
        (
            frame(row(published_comparison="Better")),
            "Column 'published_comparison' must be empty or one of better, similar, worse, higher, lower.",
        ),
        (
            frame(row(flags="provisional guessed")),
            "Column 'flags' may hold provisional, incomplete, estimated, break_before, carried_forward, rebuilt, "
            "separated by a space. Rows: 1 of 1. First: row 1, 'provisional guessed' (obesity, E07000241, 2019).",
        ),
        (frame(row(value=None)), "Column 'status' must say why there is no value. Rows: 1 of 1."),
        (frame(row(value=float("nan"))), "Column 'status' must say why there is no value. Rows: 1 of 1."),
        (
            frame(row(), row(value=1.0), row(2020), *[row(year) for year in (2020, 2021, 2021, 2022, 2022)]),
            "Column 'indicator' has the same area_code, period_start, period_end, breakdown twice. Rows: 4 of 8. "
            "First: row 2, 'obesity' (obesity, E07000241, 2019); row 4, 'obesity' (obesity, E07000241, 2020); "
            "row 6, 'obesity' (obesity, E07000241, 2021).",
        ),
        (frame(), "There is nothing to publish: not one row."),
    ],
)
def test_what_is_no_observation_is_refused(where: str, rows: pd.DataFrame, message: str) -> None:
    with pytest.raises(StoreError) as refusal:
        store.publish(where, rows, by="analyst", note="")
    assert str(refusal.value).startswith(message)
    assert not store.exists(where)


@pytest.mark.parametrize("status", store.WITHOUT_VALUE)
def test_a_marker_never_has_a_value(where: str, status: str) -> None:
    with pytest.raises(StoreError, match="Column 'value' must be empty where the status says so"):
        publish(where, row(value=0.0, status=status))
    publish(where, row(value=None, status=status), row(2020, status="u"), row(2021, value=None, status="u"))
    assert store.read(where)["value"].isna().tolist() == [True, False, True]


def test_every_fault_is_told_at_once(where: str) -> None:
    with pytest.raises(StoreError) as refusal:
        publish(
            where, row(status="q"), row(2020, flags="guessed"), row(2021, value=None), row(2021, lower=float("inf"))
        )
    assert [line.split(".")[0] for line in str(refusal.value).splitlines()] == [
        "Column 'lower' must be a finite number",
        "Column 'status' must be empty or one of c, x, z, u, low",
        f"Column 'flags' may hold {', '.join(FLAGS)}, separated by a space",
        "Column 'status' must say why there is no value",
        "Column 'indicator' has the same area_code, period_start, period_end, breakdown twice",
    ]


def test_a_release_needs_a_name_and_one_mind(where: str) -> None:
    with pytest.raises(StoreError, match="needs the name of whoever makes it"):
        publish(where, row(), by=" ")
    with pytest.raises(StoreError, match="cannot be published and withdrawn in the same release"):
        publish(where, row(), withdraw=frame(row()))
    with pytest.raises(StoreError, match="Column 'breakdown' is missing"):
        publish(where, row(), withdraw=frame(row()).drop(columns="breakdown"))
    assert not store.exists(where)


@pytest.mark.parametrize("odd", ["#", "?", "%", "[", "]"])
def test_folders_in_which_deltalake_loses_its_way_are_refused(tmp_path: Path, odd: str) -> None:
    where = str(tmp_path / f"a{odd}b")
    for ask in (store.exists, store.version, store.read, store.history, lambda where: publish(where, row())):
        with pytest.raises(StoreError) as refusal:
            ask(where)
        assert str(refusal.value) == f"The store cannot be at {where}: its address must not contain '{odd}'."
    assert not Path(where).exists()


# Several at the same moment


def test_a_version_that_is_no_longer_current_is_refused_at_once(where: str) -> None:
    assert publish(where, row(2018), expected=store.NOTHING).version == 0
    assert publish(where, row(2019), expected=store.state(where)).version == 1
    for stale in (store.NOTHING, log.at(where, 0)):
        moved = f"the store is at version 1, not {stale.version}. Nothing was written."
        with pytest.raises(PublishedMeanwhile, match=moved):
            publish(where, row(2019, value=1.0), expected=stale)
    assert store.version(where) == 1


def interrupt(monkeypatch: pytest.MonkeyPatch, where: str, years: Iterator[int], **cells: Any) -> None:
    """Lets somebody else publish these years, one each time that a release has been prepared but not committed."""
    keep = delta.keep

    def keep_and_interrupt(*arguments: Any) -> None:
        keep(*arguments)
        if (year := next(years, None)) is not None:
            publish(where, row(year, **({"value": 0.0} | cells)), by="somebody else")

    monkeypatch.setattr(delta, "keep", keep_and_interrupt)


@pytest.mark.parametrize("first", [True, False])
def test_a_release_in_between_is_taken_into_account(where: str, monkeypatch: pytest.MonkeyPatch, first: bool) -> None:
    if not first:
        publish(where, row(1999))
    interrupt(monkeypatch, where, iter([2019, 2021]))
    release = publish(where, row(2019), row(2020), content=b"figures")
    assert (release.version, counts(release)) == (2 if first else 3, (1, 1, 0))
    expected = {("obesity", "2019"): 17.3, ("obesity", "2020"): 17.3, ("obesity", "2021"): 0.0}
    assert values(where) == expected | ({} if first else {("obesity", "1999"): 17.3})


def test_a_release_in_between_counts_even_if_it_touched_other_files(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(where, row(2018))
    interrupt(monkeypatch, where, iter([2019]), indicator="jobs")
    assert publish(where, row(2019), content=b"figures").version == 2
    assert [(release.version, release.by) for release in store.history(where)] == [
        (2, "analyst"),
        (1, "somebody else"),
        (0, "analyst"),
    ]
    interrupt(monkeypatch, where, iter([2020]), indicator="jobs")
    assert publish(where, row(2020), content=b"figures", expected=log.at(where, 2)).version == 4
    assert list(values(where)) == [(slug, str(year)) for slug, year in EVERY]


EVERY = [("jobs", 2019), ("jobs", 2020), ("obesity", 2018), ("obesity", 2019), ("obesity", 2020)]


def test_a_release_in_between_that_says_the_same_leaves_nothing_to_do(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(where, row(2018))
    interrupt(monkeypatch, where, iter([2019]))
    assert store.publish(where, frame(row(2019, value=0.0)), by="analyst", note="", content=b"figures") is None
    assert [release.by for release in store.history(where)] == ["somebody else", "analyst"]


def test_a_release_in_between_stops_one_that_expected_none(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(where, row(2018))
    interrupt(monkeypatch, where, iter([2019]))
    with pytest.raises(PublishedMeanwhile, match="the store is at version 1, not 0"):
        publish(where, row(2019), content=b"figures", expected=store.state(where))
    assert values(where) == {("obesity", "2018"): 17.3, ("obesity", "2019"): 0.0}


@pytest.mark.slow("a dozen releases")
def test_whoever_is_always_slower_is_told_to_try_again(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(where, row(1999))
    interrupt(monkeypatch, where, iter(range(2000, 2100)))
    with pytest.raises(PublishedMeanwhile, match=r"others were faster 10 times running. Nothing was written."):
        publish(where, row(2200), content=b"figures")
    assert [label for _, label in values(where)] == [str(year) for year in range(1999, 2010)]


@pytest.mark.parametrize("column", ["value", "lower", "upper", "count", "denominator"])
def test_no_number_is_infinite(where: str, column: str) -> None:
    with pytest.raises(StoreError, match=f"Column '{column}' must be a finite number"):
        publish(where, row(**{column: float("inf")}))


@pytest.mark.parametrize("first", [True, False])
def test_a_write_that_fails_though_nobody_was_faster_says_why(
    where: str, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    if not first:
        publish(where, row())

    def full(*given: Any, **named: Any) -> None:
        raise deltalake.exceptions.DeltaError("the disk is full")

    monkeypatch.setattr(commits, "create_table_with_add_actions", full)
    monkeypatch.setattr(deltalake.DeltaTable, "create_write_transaction", full)
    with pytest.raises(StoreError, match="cannot be read or written: the disk is full"):
        publish(where, row(2020))


def test_windows_that_end_together_are_sorted_by_their_beginning(where: str) -> None:
    starts = [date(2017, 1, 1), date(2015, 1, 1), date(2016, 1, 1)]
    publish(where, *(row(2018, period_start=start) for start in starts))
    assert [day.date() for day in store.read(where)["period_start"]] == sorted(starts)
