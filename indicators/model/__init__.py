"""The nouns of the project as frozen dataclasses, and the one schema of observations. No input, no output.

Terms are those of `docs/glossary.md`. Everything here is plain data: `catalogue` makes these objects
from the files in `data/`, everything else reads them.
"""

from indicators.model.catalogue import Catalogue, Selection, merged_areas, todays_code
from indicators.model.definitions import (
    Among,
    Area,
    Bound,
    Break,
    Cadence,
    Dimension,
    Ended,
    Evidence,
    From,
    Geography,
    Indicator,
    Kind,
    Per,
    Period,
    Polarity,
    ProcessOn,
    Rebase,
    Source,
    Sum,
    Unit,
    Within,
)
from indicators.model.observations import COMPARISONS, FLAGS, KEY, OBSERVATIONS, SIMILAR_AREAS, STATUSES
from indicators.model.strategy import (
    Aim,
    Gap,
    Margin,
    Measure,
    Milestone,
    Partnership,
    Priority,
    StatedFigure,
    Strategy,
    Theme,
)
