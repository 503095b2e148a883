"""Documents read back, by people's programs rather than by ours: what stands in which cell."""

import hashlib
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from indicators.snapshot import Snapshot

ROOT = Path(__file__).resolve().parents[2]
#: The column of the HTML file that holds drawings instead of text.
DRAWN = "Over time"


def sheets(content: bytes) -> dict[str, list[list[str]]]:
    """The rows of every sheet, cells as text, as calamine reads them."""
    book = pd.read_excel(
        io.BytesIO(content), engine="calamine", sheet_name=None, header=None, dtype=str, keep_default_na=False
    )
    return {str(name): sheet.to_numpy().tolist() for name, sheet in book.items()}


def html_tables(content: bytes) -> dict[str, list[list[str]]]:
    """The tables by their captions: header row, then the others, what rows stand together under as first cell."""
    reader = _Tables()
    reader.feed(content.decode())
    return {caption: _filled(rows) for caption, rows in reader.found}


Cell = tuple[Mapping[str, str | None], str]


def _filled(rows: list[list[Cell]]) -> list[list[str]]:
    """Rows of one length: a row of one cell names the column before the others, and its value until the next."""
    (header, *others), together = rows, next((row[0][0] for row in rows if "data-column" in row[0][0]), None)
    names = [*([together["data-column"] or ""] if together else []), *(text for _, text in header)]
    filled, before = [names], list[str]()
    for row in others:
        if "data-column" in row[0][0]:
            before = [row[0][1]]
        else:
            filled.append([*before, *(text for _, text in row)])
    if names[-1] != DRAWN:
        return filled
    assert {row[-1] for row in filled[1:]} == {""}
    return [row[:-1] for row in filled]


class _Tables(HTMLParser):
    """Collects captions and cells; what is hidden from those who listen to the page is no text of a cell."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[list[Cell]]]] = []
        self.caption, self.rows = "", list[list[Cell]]()
        self.texts: list[str] | None = None
        self.given: Mapping[str, str | None] = {}
        self.hidden: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("caption", "th", "td"):
            self.texts, self.given, self.hidden = [], given, []
        elif tag == "span":
            self.hidden.append(given.get("aria-hidden") == "true")

    def handle_endtag(self, tag: str) -> None:
        text = "".join(self.texts or [])
        if tag == "caption":
            self.caption = text
        elif tag in ("th", "td"):
            self.rows[-1].append((self.given, text))
        elif tag == "table":
            self.found.append((self.caption, self.rows))
        elif tag == "span" and self.hidden:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if self.texts is not None and not any(self.hidden):
            self.texts.append(data)


def elsewhere(form: str, snapshot: Snapshot, folder: Path) -> str:
    """The SHA-256 of the document as another process makes it in another folder, with other hashes of strings."""
    program = (
        "import hashlib, pickle, sys; "
        f"from indicators.snapshot.{form} import {form} as made; "
        "print(hashlib.sha256(made(pickle.load(sys.stdin.buffer))).hexdigest())"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=pickle.dumps(snapshot),
        cwd=folder,
        env=environment,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
