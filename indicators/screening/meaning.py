"""A reading -> observations: measures by the definitions, areas by areas.csv, periods and numbers by what they say.

Nothing is judged here. What has no meaning is kept with its problem, and the checks tell it.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.formats import File, Reading
from indicators.model import COMPARISONS, FLAGS, KEY, OBSERVATIONS, Catalogue
from indicators.screening import completed, matching, numbers, places, rates, spans
from indicators.screening.apart import Room
from indicators.screening.keys import keyed, positions
from indicators.screening.known import Known
from indicators.screening.screened import Screened

#: Columns of cells that hold numbers.
FIGURES = ("value", "lower", "upper", "count", "denominator")
#: Columns of `Screened.problems`.
PROBLEMS = ("position", "figure", "text", "problem", "fix")
NO_PROBLEMS = pd.DataFrame(columns=list(PROBLEMS))
#: What a row of `Screened.rows` has beside the columns of OBSERVATIONS, and what stands in `Screened.texts`.
NUMBERS = (
    *("position", "pair", "measure", "area", "row", "per_residents"),
    *("series", "line", "window", "key", "dated", "sound"),
)
TEXTS = (
    *("sheet", "column", "text", "count_text", "base_text", "status_text", "flag_text", "unknown_flag", "symbol"),
    *("period_text", "period_problem", "period_message", "period_fix"),
)
#: The statuses that stand in place of a value.
WITHOUT_VALUE = ("c", "x", "z", "low")

#: A number with more characters than these may carry the noise of binary fractions.
_PLAIN = 16

#: Our remarks on a row.
REVISED = "Revised by the publisher."
UNRELIABLE = "Marked unreliable by the publisher, which gives no value."


def understood(
    file: File,
    reading: Reading,
    catalogue: Catalogue,
    held: Known,
    today: date,
    answers: Mapping[str, str],
    said: str = "",
    room: Room | None = None,
) -> Screened:
    """Everything that can be said of a file's cells. `answers` are markers that the analyst has given a meaning, `said`
    the slug of what is counted, where the file does not say it and the analyst has. TooMuch where there are more
    figures than there is `room` for."""
    pairs = matching.pairs(reading, catalogue, said)
    frame = matching.as_frame(pairs)
    cells = _of_measures(reading.cells, frame)
    areas, area = places.located(cells, catalogue)
    cells = cells.assign(area=area)
    kept = _of_areas(cells, areas)
    if room:
        room.take(int(frame["measure"].value_counts().reindex(kept["measure"]).sum()))
    rows, problems = _with_figures(_with_pairs(kept, frame), pairs, reading, answers)
    rows = _with_periods(rows, reading.layout == matching.TIDY)
    rows = rates.divided(rows, held)
    rows = _typed(rows, reading.layout == matching.TIDY)
    rows, mine = keyed(rows, held.of(frame["indicator"].unique()).drop_duplicates(list(KEY)))
    rows = rows if reading.layout == matching.TIDY else completed.completed(rows, mine, catalogue)
    rows["sound"] = _sound(rows, problems) & ~_ghosts(rows)
    rows["sound"] &= ~rows["series"].isin(matching.unknown_lines(rows, catalogue))  # they are compared with nothing
    texts = rows[[*TEXTS]]
    rows = rows[[*OBSERVATIONS.names, *NUMBERS]]
    nobody = mine.iloc[:0]
    return Screened(file, catalogue, mine, today, reading, frame, areas, cells, rows, texts, problems, nobody, held)


def _of_measures(cells: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    mine = cells["measure"].isin(pairs["measure"].unique())
    return (cells if mine.all() else cells[mine]).reset_index(drop=True)


def _of_areas(cells: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The cells of areas that are kept, with today's codes."""
    current = areas["area_code"].take(cells["area"].to_numpy()).set_axis(cells.index)
    known = current != ""
    return cells.assign(area_code=current) if known.all() else cells[known].assign(area_code=current[known])


