"""Run as a program of its own: a workbook on standard input, its sheets as JSON grids of text on standard output.

Imports nothing of ours. Memory is bounded where the system can, so that a workbook made to do harm ends this process
and nothing else. Numbers are written as a person sees them at full precision, dates as ISO text.
"""

import datetime as dt
import io
import math
import sys

import orjson
import python_calamine

#: Bytes of memory, and cells of all sheets: ten times what the largest of the publishers' workbooks takes.
MEMORY = 768 * 1024 * 1024
MAX_CELLS = 3_000_000
#: How the process ends where it refuses more.
TOO_LARGE = 3


def text(cell: object) -> str:
    """A cell as text: whole numbers without ".0", others with the 15 digits that a workbook shows, dates as 2016-04-01,
    nothing for an empty cell."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        shown = float(f"{cell:.15g}")
        return str(int(shown)) if shown.is_integer() and abs(shown) < 1e15 else repr(shown)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return str(cell)


def grids(content: bytes) -> dict[str, list[list[str]]]:
    """Every sheet by name, from the first cell of the sheet on, so that row and column are as a person counts them."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets, cells = {}, 0
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        cells += math.prod(last + 1 for last in sheet.end) if sheet.end else 0
        if cells > MAX_CELLS:
            raise MemoryError
        rows = sheet.to_python(skip_empty_area=False)
        sheets[name] = [[text(cell) for cell in row] for row in rows]
    return sheets


def bounded() -> None:
    """Refuse this process more memory than MEMORY, and a memory image on the disk when it ends, on systems that can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        allowed = resource.getrlimit(limit)[1]
        bound = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(limit, (bound, bound))


def main() -> None:
    """Read and write; end with TOO_LARGE where that is why it cannot be done."""
    bounded()
    try:
        written = orjson.dumps(grids(sys.stdin.buffer.read()))
    except MemoryError:
        sys.exit(TOO_LARGE)
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    main()
