"""A small store of one indicator, off plan from 2018 on, and what is asked of it."""

from dataclasses import replace
from datetime import date
from typing import Any

from indicators import catalogue as catalogues
from indicators import store
from indicators.model import Catalogue
from indicators.snapshot import Quarter, Snapshot, draft, sign_off
from tests.build import ENGLAND, line, observations, small_catalogue

TODAY = date(2026, 11, 23)
FILES = {"strategy.toml": b"title", "areas.csv": b"code"}
CATALOGUE = replace(small_catalogue(), hash=catalogues.digest(FILES))
SECOND, THIRD = Quarter(2019, 2), Quarter(2019, 3)


def filled(where: str) -> str:
    """The store, with obesity from 2013 to 2018: no worse than at the start until 2017, clearly worse in 2018."""
    own = line([17.0, 17.0, 17.1, 17.2, 17.1, 19.5], first=2013)
    for each in own:
        each |= {"lower": each["value"] - 1, "upper": each["value"] + 1}
    published(where, *own, *line([22.0] * 6, first=2013, area=ENGLAND))
    return where


def published(where: str, *rows: dict[str, Any]) -> None:
    store.publish(where, observations(*rows), by="The analyst", note="New figures")


def made(where: str, quarter: Quarter = SECOND, catalogue: Catalogue = CATALOGUE) -> Snapshot:
    return draft(where, quarter, catalogue, TODAY)


def rendered(snapshot: Snapshot) -> dict[str, bytes]:
    """A document that says all that a real one would."""
    return {f"{snapshot.quarter}.txt": repr(snapshot).encode()}


def signed(where: str, quarter: Quarter = SECOND, **told: Any) -> store.Entry:
    told = {"by": "The chair", "catalogue": CATALOGUE, "today": TODAY, "render": rendered, "files": FILES} | told
    return sign_off(where, quarter, **told)
