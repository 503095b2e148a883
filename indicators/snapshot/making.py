"""Making a snapshot: what was known at the end of a quarter, assessed on that day, in words."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from indicators import catalogue as catalogues
from indicators import lines, statistics, tables, wording
from indicators.assessment import Assessment, Facts, answer_rate, assess, judged_polarity, rate_lines, words
from indicators.model import Catalogue, Indicator, Measure, Priority, Selection, Theme
from indicators.snapshot import comparing
from indicators.snapshot.known import Known
from indicators.snapshot.model import Comment, Line, Part, Point, Reported, Section, Snapshot, SourceLine

#: How what was known is known, in a sentence.
STOOD = "Holds the figures as the store of this dashboard held them on {}."
RECONSTRUCTED = (
    "Put together afterwards: a figure counts from the day it was published, or from the end of its period plus the "
    "publisher’s usual delay. Figures are those of later releases, so revisions made since {} are in them; periods "
    "that are not held here look as if they had not come."
)


def finished(made: Snapshot, comments: Mapping[str, Comment], before: Snapshot | None) -> Snapshot:
    """The snapshot with these comments by slug, and what changed since `before`; not signed."""
    reported = {slug: replace(one, comment=comments.get(slug)) for slug, one in made.reported.items()}
    made = replace(made, reported=reported, compared_with=before.label if before else "")
    return replace(made, changes=comparing.compare(before, made)) if before else made


def make(known: Known) -> Snapshot:
    """The snapshot of what was known, without comments and held against no quarter before; not signed."""
    catalogue, strategy = known.catalogue, known.catalogue.strategy
    slugs = dict.fromkeys(slug for theme in strategy.themes for slug in catalogues.measured(theme))
    assessed = {slug: _assessed(known, slug) for slug in slugs if slug in known.rows}
    reported = {slug: _reported(known, slug, one) for slug, one in assessed.items()}
    basis = STOOD if known.stood else RECONSTRUCTED
    return Snapshot(
        quarter=known.quarter.name,
        label=known.quarter.label,
        months=known.quarter.months,
        on=known.on.isoformat(),
        running=known.on < known.quarter.end,
        basis=basis.format(wording.day(known.on)),
        area=catalogue.areas[strategy.area].name,
        organisation=strategy.organisation,
        strategy=strategy.title,
        benchmark=catalogue.areas[catalogues.country(catalogue)].name,
        sections=tuple(_section(theme, catalogue) for theme in strategy.themes),
        reported=reported,
        compared_with="",
        changes=(),
        sources=tuple(_sources(reported.values(), catalogue)),
        method=statistics.METHOD_VERSION,
        catalogue=catalogue.hash,
        observations=_digest(known.rows),
        stood=known.stood,
        answered=tuple(rate_lines(answer_rate(assessed.values()))),
    )


def observations(known: Known) -> bytes:
    """All that was known and that the answers rest on, as CSV in the tidy layout."""
    return tables.tidy_csv(pd.concat(known.rows.values(), ignore_index=True)).encode()


def _digest(rows: Mapping[str, pd.DataFrame]) -> str:
    """SHA-256 over pandas' own hash of every row: tells two of them apart in a tenth of the time that the CSV takes."""
    total = hashlib.sha256()
    for slug in sorted(rows):
        numbers = pd.util.hash_pandas_object(rows[slug], index=False)
        total.update(f"{slug}\0{len(numbers)}\0".encode() + numbers.to_numpy().tobytes())
    return total.hexdigest()


def _section(theme: Theme, catalogue: Catalogue) -> Section:
    led = {partnership.slug: partnership.name for partnership in catalogue.strategy.partnerships}
    parts = tuple(_part(priority, catalogue) for priority in theme.priorities)
    return Section(theme.title, led.get(theme.lead, ""), theme.judged, parts)


def _part(priority: Priority, catalogue: Catalogue) -> Part:
    lines = tuple(
        Line(
            measure.indicator,
            measure.aim,
            wording.AIMS[measure.aim],
            f"“{measure.words}”, {measure.place}" if measure.words else "",
        )
        for measure in priority.measures
    )
    gap = f"{priority.gap.reason} {priority.gap.missing}" if priority.gap else ""
    return Part(priority.name, lines, gap, priority.gap.would_fill if priority.gap else "")


def _assessed(known: Known, slug: str) -> Assessment:
    """An indicator of the strategy's own area beside the country."""
    catalogue = known.catalogue
    selection = Selection(catalogue.strategy.area, catalogues.country(catalogue))
    return assess(known.rows[slug], catalogue.indicators[slug], selection, catalogue, known.on, known.rows)


