"""The figures that the dashboard ships with: how a fault in a file is told, and that the shipped ones have none."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from indicators import catalogue as catalogues
from indicators import periods, shipped, store, tables
from indicators.errors import StoreError
from indicators.model import OBSERVATIONS, Catalogue, Indicator
from indicators.store import commits, places
from tests.build import SEX, WATFORD, indicator, line, observations, row, ruptured, small_catalogue

CATALOGUE = small_catalogue(indicator(dimensions=(SEX,)), indicator(slug="jobs"))
HEADER = ",".join(OBSERVATIONS.names)
FILES = sorted(shipped.FOLDER.glob("*.csv"))

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes rows as a file of the folder, obesity.csv by default, after replacing some of its text."""

    def written(*rows: dict[str, object], name: str = "obesity.csv", replace: tuple[str, str] = ("", "")) -> Path:
        text = tables.tidy_csv(observations(*rows))
        assert replace[0] in text
        (folder / name).write_text(text.replace(*replace, 1), encoding="utf-8")
        return folder / name

    return written


def faults(folder: Path) -> list[str]:
    with pytest.raises(StoreError) as caught:
        shipped.read(CATALOGUE, folder)
    return str(caught.value).splitlines()


# Good files


def test_all_files_become_one_table_in_the_order_of_their_names(folder: Path, write: Write) -> None:
    write(row(), row(breakdown="sex=female", value=None))
    write(row(indicator="jobs", value=0), name="jobs.csv")
    table = shipped.read(CATALOGUE, folder)
    assert table.schema == OBSERVATIONS
    assert table.select(["indicator", "value", "status"]).to_pylist() == [
        {"indicator": "jobs", "value": 0.0, "status": ""},
        {"indicator": "obesity", "value": 17.3, "status": ""},
        {"indicator": "obesity", "value": None, "status": "x"},
    ]


def test_progress_is_told_as_the_share_that_is_done(folder: Path, write: Write) -> None:
    told: list[tuple[float, str]] = []
    write(row())
    write(row(indicator="jobs"), name="jobs.csv")
    shipped.read(CATALOGUE, folder, lambda share, name: told.append((share, name)))
    assert told == [(0.0, "jobs"), (0.5, "obesity")]


def test_only_an_empty_cell_is_missing(write: Write) -> None:
    texts = ["", "NA", "null", "NaN", "0", "-"]
    table = shipped.read_file(write(*(row(str(2010 + place), note=text) for place, text in enumerate(texts))))
    assert table["note"].to_pylist() == texts
    assert table["lower"].null_count == len(texts)
    assert shipped.read_file(write(row(value=0.0)))["value"].to_pylist() == [0.0]


# Faults


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("value", "valeu", " Column 'valeu' is not known. Nearest: 'value'."),
        ("note", "Bemerkung", " Column 'Bemerkung' is not known."),
        ("lower,upper", "upper,lower", ""),
        (",note", "", ""),
        ("indicator", "\ufeffindicator", " Column '\ufeffindicator' is not known. Nearest: 'indicator'."),
        ("note\n", "note,extra\n", " Column 'extra' is not known."),
    ],
)
def test_other_columns(folder: Path, write: Write, old: str, new: str, hint: str) -> None:
    write(row(), replace=(old, new))
    assert faults(folder) == [f"obesity.csv, row 1: the columns must be {HEADER}.{hint}"]


def test_an_empty_file(folder: Path) -> None:
    (folder / "obesity.csv").write_text("", encoding="utf-8")
    assert faults(folder) == [f"obesity.csv, row 1: the columns must be {HEADER}."]


@pytest.mark.parametrize("text", ["12.4%", "[c]", "12,4", "1,234", "-", "x"])
def test_a_text_where_a_number_belongs(folder: Path, write: Write, text: str) -> None:
    write(row("2018"), row(value=16.25), replace=("16.25", f'"{text}"'))
    (fault,) = faults(folder)
    assert fault.startswith("obesity.csv: ")
    assert fault.endswith(f"invalid value '{text}'")


