"""What day it is: the one place that looks."""

from datetime import UTC, date, datetime


def today() -> date:
    """The day on which answers are given, the same for everybody wherever the server is."""
    return datetime.now(tz=UTC).date()
