"""What day and what time it is: the one place that looks."""

from datetime import UTC, date, datetime


def today() -> date:
    """The day on which answers are given, the same for everybody wherever the server is."""
    return now().date()


def now() -> datetime:
    """The moment at which something is written (UTC)."""
    return datetime.now(tz=UTC)
