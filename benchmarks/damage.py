"""What a whole column that is wrong meets, and how often a sound one is asked about: `python -m benchmarks.damage`.

The last period of every indicator that ships is taken out of what is held and screened as a file in the tidy layout,
damaged in one way after the other: multiplied, repeated, filled down, slipped by one area. Told is what raises a
warning or an error that the sound file does not. Then every period of every indicator is screened as it is, with all
before it held, and each check that compares a new period as a whole is counted. Some minutes on one processor;
`python -m benchmarks.damage burglary` does it for the indicators named.
"""

import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from indicators import catalogue as catalogues
from indicators import shipped, store, tables
from indicators.model import Catalogue
from indicators.screening import screen_upload

TODAY = date(2026, 11, 23)
FACTORS = (0.1, 0.5, 0.8, 1.25, 2.0, 10.0, 12.0)
#: The checks whose false alarms are counted: those that look at a new period as a whole.
WATCHED = ("common-change", "order-of-areas", "far-level", "repeated-period", "another-area", "one-value")
#: A note that says that figures have nothing beside them: it is no silence, and no question either.
NOTES = {"not-compared"}
NOTED = ", as a note says"
#: Silence and false alarms that are borne.
SILENT, ALARMS = 0.10, 1 / 20
#: Editions of a series that are its latest: those of its last years, in which the method is what it is now.
LATEST = 12
#: Well-known series whose editions are told one by one: long ones, of all kinds, areas and cadences.
NAMED = (
    *("population", "universal-credit-households", "landlord-possession-claims", "homelessness-duty-owed"),
    *("median-house-price", "claimant-rate", "preventable-cardiovascular-mortality", "obesity-year-6"),
    *("greenhouse-gas-emissions", "wellbeing-happiness", "vacant-dwellings", "life-expectancy"),
)
#: A file's rows, and what was held before it -> the file's rows, damaged.
Damage = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]


