"""CSV files of the ONS service Explore local statistics: a row per area, indicator, measure and period."""

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Reading, cells

TITLE = "Explore local statistics, Office for National Statistics (CSV)"
DESCRIPTORS = ("indicator", "measure", "unit")
DOWNLOAD = "The CSV files of the ONS service of that name, one file per dataset with all areas and years."
RECOGNISED = (
    "By the headings `areacd`, `period` and `observation`, in any order and case, with a byte order mark or without."
)
MATCH = "A file often holds several indicators; name at least `indicator` and `unit`."
TRAPS = (
    "Periods are a start and a length (`2019-01-01/P5Y`) or a bare day, which for a yearly survey is the day it was "
    "taken.",
    "Missing values are empty and the letter is in `status`.",
    "The same area may be listed under two geographies (taken once).",
    "A combined authority or region may be marked as added up by ONS, in `notes`.",
)

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
COLUMNS = (*DESCRIPTORS, *AS_THEY_ARE.values())


def recognises(file: File) -> bool:
    """Whether a row near the top holds the headings that only this layout has."""
    return tabular.recognised(file, SIGNATURE)


def read(file: File) -> Reading:
    """One cell a row; an area that is listed under two geographies with the same figure is taken once."""
    header = tabular.header_of(file, SIGNATURE)
    lacking = tabular.missing(header, SIGNATURE if header is None else NEEDED)
    if header is None:
        return Reading((), cells([], []), tuple(lacking))
    table = tabular.delimited(file, header, COLUMNS)
    frame = tabular.unrepeated(table.frame, (*DESCRIPTORS, "areacd", "period"))
    measures, measure = tabular.numbered(frame, DESCRIPTORS)
    rows = tabular.placed(frame, measure, AS_THEY_ARE, header.heading("observation"))
    return Reading(measures, rows, (*lacking, *table.faults))