@pytest.mark.parametrize("text", ["31/12/2019", "2019", "2019-12-32", "2019-12-31 00:00:00"])
def test_a_text_where_a_date_belongs(folder: Path, write: Write, text: str) -> None:
    write(row(), replace=("2019-12-31", text))
    (fault,) = faults(folder)
    assert fault.startswith("obesity.csv: ")
    assert fault.endswith(f"invalid value '{text}'")


def test_a_date_that_is_missing(folder: Path, write: Write) -> None:
    write(row(), replace=("2019-12-31", ""))
    (fault,) = faults(folder)
    assert fault.startswith("obesity.csv: ")
    assert "period_end" in fault


def test_a_row_that_is_too_long(folder: Path, write: Write) -> None:
    write(row(), replace=("17.3", "17,3"))
    (fault,) = faults(folder)
    assert fault.startswith("obesity.csv: CSV parse error: Expected 15 columns, got 16: ")


def test_a_file_in_another_encoding(folder: Path, write: Write) -> None:
    file = write(row(note="één"))
    file.write_bytes(file.read_bytes().decode().encode("latin-1"))
    assert faults(folder) == ["obesity.csv is not text in UTF-8. Save it again with that encoding."]


def test_a_row_that_is_there_twice(folder: Path, write: Write) -> None:
    write(row(), row("2018"), row(value=1))
    (fault,) = faults(folder)
    assert fault.startswith("obesity.csv: doubled row (")
    assert "'E07000241'" in fault
    assert "2019" in fault


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"area": "E0700024"}, "column 'area_code': 'E0700024' is not in the catalogue. Nearest: 'E07000241'."),
        ({"area": "Watford"}, "column 'area_code': 'Watford' is not in the catalogue."),
        (
            {"breakdown": "sex=females"},
            "column 'breakdown': 'sex=females' is not in the catalogue. Nearest: 'sex=female'.",
        ),
        ({"breakdown": "age=old"}, "column 'breakdown': 'age=old' is not in the catalogue."),
        (
            {"indicator": "obesty"},
            "column 'indicator': 'obesty' is not in the catalogue. Nearest: 'obesity'.",
        ),
    ],
)
def test_a_name_that_the_catalogue_does_not_know(folder: Path, write: Write, cells: dict[str, str], fault: str) -> None:
    write(row(), row(**cells))
    assert faults(folder) == [f"obesity.csv, {fault}"]


def test_a_file_that_bears_another_name(folder: Path, write: Write) -> None:
    write(row(), name="obesty.csv")
    assert faults(folder) == ["obesty.csv: there is no data/definitions/obesty.toml. Nearest: 'obesity'."]


def test_periods_that_end_before_they_start(folder: Path, write: Write) -> None:
    write(row(), row("2018"), replace=("2019-12-31", "2018-11-30"))
    assert len(faults(folder)) == 1
    assert faults(folder)[0].startswith("obesity.csv: 1 period")
    assert "before" in faults(folder)[0]


def test_every_fault_is_told_at_once(folder: Path, write: Write) -> None:
    write(row(), row(), row(area="E07000999", breakdown="age=old"), replace=("2019-12-31", "2018-11-30"))
    write(row(), name="unknown.csv")
    write(row(), name="broken.csv", replace=("note", "remark"))
    told = faults(folder)
    assert [fault.split(":")[0].split(",")[0] for fault in told] == [
        "broken.csv",
        *["obesity.csv"] * 3,
        "unknown.csv",
    ]


def test_a_doubled_row_beside_other_faults(folder: Path, write: Write) -> None:
    write(row(), row(), row(area="E07000999"))
    assert [fault.split(":")[0] for fault in faults(folder)] == ["obesity.csv, column 'area_code'", "obesity.csv"]


