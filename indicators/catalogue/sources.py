"""Where the figures come from, and where newer ones are fetched."""

from dataclasses import dataclass

import pandas as pd

from indicators import wording
from indicators.model import Catalogue, Indicator, Source


@dataclass(frozen=True)
class Fetch:
    """A publisher's file: what the publisher calls it, the address where it is had, and how, in one line."""

    publisher: str
    file: str
    address: str
    steps: str


def fetching(catalogue: Catalogue, indicator: Indicator) -> tuple[Fetch, ...]:
    """The files that bring the indicator's next figures, each once, in the order of its sources.

    A source that says no steps, address or name of a file is left out: it is an edition that nothing follows.
    """
    found = (_fetch(catalogue.sources[slug]) for slug in indicator.sources)
    return tuple(dict.fromkeys(fetch for fetch in found if fetch.file and fetch.address and fetch.steps))


def _fetch(source: Source) -> Fetch:
    return Fetch(source.publisher, source.file, source.address, source.steps)


#: The columns of `sources_table` that are Markdown, because they hold links.
LINKED = ("Dataset", "File to fetch")


def sources_table(catalogue: Catalogue) -> pd.DataFrame:
    """Every source that an indicator uses: publisher, dataset, file, days, licence, what was done to the figures."""
    used = {slug for indicator in catalogue.indicators.values() for slug in indicator.sources}
    return pd.DataFrame(
        [
            {
                "Publisher": source.publisher,
                "Dataset": f"[{wording.as_typed(source.dataset)}]({source.page})",
                "File to fetch": _file(source),
                "Published": wording.day(source.published) if source.published else "not stated in the file",
                "Carried over": wording.day(source.retrieved),
                "Licence and attribution": _attribution(source),
                "What was done": " ".join(part for part in (source.vintage, source.processing) if part),
            }
            for slug, source in catalogue.sources.items()
            if slug in used
        ]
    )


def _file(source: Source) -> str:
    """Its name as a link, and the steps; empty where no address is known."""
    if not source.address:
        return ""
    return f"[{wording.as_typed(source.file)}]({source.address}) {wording.as_typed(source.steps)}".strip()


def _attribution(source: Source) -> str:
    said = source.attribution
    return said if source.licence in said else f"{said} {source.licence}."
