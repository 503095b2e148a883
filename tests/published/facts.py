"""What a source file says, told one figure at a time, independently of how `data/published/` was made."""

from dataclasses import dataclass
from datetime import date

#: Areas whose figures are carried over: England, region, county, its districts, and the similar areas.
KEPT = frozenset(
    (
        *("E92000001", "E12000006", "E10000015"),
        *("E07000095", "E07000096", "E07000242", "E07000098", "E07000099"),
        *("E07000240", "E07000243", "E07000102", "E07000103", "E07000241"),
        *("E07000066", "E07000072", "E07000092", "E07000105", "E07000107", "E07000193"),
        *("E07000209", "E07000212", "E07000217", "E07000220", "E07000222", "E07000236"),
    )
)
#: Old codes and the codes that succeeded them.
SUCCESSORS = {"E07000104": "E07000241", "E07000100": "E07000240", "E07000097": "E07000242", "E07000101": "E07000243"}


def without_noise(number: float) -> float:
    """The number as a person would write it: 450.365472 for 450.36547199999995.

    Some sources print what binary arithmetic leaves in the last of a double's 17 digits. Where a number is shorter by
    three characters or more when it is written with 15, the rest is such noise and not published.
    """
    short = float(format(number, ".15g"))
    return short if len(str(number)) - len(str(short)) >= 3 else number


@dataclass(frozen=True)
class Fact:
    """One figure as a person reads it in the source. `value` is None where the source shows none.

    A number that the source does not give at all (no interval, no count) is left out and not compared.
    """

    area: str
    start: date
    end: date
    value: float | None
    breakdown: str = ""
    lower: float | None = None
    upper: float | None = None
    count: float | None = None
    denominator: float | None = None

    @property
    def key(self) -> tuple[str, date, date, str]:
        """What makes it the same figure as a published row."""
        return (SUCCESSORS.get(self.area, self.area), self.start, self.end, self.breakdown)
