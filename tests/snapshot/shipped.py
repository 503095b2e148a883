"""Snapshots of the shipped figures, each put together once for all tests."""

from datetime import date
from functools import cache

from indicators import catalogue as catalogues
from indicators.model import Catalogue
from indicators.snapshot import Snapshot, draft, parse

TODAY = date(2026, 11, 23)


@cache
def catalogue() -> Catalogue:
    return catalogues.load()


@cache
def drafted(where: str, quarter: str) -> Snapshot:
    """The draft of a quarter from the store that holds the shipped figures."""
    return draft(where, parse(quarter, catalogue().strategy.start, TODAY), catalogue(), TODAY)
