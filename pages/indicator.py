"""One indicator: the finding, three answers, one chart with its views, and everything about the figures."""

import streamlit as st

from indicators import views
from indicators.model import Selection
from indicators.summary import chart_title, compared, finding
from pages import _choices as choices
from pages import _parts as parts
from pages import _reads as reads

#: The views that show a line over time.
TIMED = ("over-time", "process", "table")

catalogue = reads.catalogue()
titles = {slug: catalogue.indicators[slug].title for slug in reads.observations(reads.key())}
if not titles:
    st.title("Indicators", anchor=False)
    st.info("The store holds no figure of any indicator in the catalogue.", icon=":material/block:")
    st.stop()
slugs = sorted(titles, key=lambda slug: titles[slug].lower())
first_choice = next((slug for slug in catalogue.strategy.headline if slug in titles), slugs[0])
slug = choices.choose("Indicator", "indicator", slugs, first_choice, titles.__getitem__)
indicator, rows = catalogue.indicators[slug], reads.rows(slug)

st.title(indicator.title, anchor=False)
st.markdown(indicator.measure)
parts.serves(indicator)
parts.elsewhere()

area, reason = views.shown_area(rows, indicator, choices.area(), catalogue)
if reason:
    st.info(reason, icon=":material/info:")

offered = views.offered(indicator)
view = choices.switch("View", "view", offered, next(iter(offered)))
group, dimension, end, first, last = indicator.headline, "", "", None, None
with st.container(horizontal=True):
    if view == "breakdown":
        dimensions = {part.key: part.label for part in indicator.dimensions}
        dimension = choices.choose("By", "by", list(dimensions), next(iter(dimensions)), dimensions.__getitem__)
        ends = reads.ends_of_dimension(reads.key(), slug, dimension, area)
    else:
        groups = reads.groups(reads.key(), slug, area)
        if len(groups) > 1:
            group = choices.choose("Group", "group", list(groups), indicator.headline, groups.__getitem__)
        ends = reads.ends(reads.key(), slug, group)
    if view in ("areas", "breakdown") and ends:
        end = choices.choose("Period", "period", list(ends), next(iter(ends)), ends.__getitem__)
if view in TIMED:
    first, last = choices.choose_years(reads.years(reads.key(), slug))

selection = Selection(area, choices.benchmark(), group, first, last)
told = reads.summarised(reads.key(), slug, selection)
answers = reads.assessed(reads.key(), slug, selection, reads.today())
if told.value:
    st.markdown(f"**{finding(told, compared(told, answers))}** {told.missing_since}")
if indicator.geography != "lsoa":
    parts.freshness(answers)
    parts.three_answers(answers)
if first or last:
    st.caption("The finding and the answers are about the latest figures, whichever years are shown.")

name = f"{slug}-{area}-{view}"
frame = reads.frame(reads.key(), view, slug, selection, end, dimension) if end or view in TIMED else rows[:0]
title = (
    chart_title(told, answers, view, all_years=not (first or last))
    if view in TIMED
    else views.title(indicator, view, told.area_name, dimension)
)
chart = reads.chart(reads.key(), view, slug, selection, end, dimension, title, reads.mode()) if len(frame) else None
if view == "process" and chart:
    figures = reads.process_figures(reads.key(), slug, selection)
else:
    figures = reads.figures(reads.key(), view, slug, selection, end, dimension) if len(frame) else frame
if frame.empty and view == "breakdown":
    parts.held_elsewhere(indicator, dimension, area)
elif frame.empty:
    st.info(views.nothing(indicator, view, told.area_name, group), icon=":material/block:")
elif chart:
    parts.draw(chart, name)
    parts.sources(indicator)
    shown = st.expander("The same figures as a table", on_change="rerun", key=f"table-{name}")
    if shown.open:
        with shown:
            parts.figures_table(figures, frame, indicator)
else:
    if view != "table":
        st.info(parts.undrawn(view, answers), icon=":material/block:")
    parts.figures_table(figures, frame, indicator)
    parts.sources(indicator)
if len(frame):
    parts.downloads(figures, indicator, name)

parts.stated(slug)
parts.about(indicator)
parts.revisions(slug)
