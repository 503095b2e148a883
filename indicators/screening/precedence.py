"""One cause, one question: where several checks tell of one figure, the one that says best what is wrong is kept.

What is told of a whole line or period at once is left out by the checks themselves, before they look (`Screened`'s
`other_unit`, `far_revised` and `only_far_revised`, `together.odd_windows`).
"""

from collections.abc import Iterable, Iterator, Mapping

from indicators.screening.finding import Finding

#: For a check those that tell more of the same figure. A sum that does not add up is never left out: it is a proof.
TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "history-outlier": ("percentage-range",),
    "area-outlier": ("percentage-range",),
    "far-level": ("percentage-range", "sentinel", "negative-value"),
    "beyond-held": ("percentage-range", "sentinel", "history-outlier", "area-outlier", "far-level"),
}

_Place = tuple[str, str, int | None, str, str]


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without those of whose figure another check tells more; in their order."""
    every = list(findings)
    deciding = {check for checks in TOLD_BY.values() for check in checks}
    told = {(each.check, _place(each)) for each in every if each.check in deciding and not each.unlisted}
    for each in every:
        if each.unlisted or not any((check, _place(each)) in told for check in TOLD_BY.get(each.check, ())):
            yield each


def _place(found: Finding) -> _Place:
    return found.file, found.sheet, found.row, found.column, found.indicator
