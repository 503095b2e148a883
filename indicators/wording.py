"""How values, changes and periods are written, the same everywhere: page, chart, file and command line.

Thousands separators, £ before and % after, the indicator's own decimals, a real minus sign, and the
Government Analysis Function's symbols in square brackets for what is missing.
"""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from indicators.model import FLAGS, STATUSES, Aim, Indicator, Unit
from indicators.period_kinds import month_name, named_by_end

#: Kinds of figures that are never below zero.
NEVER_NEGATIVE = ("count", "rate", "proportion", "price")
#: Words of a chart's title at most.
LONGEST_TITLE = 10
MINUS = "\N{MINUS SIGN}"
#: What the strategy wants of a measure, in a few words.
AIMS: Mapping[Aim, str] = {
    "reach": "reach a number that the Alliance has set",
    "keep": "no worse than at the start",
    "improve": "better than at the start",
    "match": "at least in line with the benchmark",
    "context": "background, not judged",
}
#: What an area of a type is called, and several of them, from the largest to the smallest.
AREA_TYPES: Mapping[str, tuple[str, str]] = {
    "country": ("country", "countries"),
    "region": ("region", "regions"),
    "county": ("county", "counties"),
    "district": ("district", "districts"),
    "lsoa": ("small area", "small areas"),
}
#: How the short reasons why nothing is said are shown to a person; the others are shown as they are.
REASONS_SHOWN: Mapping[str, str] = {
    "contextual": "background, not judged",
    "published too late": "newer figure overdue",  # in snapshots that were signed by the first methods
    "no interval and no tolerance": "no margin of error",
    "baseline after the latest figure": "no figure since the start",
    "a size": "it says how large an area is",
    "neighbours are too alike": "figures are too alike",
}
#: What the rules of a process chart are called in its legend and table.
PROCESS_RULES: Mapping[str, str] = {
    "outside": "outside the limits",
    "trend": "seven in a row go the same way",
    "two_in_three": "two of three near a limit",
    "run": "seven in a row on one side of the mean",
}
_SHORT_MONTH = re.compile(r"\b(January|February|March|April|June|July|August|September|October|November|December)\b")


#: Marks of Markdown, wherever they stand; those that begin a list, a rule or a heading where a line starts with them;
#: what is taken for an address, or for the name of a sign such as ":smile:", though every mark in it is escaped.
_MARKS = re.compile(r"([\\`*_\[\]<>~$#&|])")
_FIRST = re.compile(r"^( ?)(?:([-+=])|(\d+)([.)])(?=\s|$))", re.MULTILINE)
_INDENT, _BREAK = re.compile(r"\A\s+|\s+\Z"), re.compile(r"[^\S\r\n]*[\r\n]\s*")
_TAKEN = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=[-.\w+])(?=@)|(?<=:)(?=[a-z+-][\w+/-]*:)", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # takes no room, and parts what it stands between


def as_typed(text: str) -> str:
    """The text with every mark that Markdown would act on escaped: it is drawn as it was typed.

    Nothing in it becomes a link, a picture, a list or a sign; a line break stays one.
    """
    lines = _BREAK.sub("\n", _INDENT.sub(" ", text))
    escaped = _FIRST.sub(_behind, _MARKS.sub(r"\\\1", lines))
    return _TAKEN.sub(_WORD_JOINER, escaped).replace("\n", "  \n")


def _behind(found: re.Match[str]) -> str:
    space, mark, number, point = found.groups(default="")
    return f"{space}{number}\\{mark or point}"


def number(value: float, indicator: Indicator) -> str:
    """The value with its unit: "16.4%", "£359,432", "10.9 years"; "no figure" for nan."""
    if math.isnan(value):
        return "no figure"
    text = plain(value, indicator.decimals)
    return f"{_before(text, indicator.unit)}{_after(text.removeprefix(MINUS), indicator.unit)}"


