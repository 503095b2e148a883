"""What ten million observations cost beside the shipped ones, and a thousand releases beside one: as ratios.

`python -m benchmarks.scale [--rows 10000000]` fills a store with the project's own `publish`: the shipped figures, and
below them small areas of every district, as many as make up the number, under codes of their own in an areas.csv that
lies over the shipped one (INDICATORS_DATA). The same is then asked of both stores in turns, in one run: the processor
time of a server from its start to the first page, of a rerun of four pages, its peak memory, and of publishing one more
period of an indicator for all districts. Linux only; it takes a quarter of an hour and 2 GB of disk.
"""

import argparse
import csv
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks.pages import ROOT, Server, serving, session
from indicators import catalogue as catalogues
from indicators import shipped, store
from indicators.model import OBSERVATIONS

ROUNDS, RERUNS = 3, 20
RELEASES = 1_000
#: The small areas of England are so many.
SMALL = 33_755
PAGES = {
    "overview": ("", ""),
    "theme": ("theme", ""),
    "indicator": ("indicator", "indicator=obesity-year-6"),
    "indicator, areas": ("indicator", "indicator=claimant-rate&view=areas"),
}
#: The indicator that is published once more.
PUBLISHED = "claimant-rate"


@dataclass(frozen=True)
class Place:
    """A store, and the settings that a server of it has."""

    store: Path
    settings: Mapping[str, str]


