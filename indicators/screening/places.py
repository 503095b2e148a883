"""Area texts -> today's codes, through areas.csv alone. No name is guessed."""

import re
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators.catalogue import current_code
from indicators.model import Catalogue

COLUMNS = ("code", "name", "area_code", "problem")


def located(
    cells: pd.DataFrame, catalogue: Catalogue
) -> tuple[pd.DataFrame, "np.ndarray[tuple[int], np.dtype[np.intp]]"]:
    """A row for each different area of the cells with COLUMNS, and each cell's position among them.

    `problem` is empty, or "unknown", "ambiguous" (a name of two areas), or "differs" (code and name are of two areas).
    """
    codes, code_texts = pd.factorize(cells["area_code"])
    names, name_texts = pd.factorize(cells["area_name"])
    both, different = pd.factorize(codes * max(len(name_texts), 1) + names)
    by_name = names_of(catalogue)
    width = max(len(name_texts), 1)
    pairs = zip(code_texts[different // width], name_texts[different % width], strict=True) if len(different) else ()
    rows = [_located(str(code), str(name), catalogue, by_name) for code, name in pairs]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(COLUMNS, "str")), both


def names_of(catalogue: Catalogue) -> Mapping[str, set[str]]:
    """Today's codes of the areas by their names, as `same` writes them."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code, area in catalogue.areas.items():
        codes[same(area.name)].add(current_code(catalogue, code))
    return codes


def same(name: str) -> str:
    """A name so that only spelling differs no more: case, blanks, "&" and points."""
    return " ".join(re.sub(r"[.,'’]", "", name.replace("&", " and ")).casefold().split())


def _located(code: str, name: str, catalogue: Catalogue, by_name: Mapping[str, set[str]]) -> tuple[str, str, str, str]:
    named = by_name.get(same(name), set())
    if not code:
        if len(named) == 1:
            return code, name, next(iter(named)), ""
        return code, name, "", "ambiguous" if named else "unknown"
    upper = code.strip().upper()
    if upper not in catalogue.areas:
        return code, name, "", "unknown"
    current = current_code(catalogue, upper)
    return (code, name, "", "differs") if named and current not in named else (code, name, current, "")
