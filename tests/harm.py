"""Figures to publish, a store with everything in it that can be harmed, and harm: bits that flip, older releases."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake

from indicators import store
from indicators.model import OBSERVATIONS
from indicators.store import ledger


def figures(indicator: str, years: Iterable[int], value: float) -> pd.DataFrame:
    """One valid observation for each year, all of the same value."""
    rows = [
        {"indicator": indicator, "area_code": "E07000241", "breakdown": "", "value": value}
        | {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "period_label": str(year)}
        for year in years
    ]
    texts = {"status": "", "flags": "", "published_comparison": "", "note": ""}
    numbers = dict.fromkeys(("lower", "upper", "count", "denominator"), float("nan"))
    return pd.DataFrame([row | texts | numbers for row in rows])[OBSERVATIONS.names]


def filled(where: str, releases: int = 23, comments: int = 22) -> str:
    """A store of some indicators with so many releases, a rollback, kept files, comments and a signature."""
    for number in range(releases - 1):
        slug = ("obesity", "jobs", "homelessness")[number % 3]
        rows, content = figures(slug, range(2000, 2010), number / 7), f"figures of {number}".encode() * 9
        store.publish(where, rows, by=f"Analyst {number}", note=f"Why {number}", files=["a.csv"], content=content)
    store.roll_back(where, 4, by="Lead", reason="A slip")
    for number in range(comments):
        comment = store.Entry("comment", "2018Q2", f"Officer {number}", "obesity", f"Because of {number}", "Do it")
        store.record(where, comment, lambda entries: None)
    store.record(where, store.Entry("sign-off", "2018Q2", "The chair"), lambda entries: None, b"archive" * 200)
    return where


def everything(where: str) -> tuple[Any, ...]:
    """Every figure of every version, the history, the ledger and what is kept, as the store gives them."""
    history, entries = store.history(where), store.entries(where)
    told = [(each.version, each.kind, each.by, each.at, each.note, each.files, each.sha256) for each in history]
    versions = [store.read(where, each.version).to_csv() for each in history]
    hashes = [each.sha256 for each in (*history, *entries) if each.sha256]
    return told, versions, entries, [store.kept(where, sha256) for sha256 in hashes]


def files(where: str) -> list[Path]:
    """Every file of a store, by name."""
    return sorted(path for path in Path(where).rglob("*") if path.is_file())


def flips(where: str, many: int, seed: int = 0) -> Iterator[tuple[Path, int]]:
    """Flip one bit at a time, in a file drawn from each kind in turn; each is mended before the next."""
    drawn, every = Random(seed), files(where)
    kinds = [[path for path in every if kind_of(path) == kind] for kind in sorted({kind_of(path) for path in every})]
    for number in range(many):
        path = drawn.choice(kinds[number % len(kinds)])
        content = path.read_bytes()
        place, bit = drawn.randrange(len(content)), drawn.randrange(8)
        path.write_bytes(content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :])
        yield path, place
        path.write_bytes(content)


def kind_of(path: Path) -> str:
    """What kind of file it is: data, an entry of the log, a checkpoint and what goes with it, kept, the head."""
    ledger = "ledger " if "_ledger" in path.parts else ""
    if path.parent.name == "_kept":
        return "kept"
    return ledger + (path.name if path.name.startswith("_") else "".join(path.suffixes[-2:]))


def older(where: str, *releases: pd.DataFrame) -> str:
    """A store as version 0.1.0 wrote it, without a hash: each release takes the place of the indicators in it."""
    for version, rows in enumerate(releases):
        facts = {"kind": "publish", "by": "Somebody", "note": f"Of old {version}", "file": "", "version": version}
        data = pa.Table.from_pandas(rows, schema=OBSERVATIONS, preserve_index=False)
        told = CommitProperties(custom_metadata={"release": facts | {"new": len(rows)}}, max_commit_retries=0)
        if version:
            slugs = ", ".join(f"'{slug}'" for slug in rows["indicator"].unique())
            within = {"mode": "overwrite", "predicate": f"indicator IN ({slugs})"}
            write_deltalake(DeltaTable(where), data, **within, commit_properties=told)
        else:
            options = {"partition_by": ["indicator"], "configuration": store.RETENTION}
            write_deltalake(where, data, **options, commit_properties=told)
    return where


def older_ledger(where: str, *entries: store.Entry) -> None:
    """Entries as version 0.1.0 wrote them: rows of a table, told nowhere else."""
    for number, entry in enumerate(entries):
        row = pa.Table.from_pylist([asdict(replace(entry, number=number))], schema=ledger.ENTRIES)
        write_deltalake(ledger.table_of(where), row, mode="append")
