"""One indicator: its summary, three answers, one chart with its views, and everything about the figures."""

from dataclasses import replace

import streamlit as st

from indicators import lines, succession, views
from indicators.assessment import words
from indicators.markup import markup, typed
from indicators.model import Selection
from pages import _choices as choices
from pages import _elsewhere as elsewhere
from pages import _parts as parts
from pages import _reads as reads

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

st.title(typed(indicator.title), anchor=False)
st.markdown(typed(indicator.measure))
parts.serves(indicator)
elsewhere.say()

area, stand_in = lines.shown_area(rows, indicator, choices.area(), catalogue)
if stand_in:
    said = words.standing_in(stand_in, choices.name(choices.area()), choices.name(area))
    before = succession.origin(rows.iloc[:0], rows, indicator, catalogue, area) if stand_in == "none" else None
    said = words.not_rebuilt(choices.name(area), before) if before else said
    st.info(typed(said), icon=":material/info:")

offered = views.offered(indicator)
name = choices.switch("View", "view", offered, next(iter(offered)))
asked = views.VIEWS[name].CHOICES
group, dimension, first, last = indicator.headline, "", None, None
with st.container(horizontal=True):
    if "dimension" in asked:
        dimensions = {part.key: part.label for part in indicator.dimensions}
        dimension = choices.choose("By", "by", list(dimensions), next(iter(dimensions)), dimensions.__getitem__)
    if "group" in asked and len(groups := reads.groups(reads.key(), slug, area)) > 1:
        group = choices.choose("Group", "group", list(groups), indicator.headline, groups.__getitem__)
    view = views.View(slug, name, Selection(area, choices.benchmark(), group), dimension=dimension)
    if "period" in asked and (ends := reads.ends(reads.key(), view)):
        end = choices.choose("Period", "period", list(ends), next(iter(ends)), ends.__getitem__)
        view = replace(view, end=end)
if "years" in asked:
    first, last = choices.choose_years(reads.years(reads.key(), slug))
    view = replace(view, selection=Selection(area, choices.benchmark(), group, first, last))

shown = reads.shown(reads.key(), view, reads.today())
if shown.assessment.facts.latest:
    st.markdown(markup("**{}** {}", words.summary(shown.assessment), words.missing_since(shown.assessment)))
    parts.beneath(shown.assessment)
elif words.neighbourhoods(shown.assessment):
    st.markdown(markup("**{}: {}.**", choices.name(choices.area()), words.neighbourhoods(shown.assessment)))
if indicator.geography != "lsoa":
    parts.freshness(shown.assessment)
    parts.three_answers(shown.assessment)
if not view.all_years:
    st.caption("The answers are about the latest figures, whichever years are shown.")

chart, file = reads.chart(reads.key(), view, reads.today(), reads.mode()), f"{slug}-{area}-{name}"
if shown.nothing:
    st.info(typed(shown.nothing), icon=":material/block:")
    parts.way_to_county(shown)
if chart:
    parts.draw(chart, file)
    parts.sources(indicator)
    table = st.expander("The same figures as a table", on_change="rerun", key=f"table-{file}")
    if table.open:
        with table:
            parts.figures_table(shown)
elif len(shown.frame):
    parts.figures_table(shown)
    parts.sources(indicator)
if len(shown.frame):
    parts.downloads(shown.figures, indicator, file)

parts.stated(slug)
parts.about(indicator)
parts.revisions(slug)
