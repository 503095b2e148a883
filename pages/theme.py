"""One theme: who leads it, its priorities in order with their indicators, what was promised and what was done."""

import streamlit as st

from indicators.markup import listed, markup, typed
from pages import _choices as choices
from pages import _elsewhere as elsewhere
from pages import _parts as parts
from pages import _reads as reads

catalogue = reads.catalogue()
themes = {theme.slug: theme for theme in catalogue.strategy.themes}
assessed = reads.assessments(reads.key(), choices.area(), choices.benchmark(), reads.today())

titles = {slug: theme.title for slug, theme in themes.items()}
theme = themes[choices.switch("Theme", "theme", titles, next(iter(themes)))]

st.title(typed(theme.title), anchor=False)
st.markdown(typed(theme.summary))
elsewhere.say()
parts.lead(theme)
if theme.judged:
    parts.counts(theme)

for priority in theme.priorities:
    st.header(typed(priority.name), anchor=False, divider="gray")
    st.markdown(typed(priority.summary))
    with st.grid("auto", min_column_width=300):
        for measure in priority.measures:
            if measure.indicator not in assessed:
                title = catalogue.indicators[measure.indicator].title
                st.caption(markup("{}: the store holds no figure of it.", title))
            else:
                parts.card(assessed[measure.indicator], measure)
    if priority.gap:
        parts.gap(priority.gap)

if theme.commitments:
    st.header("What the partners said they would do", anchor=False, divider="gray")
    st.markdown(listed(theme.commitments))
if theme.achievements:
    st.header("What they had done already", anchor=False, divider="gray")
    st.markdown(listed(theme.achievements))
