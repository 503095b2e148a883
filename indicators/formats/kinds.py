"""What a file is that can hold no table: a document, a picture, a page. Known by its content, never by its name."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

_TABLE = "Download the table itself, as CSV, XLSX, XLS or ODS."
_FIGURES = "Look for a CSV or a workbook on the page that it comes from, or put the figures into the tidy template."
_UNPACK = "Unpack it first."


class Kind(NamedTuple):
    """What a file is, with its article, and what to do instead of uploading it."""

    name: str
    fix: str


#: What files begin with that are no text.
_MAGIC = (
    (b"%PDF", Kind("a PDF document", _FIGURES)),
    (b"\x89PNG", Kind("a picture", _FIGURES)),
    (b"\xff\xd8\xff", Kind("a picture", _FIGURES)),
    (b"GIF8", Kind("a picture", _FIGURES)),
    (b"RIFF", Kind("a picture", _FIGURES)),
    (b"{\\rtf", Kind("a text document (RTF)", _FIGURES)),
    (b"\x1f\x8b", Kind("a file compressed with gzip", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Kind("an archive (7z)", _UNPACK)),
    (b"Rar!", Kind("an archive (RAR)", _UNPACK)),
    (b"PAR1", Kind("a Parquet file", "Save it as CSV.")),
    (b"SQLite format 3", Kind("a database", "Save the table as CSV.")),
    (b"\x00\x01\x00\x00Standard", Kind("an Access database", "Save the table as CSV.")),
    (b"\x00\x00\x27\x0a", Kind("a shapefile: boundaries, no figures", _TABLE)),
)
#: Streams of the older Office documents that are no workbooks, as an OLE file has their names.
_STREAMS = (
    ("WordDocument", Kind("a Word document", _FIGURES)),
    ("PowerPoint Document", Kind("a presentation", _FIGURES)),
    ("__properties_version1.0", Kind("an e-mail", "Save the file that is attached to it, and upload that.")),
)
_OF_WORKBOOKS = ("Workbook", "Book")
#: Members of ZIP-based documents that are no workbooks.
_PARTS = (
    ("word/", Kind("a Word document", _FIGURES)),
    ("ppt/", Kind("a presentation", _FIGURES)),
    ("Index/Document.iwa", Kind("a Numbers document", "Export it as CSV or Excel.")),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": Kind("a text document (ODT)", _FIGURES),
    b"application/vnd.oasis.opendocument.presentation": Kind("a presentation", _FIGURES),
}
#: How texts begin that are no tables, and words in them that say more, the more particular first.
_TEXTS = (
    (
        re.compile(r"\s*(?:<!doctype html|<html|<head|<body|<table|<meta|<script)", re.IGNORECASE),
        (
            (
                r"log ?in|sign ?in|password|log ?on",
                Kind("a web page that asks to log in", "Log in, and download it again."),
            ),
            (
                r"session (?:has )?(?:expired|timed out)|stat-xplore",
                Kind(
                    "a web page of Stat-Xplore instead of its table",
                    "Log in there, open the table, and save it as CSV.",
                ),
            ),
            (
                r"not found|error|unavailable|forbidden|denied",
                Kind("a web page that reports an error", "Look at the page in a browser, and download the file again."),
            ),
            ("", Kind("a web page", "Look on it for a link to a CSV file or a workbook, and download that.")),
        ),
    ),
    (
        re.compile(r"\s*\{(?=[^\0]{0,2000}\"(?:FeatureCollection|Feature|Topology)\")"),
        (("", Kind("a map (GeoJSON or TopoJSON): boundaries, no figures", _TABLE)),),
    ),
    (
        re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"])"),
        (("", Kind("JSON, as programs exchange it", "Choose CSV or a workbook on the page that offers it.")),),
    ),
    (
        re.compile(r"\s*<(?:\?xml|[a-z][\w:.-]*[\s>])", re.IGNORECASE),
        (("", Kind("XML, as programs exchange it", "Choose CSV or a workbook on the page that offers it.")),),
    ),
)
#: Text at the beginning that is looked at.
_HEAD = 20_000
#: Bytes of an OpenDocument's kind that are looked at: what is longer is no kind, and may be without end.
_LONGEST = 200


def binary(content: bytes) -> Kind | None:
    """What bytes are that are neither text nor a workbook; None where nothing says so."""
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def document(content: bytes) -> Kind | None:
    """What an Office or OpenDocument file is that is no workbook; None for a workbook, and for anything else."""
    if content.startswith(b"PK"):
        return next(_parts(content), None)
    if any(name.encode("utf-16-le") in content for name in _OF_WORKBOOKS):  # which may have documents inside
        return None
    return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in content), None)


def _parts(content: bytes) -> Iterator[Kind]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            kind = b""
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    kind = stream.read(_LONGEST)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError):  # whoever opens it says what is wrong
        return
    if kind.strip() in _OPEN_DOCUMENTS:
        yield _OPEN_DOCUMENTS[kind.strip()]
    yield from (kind for part, kind in _PARTS if any(name.startswith(part) for name in names))


def text(head: str) -> Kind | None:
    """What a text is that is no table, by its beginning; None where it may be one."""
    head = head[:_HEAD].lstrip("\ufeff")
    for begins, kinds in _TEXTS:
        if begins.match(head):
            return next(kind for words, kind in kinds if re.search(words, head, re.IGNORECASE))
    return None
