"""Calendar quarters, by the names they have in addresses and on the command line: 2018Q2."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from indicators import wording
from indicators.errors import PeriodError

_MONTHS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter; the first is January to March."""

    year: int
    number: int  # 1 to 4

    @property
    def name(self) -> str:
        """As it is typed and kept: "2018Q2"."""
        return f"{self.year}Q{self.number}"

    @property
    def label(self) -> str:
        """As it is read: "2018 Q2"."""
        return f"{self.year} Q{self.number}"

    @property
    def months(self) -> str:
        """ "April to June 2018"."""
        return f"{_MONTHS[self.number - 1]} {self.year}"

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return self.following.start - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        """The next one."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> "Quarter":
        """The one before."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)


def of(day: date) -> Quarter:
    """The quarter that a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def parse(text: str, start: date, today: date) -> Quarter:
    """ "2018Q2", "2018 Q2" or "2018-q2" as a quarter of the strategy that began on `start`.

    PeriodError for anything else, for a quarter before the one in which it began and for one that has not begun.
    """
    match = re.fullmatch(r"(\d{4})[ -]?[Qq]([1-4])", text.strip(), re.ASCII)
    if not match or match[1] == "0000":
        shown = f"{text.strip()[:30]}…" if len(text.strip()) > 30 else text.strip()
        raise PeriodError(f"“{shown}” is not a quarter.", "Write the year, Q and a number from 1 to 4, such as 2018Q2.")
    quarter, first, last = Quarter(int(match[1]), int(match[2])), of(start), of(today)
    if quarter < first:
        began = f"The strategy began on {wording.day(start)}, so its first quarter is {first.name}."
        raise PeriodError(f"{quarter.label} is before the strategy. {began}")
    if quarter > last:
        raise PeriodError(f"{quarter.label} has not begun. The latest quarter is {last.name}.")
    return quarter


def available(start: date, today: date) -> list[Quarter]:
    """Every quarter from the one in which the strategy began to the current one, the latest first."""
    quarters = [of(today)]
    while quarters[-1] > of(start):
        quarters.append(quarters[-1].previous)
    return quarters