def unitless(value: float, indicator: Indicator) -> str:
    """The value beside another one that is written with its unit: "36,270"; £ and % stay, being short."""
    if indicator.unit.after in ("", "%"):
        return number(value, indicator)
    return _before(plain(value, indicator.decimals), indicator.unit)


def plain(value: float, decimals: int) -> str:
    """The value alone, with thousands separators: "1,234.5". Minus zero is zero."""
    text = f"{abs(value):,.{decimals}f}"
    zero = not text.strip("0.,")
    return text if zero or value >= 0 else f"{MINUS}{text}"


def count(number: int, one: str, several: str = "") -> str:
    """A number with its noun: "1 row", "1,200 rows". `several` is the plural where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def same_as_written(one: float, other: float, indicator: Indicator) -> bool:
    """Whether two values read the same at the indicator's decimals."""
    return plain(one, indicator.decimals) == plain(other, indicator.decimals)


def marker(status: str) -> str:
    """The symbol for a missing or weak value, "[c]", or an empty string."""
    return f"[{status}]" if status else ""


def marked(value: float, status: str, indicator: Indicator) -> str:
    """The value with its unit and its symbol, "12.3% [u]"; the symbol alone where there is no value."""
    return " ".join(part for part in ("" if math.isnan(value) else number(value, indicator), marker(status)) if part)


def marker_meaning(status: str) -> str:
    """What a symbol means: "[c] confidential: …"."""
    return f"{marker(status)} {STATUSES[status]}"


def interval(lower: float, upper: float, indicator: Indicator) -> str:
    """ "16.1% to 18.6%", "£510 to £560", "16.5 to 28.0"; an empty string where either limit is missing."""
    if math.isnan(lower) or math.isnan(upper):
        return ""
    return f"{_limit(lower, indicator)} to {_limit(upper, indicator)}"


def usual(lower: float, upper: float, indicator: Indicator) -> str:
    """The limits of a process chart: "2 to 13", or "up to 13" where the lower one is below what can be."""
    if lower < 0 and indicator.kind in NEVER_NEGATIVE:
        return f"up to {_limit(upper, indicator)}"
    return interval(lower, upper, indicator)


def change(before: float, after: float, indicator: Indicator) -> str:
    """The change in words: "up 0.3 percentage points", "down 1.2%", "no change"; empty for nan.

    Counts and prices change in per cent of the earlier value, everything else in its own unit.
    """
    if math.isnan(before) or math.isnan(after):
        return ""
    if same_as_written(before, after, indicator):
        return "no change"
    direction = "up" if after > before else "down"
    return f"{direction} {_difference(before, after, indicator)}"


def difference(one: float, other: float, indicator: Indicator) -> str:
    """How far apart two values are as they are written, without a sign: "5.1 percentage points", "1.2 years"."""
    gap = abs(round(float(one), indicator.decimals) - round(float(other), indicator.decimals))  # numpy rounds otherwise
    if indicator.unit.after != "%" and indicator.unit.change is None:
        return number(gap, indicator)
    text = plain(gap, indicator.decimals)
    return f"{indicator.unit.before}{text}{_changing(indicator, text)}"


def slope(
    value: float, indicator: Indicator, *, signed: bool = False, bare: bool = False, among: float | None = None
) -> str:
    """How much an indicator changes in a year: "0.6 percentage points", "−0.6" where it is `bare`.

    With the indicator's own decimals; where it has none and the change is below ten, with one. `among` is the largest
    of the changes in a sentence, which are all written with as many decimals as that.
    """
    largest = abs(value) if among is None else among
    decimals = indicator.decimals if largest >= 10 or indicator.decimals else 1
    size = plain(abs(value), decimals)
    sign = (MINUS if value < 0 else "+") if signed and size.strip("0.,") else ""
    number = f"{sign}{indicator.unit.before}{size}"
    return number if bare else f"{number}{_changing(indicator, size)}"


