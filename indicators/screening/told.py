"""A report in sentences, as the command line prints it and the upload page shows part of it."""

from collections.abc import Iterator

from indicators import wording
from indicators.formats import FORMATS
from indicators.screening.nearest import measure_in_words, nearest_in_words
from indicators.screening.report import Report

#: Measures without a definition that a terminal lists: the most alike stand first.
LISTED = 10


def summary(report: Report) -> str:
    """A report in lines: what the file is, its sources, every finding, the measures that no definition asks for."""
    title = FORMATS[report.layout].TITLE if report.layout else "no layout that is known here"
    rows = wording.count(report.rows, "row")
    first = f"{report.file}: {title}; {rows} of {', '.join(report.indicators) or 'no indicator'}"
    span = f", {report.first_period} to {report.last_period}" if report.rows else ""
    findings = (f"  {finding.level} {finding.check}: {finding.sentence}" for finding in report.findings)
    sources = (f"  of the source: {source.publisher}: {source.dataset}." for source in report.sources)
    return "\n".join([f"{first}{span}.", *sources, *findings, *_unmatched(report)])


def _unmatched(report: Report) -> Iterator[str]:
    for each in report.unmatched[:LISTED]:
        rows = wording.count(each.rows, "row")
        yield f"  not in a definition: {measure_in_words(each.measure)} ({rows}). {nearest_in_words(each.nearest)}"
    if len(report.unmatched) > LISTED:
        yield f"  … and {len(report.unmatched) - LISTED} more measures that are not in a definition."
