"""What pages draw in common: links, cards, tables, downloads, sources. No arithmetic."""

from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import urlencode

import pandas as pd
import pyarrow as pa
import streamlit as st

from indicators import catalogue as catalogues
from indicators import charts, formats, tables, views, wording
from indicators import markup as drawn
from indicators.assessment import Answer, Assessment, off_plan, words, worsening
from indicators.markup import Markup, joined, listed, markup, small, typed
from indicators.model import STATUSES, Gap, Indicator, Measure, Source, Theme
from pages import _choices as choices
from pages import _downloads as download
from pages import _reads as reads
from pages import _signs as signs


def navigation(pages: Sequence[st.Page]) -> None:
    """Links to all pages that take the sidebar's choices along."""
    strategy = reads.catalogue().strategy
    st.markdown(markup("**{} indicators**", choices.name(strategy.area)))
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
    return drawn.rows(cells)


def _background(judged: bool) -> dict[str, str]:
    return {} if judged else {"On plan?": signs.BACKGROUND}


def _cells(one: Assessment) -> dict[str, str]:
    indicator, line = one.facts.indicator, _line(one.facts.points)
    address = urlencode(choices.carried(indicator=indicator.slug))
    return {
        "Indicator": markup("[{}](indicator?{})", indicator.title, Markup(address)),
        "Latest figure": _latest(one) or words.reason(one),
        "On plan?": signs.because(signs.plan(one), one.plan),
        f"Different from {choices.name(choices.benchmark())}?": signs.because(signs.difference(one), one.difference),
        "Changing?": signs.because(signs.change(one), one.change),
        "Over time": drawn.picture(f"{indicator.title} over time", line if one.facts.latest else ""),
    }


def _latest(one: Assessment) -> Markup:
    """The latest figure with what it is about; empty where there is none."""
    if one.facts.latest is None:
        return typed(words.neighbourhoods(one))
    about = [one.facts.area_name if one.facts.stand_in else "", one.facts.group, words.period(one)]
    return markup("**{}** ({})", words.value(one), joined(", ", about))


_line = reads.remembered(2000)(charts.sparkline)


def card(one: Assessment, measure: Measure | None = None) -> None:
    """One indicator as a card: a link, the latest figure with its period, a small line, the answers in words.

    All words are one element, because every element costs time. Only headline cards, which are few, afford a large
    figure besides; as a measure of a priority the indicator is told what it is for.
    """
    indicator = one.facts.indicator
    with st.container(border=True, height="stretch"):
        address = choices.carried(indicator=indicator.slug)
        st.page_link(_page("indicator.py"), label=markup("**{}**", indicator.title), query_params=address)
        if measure:
            notes = (words.reason(one), wording.aim(measure.aim), measure.note)
            parts = [_latest(one), _line_in_words(one), _asked(one, measure), small(notes)]
        else:
            if one.facts.latest:
                st.metric(joined(" · ", (one.facts.group, words.period(one))), typed(words.value(one)))
            parts = [_line_in_words(one), small([words.reason(one)])]
        st.markdown(joined("\n\n", parts))


@reads.remembered(10)
def _page(file: str) -> st.Page:
    """A page to link to. Remembered, because Streamlit looks on the disk for a page that is linked by its file."""
    return st.Page(file)


def _line_in_words(one: Assessment) -> Markup:
    line = _line(one.facts.points, charts.CARD) if one.facts.latest else ""
    image = drawn.picture(f"{one.facts.indicator.title} over time", line)
    told = [wording.sentence(text) for text in (words.compared(one), words.changed(one))]
    return joined("\n\n", (image, small(told)))


def _asked(one: Assessment, measure: Measure) -> Markup:
    answers = {
        "On plan?": signs.BACKGROUND if measure.aim == "context" else signs.because(signs.plan(one), one.plan),
        "Different?": signs.because(signs.difference(one), one.difference),
        "Changing?": signs.because(signs.change(one), one.change),
    }
    return joined("  \n", (markup(":gray[{}] {}", question, answer) for question, answer in answers.items()))


