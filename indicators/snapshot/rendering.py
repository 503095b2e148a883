"""A snapshot as documents: PDF for the meeting, workbook, one HTML file, and the data themselves."""

from collections.abc import Callable, Iterable, Mapping

from indicators import tables
from indicators.errors import UnknownName, UserError, nearest
from indicators.snapshot.archives import Frozen
from indicators.snapshot.html import html
from indicators.snapshot.model import Snapshot, to_json
from indicators.snapshot.pdf import pdf
from indicators.snapshot.xlsx import xlsx

#: Each form by the ending of its file's name.
FORMS: Mapping[str, Callable[[Snapshot], bytes]] = {"pdf": pdf, "xlsx": xlsx, "html": html, "json": to_json}
#: What browsers and mail programs call them.
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xlsx": tables.XLSX,
    "html": "text/html",
    "json": "application/json",
}


class NotFrozen(UserError):
    """A signed snapshot has no document of that form, and none is made afterwards."""


def documents(snapshot: Snapshot, forms: Iterable[str] = FORMS) -> dict[str, bytes]:
    """The snapshot in these forms, all of them unless said, by file name. UnknownName for a form that there is not."""
    return {file_name(snapshot, form): FORMS[form](snapshot) for form in _known(forms)}


def chosen(signed: Frozen, forms: Iterable[str]) -> dict[str, bytes]:
    """A signed snapshot's documents in these forms, by file name, as they were frozen; NotFrozen where one was not."""
    documents = {form: signed.document(form) for form in _known(forms)}
    missing = [form for form, document in documents.items() if document is None]
    if missing:
        raise NotFrozen(f"{signed.snapshot.label} was signed without {', '.join(missing)}. Ask for another form.")
    return dict(document for document in documents.values() if document)


def _known(forms: Iterable[str]) -> list[str]:
    wanted = list(forms)
    for form in wanted:
        if form not in FORMS:
            raise UnknownName(f"There is no form '{form}': there are {', '.join(FORMS)}.{nearest(form, FORMS)}")
    return wanted


def file_name(snapshot: Snapshot, form: str) -> str:
    """ "welwyn-hatfield-2018Q2.pdf"."""
    return f"{'-'.join(snapshot.area.lower().split())}-{snapshot.quarter}.{form}"
