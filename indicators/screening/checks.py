"""Every check by its id: how grave it is, when it is made, what it means and how it is mended.

The functions that make them are in `shape`, `areas`, `values`, `change`, `gaps` and `outliers`; the checks of
the first two stages report what `formats` could not open or read.
"""

from collections.abc import Mapping
from types import MappingProxyType

from indicators.screening.checks_of_figures import CHANGE, MEANING
from indicators.screening.checks_of_files import READ, RECOGNISE, SHAPE
from indicators.screening.finding import Check

CHECKS: Mapping[str, Check] = MappingProxyType(
    {check.id: check for check in (*RECOGNISE, *READ, *SHAPE, *MEANING, *CHANGE)}
)