def fill(folder: Path, rows: int) -> Place:
    """A store with so many observations, in a folder, and the areas that they are of."""
    data, where = folder / "data", str(folder / "large")
    data.mkdir()
    catalogue = catalogues.load()
    districts = [code for code, area in catalogue.areas.items() if area.type == "district" and not area.successor]
    codes = [f"E01{500_000 + number}" for number in range(SMALL)]
    lines = [[code, f"Small area {code[3:]}", "lsoa", districts[n % len(districts)]] for n, code in enumerate(codes)]
    shutil.copy(ROOT / "data" / "areas.csv", data / "areas.csv")
    with (data / "areas.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([*line, "", "", ""] for line in lines)
    own = shipped.read(catalogue).to_pandas(date_as_object=False)
    left, slugs = rows - len(own), sorted(own["indicator"].unique())
    for place, slug in enumerate(slugs):
        mine = own[own["indicator"] == slug]
        many = left // (len(slugs) - place)
        left -= many
        every = pd.concat([mine, of_small_areas(mine, codes, many)], ignore_index=True)
        store.publish(where, table(every), by="A benchmark", note=slug, kind="build" if place == 0 else "publish")
    return Place(Path(where), {"INDICATORS_DATA": str(data)})


def of_small_areas(rows: pd.DataFrame, codes: list[str], many: int) -> pd.DataFrame:
    """So many figures of small areas, in the periods of an indicator's headline, the latest first."""
    columns = ["period_start", "period_end", "period_label", "breakdown"]
    periods = rows[columns].drop_duplicates().sort_values("period_end", ascending=False, ignore_index=True)
    number = np.arange(many)
    own, before = periods, 0
    while len(periods) * len(codes) < many:  # more years than there are: as many again before them
        before += 40
        earlier = {name: own[name] - pd.DateOffset(years=before) for name in ("period_start", "period_end")}
        periods = pd.concat([periods, own.assign(**earlier, period_label=f"{before} years before ")])
    made = periods.iloc[number // len(codes)].reset_index(drop=True)
    values = np.random.default_rng(7).normal(rows["value"].mean(), rows["value"].std() or 1, many).round(1)
    blank = dict.fromkeys(("status", "flags", "published_comparison", "note"), "")
    none = dict.fromkeys(("lower", "upper", "count", "denominator"), np.nan)
    area = np.array(codes)[number % len(codes)]
    return made.assign(indicator=rows["indicator"].iloc[0], area_code=area, value=values, **blank, **none)[
        list(rows.columns)
    ]


def table(rows: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(rows[OBSERVATIONS.names], schema=OBSERVATIONS, preserve_index=False)


def build(folder: Path) -> Place:
    """A store with the shipped figures."""
    where = folder / "shipped"
    shipped.build(str(where), catalogues.load())
    return Place(where, {})


def peak(server: Server) -> float:
    """The most memory that a server has had, in MB."""
    status = Path(f"/proc/{server.process}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]  # Linux has it


def served(place: Place) -> dict[str, float]:
    """Processor seconds to the first page, milliseconds of each rerun, and the most memory."""
    with ExitStack() as stack:
        server = stack.enter_context(serving(ROOT, "dashboard.py", place.store, **place.settings))
        found = {}
        for name, (page, query) in PAGES.items():
            one = stack.enter_context(session(server, page, query))
            one.rerun()
            if not found:
                found["first page, s"] = server.seconds()
            one.milliseconds(3)
            found[f"rerun of {name}, ms"] = one.milliseconds(RERUNS)
        return found | {"peak memory, MB": peak(server)}


def publishing(place: Place) -> dict[str, float]:
    """Processor seconds of publishing one more period of an indicator for all districts."""
    where = str(place.store)
    rows = store.read(where, indicators=[PUBLISHED])
    rows = rows[~rows["area_code"].str.startswith("E01")]
    last = rows[rows["period_end"] == rows["period_end"].max()]
    later = {
        name: (last[name] + pd.DateOffset(years=1)).astype("datetime64[s]") for name in ("period_start", "period_end")
    }
    before = time.process_time()
    store.publish(where, last.assign(**later, period_label="later"), by="A benchmark", note="One more period")
    return {"publishing an indicator, s": time.process_time() - before}


def command(place: Place, *words: str) -> float:
    """Processor seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"INDICATORS_STORE": str(place.store)} | place.settings
    subprocess.run(
        [sys.executable, "-m", "indicators", *words], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def much_released(folder: Path, place: Place) -> Place:
    """The store with a thousand more releases, of one figure each."""
    where = shutil.copytree(place.store, folder / "released")
    rows = store.read(str(where), indicators=["jobs"]).head(1)
    for number in range(RELEASES):
        store.publish(str(where), rows.assign(value=1.0 + number), by="A benchmark", note=f"Release {number}")
    return Place(where, place.settings)


def opened(place: Place) -> dict[str, float]:
    """Processor seconds of the history, and to the first page."""
    with serving(ROOT, "dashboard.py", place.store, **place.settings) as server, session(server, "", "") as one:
        one.rerun()
        first = server.seconds()
    return {"history, s": command(place, "history"), "first page, s": first}


def medians(ask: Callable[[Place], dict[str, float]], *places: Place) -> Iterator[dict[str, float]]:
    """What is asked of places in turns: the median of all rounds for each."""
    rounds = [[ask(place) for place in places] for _ in range(ROUNDS)]
    for each in zip(*rounds, strict=True):
        yield {name: statistics.median(one[name] for one in each) for name in each[0]}


def printed(title: str, one: dict[str, float], other: dict[str, float], names: tuple[str, str]) -> str:
    lines = [title, f"{'':<34}{names[0]:>14}{names[1]:>14}{'ratio':>8}"]
    lines += [f"{name:<34}{one[name]:>14.2f}{other[name]:>14.2f}{other[name] / one[name]:>8.2f}" for name in one]
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=10_000_000)
    rows = asked.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = build(folder), fill(folder, rows)
        held = sum(
            len(store.contents(str(large.store)).rows(slug).table()) for slug in store.contents(str(large.store))
        )
        print(
            printed(
                f"{held:,} observations beside the shipped ones", *medians(served, small, large), ("shipped", "large")
            )
        )
        print(printed("Publishing", *medians(publishing, small, large), ("shipped", "large")))
        many = much_released(folder, small)
        title = f"{RELEASES:,} more releases"
        print(printed(title, *medians(opened, small, many), ("shipped", "released")))


if __name__ == "__main__":
    main()
