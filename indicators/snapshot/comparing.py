"""What is not the same in two snapshots, in sentences: statuses, new figures, revisions, what is late, targets."""

from collections.abc import Iterable, Iterator

from indicators import wording
from indicators.snapshot.model import Change, Reported, Snapshot

#: The kinds of changes in the order in which they are told, with their headings.
KINDS = {
    "methods": "Methods changed",
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
#: Revised periods that are listed one by one.
_LISTED = 3


def compare(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Every change from the one to the other, by kind and then in the strategy's order."""
    changes: list[Change] = []
    if before.method != after.method:
        because = "answers can be other ones for that reason alone"
        changes.append(Change("methods", "", "Methods", f"version {after.method}, was {before.method}: {because}."))
    for slug, now in after.reported.items():
        then = before.reported.get(slug)
        changes += _changes(then, now, after) if then else _one(now, "indicators", "not in the snapshot before.")
        if then and before.quarter == after.quarter:  # a comment is about one quarter
            changes += _comments(then, now)
    for slug, then in before.reported.items():
        if slug not in after.reported:
            changes += _one(then, "indicators", "no longer in the snapshot.")
    order = list(KINDS)
    return tuple(sorted(changes, key=lambda change: order.index(change.kind)))


def _changes(then: Reported, now: Reported, after: Snapshot) -> Iterator[Change]:
    if then.plan.text != now.plan.text:
        because = f" ({wording.reason(now.plan.reason)})" if now.plan.reason else ""
        yield from _one(now, "status", f"{now.plan.text}{because}, was {then.plan.text}.")
    if now.end > then.end and now.actual and not now.carried:
        yield from _one(now, "new", _new(then, now))
    yield from _revisions(then, now)
    for question, one, other in (
        (f"Different from {after.benchmark}?", then.difference, now.difference),
        ("Changing?", then.change, now.change),
    ):
        if one.word != other.word:  # that a figure has grown old is told as lateness, a place moves with every figure
            yield from _one(now, "answer", f"{question} {wording.capital(other.text)}, was {one.text}.")
    if now.late and not then.late:
        yield from _one(now, "late", f"the figure after {now.period} should be out by now and is not held here.")
    if (then.aim, then.target) != (now.aim, now.target):
        yield from _one(now, "target", _aims(then, now))
    if then.baseline != now.baseline and then.baseline and now.baseline:
        yield from _one(now, "target", f"baseline is {now.baseline}, was {then.baseline}.")


def _one(reported: Reported, kind: str, sentence: str) -> Iterator[Change]:
    yield Change(kind, reported.slug, reported.title, sentence)


def _new(then: Reported, now: Reported) -> str:
    first = f"{now.actual} {now.when}"
    if not then.actual:
        return f"{first}, the first held here."
    return f"{first}, after {then.actual} {then.when}." if now.follows(then) else f"{first}."


def _revisions(then: Reported, now: Reported) -> Iterator[Change]:
    """Periods that both have and write differently, and periods that are gone."""
    held = {(point.end, point.period): text for point, text in zip(now.series, now.written, strict=True)}
    figures = [
        (point.period, text, held.get((point.end, point.period)))
        for point, text in zip(then.series, then.written, strict=True)
    ]
    revised = [f"{period}: {new}, was {old}" for period, old, new in figures if new is not None and new != old]
    gone = [f"{period}, {old}" for period, old, new in figures if new is None]
    for kind, periods in (("revised", revised), ("withdrawn", gone)):
        if periods:
            yield from _one(now, kind, f"{_listed(periods)}.")


def _listed(periods: list[str]) -> str:
    more = f"; and {len(periods) - _LISTED} more" if len(periods) > _LISTED else ""
    return "; ".join(periods[-_LISTED:]) + more


def _comments(then: Reported, now: Reported) -> Iterator[Change]:
    one, other = (each.comment and (each.comment.text, each.comment.action) for each in (then, now))
    if one != other:
        how = "was added" if one is None else "was taken away" if other is None else "is another one"
        yield from _one(now, "comment", f"the comment {how}.")


def _aims(then: Reported, now: Reported) -> str:
    before, after = (f"{one.aim}{f', {one.target}' if one.target else ''}" for one in (then, now))
    return f"aim is {after}, was {before}."


def grouped(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes by the heading of their kind, headings in order; kinds without a change are left out."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(KINDS[change.kind], []).append(change)
    return groups
