"""What pages draw in common: links, cards, tables, downloads, sources. No arithmetic."""

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlencode

import pandas as pd
import pyarrow as pa
import streamlit as st

from indicators import catalogue as catalogues
from indicators import charts, tables, views, wording
from indicators.assessment import Assessment, words
from indicators.model import STATUSES, Gap, Indicator, Measure, Source, Theme
from pages import _choices as choices
from pages import _downloads as download
from pages import _reads as reads
from pages import _signs as signs


def navigation(pages: Sequence[st.Page]) -> None:
    """Links to all pages that take the sidebar's choices along."""
    strategy = reads.catalogue().strategy
    st.markdown(f"**{choices.name(strategy.area)} indicators**")
    for page in pages:
        st.page_link(page, query_params=choices.carried())


def indicator_table(slugs: Sequence[str], alt: str, *, judged: bool = True) -> None:
    """Indicators as rows: latest figure, three answers in words and shapes, a small line. A real table, no canvas."""
    rows = _rows(reads.key(), choices.area(), choices.benchmark(), reads.today(), tuple(slugs), judged)
    st.table(rows, hide_index=True, border="horizontal", alt=alt)


@reads.remembered(300)
def _rows(key: reads.Key, area: str, benchmark: str, on: date, slugs: tuple[str, ...], judged: bool) -> pa.Table:
    """The rows of a table, remembered in the form that goes to the browser."""
    assessed = reads.assessments(key, area, benchmark, on)
    cells = [_cells(assessed[slug]) | _background(judged) for slug in slugs if slug in assessed]
    return pa.Table.from_pandas(pd.DataFrame(cells), preserve_index=False)


def _background(judged: bool) -> dict[str, str]:
    return {} if judged else {"On plan?": signs.BACKGROUND}


def _cells(one: Assessment) -> dict[str, str]:
    indicator, line = one.facts.indicator, _line(one.facts.points)
    address = urlencode(choices.carried(indicator=indicator.slug))
    return {
        "Indicator": f"[{indicator.title}](indicator?{address})",
        "Latest figure": _latest(one) or words.reason(one),
        "On plan?": signs.because(signs.plan(one), one.plan),
        f"Different from {choices.name(choices.benchmark())}?": signs.because(signs.difference(one), one.difference),
        "Changing?": signs.because(signs.change(one), one.change),
        "Over time": f"![{indicator.title} over time]({line})" if line and one.facts.latest else "",
    }


def _latest(one: Assessment) -> str:
    """The latest figure with what it is about; empty where there is none."""
    if one.facts.latest is None:
        return ""
    about = [one.facts.area_name if one.facts.stand_in else "", one.facts.group, words.period(one)]
    return f"**{words.value(one)}** ({', '.join(part for part in about if part)})"


_line = reads.remembered(2000)(charts.sparkline)


def card(one: Assessment, measure: Measure | None = None) -> None:
    """One indicator as a card: a link, the latest figure with its period, a small line, the answers in words.

    All words are one element, because every element costs time. Only headline cards, which are few, afford a large
    figure besides; as a measure of a priority the indicator is told what it is for.
    """
    indicator = one.facts.indicator
    with st.container(border=True, height="stretch"):
        address = choices.carried(indicator=indicator.slug)
        st.page_link(_page("indicator.py"), label=f"**{indicator.title}**", query_params=address)
        if measure:
            notes = (words.reason(one), wording.aim(measure.aim), measure.note)
            parts = [_latest(one), _line_in_words(one), _asked(one, measure), _small(notes)]
        else:
            if one.facts.latest:
                about = " · ".join(part for part in (one.facts.group, words.period(one)) if part)
                st.metric(about, words.value(one))
            parts = [_line_in_words(one), _small([words.reason(one)])]
        st.markdown("\n\n".join(part for part in parts if part))


@reads.remembered(10)
def _page(file: str) -> st.Page:
    """A page to link to. Remembered, because Streamlit looks on the disk for a page that is linked by its file."""
    return st.Page(file)


def _line_in_words(one: Assessment) -> str:
    line = _line(one.facts.points, charts.CARD) if one.facts.latest else ""
    image = f"![{one.facts.indicator.title} over time]({line})" if line else ""
    plain = _small([wording.sentence(text) for text in (words.compared(one), words.changed(one))])
    return "\n\n".join(part for part in (image, plain) if part)


def _asked(one: Assessment, measure: Measure) -> str:
    answers = {
        "On plan?": signs.BACKGROUND if measure.aim == "context" else signs.because(signs.plan(one), one.plan),
        "Different?": signs.because(signs.difference(one), one.difference),
        "Changing?": signs.because(signs.change(one), one.change),
    }
    return "  \n".join(f":gray[{question}] {answer}" for question, answer in answers.items())