def _changing(indicator: Indicator, size: str) -> str:
    """What stands behind a change: " percentage points", " a week"."""
    if indicator.unit.after == "%":
        return f" percentage point{'' if size == '1' else 's'}"
    return indicator.unit.after if indicator.unit.change is None else indicator.unit.change


def day(when: date) -> str:
    """ "4 November 2025"."""
    return f"{when.day} {when:%B %Y}"


def moment(at: datetime) -> str:
    """ "4 November 2025, 14:05 UTC"."""
    return f"{day(at.date())}, {at:%H:%M} UTC"


def when(label: str, end: date) -> str:
    """A period with its preposition: "in 2024/25", "on 31 March 2024", "in the year ending June 2025"."""
    return f"{'on' if named_by_end(label, end) == 'day' else 'in'} {called(label, end)}"


def since(label: str, end: date) -> str:
    """A period that something is counted from: "since 2023/24", "since the year ending July 2024"."""
    return f"since {called(label, end)}"


def called(label: str, end: date) -> str:
    """A period as it stands in a sentence: "2023/24", "the year ending July 2024", "the 2021 Census"."""
    kind = named_by_end(label, end)
    return f"the {end.year} Census" if kind == "census" else f"the {label}" if kind == "year_ending" else label


def flag(name: str) -> str:
    """What is special about a value, as a remark: "provisional: the publisher will revise it"."""
    return f"{name}: {FLAGS[name]}" if name == "provisional" else FLAGS[name]


def listed(names: Sequence[str]) -> str:
    """Several names in a sentence: "Eden", "Eden and Carlisle", "Eden, Carlisle and Craven"."""
    *first, last = names or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return f"{text[:1].upper()}{text[1:]}"


def sentence(text: str) -> str:
    """The text with a capital first letter and one full stop at the end; an empty text stays empty."""
    return f"{capital(text).rstrip('.')}." if text else ""


def reason(short: str) -> str:
    """A short reason as a person reads it."""
    return REASONS_SHOWN.get(short, short)


def aim(wanted: Aim, quoted: str = "") -> str:
    """What the strategy wants of a measure, with the strategy's own words where there are some: a sentence."""
    own = f" ({quoted})" if quoted else ""
    if wanted == "context":
        return f"Background, not judged{own}."
    return f"Aim: {AIMS[wanted]}{own}."


def title(name: str, claim: str) -> str:
    """The claim with what it is about before it; alone where both are more than ten words, as the Government
    Analysis Function's guidance has it."""
    whole = f"{name}: {claim}"
    return whole if len(whole.split()) <= LONGEST_TITLE else capital(claim)


def short_period(label: str, end: date) -> str:
    """A period short enough for an axis: "Apr 2016", "Dec 1995", "2011", "Apr to Jun 2019"."""
    kind = named_by_end(label, end)
    text = month_name(end) if kind == "year_ending" else str(end.year) if kind == "census" else label
    return _SHORT_MONTH.sub(lambda month: month[0][:3], text)


def _difference(before: float, after: float, indicator: Indicator) -> str:
    if indicator.kind in ("count", "price") and before > 0:
        percent = abs(after - before) / before * 100
        return "less than 0.1%" if percent < 0.05 else f"{plain(percent, 1)}%"
    return difference(before, after, indicator)


def _limit(value: float, indicator: Indicator) -> str:
    sign = "%" if indicator.unit.after == "%" else ""
    return f"{_before(plain(value, indicator.decimals), indicator.unit)}{sign}"


def _before(text: str, unit: Unit) -> str:
    """The number behind what stands before it, and the minus sign before both: "−£5"."""
    return f"{MINUS}{unit.before}{text[1:]}" if text.startswith(MINUS) else f"{unit.before}{text}"


def _after(digits: str, unit: Unit) -> str:
    return unit.after_one if digits == "1" and unit.after_one else unit.after