def multiplied(factor: float, rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Every figure and its interval times the factor, with as many decimals as before."""
    decimals = _decimals(rows["value"])
    return rows.assign(**{name: (rows[name] * factor).round(decimals) for name in ("value", "lower", "upper")})


def repeated(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The figures of the last period held, under the new one."""
    last = held.sort_values("period_end").drop_duplicates(["breakdown", "area_code"], keep="last")
    both = rows[["breakdown", "area_code"]].merge(last, on=["breakdown", "area_code"], how="left")
    figures = ["value", "lower", "upper", "count", "denominator"]
    there = both["value"].notna().to_numpy()
    return rows.assign(**{name: np.where(there, both[name], rows[name]) for name in figures})


def filled_down(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The first figure of each breakdown in all its rows."""
    firsts = rows.groupby(["breakdown", "period_end"])["value"].transform("first")
    return rows.assign(value=firsts, lower=np.nan, upper=np.nan)


def slipped(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Every figure of a breakdown, with its interval and counts, one area further down, the last one at the top."""
    figures = ["value", "lower", "upper", "count", "denominator", "status"]
    parts = []
    for _, group in rows.groupby(["breakdown", "period_end"], sort=False):
        order = np.roll(np.arange(len(group)), 1)
        parts.append(group.assign(**{name: group[name].to_numpy()[order] for name in figures}))
    return pd.concat(parts)


DAMAGES: Mapping[str, Damage] = {
    **{f"× {factor:g}": partial(multiplied, factor) for factor in FACTORS},
    "repeat": repeated,
    "fill down": filled_down,
    "rotation": slipped,
}


def edition(rows: pd.DataFrame, back: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of every indicator that has so many periods, the one so far from its last, and all that ended before it."""
    place = rows.groupby("indicator")["period_end"].rank("dense", ascending=False) - 1
    return rows[place == back], rows[place > back]


def told(rows: pd.DataFrame, held: pd.DataFrame, catalogue: Catalogue) -> dict[str, set[tuple[str, str]]]:
    """By indicator, what is asked or refused, with its check, when these rows come as a file in the tidy layout. The
    file has all indicators, each of which is told of as if it came alone."""
    content = tables.tidy_csv(rows).encode()
    (report,) = screen_upload("new.csv", content, catalogue, held, TODAY)
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for each in report.findings:
        if each.level != "note" or each.check in NOTES:
            found[each.indicator].add((each.check, each.message))
    return found


def why(rows: pd.DataFrame, held: pd.DataFrame, noted: bool) -> str:
    """Why nothing can be known of the damage: what there is to compare with."""
    areas, periods = rows["area_code"].nunique(), held["period_end"].nunique()
    there = f"{areas} area{'s' * (areas > 1)}, {periods} period{'s' * (periods != 1)} held"
    reason = "within what the line has done" if periods else "nothing to compare with"
    return f"{there}: {reason}{NOTED if noted else ''}"


def _decimals(values: "pd.Series[float]") -> int:
    there = values.dropna().to_numpy()
    return next((each for each in range(6) if np.allclose(there, there.round(each), rtol=0, atol=1e-9)), 6)


def silence(rows: pd.DataFrame, catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """By kind of damage and indicator, the reason why nothing is told, empty where something is: a check that the sound
    file raises as well tells nothing. What the damage does not change is left out."""
    new, held = edition(rows, 0)
    before = told(new, held, catalogue)
    found: dict[str, dict[str, str]] = {}
    for name, damage in DAMAGES.items():
        parts = {str(slug): damage(sound, held[held["indicator"] == slug]) for slug, sound in new.groupby("indicator")}
        after = told(pd.concat(parts.values()), held, catalogue)
        found[name] = {}
        for slug, harmed in parts.items():
            sound, past = (each[each["indicator"] == slug] for each in (new, held))
            if not np.array_equal(harmed["value"].to_numpy(), sound["value"].to_numpy(), equal_nan=True):
                raised = {check for check, _ in after[slug] - before[slug]} | NOTES & {each for each, _ in after[slug]}
                found[name][slug] = why(sound, past, noted=bool(raised)) if raised <= NOTES else ""
    return found


def alarms(rows: pd.DataFrame, catalogue: Catalogue, latest: int = sys.maxsize) -> dict[str, tuple[int, Counter[str]]]:
    """By indicator, how many sound editions there are, or how many of its `latest`, and in how many each watched check
    is raised."""
    numbers, raised = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for back in range(min(latest, int(rows.groupby("indicator")["period_end"].nunique().max()))):
        new, held = edition(rows, back)
        new = new[new["indicator"].isin(held["indicator"].unique())]
        if len(new):
            numbers.update(new["indicator"].unique())
            past = held[held["indicator"].isin(new["indicator"].unique())]
            for slug, found in told(new, past, catalogue).items():
                raised[slug].update({check for check, _ in found} & set(WATCHED))
    return {slug: (number, raised[slug]) for slug, number in sorted(numbers.items())}


def print_silence(found: Mapping[str, Mapping[str, str]]) -> None:
    """How much passes, by kind, and what."""
    whys = [why for each in found.values() for why in each.values()]
    passed, noted = sum(map(bool, whys)), sum(NOTED in why for why in whys)
    print(f"No warning: {passed} of {len(whys)} damaged files ({passed / len(whys):.1%}); in {noted} of them a note")
    silent = (passed - noted) / len(whys)
    print(f"says that nothing is held to compare with. Silent: {silent:.1%}; bound {SILENT:.0%}.")
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, slugs in found.items():
        silent = {slug: why for slug, why in slugs.items() if why}
        print(f"  {name:10} {len(silent):3} of {len(slugs)} ({len(silent) / len(slugs):.0%})")
        for slug, reason in silent.items():
            reasons[slug, reason].append(name)
    for (slug, reason), names in sorted(reasons.items()):
        print(f"  {slug}: {', '.join(names)}: {reason}")


def print_alarms(title: str, found: Mapping[str, tuple[int, Counter[str]]]) -> None:
    """How often a sound edition is asked about, over all of them, and for each indicator of which one is."""
    total = sum(number for number, _ in found.values())
    raised = sum((each for _, each in found.values()), Counter[str]())
    print(f"False alarms, {title}: {total} editions; bound {ALARMS:.0%} for each check.")
    for check in WATCHED:
        print(f"  {check:24} {raised[check]:4} ({raised[check] / max(total, 1):.1%})")
    for slug, (number, each) in found.items():
        if each:
            print(f"  {slug}: {number} editions: {', '.join(f'{check} {many}' for check, many in each.items())}")


def main(slugs: Sequence[str]) -> None:
    """Print both, for the indicators named, else for all."""
    catalogue = catalogues.load()
    with tempfile.TemporaryDirectory() as folder:
        shipped.build(folder, catalogue)
        rows = store.read(folder)
    rows = rows[rows["indicator"].isin(slugs)] if slugs else rows
    start = time.process_time()
    print_silence(silence(rows, catalogue))
    print_alarms("all indicators", alarms(rows, catalogue))
    latest = alarms(rows, catalogue, LATEST)
    print_alarms(f"the last {LATEST} of each", latest)
    print_alarms(f"the last {LATEST} of well-known series", {slug: latest[slug] for slug in NAMED if slug in latest})
    print(f"{time.process_time() - start:.0f} s of processor time")


if __name__ == "__main__":
    main(sys.argv[1:])