def test_a_folder_without_files(folder: Path) -> None:
    assert faults(folder) == [
        f"{folder} holds no CSV or Parquet file, so there are no figures to build the store from."
    ]


# Building


def test_building_again_changes_nothing(built: str, shipped_catalogue: Catalogue) -> None:
    before = store.version(built)
    assert shipped.build(built, shipped_catalogue) is None
    assert store.version(built) == before == 0
    (release,) = store.history(built)
    assert (release.kind, release.by, release.note) == (
        "build",
        "data/published",
        "The figures that the dashboard ships with",
    )
    rows = sum(len(file.read_text(encoding="utf-8").splitlines()) - 1 for file in FILES)
    assert (release.new, release.revised, release.withdrawn) == (rows, 0, 0)


def test_no_test_writes_into_the_real_store() -> None:
    """The guard round data/store, which would otherwise be noticed only when it is too late."""
    real = Path(store.__file__).parents[2] / "data" / "store"
    assert not Path(store.location()).is_relative_to(real)
    for address in (str(real), f"file://{real}", str(real / "deeper")):
        with pytest.raises(AssertionError, match="a test writes into"):
            commits.commit(address, None, None)
        with pytest.raises(AssertionError, match="a test writes into"):
            places.at(address).write("a", b"")


# The shipped files


@pytest.fixture(scope="module")
def tables_read() -> dict[str, pa.Table]:
    return {file.stem: shipped.read_file(file) for file in FILES}


@pytest.fixture(scope="module")
def frames(tables_read: dict[str, pa.Table]) -> dict[str, pd.DataFrame]:
    return {slug: observations(*table.to_pylist()) for slug, table in tables_read.items()}


def test_the_shipped_files_have_no_fault(shipped_catalogue: Catalogue, tables_read: dict[str, pa.Table]) -> None:
    table = shipped.read(shipped_catalogue)
    assert table.num_rows == sum(each.num_rows for each in tables_read.values())
    assert set(table["indicator"].unique().to_pylist()) == set(shipped_catalogue.indicators)


@pytest.mark.slow("writes all that ships")
def test_the_shipped_files_are_written_as_we_would_write_them(frames: dict[str, pd.DataFrame]) -> None:
    """Header, line ends, shortest numbers: to the byte."""
    other = [file.name for file in FILES if tables.tidy_csv(frames[file.stem]).encode() != file.read_bytes()]
    assert other == []


def test_the_shipped_files_are_in_order(frames: dict[str, pd.DataFrame]) -> None:
    order = ["area_code", "breakdown", "period_start", "period_end"]
    unsorted = [
        slug for slug, rows in frames.items() if not rows.sort_values(order, kind="stable").index.equals(rows.index)
    ]
    assert unsorted == []


def test_the_shipped_areas_are_todays(shipped_catalogue: Catalogue, frames: dict[str, pd.DataFrame]) -> None:
    for slug, rows in frames.items():
        found = [shipped_catalogue.areas[code] for code in rows["area_code"].unique()]
        assert [area.code for area in found if area.successor] == [], slug
        small = {area.type == "lsoa" for area in found}
        assert small == {shipped_catalogue.indicators[slug].geography == "lsoa"}, slug


def kinds_of(row_: pd.Series) -> Iterator[str]:
    """The kinds of period by which these dates have this label."""
    for kind in periods.KINDS:
        with suppress(ValueError):
            if periods.label(row_["period_start"].date(), row_["period_end"].date(), kind) == row_["period_label"]:
                yield kind


