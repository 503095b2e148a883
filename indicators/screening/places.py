"""Area texts -> today's codes, through areas.csv alone. No name is guessed."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators.catalogue import current_code
from indicators.model import Catalogue

COLUMNS = ("code", "name", "area_code", "problem", "bare")
#: What spreadsheets and programs put round a code so that it stays a text: ="E07000241", 'E07000241, "E07000241".
_DRESSED = re.compile(r"""=?["“”'‘’`]*\s*([A-Z]\d{8})\s*["“”'‘’`]*""", re.ASCII | re.IGNORECASE)
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))

#: What publishers put before or behind the name of an area of a type: "Bristol, City of", "York UA", "Rugby Borough
#: Council", "Stevenage (B)". Regions and countries have no such words: the City of London is not London.
_RANK = r"(?:(?:london|royal|metropolitan|non-metropolitan) )*(?:borough|city|district|county|unitary authority)"
_BEFORE = re.compile(rf"^{_RANK} of ")
_BEHIND = re.compile(
    rf" (?:{_RANK}(?: and district)?(?: council)?|{_RANK} of|council|ua|unitary(?: authority)?|lad?|[bdc]|lb|mcd|nmd)$"
)
_RANKED = ("district", "county")


def located(
    cells: pd.DataFrame, catalogue: Catalogue
) -> tuple[pd.DataFrame, "np.ndarray[tuple[int], np.dtype[np.intp]]"]:
    """A row for each different area of the cells with COLUMNS, and each cell's position among them.

    `code` and `name` are as they stand in the file, `bare` is the code without what was put round it.
    `problem` is empty, or "unknown", "ambiguous" (a name of two areas), or "differs" (code and name are of two areas).
    """
    codes, code_texts = pd.factorize(cells["area_code"])
    names, name_texts = pd.factorize(cells["area_name"])
    both, different = pd.factorize(codes * len(name_texts) + names)
    by_name = names_of(catalogue)
    of_code, of_name = np.divmod(different, len(name_texts))
    pairs = zip(code_texts[of_code], name_texts[of_name], strict=True)
    rows = [_located(str(code), str(name), catalogue, by_name) for code, name in pairs]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(COLUMNS, "str")), both


def names_of(catalogue: Catalogue) -> Mapping[str, set[str]]:
    """Today's codes of the areas by their names, as `same` writes them, and by what is left of those of districts and
    counties without the words for their rank, where that is not itself the name of an area."""
    codes: dict[str, set[str]] = defaultdict(set)
    bare: dict[str, set[str]] = defaultdict(set)
    for code, area in catalogue.areas.items():
        codes[same(area.name)].add(current_code(catalogue, code))
        if area.type in _RANKED:
            bare[unranked(area.name)].add(current_code(catalogue, code))
    return codes | {f"{_BARE}{name}": those for name, those in bare.items()}


#: Before a name that has lost the words for its rank: no name as it is written begins so.
_BARE = "\0"


def codes_of(name: str, by_name: Mapping[str, set[str]]) -> set[str]:
    """Today's codes of the areas that a text names, by `names_of`: one, none, or several that share the name.

    As it is written first. Where no area is called so, by the name without the words for a rank, be they in the text or
    in areas.csv.
    """
    return by_name.get(same(name)) or by_name.get(f"{_BARE}{unranked(name)}") or set()


def same(name: str) -> str:
    """A name so that only spelling differs no more: case, blanks, accents, "&", points, hyphens, "Saint", "The"."""
    letters = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    plain = re.sub(r"[’'`\u0300-\u036f]", "", letters)
    words = ["st" if word == "saint" else word for word in re.findall(r"\w+", plain)]
    if len(words) > 1 and "the" in (words[0], words[-1]):
        words = words[1:] if words[0] == "the" else words[:-1]
    return " ".join(words)


def unranked(name: str) -> str:
    """The same without the words for the rank of a district or county, of which there may be several."""
    before, after = "", same(name)
    while before != after:
        before, after = after, _BEHIND.sub("", _BEFORE.sub("", after))
    return after


def bare(text: str) -> str:
    """A code in capitals, without the blanks and signs that were put round it; any other text without its blanks."""
    tidy = text.translate(_UNSEEN).strip().upper()
    match = _DRESSED.fullmatch(tidy)
    return match[1] if match else tidy


def _located(code: str, name: str, catalogue: Catalogue, by_name: Mapping[str, set[str]]) -> tuple[str, ...]:
    named = codes_of(name, by_name)
    if not code:
        if len(named) == 1:
            return code, name, next(iter(named)), "", ""
        return code, name, "", "ambiguous" if named else "unknown", ""
    own = bare(code)
    if own not in catalogue.areas:
        return code, name, "", "unknown", own
    current = current_code(catalogue, own)
    return (code, name, "", "differs", own) if named and current not in named else (code, name, current, "", own)
