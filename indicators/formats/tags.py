"""Cells in which a publisher's page has left its markup: the number inside, where it cannot be taken for another.

Nothing else is taken out of markup: a cell that holds more than one number, one that is struck out or hidden, or words,
stays as it stands, and is told as no number.
"""

import re
from html.parser import HTMLParser

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.formats.files import File

#: Elements whose text is not the figure itself (footnotes, what was struck out, what is no text for people), or that
#: show something else than text.
_BESIDE = {
    *("sup", "sub", "s", "del", "strike", "script", "style", "template", "title", "option"),
    *("img", "input", "svg", "object"),
}
_HIDDEN = re.compile(r"display:none|visibility:hidden", re.IGNORECASE)
_NUMBER = re.compile(r"-?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_MARKUP = r"<[A-Za-z/!]|&#?[0-9A-Za-z]+;"


class _Texts(HTMLParser):
    """The pieces of text that people see, each by itself; `mistakable` if one may not be the figure."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.mistakable = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that makes its text something else than the figure."""
        given = {name: "".join((value or "").split()) for name, value in attrs}
        hidden = "hidden" in given or _HIDDEN.search(given.get("style", "")) is not None
        self.mistakable |= hidden or tag in _BESIDE

    def handle_data(self, data: str) -> None:
        """Keep a piece of text that is not blank."""
        if text := " ".join(data.split()):
            self.pieces.append(text)


def has_markup(file: File) -> bool:
    """Whether a file could hold markup anywhere: most have neither of the signs in which tags and entities end, and
    are not looked into cell by cell."""
    return b">" in file.content or b";" in file.content


def without_markup(column: "pd.Series[str]") -> "pd.Series[str]":
    """The column with each number for the markup that it stands in; every other cell as it is."""
    texts = pa.array(column, pa.large_string())
    marked = pc.match_substring_regex(texts, _MARKUP)
    if not pc.any(marked).as_py():
        return column
    places = marked.to_numpy(zero_copy_only=False).astype(bool)
    different = {text: number_in(text) for text in column[places].unique()}
    return column.mask(places, column[places].map(different)).astype("str")


def number_in(text: str) -> str:
    """The number in a cell with markup, nothing where nothing is to be seen in it; else the cell itself."""
    parser = _Texts()
    parser.feed(text)
    parser.close()
    if parser.mistakable or len(parser.pieces) > 1:
        return text
    piece = "".join(parser.pieces)
    return piece if not piece or _NUMBER.fullmatch(piece) else text
