"""TOML tables and CSV rows -> the dataclasses of `model`, strictly and driven by their fields.

Nothing here knows one key by name: a field of a dataclass is a key of its file. Every fault is added to a list
and reading goes on with a blank in the place of what was wrong, so that one attempt finds them all.
"""

import csv
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin

from indicators.errors import nearest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

#: Items of a list are told by their first field where it is a text no longer than this, else by their number.
_TITLE = 60

#: The types a single value may have, in words for whoever wrote the file.
_SIMPLE: Mapping[type, str] = {
    str: "a text. Write it in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false, without quotes",
    date: "a date. Write it like 2015-07-01, without quotes",
}

#: Tables of words in which an empty text means something: that a file has an empty text there.
MAY_BE_BLANK = ("match",)


def toml(path: Path, name: str, faults: list[str]) -> dict[str, Any] | None:
    """The top table of a TOML file; None, and a fault, if there is none to be read."""
    text = _text(path, name, faults)
    try:
        return None if text is None else tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        faults.append(f"{name} is not TOML that can be read: {why}.")
        return None


def rows(kind: type[T], path: Path, name: str, faults: list[str]) -> list[T]:
    """The rows of a CSV file whose columns are exactly the fields of `kind`, in any order."""
    text = _text(path, name, faults)
    if text is None:
        return []
    header, *lines = list(csv.reader(StringIO(text, newline=""))) or [[]]
    if not _right_columns(kind, header, name, faults):
        return []
    records = []
    for number, cells in enumerate(lines, start=2):  # the header is row 1, as in a spreadsheet
        if len(cells) == len(header):
            table = dict(_cells(kind, header, cells))
            records.append(record(kind, table, f"{name}, row {number}", faults, word="column"))
        elif cells:
            faults.append(f"{name}, row {number}: {len(cells)} cells, but the header has {len(header)} columns.")
    return records


def record(
    kind: type[T],
    table: Mapping[str, Any],
    where: str,
    faults: list[str],
    given: Mapping[str, Any] | None = None,
    word: str = "key",
) -> T:
    """`table` as a `kind`. `given` holds the fields that the table may not state, such as a slug from a file name."""
    values = dict(given or {})
    own = [field for field in fields(kind) if field.name not in values]
    _unknown(table, [field.name for field in own], where, faults, word)
    for field in own:
        if field.name in table:
            place = f"{where}, {word} '{field.name}'"
            values[field.name] = _value(field.type, table[field.name], where, field.name, place, faults)
            if _needed(field) and _empty(field.type, table[field.name]):
                faults.append(f"{place} is empty.")
        elif _needed(field):
            faults.append(f"{where}: {word} '{field.name}' is missing.")
            values[field.name] = blank(field.type)
    return kind(**values)


def blank(hint: Any) -> Any:
    """What stands in for a value that could not be read: nothing that a check would trip over."""
    if is_dataclass(hint) and isinstance(hint, type):
        return hint(**{field.name: blank(field.type) for field in fields(hint) if _needed(field)})
    origin = get_origin(hint)
    if origin is Literal:
        return ""  # none of the choices, so that none of their rules is asked for
    if origin in (tuple, Mapping):
        return origin() if origin is tuple else {}
    if hint is float:
        return math.nan  # neither above nor below any bound
    return date.min if hint is date else hint() if hint in _SIMPLE else None


def _text(path: Path, name: str, faults: list[str]) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(f"{name} is missing.")
    except UnicodeDecodeError:
        faults.append(f"{name} is not text in UTF-8. Save it again with that encoding.")
    return None


