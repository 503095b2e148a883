"""One bit after the other is flipped, in a process of its own, which a damaged file may end."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from indicators import store
from indicators.errors import UserError
from tests import harm

TOLD = "told: "


def flip(where: str, many: int, seed: int) -> None:
    """Flip so many bits, one at a time, and say of each whether it was found, and which readers got something else."""
    before = readings(where)
    for path, place in harm.flips(where, many, seed):
        found, after = bool(store.verify(where).faults), readings(where)
        other = {name: after.get(name) for name, was in before.items() if after.get(name) != was}
        refused = [name for name, got in other.items() if isinstance(got, str) and got.startswith(TOLD)]
        told = {
            "what": f"{path.relative_to(where)}, byte {place}",
            "kind": harm.kind_of(path),
            "found": found,
            "refused": refused,
            "unlike": sorted(other.keys() - set(refused)),
        }
        click.echo(json.dumps(told))
    assert readings(where) == before


def readings(where: str) -> dict[str, object]:
    """What every reader of a store gets, by what was asked for: an answer, or the sentence of a refusal."""
    asked: dict[str, Callable[[], object]] = {
        "history": partial(store.history, where),
        "entries": partial(store.entries, where),
    }
    for name in Path(where, "_delta_log").glob("*[0-9].json"):
        asked[f"version {int(name.stem)}"] = partial(_figures, where, int(name.stem))
    for name in Path(where, store.KEPT).iterdir():
        asked[f"kept {name.name}"] = partial(store.kept, where, name.name)
    return {name: _answer(ask) for name, ask in asked.items()}


def _figures(where: str, version: int) -> str:
    return store.read(where, version).to_csv()


def _answer(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except UserError as refused:
        return f"{TOLD}{refused}"
