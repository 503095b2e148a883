"""The figures that the dashboard ships with: `data/published/*.csv`, in the project's own tidy layout."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from indicators import access, store
from indicators import catalogue as catalogues
from indicators.errors import StoreError, nearest
from indicators.model import KEY, OBSERVATIONS, Catalogue

#: The figures that are shipped, without those of anybody's own.
FOLDER = catalogues.DATA / "published"


def read(
    catalogue: Catalogue, folder: Path | None = None, progress: Callable[[float, str], None] | None = None
) -> pa.Table:
    """All files as one table with the schema OBSERVATIONS, in the order of their names: those of `folder`, else those
    that are shipped, with those over them that lie in a folder of one's own.

    `progress` is told the share done and the file's name. StoreError names every file at fault: a column that
    is missing or unknown, a value that cannot be read, an indicator, area or breakdown that does not exist, a
    doubled row, a period that ends before it starts.
    """
    files = catalogues.figures() if folder is None else sorted(folder.glob("*.csv"))
    if not files:
        raise StoreError(f"{folder or FOLDER} holds no CSV file, so there are no figures to build the store from.")
    tables: list[pa.Table] = []
    faults: list[str] = []
    for place, file in enumerate(files):
        if progress:
            progress(place / len(files), file.stem)
        try:
            table = read_file(file)
        except StoreError as error:
            faults.append(str(error))
            continue
        faults += _faults(table, file, catalogue)
        tables.append(table)
    if faults:
        raise StoreError("\n".join(faults))
    return pa.concat_tables(tables)


def build(
    where: str, catalogue: Catalogue, progress: Callable[[float, str], None] | None = None
) -> store.Release | None:
    """The release that brings the store up to date with the shipped figures; None if it holds them all already."""
    person, note = access.allow("data/published", "build"), "The figures that the dashboard ships with"
    return store.publish(where, read(catalogue, progress=progress), by=person, note=note, kind="build")


def begin(where: str, catalogue: Catalogue) -> store.Release | None:
    """The release that builds the store where there is none yet; None where there is one.

    For the start of a server, and nothing else: where a store has vanished under one that runs, nothing may take its
    place.
    """
    return None if store.exists(where) else build(where, catalogue)


def read_file(file: Path) -> pa.Table:
    """One file with the schema OBSERVATIONS; only an empty cell of a number is missing, never a zero or a text."""
    names = OBSERVATIONS.names
    try:
        with file.open(encoding="utf-8") as lines:
            header = lines.readline().rstrip("\n").split(",")
    except UnicodeDecodeError as error:
        raise StoreError(f"{file.name} is not text in UTF-8. Save it again with that encoding.") from error
    if header != names:
        wrong = next((name for name in header if name not in names), "")
        hint = f" Column '{wrong}' is not known.{nearest(wrong, names)}" if wrong else ""
        raise StoreError(f"{file.name}, row 1: the columns must be {','.join(names)}.{hint}")
    types = pa_csv.ConvertOptions(
        column_types=OBSERVATIONS, null_values=[""], strings_can_be_null=False, quoted_strings_can_be_null=False
    )
    try:
        return pa_csv.read_csv(file, convert_options=types).cast(OBSERVATIONS)
    except (pa.ArrowInvalid, ValueError) as error:
        raise StoreError(f"{file.name}: {error}") from error


def _faults(table: pa.Table, file: Path, catalogue: Catalogue) -> list[str]:
    """What the schema cannot see. Each fault names the file and what was found there."""
    indicator = catalogue.indicators.get(file.stem)
    if indicator is None:
        return [
            f"{file.name}: there is no data/definitions/{file.stem}.toml.{nearest(file.stem, catalogue.indicators)}"
        ]
    allowed = {
        "indicator": {file.stem},
        "area_code": set(catalogue.areas),
        "breakdown": {""} | {f"{part.key}={value}" for part in indicator.dimensions for value in part.values},
    }
    faults = [
        f"{file.name}, column '{column}': '{value}' is not in the catalogue.{nearest(value, names)}"
        for column, names in allowed.items()
        for value in sorted(set(table[column].unique().to_pylist()) - names)
    ]
    faults += [f"{file.name}: doubled row {row}." for row in _doubled(table)]
    backwards = sum(start > end for start, end in _periods(table))
    return faults + ([f"{file.name}: {backwards} periods end before they start."] if backwards else [])


def _periods(table: pa.Table) -> list[tuple[date, date]]:
    return list(zip(table["period_start"].to_pylist(), table["period_end"].to_pylist(), strict=True))


def _doubled(table: pa.Table) -> list[tuple[object, ...]]:
    counts = table.group_by(list(KEY)).aggregate([([], "count_all")])
    return [tuple(row[name] for name in KEY) for row in counts.to_pylist() if row["count_all"] > 1]
