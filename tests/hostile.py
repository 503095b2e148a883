"""Files made to do harm, built in memory: archives and workbooks that unpack to far more than they are.

Deflated data of one byte repeated is itself a repetition, so gigabytes of it are written in a moment. Run as a
program, it screens every one of them and prints what was said and what memory it took.
"""

import io
import json
import resource
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from indicators.formats.files import LOCKED, OLE
from indicators.screening import screen_upload
from tests.build import observations, small_catalogue

MEGABYTE = 1024 * 1024
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
KIND = "application/vnd.oasis.opendocument.spreadsheet"

TYPES = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
RELATIONS = f'<Relationships xmlns="{PACKAGE}/relationships">{{}}</Relationships>'
RELATION = f'<Relationship Id="{{}}" Type="{RELATED}/{{}}" Target="{{}}"/>'
BOOK = (
    f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATED}">'
    '<sheets><sheet name="Table" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
OPEN_DOCUMENT = (
    f'<office:document-content xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0" '
    f'xmlns:text="{OASIS}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
    '<table:table table:name="Table">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
#: A text of eleven letters that an obedient reader makes 200 gigabytes of.
LAUGHS = (
    '<!DOCTYPE sst [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)
#: An XLSX cell that holds the first of the shared strings.
SHARED = ' t="s"', "<v>0</v>"


def archive(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return stream.getvalue()


def written(members: Iterable[tuple[str, bytes, int]]) -> bytes:
    """A ZIP made by hand: names, deflated data, and the length that each claims to have."""
    body, entries, count = b"", b"", 0
    for name, data, claimed in members:
        told = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(data), claimed, len(name), 0)
        entries += b"PK\x01\x02" + struct.pack("<H", 20) + told + struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        entries += name.encode()
        count += 1
        body += b"PK\x03\x04" + told + name.encode() + data
    return body + entries + _end(count, len(entries), len(body))


def _end(count: int, length: int, place: int) -> bytes:
    return b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count % 65536, count % 65536, length, place, 0)


def deflated(text: bytes, byte: bytes = b"", megabytes: int = 0, after: bytes = b"") -> bytes:
    """Deflated: a text, so many megabytes of one byte, another text."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(byte * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + once * megabytes + packer.compress(after) + packer.flush()


def cell(place: str, kind: str, inside: str) -> str:
    """A row of an XLSX sheet with one cell."""
    return f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}"{kind}>{inside}</c></row>'


def xlsx(*rows: str, text: str = "", before: str = "") -> bytes:
    """A workbook of one sheet and one shared string; `before` stands before both."""
    sheet = f'{before}<worksheet xmlns="{SPREADSHEET}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    related = RELATION.format("rId1", "worksheet", "worksheets/sheet1.xml")
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(RELATION.format("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            related + RELATION.format("rId2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/sharedStrings.xml": f'{before}<sst xmlns="{SPREADSHEET}"><si><t>{text}</t></si></sst>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    return archive({name: part.encode() for name, part in parts.items()})


def ods(rows: int, columns: int) -> bytes:
    """An OpenDocument spreadsheet whose one cell, a 1, is there so many times."""
    number = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"/>'
    repeated = f'<table:table-row table:number-rows-repeated="{rows}">{number}</table:table-row>'
    parts = {
        "mimetype": KIND,
        "META-INF/manifest.xml": MANIFEST,
        "content.xml": OPEN_DOCUMENT.format(repeated),
    }
    return archive({name: part.encode() for name, part in parts.items()})


def locked(name: str, content: bytes) -> bytes:
    """A ZIP whose only member says that it is encrypted."""
    made = bytearray(archive({name: content}))
    for place in (6, made.index(b"PK\x01\x02") + 8):
        made[place] |= 1
    return bytes(made)


def corrupt(content: bytes) -> bytes:
    """A ZIP with other bytes in the middle of its data."""
    return content[:50] + b"\xff" * 20 + content[70:]


def many_entries(count: int) -> bytes:
    """A workbook, by the name of its first member, that lists this member so many times."""
    name = "[Content_Types].xml"
    first = archive({name: b""})
    start, end = first.index(b"PK\x01\x02"), first.index(b"PK\x05\x06")
    entries = first[start:end] * count
    return first[:start] + entries + _end(count, len(entries), start)


def bomb() -> bytes:
    """A ZIP of 3 MB that holds 3 GB."""
    data = deflated(b"", b"0", 300)
    return written((f"{place}.csv", data, 300 * MEGABYTE) for place in range(10))


def false_length() -> bytes:
    """A ZIP that says it holds 100 bytes and holds 3 GB."""
    return written([("figures.csv", deflated(b"", b"0", 3000), 100)])


def strings_bomb() -> bytes:
    """A workbook whose only text unpacks to 3 GB."""
    with zipfile.ZipFile(io.BytesIO(xlsx(cell("A1", *SHARED)))) as plain:
        parts = {name: plain.read(name) for name in plain.namelist()}
    start, end = parts.pop("xl/sharedStrings.xml").split(b"<t>")
    small = [(name, deflated(part), len(part)) for name, part in parts.items()]
    strings = deflated(start + b"<t>", b"a", 3000, end)
    return written([*small, ("xl/sharedStrings.xml", strings, 3000 * MEGABYTE + len(start + end) + 3)])


#: What is to be refused, or read, within a gigabyte: workbooks first, texts after them.
WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "laughs-text.xlsx": lambda: xlsx(cell("A1", *SHARED), text="&a11;", before=LAUGHS),
    "laughs-sheet.xlsx": lambda: xlsx(cell("A1", ' t="inlineStr"', "<is><t>&a11;</t></is>"), before=LAUGHS),
    "corners.xlsx": lambda: xlsx(cell("A1", "", "<v>1</v>"), cell("XFD1048576", "", "<v>2</v>")),
    "far-down.xlsx": lambda: xlsx(cell("A1", "", "<v>1</v>"), cell("A100000", "", "<v>2</v>")),
    "beyond.xlsx": lambda: xlsx(cell("A1", "", "<v>1</v>"), cell("XXXXX99999999", "", "<v>2</v>")),
    "strings.xlsx": strings_bomb,
    "entries.xlsx": lambda: many_entries(200_000),
    "repeated.ods": lambda: ods(1_048_576, 16_384),
    "rows-repeated.ods": lambda: ods(1_048_576, 10),
    "locked.xlsx": lambda: OLE + b"\x00" * 504 + LOCKED,
}
TEXTS: Mapping[str, Callable[[], bytes]] = {
    "bomb.zip": bomb,
    "false-length.zip": false_length,
    "nested.zip": lambda: archive({"inner.zip": archive({"figures.csv": b"a,b\n"})}),
    "locked.zip": lambda: locked("figures.csv", b"a,b\n"),
    "corrupt.zip": lambda: corrupt(archive({"figures.csv": bytes(range(256)) * 9})),
    "corrupt-lzma.zip": lambda: corrupt(archive({"figures.csv": bytes(range(256)) * 9}, zipfile.ZIP_LZMA)),
    "corrupt-bzip2.zip": lambda: corrupt(archive({"figures.csv": bytes(range(256)) * 9}, zipfile.ZIP_BZIP2)),
    "upwards.zip": lambda: archive(
        {"../../../outside.csv": b"a,b\n", "/outside.csv": b"a\n", "C:\\outside.csv": b"a\n"}
    ),
    "million-columns.csv": lambda: b"c," * 1_000_000 + b"\n",
    "many-columns.csv": lambda: b"heading," * 100_000 + b"\n",
    "long-line.csv": lambda: b"a,b\n" + b"1" * 100 * MEGABYTE,
    "long-line-of-a-mac.csv": lambda: b"a,b\r" + b"1" * 100 * MEGABYTE,
    "ten-million-rows.csv": lambda: b"1,2\n" * 10_000_000,
    "too-many-bytes.csv": lambda: b"1,2,3,4\n" * (17 * MEGABYTE),
    "long-text.csv": lambda: b'areacd,period,observation\n"' + b"x" * 900_000 + b'",2019,1\n',
}


def screened() -> Iterator[tuple[str, dict[str, object]]]:
    """For each file: what was found, the seconds and the most megabytes that it took, its own process's included."""
    catalogue, held = small_catalogue(), observations()
    for name, build in {**WORKBOOKS, **TEXTS}.items():
        content = build()
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts anew
        start = time.perf_counter()
        reports = screen_upload(name, content, catalogue, held, date(2026, 11, 23))
        taken = time.perf_counter() - start
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024 if name in WORKBOOKS else 0
        found = [[finding.check, finding.sentence] for report in reports for finding in report.findings]
        yield name, {"found": found, "seconds": taken, "megabytes": _peak() + children}


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024


def main() -> None:
    """Print one JSON object: what was found in each file, and what it took."""
    click.echo(json.dumps(dict(screened())))


if __name__ == "__main__":
    main()
