"""The open data of affordable housing supply: a row per authority, year, tenure and provider, to be added up."""

import pandas as pd

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading, cells
from indicators.formats.tabular import Header

TITLE = "Affordable housing supply, open data (MHCLG, CSV)"
DESCRIPTORS = ("Completions", "Tenure")
DOWNLOAD = (
    "The open data file on the GOV.UK page “Live tables on affordable housing supply”: starts and completions of all "
    "years in one CSV."
)
RECOGNISED = "By the headings `Year`, `Tenure`, `Completions` and `Units`."
MATCH = (
    "`Completions` tells a `Completion` from a `Start on Site`. `Tenure` is that of the file (`Social Rent`, "
    "`Affordable Rent`…); `All tenures` is our sum of them."
)
TRAPS = (
    "Rows are told apart by provider, funding and more: those of one authority, year and tenure are added up here.",
    "The codes of the newest boundaries are taken (`LA code 202324`), not those of the time.",
    "A tenure without a home in a year has no row: it is absent here, not none.",
    "Neither England nor a county has rows.",
)

_SIGNATURE = ("Year", *DESCRIPTORS, "Units")
_CODE, _NAME, _PLAIN_CODE = "LA code 2", "LA name 2", "LA code"
_EVERY = "All tenures"
_ADDED = "Rows of one authority, year and tenure are added up, and so are all tenures."


def recognises(file: File) -> bool:
    """Whether the text has years, tenures, starts or completions, and units."""
    return tabular.recognised(file, _SIGNATURE)


def read(file: File) -> Reading:
    """The units of each authority, year and tenure, and of all tenures, added up; each stands at its first row."""
    header = tabular.header_of(file, _SIGNATURE)
    if header is None:
        return Reading((), cells([], []), tuple(tabular.missing(None, _SIGNATURE)))
    code, name = _places(header)
    if not code:
        lost = f"The column '{_PLAIN_CODE}' is missing."
        return Reading((), cells([], []), (Fault("missing-column", lost, row=header.row, column=_PLAIN_CODE),))
    table = tabular.delimited(file, header, (*filter(None, (code, name)), *_SIGNATURE))
    frame = table.frame.rename(columns={code: "code", name: "name"})
    frame = frame if name else frame.assign(name="")
    keys = ["code", "name", "Year", *DESCRIPTORS]
    frame = frame.assign(**{key: tabular.by_text(frame[key], tabular.plain) for key in keys})
    number = pd.to_numeric(frame["Units"].str.replace(",", ""), errors="coerce")
    faults = [*table.faults, *_no_numbers(frame[number.isna()], header)]
    rows = frame[number.notna()].assign(number=number)
    added = pd.concat([_added(rows, keys), _added(rows.assign(Tenure=_EVERY), keys)])
    measures, measure = tabular.numbered(added, DESCRIPTORS)
    columns = {"area_code": "code", "area_name": "name", "period": "Year", "value": "value"}
    found = tabular.placed(added, measure, columns, header.heading("Units"))
    return Reading(measures, found, tuple(faults), (_ADDED,))


def _places(header: Header) -> tuple[str, str]:
    """The headings of code and name, those of the newest boundaries before any."""
    return _newest(header, _CODE), _newest(header, _NAME)


def _newest(header: Header, name: str) -> str:
    """The last heading that begins so, else the first that begins so without the century."""
    found = [head for head in header.headings if head.casefold().startswith(name.casefold())]
    return max(found, default="") or header.heading(name.removesuffix(" 2"))


def _no_numbers(rows: pd.DataFrame, header: Header) -> list[Fault]:
    """A fault for each row that cannot be added up, so that no sum is too small without a word."""
    fix = "Write a whole number of homes: without it a sum would be too small."
    return [
        Fault(
            "bad-row", "The row has no number of units.", row=row, column=header.heading("Units"), value=text, fix=fix
        )
        for row, text in rows["Units"].head(tabular.MOST_BAD_ROWS).items()
        if isinstance(row, int)
    ]


def _added(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    added = rows.reset_index().groupby(keys, sort=False).agg(row=("row", "min"), number=("number", "sum")).reset_index()
    values = added["number"].map(lambda number: f"{number:.15g}").astype("str")
    return added.assign(value=values).set_index("row")