def _small(lines: Iterable[str]) -> str:
    return "  \n".join(f":small[{line}]" for line in lines if line)


def three_answers(one: Assessment) -> None:
    """The three answers side by side, each with its question, its word and its sentence."""
    benchmark = choices.name(choices.benchmark())
    asked = (
        ("On plan?", signs.plan(one), one.plan.sentence),
        (f"Different from {benchmark}?", signs.difference(one), one.difference.sentence),
        ("Changing?", signs.change(one), one.change.sentence),
    )
    with st.grid("auto", min_column_width=260):
        for question, word, sentence in asked:
            with st.container(border=True, height="stretch"):
                st.markdown(f":small[:gray[{question}]]\n\n**{word}**\n\n{sentence}")


def counts(theme: Theme) -> None:
    """How many of a theme's measures have each status: counts, never a score."""
    assessed = reads.assessments(reads.key(), choices.area(), choices.benchmark(), reads.today())
    st.markdown(signs.counts([assessed[slug] for slug in catalogues.measured(theme) if slug in assessed]))


def freshness(one: Assessment) -> None:
    """What the figures are about, and when the next ones are due or were due."""
    st.caption(signs.freshness(one))


def last_release() -> None:
    """The latest release of figures: who, when, what, and where to see it."""
    releases = reads.releases(reads.key())
    release = releases[0]
    st.markdown(
        f"Version {release.version} of the figures, {wording.day(release.at.date())}, by {release.by}: {release.note}. "
        f"{release.new:,} new, {release.revised:,} revised and {release.withdrawn:,} withdrawn figures."
    )
    earlier = str(releases[1].version) if len(releases) > 1 else ""
    st.page_link(
        "revisions.py",
        label="What exactly changed",
        icon=":material/history:",
        query_params=choices.carried(earlier=earlier),
    )


def late(every: Sequence[Assessment]) -> None:
    """The indicators whose next figure should be there by now."""
    if not every:
        st.markdown("None: every figure that was due is here.")
        return
    rows = [
        {
            "Indicator": one.facts.indicator.title,
            "Latest figure": one.facts.latest.period if one.facts.latest else "",
            "Was due by": wording.day(one.facts.fresh.due) if one.facts.fresh.due else "",
            "So": _so(one),
        }
        for one in sorted(every, key=lambda one: str(one.facts.fresh.due))
    ]
    st.markdown(
        f"Indicators without a figure here for a period whose usual publication day has passed: **{len(rows)}**."
    )
    shown = st.expander("Which ones", on_change="rerun", key="late")
    if shown.open:
        shown.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt="Indicators whose figures are late")


def _so(one: Assessment) -> str:
    if one.plan.reason == "contextual":
        return "background, not judged"
    return "not judged: a whole cycle was missed" if one.facts.fresh.missed_cycle else "still judged"


def elsewhere() -> None:
    """That the strategy is another area's, where another one is chosen."""
    own = reads.catalogue().strategy.area
    if choices.area() != own:
        st.caption(
            f"The strategy is {choices.name(own)}’s. For comparison, the same aims are applied here to "
            f"{choices.name(choices.area())}’s own figures."
        )


def stated(slug: str) -> None:
    """What the strategy's text states about an indicator, beside what is published."""
    figures = reads.stated_figures(reads.key(), slug)
    if len(figures):
        st.header("What the strategy says", anchor=False, divider="gray")
        st.table(figures, hide_index=True, border="horizontal", alt="The strategy’s figure beside the published ones")


def theme_link(theme: Theme) -> None:
    """A theme's link, and who leads it."""
    st.page_link(
        "theme.py",
        label=f"{theme.title}: priorities, promises and who leads",
        icon=theme.icon,
        query_params=choices.carried(theme=theme.slug),
    )


def lead(theme: Theme) -> None:
    """The partnership that leads a theme, what it does and who belongs to it."""
    partnerships = {partnership.slug: partnership for partnership in reads.catalogue().strategy.partnerships}
    if theme.lead:
        partnership = partnerships[theme.lead]
        st.markdown(f"**Led by the {partnership.name}.** {partnership.role}")
        with st.expander("Who belongs to it"):
            st.markdown("\n".join(f"- {member}" for member in partnership.members))


def gap(gap: Gap) -> None:
    """What is not measured and what would fill it."""
    st.info(
        f"{gap.missing}  \n**What would fill it:** {gap.would_fill}.",
        title=gap.reason,
        icon=":material/search_off:",
    )


def gaps(theme: Theme) -> None:
    """The priorities of a theme that are not measured, or not in full: they never disappear."""
    bullets = [f"- {priority.name}: {priority.gap.reason}" for priority in theme.priorities if priority.gap]
    if bullets:
        st.caption(":material/search_off: Not measured, or only in part:\n" + "\n".join(bullets))


