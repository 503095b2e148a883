"""Workbooks written in a test, to see what a reader makes of one that is not as it should be."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from indicators.formats.files import OLE, File, Grid

Rows = Sequence[Sequence[str | float]]


def workbook(sheets: Mapping[str, Rows]) -> File:
    """An XLSX file with these sheets; an empty text is an empty cell."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell != "":
                        sheet.write(row, column, cell)
    return File("written.xlsx", content.getvalue())


def holding(sheets: Mapping[str, Grid]) -> File:
    """A workbook as it is once opened: its sheets are these, and nothing needs to be unpacked."""
    file = File("opened.xls", OLE)
    vars(file)["sheets"] = dict(sheets)
    return file
