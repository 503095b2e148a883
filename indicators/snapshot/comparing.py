"""What is not the same in two snapshots, in sentences: statuses, new figures, revisions, what is late, targets."""

from collections.abc import Iterable, Iterator
from datetime import date

from indicators import wording
from indicators.snapshot.model import Change, Finding, Snapshot

#: The kinds of changes in the order in which they are told, with their headings.
KINDS = {
    "status": "Status moved",
    "new": "New figures",
    "revised": "Revised figures",
    "withdrawn": "Withdrawn figures",
    "answer": "Other answers moved",
    "late": "Newly late figures",
    "target": "Aims, targets and baselines changed",
    "indicators": "Indicators added or dropped",
    "comment": "Comments changed",
}
#: Revised periods that are told one by one.
_TOLD = 3


def compare(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Every change from the one to the other, by kind and then in the strategy's order."""
    found: list[Change] = []
    for slug, now in after.findings.items():
        then = before.findings.get(slug)
        found += _changes(then, now, after) if then else _one(now, "indicators", "not in the snapshot before.")
        if then and before.quarter == after.quarter:  # a comment is about one quarter
            found += _comments(then, now)
    for slug, then in before.findings.items():
        if slug not in after.findings:
            found += _one(then, "indicators", "no longer in the snapshot.")
    order = list(KINDS)
    return tuple(sorted(found, key=lambda change: order.index(change.kind)))


def _changes(then: Finding, now: Finding, after: Snapshot) -> Iterator[Change]:
    if then.plan.word != now.plan.word:
        because = f" {now.plan.reason}" if now.plan.reason else ""
        yield from _one(
            now, "status", f"{now.plan.word}{f' ({because.strip()})' if because else ''}, was {then.plan.word}."
        )
    if now.end > then.end and now.actual:
        yield from _one(now, "new", _new(then, now))
    yield from _revisions(then, now)
    for question, one, other in (
        (f"Different from {after.benchmark}?", then.difference, now.difference),
        ("Changing?", then.change, now.change),
    ):
        if one.word != other.word:
            yield from _one(now, "answer", f"{question} {wording.sentence(other.word)[:-1]}, was {one.word}.")
    if now.late and not then.late:
        yield from _one(
            now, "late", f"the figure after {now.period} was due by {wording.day(date.fromisoformat(now.due))}."
        )
    if (then.aim, then.target) != (now.aim, now.target):
        yield from _one(now, "target", _aims(then, now))
    if then.baseline != now.baseline and then.baseline and now.baseline:
        yield from _one(now, "target", f"baseline is {now.baseline}, was {then.baseline}.")


def _one(finding: Finding, kind: str, told: str) -> Iterator[Change]:
    yield Change(kind, finding.slug, finding.title, told)


def _new(then: Finding, now: Finding) -> str:
    first = f"{now.actual} {wording.when(now.period)}"
    return (
        f"{first}, after {then.actual} {wording.when(then.period)}." if then.actual else f"{first}, the first figure."
    )


def _revisions(then: Finding, now: Finding) -> Iterator[Change]:
    """Periods that both have and write differently, and periods that are gone."""
    held = {(point.end, point.period): text for point, text in zip(now.series, now.written, strict=True)}
    told = [
        (point.period, text, held.get((point.end, point.period)))
        for point, text in zip(then.series, then.written, strict=True)
    ]
    revised = [f"{period}: {new}, was {old}" for period, old, new in told if new is not None and new != old]
    gone = [f"{period}, {old}" for period, old, new in told if new is None]
    for kind, found in (("revised", revised), ("withdrawn", gone)):
        if found:
            yield from _one(now, kind, f"{_listed(found)}.")


def _listed(found: list[str]) -> str:
    more = f"; and {len(found) - _TOLD} more" if len(found) > _TOLD else ""
    return "; ".join(found[-_TOLD:]) + more


def _comments(then: Finding, now: Finding) -> Iterator[Change]:
    one, other = (finding.comment and (finding.comment.text, finding.comment.action) for finding in (then, now))
    if one != other:
        told = "was added" if one is None else "was taken away" if other is None else "is another one"
        yield from _one(now, "comment", f"the comment {told}.")


def _aims(then: Finding, now: Finding) -> str:
    before, after = (f"{one.aim}{f', {one.target}' if one.target else ''}" for one in (then, now))
    return f"aim is {after}, was {before}."


def grouped(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes by the heading of their kind, headings in order; kinds without a change are left out."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(KINDS[change.kind], []).append(change)
    return found
