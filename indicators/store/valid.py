"""What no observation can be: of another type, or in contradiction to itself. Every fault is named at once."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import types

from indicators.errors import StoreError, nearest
from indicators.model import COMPARISONS, FLAGS, KEY, OBSERVATIONS, STATUSES

#: What a column may come as, in words and by its Arrow type. Text never becomes a number or a date.
ACCEPTED: Mapping[pa.DataType, tuple[str, Callable[[pa.DataType], bool]]] = {
    pa.string(): ("text", lambda kind: types.is_string(kind) or types.is_large_string(kind)),
    pa.date32(): ("dates", lambda kind: types.is_date(kind) or (types.is_timestamp(kind) and kind.tz is None)),
    pa.float64(): ("numbers", lambda kind: types.is_floating(kind) or types.is_integer(kind)),
}

#: What an indicator is called in files and addresses.
SLUG = "[a-z0-9]+(-[a-z0-9]+)*"

#: The statuses that stand in place of a value. With the other, `u`, the value stays.
WITHOUT_VALUE = ("c", "x", "z", "low")


def observations(data: pa.Table | pd.DataFrame) -> pd.DataFrame:
    """The rows in the types that `read` promises. Refuses what is not an observation, naming every fault."""
    rows = typed(data, OBSERVATIONS.names)
    filled = [field.name for field in OBSERVATIONS if not field.nullable]
    empty = [fault for name in filled for fault in _fault(rows, name, rows[name].isna(), "must not be empty")]
    if faults := empty or list(_contradictions(rows)):
        raise StoreError("\n".join(faults))
    return rows


def typed(data: pa.Table | pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """Exactly these columns in the types that `read` promises. Refuses others, missing ones and other types."""
    header = data.column_names if isinstance(data, pa.Table) else data.columns.tolist()
    unknown = [str(name) for name in header if name not in names]
    faults = [f"Column '{name}' is not known.{nearest(name, names)}" for name in unknown]
    columns: dict[str, Any] = {}
    for name in names:
        if header.count(name) == 1:
            columns[name], fault = _column(data[name], OBSERVATIONS.field(name).type)
            faults += [f"Column '{name}' must hold {fault}."] if fault else []
        else:
            faults.append(f"Column '{name}' is {'there twice' if name in header else 'missing'}.")
    if faults:
        raise StoreError("\n".join(faults))
    return as_read(pa.table(columns))


def _column(data: Any, wanted: pa.DataType) -> tuple[pa.ChunkedArray | None, str]:
    """The column in that type, or what it must hold instead. A cast alone would parse text, and drop the hour."""
    words, accepts = ACCEPTED[wanted]
    try:
        column = pa.chunked_array([pa.array(data)]) if isinstance(data, pd.Series) else data
        if not types.is_null(column.type) and not accepts(column.type):
            return None, f"{words}, not {column.type}"
        cast = column.cast(wanted)
        if types.is_timestamp(column.type) and not cast.cast(column.type).equals(column):
            return None, f"{words} without a time of day"
    except pa.ArrowException as fault:
        return None, f"{words}: {fault}"
    return cast, ""


def _contradictions(rows: pd.DataFrame) -> Iterator[str]:
    """What no observation can say. Whether its figures are plausible is for `screening` to judge."""
    missing, status = rows["value"].isna(), rows["status"]
    unknown = [text for text in rows["flags"].unique() if not FLAGS.keys() >= set(text.split())]
    slug = rows["indicator"].str.fullmatch(SLUG)
    yield from _fault(rows, "indicator", ~slug, "must be a slug such as 'year-6-obesity'")
    for name in ("value", "lower", "upper", "count", "denominator"):
        yield from _fault(rows, name, np.isinf(rows[name]), "must be a finite number")
    for name, allowed in {"status": list(STATUSES), "published_comparison": list(COMPARISONS)}.items():
        yield from _fault(rows, name, ~rows[name].isin(["", *allowed]), f"must be empty or one of {', '.join(allowed)}")
    yield from _fault(rows, "flags", rows["flags"].isin(unknown), f"may hold {', '.join(FLAGS)}, separated by a space")
    yield from _fault(rows, "status", missing & (status == ""), "must say why there is no value")
    yield from _fault(rows, "value", ~missing & status.isin(WITHOUT_VALUE), "must be empty where the status says so")
    yield from _fault(rows, "indicator", rows.duplicated(list(KEY)), f"has the same {', '.join(KEY[1:])} twice")


def _fault(rows: pd.DataFrame, column: str, wrong: "pd.Series[bool]", rule: str) -> Iterator[str]:
    """One sentence about the rows that are wrong, if any, with the first three of them."""
    places = np.flatnonzero(wrong)
    if places.size:
        first = "; ".join(
            f"row {place + 1}, '{row[column]}' ({row['indicator']}, {row['area_code']}, {row['period_label']})"
            for place, row in zip(places, rows.iloc[places[:3]].to_dict("records"), strict=False)
        )
        yield f"Column '{column}' {rule}. Rows: {places.size} of {len(rows)}. First: {first}."


def as_read(table: pa.Table) -> pd.DataFrame:
    """The table in the types that `read` promises."""
    fields = [OBSERVATIONS.field(name) for name in table.column_names]
    wanted = [(field.name, pa.timestamp("s") if field.type == pa.date32() else field.type) for field in fields]
    frame: pd.DataFrame = table.cast(pa.schema(wanted)).to_pandas()
    return frame
