"""CSV files of the ONS service Explore local statistics: a row per area, indicator, measure and period.

Columns come in any order, with or without a byte order mark. A period is its start and a duration ("2015-04-01/P1Y"),
or a bare day. Missing values are empty, with the publisher's status letter in a column of its own.
"""

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Reading, cells

TITLE = "Explore local statistics, Office for National Statistics (CSV)"
DESCRIPTORS = ("indicator", "measure", "unit")

SIGNATURE = ("areacd", "period", "observation")
#: Without these a figure could be read but not be told from another.
NEEDED = (*SIGNATURE, "indicator")
AS_THEY_ARE = {
    "area_code": "areacd",
    "area_name": "areanm",
    "period": "period",
    "value": "observation",
    "lower": "lci_95",
    "upper": "uci_95",
    "status": "status",
    "note": "notes",
}
KEPT = (*DESCRIPTORS, *AS_THEY_ARE.values())


def recognises(file: File) -> bool:
    """Whether a row near the top holds the headings that only this layout has."""
    return tabular.recognised(file, SIGNATURE)


def read(file: File) -> Reading:
    """One cell a row; an area that is listed under two geographies with the same figure is taken once."""
    header = tabular.header_of(file, SIGNATURE)
    lacking = tabular.missing(header, SIGNATURE if header is None else NEEDED)
    if header is None:
        return Reading("explore-local-statistics", (), cells([], []), tuple(lacking))
    table = tabular.delimited(file, header, KEPT)
    frame = tabular.unrepeated(table.frame, (*DESCRIPTORS, "areacd", "period"))
    measures, measure = tabular.numbered(frame, DESCRIPTORS)
    found = tabular.placed(frame, measure, AS_THEY_ARE, header.heading("observation"))
    return Reading("explore-local-statistics", measures, found, (*lacking, *table.faults))
