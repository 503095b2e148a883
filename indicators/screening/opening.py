"""The first two stages: what can be said of a file before its cells have a meaning, as findings."""

import re
from collections.abc import Iterator
from itertools import islice

from indicators import formats
from indicators.formats import Fault, File, Reading, UnreadableFile
from indicators.screening.checks import declared
from indicators.screening.finding import Check, Finding, unlisted
from indicators.screening.screened import finding

#: Letters that come out when UTF-8 is taken for Windows-1252: "Â£" for "£", "â€“" for "–", "Ã©" for "é".
_BROKEN = re.compile("\ufffd|Â[£ ]|â€|Ã[©¨±¶¼¢]")
#: What stands round it in its cell.
_ROUND = re.compile(r'[^,;\t\n"]{0,30}')
#: Places told one by one.
_MOST = 20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_AGAIN = "Download the file again."

EMPTY_FILE = Check("empty-file", "error", "recognise", title="Empty file", means="The file holds nothing.", mend=_AGAIN)
BINARY_FILE = Check(
    "binary-file",
    "error",
    "recognise",
    title="Not text and not a workbook",
    means="The bytes are neither text nor an XLSX, XLS or ODS workbook.",
    mend="Upload the file as the publisher offers it: CSV, XLSX, XLS, ODS, or a ZIP of CSV files.",
)
DAMAGED_FILE = Check(
    "damaged-file",
    "error",
    "recognise",
    title="Damaged file",
    means="An archive or a workbook that is broken, locked or false.",
    mend=_AGAIN,
)
TOO_LARGE = Check(
    "too-large",
    "error",
    "recognise",
    title="Too large",
    means="Far larger than any publisher's file of this kind.",
    mend="Download fewer areas or years.",
)
UNKNOWN_LAYOUT = Check(
    "unknown-layout",
    "error",
    "recognise",
    title="Layout not recognised",
    means="The content has the headings or sheets of no layout that is known.",
    mend="Upload the file as downloaded, with its own headings, or put the figures into the tidy template.",
)
SEVERAL_LAYOUTS = Check(
    "several-layouts",
    "error",
    "recognise",
    title="More than one layout fits",
    means="The content has the marks of several layouts, and they read it differently.",
    mend="Choose the layout.",
)
WRONG_ENCODING = Check(
    "wrong-encoding",
    "warning",
    "read",
    title="Wrong encoding",
    means="Letters are broken: the file was saved or converted in another encoding than it is in.",
    mend="Save it again as CSV UTF-8, or download it again.",
)
WINDOWS_ENCODING = Check(
    "windows-encoding",
    "note",
    "read",
    title="Windows encoding",
    means="The text is not UTF-8 and was read as Windows-1252.",
    mend="Look whether names with accents are right.",
)
NO_HEADER = Check(
    "no-header",
    "error",
    "read",
    title="No header found",
    means="No row holds the headings that this layout needs.",
    mend="Upload the file with its headings, as downloaded.",
)
MISSING_COLUMN = Check(
    "missing-column",
    "error",
    "read",
    title="Column missing",
    means="A column that this layout needs is not there.",
    mend="Download the file with all its columns.",
)
DOUBLED_COLUMN = Check(
    "doubled-column",
    "error",
    "read",
    title="Column doubled",
    means="The same heading stands over two columns, so nobody knows which one counts.",
    mend="Leave one of the two columns.",
)
BAD_ROW = Check(
    "bad-row",
    "error",
    "read",
    title="Row with too many or too few cells",
    means="The row does not fit the header, so its cells stand in the wrong columns.",
    mend="Mend the row: a comma inside a text needs quotation marks round it.",
)
TRUNCATED_FILE = Check(
    "truncated-file",
    "error",
    "read",
    title="File cut off",
    means="Rows at the end are missing: a guest's limit, or a broken download.",
    mend="Download it again, in parts if there is a limit on rows.",
)
NOTHING_TO_READ = Check(
    "nothing-to-read",
    "error",
    "read",
    title="No figures",
    means="The layout is known, but there is no row of figures.",
    mend=_AGAIN,
)
UNREADABLE_CONTENT = Check(
    "unreadable-content",
    "error",
    "read",
    title="Content cannot be read",
    means="The file looks like a layout that is known, but its content cannot be read in it.",
    mend="Download it again. If it stays so, the publisher has changed the layout.",
)

