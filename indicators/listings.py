"""Tables about the figures themselves: freshness, sources, what the strategy states, the points of a process."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from indicators import store, views, wording
from indicators.assessment import Assessment, Process
from indicators.model import Catalogue, Indicator, Source, StatedFigure, Strategy

FRESH = ["Indicator", "Latest period", "Published", "Carried over", "Next due", "Late"]


def process_table(charted: Process) -> pd.DataFrame:
    """The points of a process chart with mean, limits and the rule that each meets: what the chart shows, no more."""
    indicator, limits = charted.indicator, charted.limits
    change = indicator.process_on == "yearly-change"
    return pd.DataFrame(
        {
            "Period": charted.points["period_label"],
            "Change on the year before" if change else "Figure": [
                wording.number(value, indicator) for value in limits["value"]
            ],
            "Value": limits["value"],
            "Mean": limits["mean"],
            "Lower limit": limits["lower"],
            "Upper limit": limits["upper"],
            "Rule": [wording.PROCESS_RULES.get(rule, "") for rule in limits["rule"]],
        }
    )


def fresh(assessed: Iterable[Assessment], catalogue: Catalogue, releases: Sequence[store.Release] = ()) -> pd.DataFrame:
    """For each indicator: its latest period, when that was published and carried over, and what is due when.

    Carried over is the day of the shipped figures, or of the latest published file that changed them.
    """
    uploaded = [release for release in releases if release.kind == "publish"]
    told = []
    for one in assessed:
        sources = [catalogue.sources[slug] for slug in one.facts.indicator.sources]
        days = [source.retrieved for source in sources]
        days += [release.at.date() for release in uploaded if one.facts.indicator.slug in release.indicators]
        published = [source.published for source in sources if source.published]
        due = one.facts.fresh.due
        told.append(
            {
                "Indicator": one.facts.indicator.title,
                "Latest period": one.facts.latest.period if one.facts.latest else "none",
                "Published": wording.day(max(published)) if published else "not stated in the file",
                "Carried over": wording.day(max(days)),
                "Next due": wording.day(due) if due else "no regular day",
                "Late": _late(one),
            }
        )
    return pd.DataFrame(told, columns=FRESH).sort_values("Indicator", ignore_index=True)


def _late(one: Assessment) -> str:
    if one.facts.fresh.missed_cycle:
        return "more than a cycle"
    return "yes" if one.facts.fresh.late else "no"


def stated_figures(
    strategy: Strategy, catalogue: Catalogue, observations: Mapping[str, pd.DataFrame], slug: str = ""
) -> pd.DataFrame:
    """What the strategy's text states, what is published for that time now, and the latest figure; of one indicator
    where `slug` is given. Several periods in the time that a figure is about stand by their mean, which is said."""
    return pd.DataFrame(
        [
            {
                "The strategy says": found.text,
                "Where": found.place,
                "Published for that time": _published(found, catalogue, observations),
                "Latest": _latest(found, catalogue, observations),
                "What is known": found.note,
            }
            for found in strategy.figures
            if slug in ("", found.indicator)
        ]
    )


def _attribution(source: Source) -> str:
    said = source.attribution
    return said if source.licence in said else f"{said} {source.licence}."


def _stated_line(
    found: StatedFigure, catalogue: Catalogue, observations: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, Indicator] | None:
    if found.value is None or found.indicator not in observations:
        return None
    indicator = catalogue.indicators[found.indicator]
    breakdown = found.breakdown or indicator.headline
    known = views.line(observations[found.indicator], catalogue.strategy.area, breakdown)
    return known[known["value"].notna()], indicator


def _published(found: StatedFigure, catalogue: Catalogue, observations: Mapping[str, pd.DataFrame]) -> str:
    held = _stated_line(found, catalogue, observations)
    if held is None or found.start is None or found.end is None:
        return ""
    known, indicator = held
    start, end = pd.Timestamp(found.start), pd.Timestamp(found.end)
    inside = known[(known["period_start"] >= start) & (known["period_end"] <= end)]
    if inside.empty:
        return "no figure"
    text = wording.number(float(inside["value"].mean()), indicator)
    label = inside["period_label"].iloc[0]
    return f"{text} ({label})" if len(inside) == 1 else f"{text} (mean of {len(inside)} periods)"


def _latest(found: StatedFigure, catalogue: Catalogue, observations: Mapping[str, pd.DataFrame]) -> str:
    held = _stated_line(found, catalogue, observations)
    if held is None or held[0].empty:
        return ""
    last = held[0].iloc[-1]
    return f"{wording.number(float(last['value']), held[1])} ({last['period_label']})"


def sources(catalogue: Catalogue) -> pd.DataFrame:
    """Every source that an indicator uses: publisher, dataset, days, licence, and what was done to the figures."""
    used = {slug for indicator in catalogue.indicators.values() for slug in indicator.sources}
    return pd.DataFrame(
        [
            {
                "Publisher": source.publisher,
                "Dataset": f"[{source.dataset}]({source.page})",
                "Published": wording.day(source.published) if source.published else "not stated in the file",
                "Carried over": wording.day(source.retrieved),
                "Licence and attribution": _attribution(source),
                "What was done": " ".join(part for part in (source.vintage, source.processing) if part),
            }
            for slug, source in catalogue.sources.items()
            if slug in used
        ]
    )
