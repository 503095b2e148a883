"""How the borough is doing, in ten seconds: headline cards, then every theme's indicators as rows."""

import streamlit as st

from indicators import catalogue as catalogues
from pages import _choices as choices
from pages import _parts as parts
from pages import _reads as reads

catalogue = reads.catalogue()
strategy = catalogue.strategy
assessed = reads.assessments(reads.key(), choices.area(), choices.benchmark(), reads.today())

st.title(f"How is {choices.name(choices.area())} doing?", anchor=False)
st.markdown(
    f"Published statistics beside the themes of *{strategy.title}*, the community strategy of the "
    f"{strategy.organisation}. Every figure leads to its chart, its source and what it cannot tell."
)

parts.elsewhere()

with st.grid("auto", min_column_width=260):
    for slug in strategy.headline:
        if slug in assessed:
            parts.card(assessed[slug])

asked = st.text_input(
    "Find an indicator", key="search", bind="query-params", placeholder="For example: rent, fat children, crime"
)
if asked:
    fitting = [slug for slug in catalogues.search(catalogue, asked) if slug in assessed]
    meant = "" if fitting else catalogues.corrected(catalogue, asked)
    if meant:
        st.caption(f"Nothing found for {choices.quoted(asked)}; shown for {choices.quoted(meant)}.")
        fitting = [slug for slug in catalogues.search(catalogue, meant) if slug in assessed]
    if fitting:
        parts.indicator_table(fitting, "Indicators found")
    else:
        st.info(f"Nothing found for {choices.quoted(asked)}. Try one everyday word, such as weight, rent or crime.")

for theme in strategy.themes:
    st.header(theme.title, anchor=False, divider="gray")
    parts.theme_link(theme)
    if theme.judged:
        parts.counts(theme)
    measured = [slug for slug in catalogues.measured(theme) if slug in assessed]
    if measured:
        parts.indicator_table(measured, f"Indicators of the theme {theme.title}", judged=theme.judged)
    parts.gaps(theme)

st.header("What changed last", anchor=False, divider="gray")
parts.last_release()

late = [one for one in assessed.values() if one.facts.fresh.late]
st.header("Late figures", anchor=False, divider="gray")
parts.late(late)
st.caption("Links in the tables open in a new tab.")
st.page_link(
    "about.py",
    label="What each word means and how it is decided",
    icon=":material/info:",
    query_params=choices.carried(),
)
