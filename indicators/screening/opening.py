"""The first two stages: what can be said of a file before its cells have a meaning, as findings."""

import re
from collections.abc import Iterator
from itertools import islice

from indicators import formats
from indicators.formats import Fault, File, Reading, UnreadableFile
from indicators.screening.checks import CHECKS
from indicators.screening.finding import Finding, unlisted
from indicators.screening.screened import found

#: Letters that come out when UTF-8 is taken for Windows-1252: "Â£" for "£", "â€“" for "–", "Ã©" for "é".
_BROKEN = re.compile("\ufffd|Â[£ ]|â€|Ã[©¨±¶¼¢]")
#: What stands round it in its cell.
_ROUND = re.compile(r'[^,;\t\n"]{0,30}')
#: Places told one by one.
_TOLD = 20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def unreadable(error: UnreadableFile, name: str, content: bytes) -> Finding:
    """Why the file cannot be opened at all."""
    if error.check == "binary-file" and content.startswith(_UTF_16):
        return found("binary-file", f"{name} is text in UTF-16.", "Save it as CSV UTF-8.", file=name)
    return found(error.check, error.message, error.fix, file=name)


def layout_findings(file: File, layouts: tuple[str, ...], layout: str | None) -> Iterator[Finding]:
    """No layout, several, or another one than was asked for."""
    if layout is not None and layout not in layouts:
        told = f"The content is not in the layout '{layout}' ({formats.FORMATS[layout].TITLE})."
        yield found("unknown-layout", told, file=file.name)
    elif not layouts:
        yield found(
            "unknown-layout",
            f"The content is in none of the {len(formats.FORMATS)} known layouts.",
            _hint(file),
            file=file.name,
        )
    elif layout is None and len(layouts) > 1:
        told = ", ".join(f"'{name}' ({formats.FORMATS[name].TITLE})" for name in layouts)
        yield found("several-layouts", f"The content fits {len(layouts)} layouts: {told}.", file=file.name)


def encoding_findings(file: File) -> Iterator[Finding]:
    """Broken letters, and a text that is not UTF-8."""
    if file.is_workbook:
        return
    places = _BROKEN.finditer(file.text)
    broken = list(islice(places, _TOLD))
    for place in broken:
        row = file.text.count("\n", 0, place.start()) + 1
        before, after = file.text[max(place.start() - 30, 0) : place.start()], file.text[place.end() :][:30]
        value = f"{_ROUND.findall(before[::-1])[0][::-1]}{place[0]}{_ROUND.findall(after)[0]}".strip()
        yield found("wrong-encoding", f"'{value}' has broken letters.", file=file.name, row=row, value=value)
    if more := sum(1 for _ in places):
        yield unlisted(CHECKS["wrong-encoding"], more, file.name, _TOLD)
    if file.encoding == "cp1252" and not broken:
        yield found("windows-encoding", "The text was read as Windows-1252, because it is not UTF-8.", file=file.name)


def reading_findings(file: File, reading: Reading) -> Iterator[Finding]:
    """What the reader could not take as it is, and a file without a single figure or with too few rows."""
    yield from (_of_fault(file, fault) for fault in reading.faults)
    told = {fault.check for fault in reading.faults}
    if reading.cells.empty and not any(CHECKS[check].level == "error" for check in told):
        yield found("nothing-to-read", "There is not one figure in the file.", file=file.name)
    lines = 0 if file.is_workbook else sum(1 for line in file.text.splitlines() if line.strip())
    if reading.expected_rows is not None and "truncated-file" not in told and 0 < lines - 1 < reading.expected_rows:
        message = f"The file has {lines - 1:,} rows of the {reading.expected_rows:,} that it says it has."
        yield found("truncated-file", message, file=file.name)


def _of_fault(file: File, fault: Fault) -> Finding:
    place = {"sheet": fault.sheet, "row": fault.row, "column": fault.column, "value": fault.value}
    return found(fault.check, fault.message, fault.fix, file=file.name, **place)


def _hint(file: File) -> str:
    """What the first line suggests: semicolons or tabs between the cells are a matter of how the file was saved."""
    first = "" if file.is_workbook else file.text.lstrip("\ufeff\n").partition("\n")[0]
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if first.count(sign) >= 2 and first.count(sign) > first.count(","):
            return f"The cells are separated by {name}: save the file with commas, as the publisher has it."
    return ""
