"""Files made to do harm, built in memory: archives and workbooks that unpack to far more than they are.

Deflated data of one byte repeated is itself a repetition, so gigabytes of it are written in a moment.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

MEGABYTE = 1024 * 1024
ENTRY = b"PK\x01\x02"

#: What an XLSX file needs beside its sheet; the sheet may use shared strings.
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
RELATION = (
    '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Table" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)
OPEN_DOCUMENT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Table">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)


def repeated(byte: bytes, megabytes: int) -> tuple[bytes, int]:
    """Deflated data of so many megabytes of one byte, and their CRC."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(byte * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(megabytes):
        check = zlib.crc32(byte * MEGABYTE, check)
    return once * megabytes + packer.flush(), check


def archive(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return stream.getvalue()


def deflated(members: Iterable[tuple[str, bytes, int, int]]) -> bytes:
    """A ZIP written by hand: name, deflated data, CRC, and the length that the archive claims."""
    body, entries, count = b"", b"", 0
    for name, data, check, claimed in members:
        told = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, check, len(data), claimed, len(name), 0)
        entries += ENTRY + struct.pack("<H", 20) + told + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name.encode()
        body += b"PK\x03\x04" + told + name.encode() + data
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(entries), len(body), 0)
    return body + entries + b"PK\x05\x06" + end


def xlsx(sheet: str = SHEET.format(""), strings: str = "") -> bytes:
    """A workbook of one sheet, `Table`."""
    related = RELATION.format("rId1", "worksheet", "worksheets/sheet1.xml")
    related += RELATION.format("rId2", "sharedStrings", "sharedStrings.xml")
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(RELATION.format("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS.format(related),
        "xl/sharedStrings.xml": strings or STRINGS.format(""),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return archive((name, text.encode()) for name, text in parts.items())


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet of one sheet, `Table`."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": OPEN_DOCUMENT.format(rows)}
    return archive((name, text.encode()) for name, text in parts.items())


def locked(name: str, content: bytes) -> bytes:
    """A ZIP whose only member says that it is encrypted."""
    made = bytearray(archive([(name, content)]))
    made[6] |= 1
    made[made.index(ENTRY) + 8] |= 1
    return bytes(made)


def many_entries(count: int) -> bytes:
    """A ZIP that lists one empty file so many times; a workbook by the name of its first."""
    name = b"[Content_Types].xml"
    first = archive([(name.decode(), b"")])
    start = first.index(ENTRY)
    entries = first[start : first.index(b"PK\x05\x06")] * count
    end = struct.pack("<HHHHIIH", 0, 0, count % 65536, count % 65536, len(entries), start, 0)
    return first[:start] + entries + b"PK\x05\x06" + end


def cell(place: str, inside: str, kind: str = "") -> str:
    """A row of an XLSX sheet with one cell."""
    row = "".join(filter(str.isdigit, place))
    return f'<row r="{row}"><c r="{place}"{kind}>{inside}</c></row>'


def bomb() -> bytes:
    """A ZIP of 300 kB that holds 3 GB."""
    data, check = repeated(b"0", 300)
    return deflated((f"{place}.csv", data, check, 300 * MEGABYTE) for place in range(10))


def false_length() -> bytes:
    """A ZIP that says it holds 100 bytes and holds 3 GB."""
    data, _ = repeated(b"0", 3000)
    return deflated([("figures.csv", data, 0, 100)])


def shared_strings_bomb() -> bytes:
    """A workbook whose texts unpack to 3 GB."""
    data, check = repeated(b"a", 3000)
    named = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    with zipfile.ZipFile(io.BytesIO(xlsx())) as plain:
        parts = {name: plain.read(name) for name in (*named, "xl/worksheets/sheet1.xml")}
    small = [(name, _squeezed(text), zlib.crc32(text), len(text)) for name, text in parts.items()]
    start, end = (repeated_text(text) for text in ("<sst><si><t>", "</t></si></sst>"))
    return deflated([*small, ("xl/sharedStrings.xml", start + data[:-2] + end, check, 3000 * MEGABYTE)])


def repeated_text(text: str) -> bytes:
    """Deflated data that other such data can follow."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(text.encode()) + packer.flush(zlib.Z_FULL_FLUSH)


def _squeezed(text: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(text) + packer.flush()
