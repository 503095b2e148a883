"""Snapshots to make documents of: a real quarter, the first one, one that is signed and full of traps."""

from dataclasses import replace
from datetime import date

from indicators.model import Catalogue
from indicators.snapshot import Comment, Snapshot, draft, parse
from indicators.snapshot.freezing import hashed
from indicators.snapshot.model import Signature

TODAY = date(2026, 11, 23)
AT = "2018-07-12 14:05 UTC"
#: What must come out of every document as it was typed.
TRAPS = (
    "<script>alert(1)</script>",
    "=1+1",
    "$$n$$ and $$m$$",
    "*bold* _x0041_ _x000D_ #h [c]",
    "😀 Señor\nsecond line\n\n  indented",
    "http://example.org",
    "[one](http://example.org) [two](http://example.org)",
    "{=1}",
    "@SUM(1)",
    "x" * 2000,
    "007",
    "42",
    "&amp; \"double\" 'single' ]]> -->",
    "{{ 7 * 7 }} {% raw %} \\u0041",
)


def drafted(name: str, where: str, catalogue: Catalogue) -> Snapshot:
    """The snapshot of a quarter from the shipped figures."""
    return draft(where, parse(name, catalogue.strategy.start, TODAY), catalogue, TODAY)


def trapped(snapshot: Snapshot) -> Snapshot:
    """The same, signed as a correction, with a trap in every comment, action, name and reason."""
    said = {
        slug: Comment(f"={trap[:20]}", AT, trap, trap[::-1])
        for slug, trap in zip(snapshot.reported, TRAPS, strict=False)
    }
    reported = {slug: replace(one, comment=said.get(slug)) for slug, one in snapshot.reported.items()}
    signed = Signature("$$n$$ [a](b) <b>Jo</b>", AT, "ab" * 32, "=1+1 [a](b) [c](d)\n<script>alert(2)</script>")
    return hashed(replace(snapshot, reported=reported, signed=signed))


def unchanged(snapshot: Snapshot) -> Snapshot:
    """The same without a change since the quarter before."""
    return hashed(replace(snapshot, changes=()))