def _needed(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _empty(hint: Any, value: Any) -> bool:
    """Whether a text, a list of texts or a table of words says nothing. A list of tables may be empty."""
    if isinstance(value, str):
        return not value.strip()
    return value in ([], {}) and not _tables(hint) and not is_dataclass(hint)


def _tables(hint: Any) -> Any:
    """The dataclass of a field that holds several of them, else None."""
    item = get_args(hint)[0] if get_origin(hint) is tuple else None
    return item if is_dataclass(item) else None


def _unknown(table: Mapping[str, Any], known: list[str], where: str, faults: list[str], word: str) -> None:
    for key in table:
        if key not in known:
            hint = nearest(key, known) or f" Known are {', '.join(known)}."
            faults.append(f"{where}: {word} '{key}' is unknown.{hint}")


def _value(hint: Any, value: Any, where: str, key: str, place: str, faults: list[str]) -> Any:
    """`value` as `hint` says; `where` is what holds it, `place` the value itself."""
    if _tables(hint):
        return tuple(_records(_tables(hint), value, where, key, place, faults))
    if is_dataclass(hint) and isinstance(hint, type):
        return _table(hint, value, f"{where}, {key}", faults, place=place)
    if get_origin(hint) is tuple:
        return tuple(_texts(value, place, faults))
    if get_origin(hint) is Mapping:
        return _words(value, place, faults, blank=key in MAY_BE_BLANK)
    if get_origin(hint) is Literal:
        return _choice(hint, value, place, faults)
    if hint not in _SIMPLE:  # "something or None": the something
        return _value(get_args(hint)[0], value, where, key, place, faults)
    return _simple(hint, value, place, faults)


def _records(kind: Any, value: Any, where: str, key: str, place: str, faults: list[str]) -> Iterator[Any]:
    """Several dataclasses: a list of tables, or one table of tables where the first field is called `key`."""
    first = fields(kind)[0]
    wanted, form = (dict, f"tables, [{key}.name]") if first.name == "key" else (list, f"a list of tables, [[{key}]]")
    if not isinstance(value, wanted):
        faults.append(f"{place}: {_shown(value)} is not {form}.")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield _table(kind, item, f"{where}, {key} '{name}'", faults, {first.name: name})
    else:
        for number, item in enumerate(value, start=1):
            name = item.get(first.name) if isinstance(item, dict) and first.type is str else None
            title = f"'{name}'" if isinstance(name, str) and len(name) <= _TITLE else number
            yield _table(kind, item, f"{where}, {key} {title}", faults)


def _table(
    kind: Any, value: Any, where: str, faults: list[str], given: Mapping[str, Any] | None = None, place: str = ""
) -> Any:
    """One dataclass. `place` is the table itself where that is not said like `where`, which stands before its keys."""
    if isinstance(value, dict):
        return record(kind, value, where, faults, given)
    faults.append(f"{place or where}: {_shown(value)} is not a table of keys.")
    return replace(blank(kind), **given) if given else blank(kind)


def _texts(value: Any, place: str, faults: list[str]) -> list[str]:
    if not isinstance(value, list):
        faults.append(f"{place}: {_shown(value)} is not a list. Write it in square brackets.")
        return []
    for item in value:
        if not isinstance(item, str) or not item.strip():
            faults.append(f"{place}: {_shown(item)} in the list is not a text, or an empty one.")
    return [item for item in value if isinstance(item, str)]


def _words(value: Any, place: str, faults: list[str], *, blank: bool) -> dict[str, str]:
    if not isinstance(value, dict):
        faults.append(f"{place}: {_shown(value)} is not a table of names and words.")
        return {}
    for name, item in value.items():
        if not isinstance(item, str) or not (blank or item.strip()):
            faults.append(f"{place}: {_shown(item)} for '{name}' is not a text, or an empty one.")
    return {name: str(item) for name, item in value.items()}


def _choice(hint: Any, value: Any, place: str, faults: list[str]) -> Any:
    allowed = get_args(hint)
    if value in allowed:
        return value
    near = nearest(value, allowed) if isinstance(value, str) else ""
    faults.append(f"{place}: {_shown(value)} is not one of {', '.join(allowed)}.{near}")
    return blank(hint)


def _simple(hint: Any, value: Any, place: str, faults: list[str]) -> Any:
    if hint is float and type(value) is int:
        return float(value)
    # type() and not isinstance(): true is an int to Python, and a moment is a date
    if type(value) is hint and not (hint is float and not math.isfinite(value)):
        return value
    faults.append(f"{place}: {_shown(value)} is not {_SIMPLE[hint]}.")
    return blank(hint)


def _shown(value: Any) -> str:
    """What was found, as far as it fits in a sentence."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return f"'{str(value).lower()}'"
    text = value.isoformat(" ") if isinstance(value, datetime) else str(value)
    return f"'{text if len(text) <= 40 else text[:39] + '…'}'"


def _right_columns(kind: Any, header: list[str], name: str, faults: list[str]) -> bool:
    known = [field.name for field in fields(kind)]
    before = len(faults)
    _unknown(dict.fromkeys(header), known, name, faults, "column")
    faults += [f"{name}: column '{column}' is missing." for column in known if column not in header]
    faults += [f"{name}: column '{column}' is there twice." for column in known if header.count(column) > 1]
    return len(faults) == before


def _cells(kind: Any, header: list[str], cells: list[str]) -> Iterator[tuple[str, Any]]:
    """Column and value of each cell that is not empty, dates as dates where they are written as such."""
    dated = [field.name for field in fields(kind) if date in get_args(field.type)]
    for column, cell in zip(header, cells, strict=True):
        if text := cell.strip():
            yield column, _date(text) if column in dated else text


def _date(text: str) -> date | str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if day.isoformat() == text else text  # "20150701" is read too, but is not how we write dates
