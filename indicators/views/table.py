"""The lines over time as a table alone."""

from indicators.charts import Chart, Mode
from indicators.model import Indicator
from indicators.views.over_time import CHOICES, elsewhere, figures, frame, title
from indicators.views.view import Shown


def offered(indicator: Indicator) -> str:
    """Wherever there is a line over time."""
    return "" if indicator.geography == "lsoa" else "Table"


def chart(shown: Shown, mode: Mode) -> Chart | None:
    """None is asked for."""
    return None


def nothing(shown: Shown) -> str:
    """That no figure is held."""
    return shown.unheld(group=shown.view.selection.breakdown) if shown.frame.empty else ""
