"""Words of ours are Markdown; whatever is put into them is not: it is drawn as it stands, whoever wrote it.

Streamlit draws nearly every text as Markdown, labels and cells of tables among them. So every text that a page hands
to it is made here, but for those that stand in the page's own code: `tests/test_markup.py` holds the pages to it.
"""

from collections.abc import Collection, Iterable, Mapping
from string import Formatter

import pandas as pd
import pyarrow as pa

from indicators import wording


class Markup(str):
    """Markdown that may be drawn as it is. Made by `markup`; by its own name only of what the project itself wrote."""

    __slots__ = ()


class _Escaping(Formatter):
    """`str.format`, with every value escaped that is no markup itself."""

    def format_field(self, value: object, format_spec: str) -> str:
        """The value as text: a number with its format, a text of people or files as it stands."""
        return value if isinstance(value, Markup) else wording.as_typed(format(value, format_spec))


def markup(template: str, *values: object, **named: object) -> Markup:
    """The template, Markdown that stands in the code, with the values put in: `markup("**{}**: {:,}", name, count)`.

    A value that is markup stays so; of every other one no mark, link, picture or address is drawn as such.
    """
    return Markup(_Escaping().vformat(template, values, named))


def joined(between: str, parts: Iterable[str]) -> Markup:
    """The parts that hold something, each escaped unless it is markup, with Markdown of ours between them."""
    return Markup(between.join(markup("{}", part) for part in parts if part))


def listed(items: Iterable[str]) -> Markup:
    """A list, an item a line."""
    return joined("\n", [markup("- {}", item) for item in items])


def small(lines: Iterable[str]) -> Markup:
    """Lines of small print, one below the other."""
    return joined("  \n", [markup(":small[{}]", line) for line in lines if line])


def picture(words: str, address: str) -> Markup:
    """A picture of ours with what it shows in words; empty where there is none."""
    return markup("![{}]({})", words, Markup(address)) if address else Markup("")


def typed(text: str) -> Markup:
    """A text that somebody else wrote, or that is made of such, alone: a heading, a label, a message."""
    return markup("{}", text)


def rows(cells: Iterable[Mapping[str, str]]) -> pa.Table:
    """Rows as a table that can be drawn: each cell escaped unless it is markup, headings too."""
    texts = [{typed(name): typed(text) for name, text in row.items()} for row in cells]
    return pa.Table.from_pandas(pd.DataFrame(texts), preserve_index=False)


def table(frame: pd.DataFrame, marked: Collection[str] = ()) -> pa.Table:
    """A frame as a table that can be drawn: numbers as they are, texts escaped but in the columns `marked` as ours."""
    escaped = frame.copy()
    for name in frame.columns[[dtype.kind not in "iufbM" for dtype in frame.dtypes]].difference(list(marked)):
        escaped[name] = [wording.as_typed(cell) if isinstance(cell, str) else cell for cell in frame[name]]
    return pa.Table.from_pandas(escaped.set_axis([typed(str(name)) for name in frame], axis=1), preserve_index=False)


def code(text: str) -> Markup:
    """What somebody typed or a file holds, in the type of code, on one line."""
    return Markup(f"`{' '.join(text.replace('`', chr(39)).split())}`")
