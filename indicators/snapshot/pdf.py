"""The snapshot as a PDF to be read on paper: set by Typst from `report.typ`, tagged to PDF/UA-1, no browser needed.

Texts reach the template as data and are never read as markup. The fonts are those of one package, for shapes those
that Typst brings along; a machine's own fonts are never looked at, so equal snapshots give equal bytes everywhere.
"""

import atexit
import re
import shutil
import tempfile
import unicodedata
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import font_source_sans_pro
import orjson
import typst

from indicators.snapshot.model import Snapshot
from indicators.snapshot.printing import printed

TEMPLATE = Path(__file__).with_name("report.typ")
#: The cuts that the template uses.
CUTS = ("Regular", "Semibold", "It")
#: For how many documents Typst remembers the parts of one.
_REMEMBERED = 10
#: How Typst names a character in a text that no font can show, or that no tagged PDF may hold.
_UNSHOWN = re.compile(
    r'text `"(?P<text>(?:[^"\\]|\\.)+)"` could not be displayed|disallowed codepoint `"(?P<code>(?:[^"\\]|\\.)+)"`'
)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(snapshot: Snapshot) -> bytes:
    """The document, always the same bytes for the same snapshot.

    A character that no font here can show, an emoji say, is printed as its name in square brackets.
    """
    text = orjson.dumps(printed(snapshot)).decode()
    made = datetime.fromisoformat(snapshot.on).replace(tzinfo=UTC)
    while True:
        try:
            return _set(text, made)
        except typst.TypstError as fault:
            unshown = _unshown(fault.diagnostic) & set(text)
            if not unshown:
                raise
            text = text.translate({ord(letter): _name(letter) for letter in unshown})


def _set(text: str, made: datetime) -> bytes:
    """The template with these data, as PDF. TypstError where a character of them cannot be shown."""
    try:
        return typst.compile(
            TEMPLATE.read_bytes(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"snapshot": text},
            pdf_standards=["ua-1"],
            timestamp=made,
        )
    finally:
        _forget()


def _forget() -> None:
    """Lets Typst forget what it remembers of a document, which would never be asked for again.

    It keeps the parts of everything that was set until ten more documents have been: some 500 MB in a server that
    prints now and then. Ten empty ones take 25 ms.
    """
    for _ in range(_REMEMBERED):
        typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True, format="svg")


@cache
def _fonts() -> typst.Fonts:
    """The fonts, from a folder that holds one file for each cut.

    The package has every cut in two formats. Which of them is found first depends on the order of its folder, which
    is not the same on every machine, and with it the bytes of the document.
    """
    folder = tempfile.mkdtemp(prefix="fonts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for cut in CUTS:
        shutil.copy(Path(font_source_sans_pro.font_directory, f"SourceSansPro-{cut}.ttf"), folder)
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def _unshown(diagnostic: str) -> set[str]:
    """The characters that Typst complains of."""
    texts = (match["text"] or match["code"] for match in _UNSHOWN.finditer(diagnostic))
    return {letter for text in texts for letter in _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)}


def _name(letter: str) -> str:
    """What stands for a character: its name if it is a sign, otherwise its number."""
    sign = unicodedata.category(letter).startswith("S")
    name = unicodedata.name(letter, "").lower() if sign else ""
    return f"[{name or f'U+{ord(letter):04X}'}]"
