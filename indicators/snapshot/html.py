"""A snapshot as one HTML file: no scripts, nothing fetched from anywhere, for reading, keeping and printing.

The template `report.html.j2` escapes every text; the file's own policy would stop a script besides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from indicators.answer_words import WORDS, Word
from indicators.charts.sparkline import drawing
from indicators.snapshot import notes
from indicators.snapshot.model import Reported, Section, Snapshot
from indicators.snapshot.tables import (
    NO_FIGURE,
    NOTHING,
    UNJUDGED,
    Cell,
    Table,
    changes,
    comments,
    counts,
    gaps,
    section,
    sentences,
    sources,
)

#: The columns that say what a row is about; the one before, where there is one, says under what rows stand together.
_ROW_HEADERS = ("Indicator", "Dataset", "Priority", "Theme")
#: Cells that say that there is nothing to say.
_QUIET = (NOTHING, UNJUDGED, NO_FIGURE, Cell("0"))
#: Longer cells may be broken anywhere, so that a word of 2,000 letters stays in its column.
_LONG = 60


@dataclass(frozen=True)
class _Drawn:
    """A cell as it looks: its word with shape and colour, the rest, where it leads."""

    cell: Cell
    sign: Word | None = None
    look: str = ""  # a class
    link: str = ""


@dataclass(frozen=True)
class _Row:
    """What a row is about, the other cells, the line of an indicator."""

    header: _Drawn
    cells: tuple[_Drawn, ...]
    line: Markup


@dataclass(frozen=True)
class _View:
    """A table as the template writes it: rows by what they stand together under; `together` is that column's name."""

    place: str
    table: Table
    together: str
    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[_Row, ...]], ...]
    drawn: bool
    missing: tuple[str, ...] = ()  # priorities of a theme that are not measured


def html(snapshot: Snapshot) -> bytes:
    """The file in UTF-8, always the same bytes for the same snapshot."""
    themes = [(one.judged, _theme(snapshot, one, place)) for place, one in enumerate(snapshot.sections, 1)]
    text = _template().render(
        snapshot=snapshot,
        notes=notes,
        facts=notes.facts(snapshot),
        meanings=[
            (_drawn(Cell(word=word) if word in WORDS else Cell(word)), meaning)
            for word, meaning in notes.meanings().items()
        ],
        changes=_view("changes", changes(snapshot)),
        counts=_view("counts", counts(snapshot)),
        judged=[theme for judged, theme in themes if judged],
        background=[theme for judged, theme in themes if not judged],
        comments=_view("comments", comments(snapshot)),
        gaps=_view("gaps", gaps(snapshot)),
        reasons=_view("reasons", sentences(snapshot)),
        sources=_view("sources", sources(snapshot), links=[source.page for source in snapshot.sources]),
    )
    return text.encode()


@cache
def _template() -> Template:
    files = FileSystemLoader(Path(__file__).parent)
    strict = Environment(loader=files, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return strict.get_template("report.html.j2")


def _theme(snapshot: Snapshot, one: Section, place: int) -> _View:
    slugs = [line.slug for part in one.parts for line in part.lines if line.slug in snapshot.reported]
    lines = [_line(snapshot.reported[slug]) for slug in slugs]
    view = _view(f"theme-{place}", section(snapshot, one), lines=lines)
    return replace(view, missing=tuple(part.name for part in one.parts if part.gap))


def _line(reported: Reported) -> Markup:
    """The line of an indicator; its first and its last figure say the same to those who cannot see it."""
    figures = [
        f"{text} {point.when}"
        for point, text in zip(reported.series, reported.written, strict=True)
        if point.value is not None
    ]
    label = f"{reported.title}: {len(figures)} figures, from {figures[0]} to {figures[-1]}" if figures else ""
    return Markup(drawing(reported.points, label=label))


def _view(place: str, table: Table, links: Sequence[str] = (), lines: Sequence[Markup] = ()) -> _View:
    columns = table.columns
    about = next((columns.index(name) for name in _ROW_HEADERS if name in columns), 0)
    rows = []
    for number, row in enumerate(table.rows):
        together, (header, *cells) = row[columns[0]].text, (_drawn(row[name]) for name in columns[about:])
        linked = replace(header, link=links[number]) if links and links[number].startswith("https://") else header
        rows.append((together if about else "", _Row(linked, tuple(cells), lines[number] if lines else Markup())))
    return _View(place, table, columns[0] if about else "", columns[about:], _together(rows), bool(lines))


def _together(rows: Iterable[tuple[str, _Row]]) -> tuple[tuple[str, tuple[_Row, ...]], ...]:
    return tuple((name, tuple(row for _, row in pairs)) for name, pairs in groupby(rows, key=lambda pair: pair[0]))


def _drawn(cell: Cell) -> _Drawn:
    """The cell, with shape and colour where it gives an answer."""
    if cell in _QUIET:
        return _Drawn(cell, look="quiet")
    look = "long" if len(cell.text) > _LONG else ""
    return _Drawn(cell, replace(WORDS[cell.word], colour=cell.colour) if cell.word else None, look)
