"""Text as it stands in a cell -> number, status and flags. What is not plainly a number never becomes one.

Only what is unambiguous is taken off: £ and %, thousands separators in groups of three, a footnote in brackets or in
superscript, a flag or a marker behind the number. Everything else is a problem with its fix, named for its check.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.model import STATUSES

#: Markers that mean the same to all publishers, in small letters. "-", ".." and "." do not: nobody is believed on
#: them but the file's own symbol table, the definition, or the analyst.
MARKERS: Mapping[str, str] = MappingProxyType(
    {status if not bracket else f"[{status}]": status for status in STATUSES for bracket in (False, True)}
    | {"*": "c", ":": "x", "na": "x", "missing": "x", "n/a": "z", "~": "low"}
)

#: What publishers write for a flag, and its name here; "revised" is no flag of ours and becomes a note.
FLAG_WORDS: Mapping[str, str] = MappingProxyType(
    {"p": "provisional", "r": "revised", "e": "estimated", "b": "break_before", "estimate": "estimated"}
    | {"break": "break_before", "break in series": "break_before"}
    | {name: name for name in ("provisional", "revised", "estimated", "incomplete", "break_before", "carried_forward")}
)

#: Words of a status column for a value that there is nothing to say about.
NORMAL = ("", "a", "normal", "normal value")

#: Numbers of more digits, or as large as this, are no statistics; a double holds fewer digits.
_MOST_DIGITS, _TOO_LARGE = 35, 1e18
#: A text of this many characters without a digit is a symbol that may have a meaning; a longer one is a text.
_SYMBOL = 4

_GROUPED = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"
_PLAIN = r"\d+(?:\.\d+)?|\.\d+"
# As programs write it, always with a sign: "5e1" could be an estimate with a footnote.
_EXPONENT = r"\d+(?:\.\d+)?[eE][+-]\d{1,2}"
_WRITTEN = re.compile(
    rf"(?P<sign>[-+−]?) ?(?P<pound>£?) ?(?P<inner>[-−]?)(?P<digits>{_EXPONENT}|{_GROUPED}|{_PLAIN})"
    r" ?(?P<percent>%?)(?P<rest>(?:[^\d.,%].*)?)",
    re.ASCII,
)
# The same for Arrow, for what most cells hold; anything else goes the slow way.
_EASY_GROUPED = r"^-?[1-9][0-9]{0,2}(,[0-9]{3}){1,4}(\.[0-9]{1,12})?$"
_EASY = r"^-?[0-9]{1,15}(\.[0-9]{1,18})?$"
_BEHIND = re.compile(
    r" ?(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\]|(?P<raised>[¹²³⁴-⁹⁰]+)|(?P<bare>[A-Za-z](?![A-Za-z])))"
)
_FOOTNOTE = re.compile(r"(?:note )?\d{1,2}(?:, ?\d{1,2})*", re.IGNORECASE | re.ASCII)
_DECIMAL_COMMA = re.compile(
    r"(?P<before>[-+−]?£?)(?P<whole>\d{1,3}(?:\.\d{3})+|\d+),(?P<part>\d+)(?P<after> ?%?)", re.ASCII
)
_SPACED = re.compile(r"[-+−]?£?\d{1,3}(?: \d{3})+(?:\.\d+)?", re.ASCII)
_LIMIT = re.compile(r"(?:<|>|≤|≥|&lt;|under |over |less than |more than )=? ?\d+(?:\.\d+)?%?", re.IGNORECASE | re.ASCII)

#: What a spreadsheet shows for a formula that has no value, and for a column too narrow for its figures.
_ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|#+)", re.IGNORECASE)

_MEND = "It is an error of a spreadsheet: mend its formula there, or take the figure from the publisher's file."
_FORMULA = "It is a formula: save its value, or take the figure from the publisher's file."
_WRITE = "Write a number with a point for decimals, such as 12.4, or leave the cell empty where there is no figure."
_MEANING = "Say what it means: c confidential, x not available, z not applicable, u unreliable, or low rounds to zero."


class Number(NamedTuple):
    """What a cell says: a value or a status or neither, flags, the sign of its unit; or a problem and its fix."""

    value: float = math.nan
    status: str = ""
    flags: str = ""
    symbol: str = ""  # "%" or "£", where one stood with the number
    problem: str = ""  # id of a check
    fix: str = ""


def usable(*meanings: Mapping[str, str]) -> dict[str, str]:
    """Markers in small letters with their statuses, later tables first; a meaning that is no status is left out."""
    return {
        " ".join(marker.split()).casefold(): status
        for table in meanings
        for marker, status in table.items()
        if status in STATUSES
    }


def number(text: str, markers: Mapping[str, str] = MARKERS) -> Number:
    """The number, or the status that the marker stands for (`markers` as `usable` makes them); nothing for a blank."""
    tidy = " ".join(text.split())
    if not tidy:
        return Number()
    if status := markers.get(tidy.casefold()):
        return Number(status=status)
    match = _WRITTEN.fullmatch(tidy)
    return (_written(match, markers) if match else None) or _refused(tidy)


def table(texts: "pd.Series[str]", markers: Mapping[str, str] = MARKERS) -> pd.DataFrame:
    """A row for each text with the fields of `Number`; each different text is read once."""
    codes, different = pd.factorize(texts)
    rows = _different(different.to_numpy(dtype=object), markers)
    return rows if len(rows) == len(codes) else rows.take(codes).reset_index(drop=True)


def without_noise(value: float) -> float:
    """The number without the digits that binary fractions add: 450.365472 for 450.36547199999995; any other as it is.

    A double holds no more than 15 decimal digits for certain. If two or more of these are zeros at the end, what
    follows is what a program has left of its arithmetic.
    """
    short = float(f"{value:.15g}")
    return short if len(repr(short)) < len(repr(value)) - 2 else value


def _different(texts: "NDArray[np.object_]", markers: Mapping[str, str]) -> pd.DataFrame:
    """Plain numbers, with or without commas, at once; all others one by one."""
    array = pa.array(texts, pa.string())
    bare = pc.if_else(pc.match_substring_regex(array, _EASY_GROUPED), pc.replace_substring(array, ",", ""), array)
    plain = pc.match_substring_regex(bare, _EASY)
    if markers:
        plain = pc.and_(plain, pc.invert(pc.is_in(array, value_set=pa.array(list(markers), pa.string()))))
    read = {name: np.full(len(texts), "", dtype=object) for name in Number._fields[1:]}
    values = pc.cast(pc.if_else(plain, bare, "nan"), pa.float64()).to_numpy(zero_copy_only=False) + 0.0
    for place in np.flatnonzero(~plain.to_numpy(zero_copy_only=False).astype(bool)):
        values[place], *others = number(texts[place], markers)
        for name, part in zip(Number._fields[1:], others, strict=True):
            read[name][place] = part
    # As objects: each sentence is there once, not once for each row of a column of texts.
    shared = {name: pd.Series(read[name], dtype=object) for name in ("problem", "fix")}
    return pd.DataFrame({"value": values} | read | shared, copy=False)


def _written(match: "re.Match[str]", markers: Mapping[str, str]) -> Number | None:
    """A number with what stands round it; None if something there has no meaning."""
    pounds = match["pound"] and match["rest"][-1:].isalpha()  # "£1.2b" is billions, "£12p" nobody knows
    if pounds or (match["sign"] and match["inner"]):
        return None
    digits = match["digits"].replace(",", "")
    value = float(digits)
    if sum(map(str.isdigit, digits)) > _MOST_DIGITS or value >= _TOO_LARGE:
        return None
    negative = "-" in match["sign"] + match["inner"] or "−" in match["sign"] + match["inner"]
    behind = _behind(match["rest"], markers)
    if behind is None:
        return _marked(match[0], match["rest"], markers)
    status, flags = behind
    if status == "low" and not value:
        return Number(status=status, flags=flags)
    if status not in ("", "u"):
        return Number(problem="number-and-marker", fix="Leave either the number or the marker in the cell.")
    signed = -value if negative and value else value
    return Number(signed, status, flags, match["percent"] or match["pound"])


def _behind(rest: str, markers: Mapping[str, str]) -> tuple[str, str] | None:
    """Status and flags that hang on a number; None if anything but these and footnotes does."""
    status, flags, place = "", [], 0
    while place < len(rest):
        if not (match := _BEHIND.match(rest, place)):
            return None
        words = next((group for group in (match["round"], match["square"], match["bare"]) if group is not None), "1")
        tidy = words.strip().casefold()
        known = [FLAG_WORDS.get(word) for word in re.split(r"[ ,;]+", tidy)]
        if meaning := markers.get(f"[{tidy}]") or markers.get(tidy):
            status = meaning
        elif None not in known:
            flags += [flag for flag in known if flag]
        elif not _FOOTNOTE.fullmatch(tidy):
            return None
        place = match.end()
    return status, " ".join(flags)


def _marked(text: str, rest: str, markers: Mapping[str, str]) -> Number | None:
    """A symbol behind a number ("12.4*"): unreliable if somebody has said so, else to be asked; None for words."""
    symbol = rest.strip()
    if any(letter.isalnum() for letter in symbol) or not symbol or len(symbol) > _SYMBOL:
        return None
    if markers.get(symbol) == "u":
        return number(text.removesuffix(rest), markers)._replace(status="u")
    fix = f"Take '{symbol}' off the number, or say what it means in this file."
    return Number(problem="marker-without-meaning", fix=fix)


def _refused(text: str) -> Number:
    if _ERROR.fullmatch(text):
        return Number(problem="not-a-number", fix=_MEND)
    if text.startswith("=") and len(text) > 1:
        return Number(problem="not-a-number", fix=_FORMULA)
    if match := _DECIMAL_COMMA.fullmatch(text):
        return Number(problem="decimal-comma", fix=_decimal_point(match))
    if _SPACED.fullmatch(text):
        return Number(problem="not-a-number", fix=f"Write {text.replace(' ', ',')} if thousands are meant.")
    symbol = len(text) <= _SYMBOL and " " not in text and not any(letter.isdigit() for letter in text)
    if symbol or _LIMIT.fullmatch(text):
        return Number(problem="marker-without-meaning", fix=_MEANING)
    return Number(problem="not-a-number", fix=_WRITE)


def _decimal_point(match: "re.Match[str]") -> str:
    """What to write instead, and what else may have been meant: thousands with digits lost, or a footnote."""
    before, whole, part, after = match["before"], match["whole"].replace(".", ","), match["part"], match["after"]
    other = ""
    if len(part) < 3 and len(whole) <= 3 and not whole.startswith("0"):
        other = f", or {before}{whole},{part.ljust(3, '0')}{after} if thousands are meant"
    elif len(part) == 3 and whole.isdigit() and not whole.startswith("0"):
        other = f", or {before}{int(whole):,},{part}{after} if thousands are meant"
    elif len(part) in (4, 5) and len(whole) <= 3:
        other = f", or {before}{whole},{part[:3]}{after} if what follows is a footnote"
    return f"Write {before}{whole}.{part}{after}{other}."


def statuses(texts: "pd.Series[str]", markers: Mapping[str, str] = MARKERS) -> pd.DataFrame:
    """What a column of its own says about each value: `status`, `flags`; or `problem` and `fix` of an unknown text."""

    def means(text: str) -> tuple[str, str, str, str]:
        tidy = " ".join(text.split()).casefold()
        if tidy in NORMAL:
            return "", "", "", ""
        if tidy in markers or f"[{tidy}]" in markers:
            return markers.get(tidy) or markers[f"[{tidy}]"], "", "", ""
        if tidy in FLAG_WORDS:
            return "", FLAG_WORDS[tidy], "", ""
        return "", "", "marker-without-meaning", _MEANING

    return _by_text(texts, means, ("status", "flags", "problem", "fix"))


def flags(texts: "pd.Series[str]") -> pd.DataFrame:
    """The names of the flags in each text as `flags`, and as `unknown` whatever is none."""

    def means(text: str) -> tuple[str, str]:
        words = [FLAG_WORDS.get(text.strip().casefold(), "")]
        parts = re.split(r"[ ,;\[\]()]+", text.strip()) if not words[0] else []
        words += [FLAG_WORDS.get(part.casefold(), "") for part in parts]
        unknown = " ".join(part for part in parts if part and part.casefold() not in FLAG_WORDS)
        return " ".join(word for word in words if word), unknown

    return _by_text(texts, means, ("flags", "unknown"))


def _by_text(texts: "pd.Series[str]", means: Callable[[str], tuple[str, ...]], names: Sequence[str]) -> pd.DataFrame:
    codes, different = pd.factorize(texts)
    rows = pd.DataFrame([means(str(text)) for text in different], columns=list(names), dtype="str")
    return rows.take(codes).reset_index(drop=True)