def beneath(one: Assessment) -> None:
    """Small print: what nobody has tested, and what has become of the figure since the strategy began."""
    began = words.since_start(one, reads.catalogue().strategy.start)
    lines = [words.small_print(one), f"Since the strategy began: {began}" if began else ""]
    lines += [words.projected(one), words.origin(one)]
    st.caption(joined("  \n", lines))


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
                st.markdown(markup(":small[:gray[{}]]\n\n**{}**\n\n{}", question, word, sentence))


def counts(theme: Theme) -> None:
    """How many of a theme's measures have each status: counts, never a score."""
    assessed = reads.assessments(reads.key(), choices.area(), choices.benchmark(), reads.today())
    st.markdown(signs.counts([assessed[slug] for slug in catalogues.measured(theme) if slug in assessed]))


def freshness(one: Assessment) -> None:
    """What the figures are about, when the next ones are due or were due, and where late ones are fetched."""
    st.caption(typed(signs.freshness(one)))
    if one.facts.fresh.late:
        # No caption: it dims what stands in it, and a dimmed link is too faint to read.
        st.markdown(small([markup("Fetch: {}", line) for line in _fetch(one.facts.indicator)]))


def _fetch(indicator: Indicator) -> list[Markup]:
    """The publishers' files that bring newer figures, each as a link with its steps."""
    return [
        markup("[{}]({}), {}. {}", one.file, Markup(one.address), one.publisher, one.steps)
        for one in catalogues.fetching(reads.catalogue(), indicator)
    ]


def in_short(every: Sequence[Assessment]) -> None:
    """Which are off plan, which got worse and how many are late: what there is to talk about."""
    late = [one for one in every if one.facts.fresh.late]
    lines = {
        "Off plan": _linked([one for one in every if off_plan(one)], lambda one: one.plan),
        "Getting worse": _linked([one for one in every if worsening(one)], lambda one: one.change),
        "Late": typed(f"{wording.count(len(late), 'indicator')}, listed below" if late else "none"),
    }
    st.markdown(listed(markup("**{}:** {}.", what, which) for what, which in lines.items()))


def _linked(every: Sequence[Assessment], answer: Callable[[Assessment], Answer]) -> Markup:
    """The indicators as links, those of old figures said to be so; "none" where there are none."""
    links = []
    for one in sorted(every, key=lambda one: answer(one).last_known):
        address = urlencode(choices.carried(indicator=one.facts.indicator.slug))
        old = f" (last known, {words.period(one)})" if answer(one).last_known else ""
        links.append(markup("[{}](indicator?{}){}", words.name(one), Markup(address), old))
    return joined("; ", links) or typed("none")


def last_release() -> None:
    """The latest release of figures: who, when, what, and where to see it."""
    releases = reads.releases(reads.key())
    release = releases[0]
    st.markdown(
        markup(
            "Version {} of the figures, {}, by {}: {}. {:,} new, {:,} revised and {:,} withdrawn figures.",
            release.version,
            wording.day(release.at.date()),
            release.by,
            release.note,
            release.new,
            release.revised,
            release.withdrawn,
        )
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
            "Fetch": joined("  \n", _fetch(one.facts.indicator)),
        }
        for one in sorted(every, key=lambda one: str(one.facts.fresh.due))
    ]
    said = "Indicators without a figure here for a period whose usual publication day has passed: **{}**."
    st.markdown(markup(said, len(rows)))
    shown = st.expander("Which ones", on_change="rerun", key="late")
    if shown.open:
        shown.table(drawn.rows(rows), hide_index=True, border="horizontal", alt="Indicators whose figures are late")


def _so(one: Assessment) -> str:
    if one.plan.reason == "contextual":
        return "background, not judged"
    return "answers are the last known" if one.facts.last_known else "still judged"


def stated(slug: str) -> None:
    """What the strategy's text states about an indicator, beside what is published."""
    figures = reads.stated_figures(reads.key(), slug)
    if len(figures):
        st.header("What the strategy says", anchor=False, divider="gray")
        alt = "The strategy’s figure beside the published ones"
        st.table(drawn.table(figures), hide_index=True, border="horizontal", alt=alt)


def theme_link(theme: Theme) -> None:
    """A theme's link, and who leads it."""
    st.page_link(
        "theme.py",
        label=markup("{}: priorities, promises and who leads", theme.title),
        icon=theme.icon,
        query_params=choices.carried(theme=theme.slug),
    )


