"""The figures that the dashboard ships with: a file for each indicator in `data/published/`.

Few are text, `SLUG.csv` in the project's own tidy layout; many are `SLUG.parquet`, with the same columns and sorted as
the store sorts. The same rows make the same file, byte for byte.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from indicators import access, store, tables
from indicators import catalogue as catalogues
from indicators.errors import StoreError, nearest
from indicators.model import KEY, OBSERVATIONS, Catalogue

#: The figures that are shipped, without those of anybody's own.
FOLDER = catalogues.DATA / "published"
#: From so many rows on a file is packed: as text it would be read by nobody, and take ten times the room.
MANY = 10_000
#: As small as zstd makes it in a time that nobody notices.
_LEVEL = 19
_ENDINGS = frozenset({".csv", ".parquet"})


def read(
    catalogue: Catalogue, folder: Path | None = None, progress: Callable[[float, str], None] | None = None
) -> pa.Table:
    """All files as one table with the schema OBSERVATIONS, in the order of their names: those of `folder`, else those
    that are shipped, with those over them that lie in a folder of one's own.

    `progress` is told the share done and the file's name. StoreError names every file at fault: a column that
    is missing or unknown, a value that cannot be read, an indicator, area or breakdown that does not exist, a
    doubled row, a period that ends before it starts.
    """
    files = catalogues.figures() if folder is None else sorted([*folder.glob("*.csv"), *folder.glob("*.parquet")])
    if not files:
        raise StoreError(
            f"{folder or FOLDER} holds no CSV or Parquet file, so there are no figures to build the store from."
        )
    whole: list[pa.Table] = []
    faults = _twice(files)
    for place, file in enumerate(files):
        if progress:
            progress(place / len(files), file.stem)
        try:
            table = read_file(file)
        except StoreError as error:
            faults.append(str(error))
            continue
        faults += _faults(table, file, catalogue)
        whole.append(table)
    if faults:
        raise StoreError("\n".join(faults))
    return pa.concat_tables(whole)


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
    """One file with the schema OBSERVATIONS; only an empty cell of a number is missing, never a zero or a text.

    StoreError where it is not as it is to be.
    """
    return _packed(file) if file.suffix == ".parquet" else _text(file)


def as_file(table: pa.Table) -> tuple[str, bytes]:
    """How rows of an indicator are shipped: the ending of the file's name, and its bytes.

    The rows in the order of the store, as text where they are few, so that a change can be read line by line.
    """
    rows = store.frame([table.cast(OBSERVATIONS)]).sort_values(store.ORDER, ignore_index=True)
    if len(rows) < MANY:
        return ".csv", tables.tidy_csv(rows).encode()
    sink = pa.BufferOutputStream()
    packed = pa.Table.from_pandas(rows, schema=OBSERVATIONS, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(packed, sink, compression="zstd", compression_level=_LEVEL, store_schema=False)
    return ".parquet", bytes(sink.getvalue())


def write(table: pa.Table, slug: str, folder: Path = FOLDER) -> Path:
    """Write rows of an indicator as the file that is shipped, in place of the one that was there."""
    ending, content = as_file(table)
    file = folder / f"{slug}{ending}"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    for other in _ENDINGS - {ending}:
        (folder / f"{slug}{other}").unlink(missing_ok=True)
    return file


def _packed(file: Path) -> pa.Table:
    try:
        table = pq.read_table(file)
    except (pa.ArrowException, OSError) as error:
        raise StoreError(f"{file.name} is not a Parquet file that can be read: {error}") from error
    wrong = [name for name in table.column_names if name not in OBSERVATIONS.names]
    if table.column_names != OBSERVATIONS.names:
        hint = f" Column '{wrong[0]}' is not known.{nearest(wrong[0], OBSERVATIONS.names)}" if wrong else ""
        raise StoreError(f"{file.name}: the columns must be {','.join(OBSERVATIONS.names)}.{hint}")
    try:
        return table.cast(OBSERVATIONS)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
        raise StoreError(f"{file.name}: {error}") from error


def _text(file: Path) -> pa.Table:
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


def _twice(files: Sequence[Path]) -> list[str]:
    """Indicators that have their figures in two files: nobody could say which of them are meant."""
    slugs = [file.stem for file in files]
    return [
        f"{slug}.csv and {slug}.parquet are both there. Take away the one that is older."
        for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1})
    ]


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