def _with_pairs(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Each row with the line that its measure is, or with each of several. Most files have one, and are not copied."""
    if not pairs["measure"].is_unique:
        return rows.merge(pairs.drop(columns=matching.ORIGIN), on="measure")
    place = positions(rows["measure"], pairs["measure"])
    columns = {name: pairs[name].take(place).array for name in pairs.columns.drop(["measure", matching.ORIGIN])}
    return rows.assign(**columns).reset_index(drop=True)


def _with_figures(
    rows: pd.DataFrame, pairs: list[matching.Pair], reading: Reading, answers: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows with numbers, statuses and flags for their texts, and what was no number."""
    rows["text"], rows["count_text"], rows["flag_text"] = rows["value"], rows["count"], rows["flags"]
    rows["base_text"], rows["status_text"] = rows["denominator"], rows["status"]
    rows["position"] = np.arange(len(rows))
    parts, problems, tidy = [], [], reading.layout == matching.TIDY
    for markers, group in _by_markers(rows, pairs, reading, answers):
        read, wrong = _figures(group, markers, tidy)
        parts.append(read)
        problems.append(wrong)
    figures = (pd.concat(parts).sort_index() if len(parts) > 1 else parts[0]) if parts else _figures(rows, {}, tidy)[0]
    for name in figures.columns:
        rows[name] = figures[name]
    return rows, pd.concat(problems) if problems else NO_PROBLEMS


def _by_markers(
    rows: pd.DataFrame, pairs: list[matching.Pair], reading: Reading, answers: Mapping[str, str]
) -> Iterator[tuple[Mapping[str, str], pd.DataFrame]]:
    """The rows by what markers mean in them: the file's own table first, then the definition, the answers, the rest."""
    meanings: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for position in rows["pair"].unique():
        own = pairs[position].source.markers
        key = tuple(numbers.usable(numbers.MARKERS, answers, own, reading.markers).items())
        meanings.setdefault(key, []).append(position)
    for key, own_pairs in meanings.items():
        yield dict(key), rows if len(meanings) == 1 else rows[rows["pair"].isin(own_pairs)]


def _figures(rows: pd.DataFrame, markers: Mapping[str, str], tidy: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    value = numbers.table(rows["value"], markers).set_index(rows.index)
    given = numbers.statuses(rows["status"], markers).set_index(rows.index)
    status = value["status"].where(value["status"] != "", given["status"])
    absent = value["value"].isna()
    both = ~absent & status.isin(WITHOUT_VALUE)
    rounded = both & (status == "low") & (value["value"] == 0)  # zero with its marker: it rounds to zero
    figures = pd.DataFrame({"value": value["value"]})
    wrong = [_problems(rows, "value", value)]
    for name in FIGURES[1:]:  # one after another: a table of each at once is more than the file itself
        read = numbers.table(rows[name], markers).set_index(rows.index)
        figures[name] = read["value"]
        wrong.append(_problems(rows, name, read))
    for name in () if tidy else FIGURES:
        long = pc.greater(pc.binary_length(pa.array(rows[name], pa.string())), _PLAIN).to_numpy(zero_copy_only=False)
        figures.loc[long, name] = figures.loc[long, name].map(numbers.without_noise)
    figures.loc[rounded, "value"] = np.nan
    # That a value is unreliable is no reason to have none; but what the tidy layout says is left as it is.
    weak = absent & (status == "u") & (not tidy)
    figures["status"] = status.mask((absent & (status == "") & (value["problem"] == "")) | weak, "x")
    figures["remark"] = pd.Series("", rows.index, dtype="str").mask(weak, UNRELIABLE)
    words = numbers.flags(rows["flags"]).set_index(rows.index)
    figures["flag_words"] = _together(value["flags"], given["flags"], words["flags"])
    figures["unknown_flag"], figures["symbol"] = words["unknown"], value["symbol"]
    wrong += [_problems(rows, "status", given), _contradicting(rows[both & ~rounded])]
    problems = [each for each in wrong if len(each)]
    return figures, pd.concat(problems) if problems else NO_PROBLEMS


def _together(*texts: "pd.Series[str]") -> "pd.Series[str]":
    """The texts with a blank between them, those that are always empty left out."""
    parts = [text for text in texts if text.ne("").any()] or [texts[0]]
    whole = parts[0]
    for text in parts[1:]:
        whole = whole + " " + text
    return whole


def _problems(rows: pd.DataFrame, figure: str, read: pd.DataFrame) -> pd.DataFrame:
    wrong = (read["problem"] != "").to_numpy()
    cells = {"position": rows["position"][wrong], "figure": figure, "text": rows[figure][wrong]}
    return pd.DataFrame(cells | {name: read[name][wrong] for name in ("problem", "fix")}, columns=list(PROBLEMS))


def _contradicting(rows: pd.DataFrame) -> pd.DataFrame:
    problem = {"figure": "value", "problem": "number-and-marker", "fix": ""}
    text = rows["text"] + " " + rows["status"]
    return pd.DataFrame({"position": rows["position"], "text": text} | problem, columns=list(PROBLEMS))


def _with_periods(rows: pd.DataFrame, explicit: bool) -> pd.DataFrame:
    periods = spans.table(rows, explicit)
    rows["period_start"], rows["period_end"] = periods["start"].array, periods["end"].array
    rows["period_label"] = periods["label"].array
    for name in ("problem", "message", "fix", "text"):
        rows[f"period_{name}"] = periods[name].array
    rows["dated"] = (periods["problem"] == "").array
    return rows


def _typed(rows: pd.DataFrame, tidy: bool) -> pd.DataFrame:
    """The columns of OBSERVATIONS as the store has them; of our own remarks only the tidy layout has any."""
    factor = rows["factor"].to_numpy()
    for name in ("value", "lower", "upper"):
        rows[name] = _scaled(rows[name].to_numpy(), factor)
    words, texts = pd.factorize(rows["flag_words"])
    named = [" ".join(flag for flag in FLAGS if flag in text.split()) for text in texts]
    revised = ["revised" in text.split() for text in texts]
    rows["flags"] = pd.array(np.array([*named, ""], dtype=object)[words], dtype="str")
    if not tidy:
        rows["note"] = rows["remark"].mask(np.array([*revised, False])[words] & (rows["remark"] == ""), REVISED)
    rows["published_comparison"] = _comparisons(rows["comparison"])
    return rows.astype({field.name: "str" for field in OBSERVATIONS if field.type == "string"})


def _scaled(
    values: "np.ndarray[tuple[int], np.dtype[np.float64]]", factor: "np.ndarray[tuple[int], np.dtype[np.float64]]"
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """The values times their factors, without the digits that binary fractions add."""
    product = values * factor
    changed = (factor != 1) & ~np.isnan(product)
    product[changed] = [float(f"{number:.12g}") for number in product[changed]]
    return product


def _comparisons(texts: "pd.Series[str]") -> "pd.Series[str]":
    """The publisher's verdict in our words, from its first word ("Better 95%"); nothing for any other."""
    codes, different = pd.factorize(texts)
    words = [(str(text).split() or [""])[0].casefold() for text in different]
    verdicts = pd.Series([word if word in COMPARISONS else "" for word in words], dtype="str")
    return verdicts.take(codes).set_axis(texts.index)


def _sound(rows: pd.DataFrame, problems: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a row can be an observation: a period, numbers for numbers, and a value or a reason for none."""
    wrong = rows["position"].isin(problems["position"]) | ~rows["dated"]
    says: pd.Series[bool] = rows["value"].notna() | (rows["status"] != "")
    return says & ~wrong


def _ghosts(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Rows without a value under an area's other code, where the file has the same observation with one.

    Tables that list old and new codes side by side leave the cells empty in which a code was not in use.
    """
    again = rows["key"].duplicated(keep=False) & rows["value"].isna()
    if not again.any():
        return again
    valued = rows.loc[rows["value"].notna(), ["key", "area"]].drop_duplicates("key").set_index("key")["area"]
    other = rows["key"].map(valued)
    return again & other.notna() & (other != rows["area"])
