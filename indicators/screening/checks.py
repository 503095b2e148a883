"""A check as one definition: its words stand above the function that finds where a file fails it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd

from indicators.screening.finding import Check, Finding, Level, Stage
from indicators.screening.screened import Screened

#: What several checks ask for.
ASK = "Compare with the publisher's own page before you go on."
NOTHING = "Nothing needs to be done."

Find = Callable[[Check, Screened], Iterator[Finding]]


@dataclass(frozen=True)
class Rule(Check):
    """A check of a file's content, with the function that finds where it fails."""

    find: Find

    def __call__(self, screened: Screened) -> Iterator[Finding]:
        """A finding for each place."""
        return self.find(self, screened)


def check(id_: str, level: Level, stage: Stage, *, title: str, means: str, mend: str) -> Callable[[Find], Rule]:
    """A decorator: the function below it is given the check and the file, as far as that has been understood."""
    return partial(Rule, id_, level, stage, title, means, mend)


def declared(names: dict[str, object]) -> list[Check]:
    """The checks among the names of a module, in the order in which they stand there."""
    return [each for each in names.values() if isinstance(each, Check)]


def listing(checks: Iterable[Check], stage: Stage) -> pd.DataFrame:
    """Those of a stage as a table for people: what each is called, how grave it is, what it means, how it is mended."""
    rows = [(each.title, each.level.capitalize(), each.means, each.mend) for each in checks if each.stage == stage]
    return pd.DataFrame(rows, columns=["Check", "Level", "What it means", "How to mend it"])
