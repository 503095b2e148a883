"""The first two stages: what can be said of a file before its cells have a meaning, as findings."""

import io
import re
from collections.abc import Collection, Iterator
from itertools import islice

from indicators import formats
from indicators.formats import Fault, File, Reading, UnreadableFile
from indicators.formats.files import MAX_LINE, WIDEST
from indicators.screening.checks import declared
from indicators.screening.finding import Check, Finding, unlisted
from indicators.screening.screened import finding
from indicators.wording import count

#: Letters that come out when UTF-8 is taken for Windows-1252: "Â£" for "£", "â€“" for "–", "Ã©" for "é".
_BROKEN = ("\ufffd", "Â£", "Â ", "â€", "Ã©", "Ã¨", "Ã±", "Ã¶", "Ã¼", "Ã¢")
_ANY_BROKEN = re.compile("|".join(_BROKEN).encode())
_BEGINNINGS = {letter.encode()[:1] for letter in "\ufffdÂâÃ"}  # looked for first: it takes a tenth of the time
#: What stands round it in its cell: so many letters before and after.
_BESIDE = 30
_ROUND = re.compile(r'[^,;\t\n"]{0,30}')
#: Places told one by one.
_MOST = 20
#: How a spreadsheet names the copies that it keeps of other workbooks' sheets.
_LINKED = ("'file:", "file:")
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
#: A number with a comma for its point, in how many of the first lines it is looked for, and how many are shown.
_WITH_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
_LINES, _EXAMPLES = 20, 3
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
HIDDEN_SHEET = Check(
    "hidden-sheet",
    "note",
    "read",
    title="Hidden sheet",
    means="The workbook has a sheet that nobody sees who opens it: an older edition, or working. It is left out.",
    mend="If its figures are wanted, show the sheet in the spreadsheet and save the workbook.",
)
FORMULA_WITHOUT_VALUE = Check(
    "formula-without-value",
    "error",
    "read",
    title="Formula without a value",
    means="A cell holds a formula that no spreadsheet has worked out, so its figure is not in the file.",
    mend="Open the workbook in a spreadsheet and save it again.",
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
DOUBLED_CRIMES = Check(
    "doubled-crimes",
    "warning",
    "read",
    title="Crimes that are there twice",
    means="Two downloads were put together, or a month with itself; each crime is counted once.",
    mend="Publish it only if each is to be counted once; else upload each download by itself.",
)
DOUBLED_INCIDENTS = Check(
    "doubled-incidents",
    "error",
    "read",
    title="Incidents that may be there twice",
    means="Crimes are there twice, and nothing tells which incidents without an ID are.",
    mend="Upload each download by itself.",
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
        like = formats.likeness(file) or formats.Likeness(
            f"The content is in none of the {len(formats.FORMATS)} known layouts."
        )
        yield finding(UNKNOWN_LAYOUT, like.message, _hint(file) or like.fix, file=file.name)
        yield from formula_findings(file, ())
    elif layout is None and len(layouts) > 1:
        names = ", ".join(f"'{name}' ({formats.FORMATS[name].TITLE})" for name in layouts)
        yield finding(SEVERAL_LAYOUTS, f"The content fits {len(layouts)} layouts: {names}.", file=file.name)


def encoding_findings(file: File) -> Iterator[Finding]:
    """Broken letters, and a text that is not UTF-8."""
    if file.is_workbook:
        return
    body = file.body
    suspect = body if any(byte in body for byte in _BEGINNINGS) else b""
    broken = list(islice(_ANY_BROKEN.finditer(suspect), _MOST))
    for place in broken:
        row = body.count(b"\n", 0, place.start()) + 1
        before = _decoded(body[max(place.start() - _BESIDE * WIDEST, 0) : place.start()])[-_BESIDE:]
        after = _decoded(body[place.end() : place.end() + _BESIDE * WIDEST])[:_BESIDE]
        value = f"{_ROUND.findall(before[::-1])[0][::-1]}{_decoded(place[0])}{_ROUND.findall(after)[0]}".strip()
        yield finding(WRONG_ENCODING, f"'{value}' has broken letters.", file=file.name, row=row, value=value)
    if more := sum(suspect.count(letters.encode()) for letters in _BROKEN) - len(broken):
        yield unlisted(WRONG_ENCODING, more, file.name, _MOST)
    if file.encoding == "cp1252" and not broken:
        yield finding(WINDOWS_ENCODING, "The text was read as Windows-1252, because it is not UTF-8.", file=file.name)


def _decoded(part: bytes) -> str:
    """A part of a text, without letters that are cut at its ends."""
    return part.decode(errors="ignore")


def hidden_findings(file: File) -> Iterator[Finding]:
    """Sheets of a workbook that are not seen and have figures; not what a spreadsheet keeps of other workbooks."""
    hidden = {name: how for name, how in file.workbook.hidden.items() if not name.startswith(_LINKED)}
    for name, how in hidden.items():
        figures = sum(bool(_FIGURE.fullmatch(cell)) for row in file.workbook.sheets[name] for cell in row)
        if figures:
            many = count(figures, "number")
            message = f"The sheet '{name}' is {how}; it has {many}, and is left out."
            yield finding(HIDDEN_SHEET, message, file=file.name, sheet=name)


def formula_findings(file: File, sheets: Collection[str]) -> Iterator[Finding]:
    """Formulas without a value on these of a workbook's sheets, or on all that are seen if there are none."""
    for name in sheets or file.sheets:
        unseen = file.workbook.unseen.get(name)
        cells = unseen.formulas if unseen else ()
        for cell in cells[:_MOST]:
            row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            message = f"{cell} holds a formula, and no value of it is in the file."
            yield finding(FORMULA_WITHOUT_VALUE, message, file=file.name, sheet=name, row=row)
        if more := len(cells) - _MOST if len(cells) > _MOST else 0:
            yield unlisted(FORMULA_WITHOUT_VALUE, more, file.name, _MOST)


def reading_findings(file: File, reading: Reading) -> Iterator[Finding]:
    """What the reader could not take as it is, and a file without a single figure or with too few rows."""
    yield from formula_findings(file, reading.cells["sheet"].unique())
    yield from (_of_fault(file, fault) for fault in reading.faults)
    checks = {fault.check for fault in reading.faults}
    if reading.cells.empty and not any(CHECKS[check].level == "error" for check in checks):
        yield finding(NOTHING_TO_READ, "There is not one figure in the file.", file=file.name)
    if reading.expected_rows is None or TRUNCATED_FILE.id in checks:
        return
    lines = 0 if file.is_workbook else sum(1 for line in io.BytesIO(file.body) if line.strip())
    if 0 < lines - 1 < reading.expected_rows:
        message = f"The file has {lines - 1:,} rows of the {reading.expected_rows:,} that it says it has."
        yield finding(TRUNCATED_FILE, message, file=file.name)


def _of_fault(file: File, fault: Fault) -> Finding:
    place = {"sheet": fault.sheet, "row": fault.row, "column": fault.column, "value": fault.value}
    return finding(CHECKS[fault.check], fault.message, fault.fix, file=file.name, **place)


def _hint(file: File) -> str:
    """What the first line suggests: semicolons or tabs between the cells are a matter of how the file was saved, and so
    are commas in its numbers then."""
    lines = [] if file.is_workbook else file.beginning(MAX_LINE).lstrip("\ufeff").split("\n")[:_LINES]
    first = next((line for line in lines if line.strip()), "")
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if first.count(sign) >= 2 and first.count(sign) > first.count(","):
            cells = {
                row: cell
                for row, line in enumerate(lines, 1)
                for cell in reversed(line.strip().split(sign))
                if _WITH_COMMA.fullmatch(cell)
            }
            numbers = [f"'{cell}' in row {row}" for row, cell in cells.items()][:_EXAMPLES]
            if numbers:
                saved = f"separated by {name}, and numbers have a comma for a point ({', '.join(numbers)})"
                mend = "save the file with commas between cells and points in numbers"
                return f"The cells are {saved}: {mend}, as the publisher has it."
            return f"The cells are separated by {name}: save the file with commas, as the publisher has it."
    return ""