def test_the_shipped_labels_are_those_of_their_dates(
    shipped_catalogue: Catalogue, frames: dict[str, pd.DataFrame]
) -> None:
    other, headlines = [], []
    for slug, rows in frames.items():
        known = rows.drop_duplicates(["period_start", "period_end", "period_label"])
        kinds = {place: set(kinds_of(found)) for place, found in known.iterrows()}
        other += [(slug, known.loc[place, "period_label"]) for place, found in kinds.items() if not found]
        headline = rows[rows["breakdown"] == shipped_catalogue.indicators[slug].headline]
        ofkind = {place for place, found in kinds.items() if shipped_catalogue.indicators[slug].period in found}
        allowed = known.loc[sorted(ofkind), "period_label"]
        headlines += [(slug, label) for label in headline["period_label"].unique() if label not in set(allowed)]
        assert len(headline), slug
    assert other == []
    assert headlines == []


def test_the_shipped_values_lie_within_their_intervals(frames: dict[str, pd.DataFrame]) -> None:
    outside, half = [], []
    for slug, rows in frames.items():
        both = rows[rows["lower"].notna() & rows["upper"].notna()]
        wrong = both[~both["value"].between(both["lower"], both["upper"])]
        outside += [(slug, each.area_code, each.period_label, each.breakdown) for each in wrong.itertuples()]
        half += [slug] * int((rows["lower"].notna() != rows["upper"].notna()).sum())
    assert outside == []
    assert half == []


def test_the_shipped_proportions_are_between_0_and_100(
    shipped_catalogue: Catalogue, frames: dict[str, pd.DataFrame]
) -> None:
    outside = [
        (slug, name)
        for slug, rows in frames.items()
        for name in ("value", "lower", "upper")
        if shipped_catalogue.indicators[slug].kind == "proportion" and not rows[name].dropna().between(0, 100).all()
    ]
    assert outside == []


def test_the_shipped_negative_values_are_losses_of_homes(frames: dict[str, pd.DataFrame]) -> None:
    numbers = ["value", "lower", "upper", "count", "denominator"]
    negative = {slug: int((rows[numbers] < 0).sum().sum()) for slug, rows in frames.items()}
    assert {slug: count for slug, count in negative.items() if count} == {"net-additional-dwellings": 2}


def test_what_is_missing_says_why(frames: dict[str, pd.DataFrame]) -> None:
    silent = [slug for slug, rows in frames.items() if (rows["value"].isna() & (rows["status"] == "")).any()]
    marked = [slug for slug, rows in frames.items() if (rows["value"].notna() & ~rows["status"].isin(["", "u"])).any()]
    assert (silent, marked) == ([], [])


# Breaks


Point = tuple[date, bool, bool]  # where a period starts, whether it is flagged, whether it has a value


def lines_of(rows: pd.DataFrame) -> Mapping[tuple[str, str], list[Point]]:
    """Area and breakdown -> its points, oldest first."""
    found: dict[tuple[str, str], list[Point]] = defaultdict(list)
    flagged = rows["flags"].str.contains("break_before")
    columns = (rows["area_code"], rows["breakdown"], rows["period_start"].dt.date, flagged, rows["value"].notna())
    for area, breakdown, *point in zip(*columns, strict=True):
        found[area, breakdown].append(tuple(point))
    return {key: sorted(points) for key, points in found.items()}


def break_faults(of: Indicator, rows: pd.DataFrame) -> Iterator[str]:
    """Where flags in the file and breaks in the definition disagree.

    A line need not be flagged where it has no value on one of the two sides; a row that is flagged must be the
    line's first one from the day of a break on.
    """
    for (area, breakdown), points in lines_of(rows).items():
        days = [part.day for part in of.breaks if part.breakdown in ("", breakdown)]
        flagged = [start for start, is_flagged, _ in points if is_flagged]
        firsts = {min((start for start, *_ in points if start >= day), default=None) for day in days}
        name = f"{of.slug}, {area} {breakdown}".strip()
        yield from (f"{name}: {start} is flagged only" for start in flagged if start not in firsts)
        for day in days:
            before = [start for start, _, known in points if known and start < day]
            after = [start for start, _, known in points if known and start >= day]
            if before and after and not any(day <= start <= min(after) for start in flagged):
                yield f"{name}: {day} is not flagged"


