"""What pages draw in common: links, cards, tables, downloads, sources. No arithmetic."""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from indicators import catalogue as catalogues
from indicators import charts, tables, views, wording
from indicators.model import STATUSES, Gap, Indicator, Measure, Theme
from indicators.summary import Summary
from pages import _choices as choices
from pages import _reads as reads

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_WRITTEN = "as the figures are written; not a test of chance"
AIMS = {
    "reach": "reach a number that the Alliance has set",
    "keep": "no worse than at the start",
    "improve": "better than at the start",
    "match": "at least in line with the benchmark",
    "context": "background, never judged",
}


def navigation(pages: Sequence[st.Page]) -> None:
    """Links to all pages that take the sidebar's choices along."""
    strategy = reads.catalogue().strategy
    st.markdown(f"**{choices.name(strategy.area)} indicators**")
    for page in pages:
        st.page_link(page, query_params=choices.carried())


def indicator_table(slugs: Sequence[str], alt: str) -> None:
    """Indicators as rows: latest figure, plain comparison, change, and a small line. A real table, not a canvas."""
    told = reads.summaries(reads.key(), choices.area(), choices.benchmark())
    cells = [_cells(told[slug]) for slug in slugs if slug in told]
    st.table(pd.DataFrame(cells), hide_index=True, border="horizontal", alt=alt)


def _cells(told: Summary) -> dict[str, str]:
    address = urlencode(choices.carried(indicator=told.indicator.slug))
    line = charts.sparkline(told.points)
    return {
        "Indicator": f"[{told.indicator.title}](indicator?{address})",
        "Latest figure": _latest(told) if told.value else told.reason,
        f"Against {choices.name(choices.benchmark())}": told.comparison_text or _aside(told.comparison_reason),
        "Change": told.change_text or _aside(told.change_reason),
        "Over time": f"![{told.indicator.title} over time]({line})" if line else "",
    }


def _latest(told: Summary) -> str:
    about = [told.area_name if told.reason else "", told.group, told.period]
    return f"**{told.value}** ({', '.join(part for part in about if part)})"


def _aside(reason: str) -> str:
    return f":gray[{reason}]" if reason else ""


def card(told: Summary, measure: Measure | None = None) -> None:
    """One indicator as a card: a link, the latest figure with its period, the comparison, a small line."""
    with st.container(border=True, height="stretch"):
        address = choices.carried(indicator=told.indicator.slug)
        st.page_link("indicator.py", label=f"**{told.indicator.title}**", query_params=address)
        if told.value:
            st.metric(
                " · ".join(part for part in (told.group, told.period) if part),
                told.value,
                delta=told.comparison_text or told.change_text or None,
                delta_color="off",
                delta_arrow="off",
                chart_data=[point for point in told.points if point is not None],
            )
        notes = [
            told.reason,
            f"The strategy’s aim: {AIMS[measure.aim]}." if measure else "",
            measure.note if measure else "",
        ]
        st.caption("  \n".join(note for note in notes if note))


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


def gap(found: Gap) -> None:
    """What is not measured and what would fill it."""
    st.info(
        f"{found.missing}  \n**What would fill it:** {found.would_fill}.",
        title=found.reason,
        icon=":material/search_off:",
    )


def gaps(theme: Theme) -> None:
    """The priorities of a theme that no indicator measures: they never disappear."""
    without = [priority.name for priority in theme.priorities if not priority.measures]
    if without:
        st.caption(f":material/search_off: No borough measure is published for: {'; '.join(without)}.")


def draw(made: charts.Chart, name: str) -> None:
    """A chart with its text alternative, and its own menu for the download as SVG."""
    st.plotly_chart(
        made.figure, theme=None, width="stretch", alt=made.alt, config=charts.config(name), key=f"chart-{name}"
    )


def figures_table(frame: pd.DataFrame, indicator: Indicator) -> None:
    """The figures of a view as a real HTML table."""
    st.table(views.readable(frame, indicator), hide_index=True, border="horizontal", alt=f"{indicator.title}: figures")
    statuses = [status for status in STATUSES if status in set(frame["status"])]
    if statuses:
        st.caption("  \n".join(wording.marker_meaning(status) for status in statuses))


def downloads(frame: pd.DataFrame, indicator: Indicator, name: str) -> None:
    """The figures of a view as files for Excel: the same frame as the chart and the table."""
    sources = [reads.catalogue().sources[slug] for slug in indicator.sources]
    about = {
        "Indicator": indicator.title,
        "What is measured": indicator.measure,
        "What it cannot tell": " ".join(indicator.limits),
        "Source": " ".join(source.attribution for source in sources),
        "Licence": "; ".join(sorted({source.licence for source in sources})),
        "Version of the store": str(reads.key()[0]),
    }
    with st.container(horizontal=True):
        _download("CSV", lambda: tables.csv(views.readable(frame, indicator)), f"{name}.csv", "text/csv")
        _download(
            "XLSX", lambda: tables.xlsx(views.readable(frame, indicator), indicator.slug, about), f"{name}.xlsx", XLSX
        )


def _download(form: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(
        f"Download {form}", make, name, mime, icon=":material/download:", on_click="ignore", key=f"{form}-{name}"
    )


def sources(indicator: Indicator) -> None:
    """Source, licence, and the two dates that are always told apart from the period of the figures."""
    for slug in indicator.sources:
        source = reads.catalogue().sources[slug]
        day = (
            f"Published {wording.day(source.published)}."
            if source.published
            else "The file does not say when it was published."
        )
        link = f"[{source.dataset}]({source.page})"
        st.caption(f"{source.attribution} {link}. {day} Carried over {wording.day(source.retrieved)}.")


def serves(indicator: Indicator) -> None:
    """The priorities that an indicator serves, each with what the strategy wants of it."""
    for theme, priority, measure in catalogues.themes_of(reads.catalogue(), indicator.slug):
        st.caption(
            f"{theme.icon} {theme.title} · {priority.name} · The strategy’s aim: {AIMS[measure.aim]}. {measure.note}"
        )


def plain_answers(told: Summary) -> None:
    """What is plainly true of the latest figure, in three places."""
    places = (
        ("Latest figure", told.value, " ".join([told.period, told.missing_since]).strip()),
        (f"Against {choices.name(choices.benchmark())}", told.comparison_text, told.comparison_reason or AS_WRITTEN),
        ("Change", told.change_text, told.change_reason or AS_WRITTEN),
    )
    with st.grid("auto", min_column_width=260):
        for question, answer, remark in places:
            with st.container(border=True, height="stretch"):
                st.caption(question)
                st.markdown(f"**{answer[:1].upper()}{answer[1:]}**" if answer else "Cannot say")
                st.caption(wording.sentence(remark))


def about(indicator: Indicator) -> None:
    """What is counted, how it is made, and what it cannot tell."""
    st.header("About this indicator", anchor=False, divider="gray")
    st.markdown(indicator.description)
    st.markdown(f"**How it is made.** {indicator.method}")
    st.markdown("**What it cannot tell**\n\n" + "\n".join(f"- {limit}" for limit in indicator.limits))
    for found in indicator.breaks:
        st.markdown(f"**Break at {wording.day(found.day)}.** {found.reason}")
