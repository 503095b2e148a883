"""A definition to start from, for a measure that a file holds and the catalogue does not."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import pandas as pd

from indicators import periods
from indicators.errors import PeriodError
from indicators.formats import Reading
from indicators.model import Catalogue
from indicators.screening import numbers
from indicators.screening.matching import TIDY
from indicators.screening.nearest import Nearest, ranked

#: More are not looked at: a file of Fingertips can have a thousand.
MOST = 100
_TITLE = 45
_SAMPLE = 200

#: Words in a measure's texts and the kind, unit name, and text before and after its figures, in this order.
_UNITS = (
    (r"per 1,?000\b|per 100,?000|rate per", "rate", "per head", "", ""),
    (r"%|per ?cent|proportion|prevalence|share", "proportion", "%", "", "%"),
    (r"£|price|pay|earnings", "price", "£", "£", ""),
    (r"ratio|density", "ratio", "ratio", "", ""),
    (r"rank", "rank", "rank", "", ""),
    (r"score|average|mean|index", "mean", "score", "", ""),
)
_COUNT = ("", "count", "number", "", "")


@dataclass(frozen=True)
class Unmatched:
    """A measure that no definition asks for: its descriptors, its rows, a definition that can be saved, and the
    definition that comes nearest."""

    measure: Mapping[str, str]
    rows: int
    slug: str
    definition: str  # TOML, for data/definitions/<slug>.toml
    nearest: Nearest | None = None


def unmatched(reading: Reading, matched: Sequence[int], catalogue: Catalogue) -> tuple[Unmatched, ...]:
    """The measures that are not among the `matched` positions, no more than MOST: those most like what definitions ask
    for first, then in the file's order. Those that the file does not name are asked about elsewhere."""
    known = {*matched, *reading.unnamed}
    other = [position for position in range(len(reading.measures)) if position not in known]
    if reading.layout == TIDY:  # a slug once, whatever its breakdowns
        slugs = {reading.measures[position].get("indicator", ""): position for position in reversed(other)}
        other = sorted(position for slug, position in slugs.items() if slug and slug not in catalogue.indicators)
    found = ranked(reading, other, catalogue)[:MOST]
    first = [position for position, _ in found]
    chosen = reading.cells.loc[reading.cells["measure"].isin(first), ["measure", "value", "period"]]
    samples = chosen.groupby("measure").head(_SAMPLE)
    return tuple(
        replace(_suggested(reading, position, samples[samples["measure"] == position], catalogue), nearest=nearest)
        for position, nearest in found
    )


def _suggested(reading: Reading, position: int, sample: pd.DataFrame, catalogue: Catalogue) -> Unmatched:
    rows = int((reading.cells["measure"] == position).sum())
    measure = reading.measures[position]
    tidy = reading.layout == TIDY
    words = measure.get("indicator", "") if tidy else max(measure.values(), key=len, default="")
    slug = words if tidy else _slug(words, catalogue)
    lines = list(_lines(words, reading, position, sample, catalogue))
    lines += _dimensions(words, reading) if tidy else _files(reading.layout, measure)
    return Unmatched(measure, rows, slug, "\n".join(lines) + "\n")


def _lines(words: str, reading: Reading, position: int, sample: pd.DataFrame, catalogue: Catalogue) -> Iterator[str]:
    values, texts = sample["value"], sample["period"].drop_duplicates()
    about = " ".join([*reading.measures[position].values(), *values.head(1)])
    _, kind, unit, before, after = next((each for each in _UNITS if re.search(each[0], about, re.IGNORECASE)), _COUNT)
    period, others = _kinds(list(texts))
    yield "# A start, made from the file. Every line is to be checked before it is saved."
    yield f"title = {_text(_title(words))}"
    yield f"measure = {_text(words or 'What is measured')}"
    yield f"description = {_text(f'Say in plain words what is counted, of whom and by whom: {words}.')}"
    yield 'method = "Say how the publisher makes it. Figures are carried over as they are."'
    yield 'limits = ["Say what it cannot tell."]'
    yield f"decimals = {_decimals(list(values))}"
    yield 'polarity = "contextual"'
    yield f'kind = "{kind}"'
    yield f'period = "{period}"' + (f"  # or {', '.join(others)}: the text alone does not say" if others else "")
    yield 'cadence = "annual"'
    yield "lag_months = 6"
    yield f"sources = [{_text(_source(reading.layout, catalogue))}]  # or a new one in data/published/sources.toml"
    yield f"benchmark = {_text(_benchmark(catalogue))}"
    yield f"\n[unit]\nname = {_text(unit)}"
    yield f"before = {_text(before)}\nafter = {_text(after)}"


def _files(layout: str, measure: Mapping[str, str]) -> list[str]:
    match = ", ".join(f"{_text(name)} = {_text(text)}" for name, text in measure.items())
    return ["\n[[files]]", f"layout = {_text(layout)}", f"match = {{ {match} }}"]


def _dimensions(slug: str, reading: Reading) -> list[str]:
    dimensions: dict[str, list[str]] = {}
    for measure in reading.measures:
        for part in measure.get("breakdown", "").split(";") if measure.get("indicator") == slug else ():
            key, given, value = part.partition("=")
            if given and value not in dimensions.setdefault(key, []):
                dimensions[key].append(value)
    return [
        f"\n[dimensions.{_text(key)}]\nlabel = {_text(_title(key))}\n"
        f"values = {{ {', '.join(f'{_text(value)} = {_text(_title(value))}' for value in values)} }}"
        for key, values in dimensions.items()
    ]


def _kinds(texts: Sequence[str]) -> tuple[str, list[str]]:
    """The first kind of period that all the texts can be, and the others."""
    fitting = [kind for kind in periods.KINDS if texts and all(_reads(text, kind) for text in texts)]
    return (fitting[0], fitting[1:]) if fitting else ("year", [])


def _reads(text: str, kind: str) -> bool:
    with suppress(PeriodError):
        return bool(periods.parse(text, kind))
    return False


def _decimals(values: Sequence[str]) -> int:
    """The most digits behind the point, up to three; one where no value is a number."""
    plain = [text for text in values if numbers.number(text).value == numbers.number(text).value]
    digits = [len(re.sub(r"[^0-9].*", "", text.partition(".")[2])) for text in plain]
    return min(max(digits, default=1), 3)


def _title(words: str) -> str:
    plain = " ".join(words.replace("-", " ").split()) or "An indicator"
    return (plain[0].upper() + plain[1:])[:_TITLE].rstrip()


def _slug(words: str, catalogue: Catalogue) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")[:_TITLE].strip("-") or "indicator"
    return f"{slug}-2" if slug in catalogue.indicators else slug


def _source(layout: str, catalogue: Catalogue) -> str:
    same = (each for each in catalogue.indicators.values() if any(file.layout == layout for file in each.files))
    return next((each.sources[0] for each in same if each.sources), next(iter(catalogue.sources), ""))


def _benchmark(catalogue: Catalogue) -> str:
    largest = (area.code for area in catalogue.areas.values() if area.type == "country")
    return next(largest, catalogue.strategy.area)


def _text(text: str) -> str:
    """A basic string of TOML: JSON's form of it, but for the one character that TOML wants escaped as well."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