def draw(made: charts.Chart, name: str) -> None:
    """A chart with its text alternative, its key in words, and its own menu for the download as SVG."""
    st.plotly_chart(
        made.figure, theme=None, width="stretch", alt=made.alt, config=charts.config(name), key=f"chart-{name}"
    )
    if made.key:
        st.caption(made.key)


def figures_table(shown: views.Shown) -> None:
    """The figures of a view as a real HTML table, and what the symbols in it mean."""
    title = shown.indicator.title
    st.table(tables.shown(shown.figures), hide_index=True, border="horizontal", alt=f"{title}: figures")
    statuses = [status for status in STATUSES if status in set(shown.frame["status"])]
    if statuses:
        st.caption("  \n".join(wording.marker_meaning(status) for status in statuses))


def way_to_county(shown: views.Shown) -> None:
    """The way to the figures of the area's county, where that has them and the area has not."""
    county = reads.catalogue().areas[shown.view.selection.area].parent
    if county in shown.elsewhere and county in choices.areas():
        address = choices.carried(indicator=shown.view.slug, view=shown.view.name, by=shown.view.dimension)
        label = f"The figures of {choices.name(county)}"
        st.page_link(
            _page("indicator.py"), label=label, icon=":material/arrow_forward:", query_params=address | {"area": county}
        )


def downloads(figures: pd.DataFrame, indicator: Indicator, name: str) -> None:
    """The figures of the view as files for Excel: the same table as on the page."""
    used = [reads.catalogue().sources[slug] for slug in indicator.sources]
    days = [f"{source.dataset}: {_days(source)}" for source in used]
    about = {
        "Indicator": indicator.title,
        "What is measured": indicator.measure,
        "What it cannot tell": " ".join(indicator.limits),
        "Source": " ".join(source.attribution for source in used),
        "Days": " ".join(days),
        "Licence": "; ".join(sorted({source.licence for source in used})),
        "Version of the store": str(reads.key()[0]),
    }
    with st.container(horizontal=True):
        download.button("CSV", lambda: tables.csv(figures), f"{name}.csv", "text/csv")
        download.button("XLSX", lambda: tables.xlsx(figures, indicator.slug, about), f"{name}.xlsx", tables.XLSX)


def _days(source: Source) -> str:
    day = (
        f"Published {wording.day(source.published)}."
        if source.published
        else "The file does not say when it was published."
    )
    return f"{day} Carried over {wording.day(source.retrieved)}."


def sources(indicator: Indicator) -> None:
    """Source, licence, and the two dates that are always told apart from the period of the figures."""
    used = [reads.catalogue().sources[slug] for slug in indicator.sources]
    st.markdown(_small(f"{one.attribution} [{one.dataset}]({one.page}). {_days(one)}" for one in used))


def revisions(slug: str) -> None:
    """The releases that changed an indicator here, and the way to what exactly changed."""
    st.header("Revisions of these figures", anchor=False, divider="gray")
    releases = reads.revisions(reads.key(), slug)
    if releases.empty:
        st.markdown("None here so far: these are the figures that the dashboard was first given.")
    else:
        st.table(
            releases, hide_index=True, border="horizontal", alt="Releases that changed these figures, the latest first"
        )
    st.page_link(
        "revisions.py",
        label="What exactly changed, from any version to any other",
        icon=":material/history:",
        query_params=choices.carried(changed=slug),
    )


def serves(indicator: Indicator) -> None:
    """The priorities that an indicator serves, each with what the strategy wants of it."""
    aims = []
    for theme, priority, measure in catalogues.themes_of(reads.catalogue(), indicator.slug):
        quoted = f"“{measure.words}”, {measure.place}" if measure.words else ""
        aim = f"{wording.aim(measure.aim, quoted)} {measure.baseline_reason}".strip()
        aims.append(f"{theme.icon} {theme.title} · {priority.name} · {aim} {measure.note}")
    st.caption("  \n".join(aims))


def about(indicator: Indicator) -> None:
    """What is counted, how it is made, and what it cannot tell."""
    st.header("About this indicator", anchor=False, divider="gray")
    parts = [
        indicator.description,
        f"**How it is made.** {indicator.method}",
        "**What it cannot tell**\n\n" + "\n".join(f"- {limit}" for limit in indicator.limits),
        *(f"**Break at {wording.day(one.day)}.** {one.reason}" for one in indicator.breaks),
        *(
            f"**The process chart counts afresh from {wording.day(one.day)}**, decided by {one.by}: {one.reason}"
            for one in indicator.rebases
        ),
    ]
    st.markdown("\n\n".join(parts))