def test_breaks_are_flagged_and_defined(shipped_catalogue: Catalogue, frames: dict[str, pd.DataFrame]) -> None:
    found = [fault for slug, rows in frames.items() for fault in break_faults(shipped_catalogue.indicators[slug], rows)]
    assert found == []


def test_no_break_is_defined_that_no_row_has(shipped_catalogue: Catalogue, frames: dict[str, pd.DataFrame]) -> None:
    for slug, rows in frames.items():
        flagged = rows[rows["flags"].str.contains("break_before")]
        for part in shipped_catalogue.indicators[slug].breaks:
            of_part = flagged[flagged["breakdown"] == part.breakdown] if part.breakdown else flagged
            assert (of_part["period_start"] == pd.Timestamp(part.day)).any(), (slug, part.day)


def test_the_check_of_breaks_can_fail() -> None:
    broken = ruptured(date(2016, 1, 1))
    good = [row("2015"), row("2016", flags="break_before"), row("2016", area=WATFORD), row("2017", area=WATFORD)]
    assert list(break_faults(broken, observations(*good))) == []
    assert list(break_faults(broken, observations(*line([1, 2])))) == ["obesity, E07000241: 2016-01-01 is not flagged"]
    assert list(break_faults(indicator(), observations(*good))) == ["obesity, E07000241: 2016-01-01 is flagged only"]


# How they are written


@pytest.mark.parametrize("file", catalogues.figures(), ids=lambda file: file.stem)
def test_a_shipped_file_is_what_its_rows_make(file: Path) -> None:
    """So that the same figures are the same bytes, and a difference in git is one of figures."""
    ending, content = shipped.as_file(shipped.read_file(file))
    assert (file.suffix, file.read_bytes() == content) == (ending, True)


def test_few_rows_are_text_and_many_are_packed() -> None:
    one = observations(row()).iloc[[0] * shipped.MANY]
    many = one.assign(area_code=[f"E0{number:07}" for number in range(shipped.MANY)])
    (short, text), (long, packed) = shipped.as_file(table(many.iloc[1:])), shipped.as_file(table(many))
    assert (short, long) == (".csv", ".parquet")
    assert text.decode() == tables.tidy_csv(many.iloc[1:])
    assert packed == shipped.as_file(table(many.iloc[::-1]))[1]
    assert len(packed) < len(text) / 10


def test_a_packed_file_is_read_as_it_was_written(folder: Path) -> None:
    rows = observations(row(), row(breakdown="sex=female", value=None)).sort_values(store.ORDER, ignore_index=True)
    (folder / "obesity.csv").write_text("in its place", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "MANY", 2)
        written = shipped.write(table(rows), "obesity", folder)
    assert [path.name for path in folder.iterdir()] == [written.name] == ["obesity.parquet"]
    assert shipped.read(CATALOGUE, folder).equals(table(rows))


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        (["values"], "obesity.parquet: the columns must be indicator,area_code,"),
        (None, "obesity.parquet is not a Parquet file that can be read: "),
    ],
)
def test_a_packed_file_that_is_none(folder: Path, columns: list[str] | None, fault: str) -> None:
    file = folder / "obesity.parquet"
    if columns:
        pq.write_table(pa.table({name: ["a"] for name in columns}), file)
    else:
        file.write_bytes(b"PAR1 and no more")
    (told,) = faults(folder)
    assert told.startswith(fault)


def test_an_indicator_in_two_files_is_told(folder: Path, write: Write) -> None:
    write(row())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "MANY", 1)
        (folder / "obesity.parquet").write_bytes(shipped.as_file(table(observations(row())))[1])
    assert faults(folder)[0] == "obesity.csv and obesity.parquet are both there. Take away the one that is older."


def table(rows: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(rows, schema=OBSERVATIONS, preserve_index=False)
