"""How the borough is doing, in ten seconds: headline cards, then every theme's indicators as rows."""

import streamlit as st

from indicators import access
from indicators import catalogue as catalogues
from indicators.markup import markup, typed
from pages import _choices as choices
from pages import _elsewhere as elsewhere
from pages import _parts as parts
from pages import _reads as reads

catalogue = reads.catalogue()
strategy = catalogue.strategy
assessed = reads.assessments(reads.key(), choices.area(), choices.benchmark(), reads.today())

st.title(markup("How is {} doing?", choices.name(choices.area())), anchor=False)
said = (
    "Published statistics beside the themes of *{}*, the community strategy of the {}. "
    "Every figure leads to its chart, its source and what it cannot tell."
)
st.markdown(markup(said, strategy.title, strategy.organisation))

elsewhere.say()

with st.grid("auto", min_column_width=260):
    for slug in strategy.headline:
        if slug in assessed:
            parts.card(assessed[slug])

parts.in_short(list(assessed.values()))

asked = st.text_input(
    "Find an indicator",
    key="search",
    max_chars=access.SEARCH,
    bind="query-params",
    placeholder="For example: rent, fat children, crime",
)
if asked:
    fitting = [slug for slug in catalogues.search(catalogue, asked) if slug in assessed]
    meant = "" if fitting else catalogues.corrected(catalogue, asked)
    if meant:
        st.caption(markup("Nothing found for {}; shown for {}.", choices.quoted(asked), choices.quoted(meant)))
        fitting = [slug for slug in catalogues.search(catalogue, meant) if slug in assessed]
    if fitting:
        parts.indicator_table(fitting, "Indicators found")
    else:
        said = "Nothing found for {}. Try one everyday word, such as weight, rent or crime."
        st.info(markup(said, choices.quoted(asked)))

for theme in strategy.themes:
    st.header(typed(theme.title), anchor=False, divider="gray")
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