def lead(theme: Theme) -> None:
    """The partnership that leads a theme, what it does and who belongs to it."""
    partnerships = {partnership.slug: partnership for partnership in reads.catalogue().strategy.partnerships}
    if theme.lead:
        partnership = partnerships[theme.lead]
        st.markdown(markup("**Led by the {}.** {}", partnership.name, partnership.role))
        with st.expander("Who belongs to it"):
            st.markdown(listed(partnership.members))


def gap(gap: Gap) -> None:
    """What is not measured and what would fill it."""
    st.info(
        markup("{}  \n**What would fill it:** {}.", gap.missing, gap.would_fill),
        title=typed(gap.reason),
        icon=":material/search_off:",
    )


def gaps(theme: Theme) -> None:
    """The priorities of a theme that are not measured, or not in full: they never disappear."""
    named = [f"{priority.name}: {priority.gap.reason}" for priority in theme.priorities if priority.gap]
    if named:
        st.caption(markup(":material/search_off: Not measured, or only in part:\n{}", listed(named)))


def draw(made: charts.Chart, name: str) -> None:
    """A chart with its text alternative, its key in words, and its own menu for the download as SVG."""
    st.plotly_chart(
        made.figure, theme=None, width="stretch", alt=made.alt, config=charts.config(name), key=f"chart-{name}"
    )
    if made.key:
        st.caption(typed(made.key))


def figures_table(shown: views.Shown) -> None:
    """The figures of a view as a real HTML table, and what the symbols in it mean."""
    title = shown.indicator.title
    figures = drawn.table(tables.shown(shown.figures))
    st.table(figures, hide_index=True, border="horizontal", alt=f"{title}: figures")
    statuses = [status for status in STATUSES if status in set(shown.frame["status"])]
    if statuses:
        st.caption(joined("  \n", (wording.marker_meaning(status) for status in statuses)))


def way_to_county(shown: views.Shown) -> None:
    """The way to the figures of the area's county, where that has them and the area has not."""
    county = reads.catalogue().areas[shown.view.selection.area].parent
    if county in shown.elsewhere and county in choices.areas():
        address = choices.carried(indicator=shown.view.slug, view=shown.view.name, by=shown.view.dimension)
        label = markup("The figures of {}", choices.name(county))
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
    said = "{} [{}]({}). {}"
    st.markdown(small(markup(said, one.attribution, one.dataset, Markup(one.page), _days(one)) for one in used))


def revisions(slug: str) -> None:
    """The releases that changed an indicator here, and the way to what exactly changed."""
    st.header("Revisions of these figures", anchor=False, divider="gray")
    releases = reads.revisions(reads.key(), slug)
    if releases.empty:
        st.markdown("None here so far: these are the figures that the dashboard was first given.")
    else:
        alt = "Releases that changed these figures, the latest first"
        st.table(drawn.table(releases), hide_index=True, border="horizontal", alt=alt)
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
        aims.append(markup("{} {} · {} · {} {}", Markup(theme.icon), theme.title, priority.name, aim, measure.note))
    st.caption(joined("  \n", aims))


def _ways(indicator: Indicator) -> Markup:
    """The layouts in which the indicator's files are taken as downloaded, or that the template is the way."""
    if not indicator.files:
        said = "No file of a publisher is read for it: fill in the tidy template of the page *{}*."
        return markup(said, "Publish new figures")
    titles = (formats.FORMATS[way.layout].TITLE for way in formats.ways_in(indicator))
    return markup("Upload as downloaded: {}. The tidy template is taken as well.", joined("; ", titles))


def about(indicator: Indicator) -> None:
    """What is counted, how it is made, and what it cannot tell."""
    st.header("About this indicator", anchor=False, divider="gray")
    rebased = "**The process chart counts afresh from {}**, decided by {}: {}"
    parts = [
        indicator.description,
        markup("**How it is made.** {}", indicator.method),
        markup("**What it cannot tell**\n\n{}", listed(indicator.limits)),
        markup("**How new figures get in.** {}", _ways(indicator)),
        *(markup("**Break at {}.** {}", wording.day(one.day), one.reason) for one in indicator.breaks),
        *(markup(rebased, wording.day(one.day), one.by, one.reason) for one in indicator.rebases),
    ]
    st.markdown(joined("\n\n", parts))