#: By the ids that `formats` gives.
CHECKS = {each.id: each for each in declared(globals())}


def unreadable(error: UnreadableFile, name: str, content: bytes) -> Finding:
    """Why the file cannot be opened at all."""
    if error.check == BINARY_FILE.id and content.startswith(_UTF_16):
        return finding(BINARY_FILE, f"{name} is text in UTF-16.", "Save it as CSV UTF-8.", file=name)
    return finding(CHECKS[error.check], error.message, error.fix, file=name)


def unforeseen(error: Exception, name: str) -> Finding:
    """What a reader did not think of."""
    return finding(UNREADABLE_CONTENT, f"The content cannot be taken apart: {error}.", file=name)


def layout_findings(file: File, layouts: tuple[str, ...], layout: str | None) -> Iterator[Finding]:
    """No layout, several, or another one than was asked for."""
    if layout is not None and layout not in layouts:
        message = f"The content is not in the layout '{layout}' ({formats.FORMATS[layout].TITLE})."
        yield finding(UNKNOWN_LAYOUT, message, file=file.name)
    elif not layouts:
        message = f"The content is in none of the {len(formats.FORMATS)} known layouts."
        yield finding(UNKNOWN_LAYOUT, message, _hint(file), file=file.name)
    elif layout is None and len(layouts) > 1:
        names = ", ".join(f"'{name}' ({formats.FORMATS[name].TITLE})" for name in layouts)
        yield finding(SEVERAL_LAYOUTS, f"The content fits {len(layouts)} layouts: {names}.", file=file.name)


def encoding_findings(file: File) -> Iterator[Finding]:
    """Broken letters, and a text that is not UTF-8."""
    if file.is_workbook:
        return
    places = _BROKEN.finditer(file.text)
    broken = list(islice(places, _MOST))
    for place in broken:
        row = file.text.count("\n", 0, place.start()) + 1
        before, after = file.text[max(place.start() - 30, 0) : place.start()], file.text[place.end() :][:30]
        value = f"{_ROUND.findall(before[::-1])[0][::-1]}{place[0]}{_ROUND.findall(after)[0]}".strip()
        yield finding(WRONG_ENCODING, f"'{value}' has broken letters.", file=file.name, row=row, value=value)
    if more := sum(1 for _ in places):
        yield unlisted(WRONG_ENCODING, more, file.name, _MOST)
    if file.encoding == "cp1252" and not broken:
        yield finding(WINDOWS_ENCODING, "The text was read as Windows-1252, because it is not UTF-8.", file=file.name)


def reading_findings(file: File, reading: Reading) -> Iterator[Finding]:
    """What the reader could not take as it is, and a file without a single figure or with too few rows."""
    yield from (_of_fault(file, fault) for fault in reading.faults)
    checks = {fault.check for fault in reading.faults}
    if reading.cells.empty and not any(CHECKS[check].level == "error" for check in checks):
        yield finding(NOTHING_TO_READ, "There is not one figure in the file.", file=file.name)
    lines = 0 if file.is_workbook else sum(1 for line in file.text.splitlines() if line.strip())
    if reading.expected_rows is not None and TRUNCATED_FILE.id not in checks and 0 < lines - 1 < reading.expected_rows:
        message = f"The file has {lines - 1:,} rows of the {reading.expected_rows:,} that it says it has."
        yield finding(TRUNCATED_FILE, message, file=file.name)


def _of_fault(file: File, fault: Fault) -> Finding:
    place = {"sheet": fault.sheet, "row": fault.row, "column": fault.column, "value": fault.value}
    return finding(CHECKS[fault.check], fault.message, fault.fix, file=file.name, **place)


def _hint(file: File) -> str:
    """What the first line suggests: semicolons or tabs between the cells are a matter of how the file was saved."""
    first = "" if file.is_workbook else file.text.lstrip("\ufeff\n").partition("\n")[0]
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if first.count(sign) >= 2 and first.count(sign) > first.count(","):
            return f"The cells are separated by {name}: save the file with commas, as the publisher has it."
    return ""
