"""Where the figures come from, as a table."""

import pandas as pd

from indicators import wording
from indicators.model import Catalogue, Source


def sources_table(catalogue: Catalogue) -> pd.DataFrame:
    """Every source that an indicator uses: publisher, dataset, days, licence, and what was done to the figures."""
    used = {slug for indicator in catalogue.indicators.values() for slug in indicator.sources}
    return pd.DataFrame(
        [
            {
                "Publisher": source.publisher,
                "Dataset": f"[{source.dataset}]({source.page})",
                "Published": wording.day(source.published) if source.published else "not stated in the file",
                "Carried over": wording.day(source.retrieved),
                "Licence and attribution": _attribution(source),
                "What was done": " ".join(part for part in (source.vintage, source.processing) if part),
            }
            for slug, source in catalogue.sources.items()
            if slug in used
        ]
    )


def _attribution(source: Source) -> str:
    said = source.attribution
    return said if source.licence in said else f"{said} {source.licence}."