def _reported(known: Known, slug: str, one: Assessment) -> Reported:
    catalogue, indicator, strategy = known.catalogue, known.catalogue.indicators[slug], known.catalogue.strategy
    facts, latest, line = one.facts, one.facts.latest, one.facts.line
    values, statuses = line["value"].tolist(), line["status"].tolist()
    other = facts.area_name if facts.area != strategy.area else ""
    due = facts.fresh.due
    limits = (latest.lower, latest.upper) if latest else (None, None)
    return Reported(
        slug=slug,
        title=words.name(one),
        actual=wording.marked(latest.value, latest.status, indicator) if latest else words.neighbourhoods(one),
        period=latest.period if latest else "",
        end=latest.end.isoformat() if latest else "",
        interval=_interval(limits, indicator),
        area=other,
        expected=_expected(one, catalogue),
        plan=one.plan,
        certainty=one.certainty,
        difference=one.difference,
        change=one.change,
        aim=facts.measure.aim if facts.measure else "context",
        target=_target(facts.measure, one),
        due=due.isoformat() if due else "",
        late=facts.fresh.late and slug not in known.resumed,
        points=facts.points,
        series=tuple(
            Point(end, period, None if pd.isna(value) else value)
            for end, period, value in zip(
                line["period_end"].dt.strftime("%Y-%m-%d"), line["period_label"], values, strict=True
            )
        ),
        written=tuple(wording.marked(value, status, indicator) for value, status in zip(values, statuses, strict=True)),
        sources=indicator.sources,
        comment=None,
        baseline=_baseline(one),
        flags=", ".join(flag.replace("_", " ") for flag in latest.flags.split()) if latest else "",
        start=latest.start.isoformat() if latest else "",
        broken=_broken(facts),
        carried=latest is not None and "carried_forward" in latest.flags.split(),
        polarity=judged_polarity(indicator),
        began=words.since_start(one, strategy.start),
    )


def _broken(facts: Facts) -> str:
    """The last day of the first period since the last break up to the latest figure; empty where there is none."""
    if facts.latest is None:
        return ""
    until = facts.line["period_end"] <= pd.Timestamp(facts.latest.end)
    broken = facts.line["period_end"][until & lines.flagged(facts.line, "break_before")]
    return f"{broken.iloc[-1]:%Y-%m-%d}" if len(broken) else ""


def _interval(limits: tuple[float | None, float | None], indicator: Indicator) -> str:
    lower, upper = limits
    return "" if lower is None or upper is None else wording.interval(lower, upper, indicator)


def _expected(one: Assessment, catalogue: Catalogue) -> str:
    """What the latest figure is held against; empty where nothing is expected of it."""
    facts, indicator = one.facts, one.facts.indicator
    measure, baseline = facts.measure, facts.baseline
    if measure is None or measure.aim == "context" or indicator.polarity == "contextual":
        return ""
    written = facts.compared.indicator
    if measure.aim == "match":
        name = catalogue.areas[indicator.benchmark].name
        if facts.matched is None:
            return f"at least in line with {name}"
        return f"{name}’s {wording.number(facts.matched, written)} or better"
    if measure.aim == "reach" and one.expected is not None:
        return wording.number(one.expected, indicator)
    if baseline is None:
        return "no baseline"
    start = _baseline(one)
    return f"better than {start}" if measure.aim == "improve" else f"no worse than {start}"


def _baseline(one: Assessment) -> str:
    baseline = one.facts.baseline
    if baseline is None:
        return ""
    return f"{wording.number(baseline.value, one.facts.indicator)} {baseline.when}"


def _target(measure: Measure | None, one: Assessment) -> str:
    if measure is None or measure.target is None or measure.target_date is None or measure.set_on is None:
        return ""
    number, day = wording.number(measure.target, one.facts.indicator), wording.day(measure.target_date)
    return f"{number} by {day}, set by {measure.set_by} on {wording.day(measure.set_on)}"


def _sources(reported: Iterable[Reported], catalogue: Catalogue) -> Iterable[SourceLine]:
    """The sources of all figures that are shown, by publisher and dataset."""
    used = (catalogue.sources[slug] for slug in {slug for one in reported if one.series for slug in one.sources})
    for source in sorted(used, key=lambda source: (source.publisher, source.dataset)):
        yield SourceLine(source.publisher, source.dataset, source.page, source.attribution, source.licence)
