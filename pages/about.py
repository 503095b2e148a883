"""Where the figures come from, what the strategy itself states, and how far everybody can use these pages."""

import streamlit as st

from indicators import catalogue as catalogues
from indicators import formats, methods, screening
from indicators import markup as drawn
from indicators.assessment import answer_rate, rate_lines
from indicators.markup import Markup, joined, listed, markup, typed
from pages import _choices as choices
from pages import _reads as reads

catalogue = reads.catalogue()
strategy = catalogue.strategy

st.title("About these figures", anchor=False)
said = "This dashboard sets published statistics beside *{}*, the community strategy of the {}. {}"
st.markdown(markup(said, strategy.title, strategy.organisation, strategy.period_note))
release = reads.releases(reads.key())[0]
said = "Version {} of the store, {:%d %B %Y %H:%M} UTC, by {}: {}. Catalogue {}."
st.caption(markup(said, release.version, release.at, release.by, release.note, catalogue.hash[:12]))

st.header("The vision", anchor=False, divider="gray")
st.markdown(typed(strategy.vision))
numbered = (markup("{}. {}", place, text) for place, text in enumerate(strategy.characteristics, start=1))
st.markdown(joined("\n", numbered))

st.header("Who works together", anchor=False, divider="gray")
partners = (markup("**{}.** {} {}", one.name, one.role, "; ".join(one.members)) for one in strategy.partnerships)
st.markdown(joined("\n\n", partners))

st.header("Figures that the strategy states", anchor=False, divider="gray")
st.markdown("As they stand in the document, beside what is published for that time and now, and why they differ.")
st.table(
    drawn.table(reads.stated_figures(reads.key())),
    hide_index=True,
    border="horizontal",
    alt="Figures that the strategy document states",
)

st.header("How the three answers are decided", anchor=False, divider="gray")
st.markdown(Markup(methods.text()))
alt = "Constants of the methods, with their sources"
st.table(drawn.table(reads.constants()), hide_index=True, border="horizontal", alt=alt)

st.subheader("How many of the questions are answered", anchor=False)
assessed = reads.assessments(reads.key(), choices.area(), choices.benchmark(), reads.today())
said = (
    "Of all indicators for {}, compared with {}. "
    "A question is only counted where it can be asked: background is never judged, and a size is not compared.\n\n{}"
)
rates = listed(rate_lines(answer_rate(assessed.values())))
st.markdown(markup(said, choices.name(choices.area()), choices.name(choices.benchmark()), rates))

st.subheader("What changed in version 2.0, and why", anchor=False)
alt = "What version 2.0 of the methods changed"
st.table(drawn.table(methods.changes()), hide_index=True, border="horizontal", alt=alt)

st.subheader("How often chance alone would make an answer", anchor=False)
st.markdown(
    "Counted in a simulation of figures that go nowhere: the share of them that each rule calls different or changed, "
    "by how much each figure is like the one before."
)
alt = "How often each rule is wrong by chance alone"
st.table(drawn.table(methods.false_alarms()), hide_index=True, border="horizontal", alt=alt)

st.header("What is checked before publishing", anchor=False, divider="gray")
st.markdown(
    "A published file that somebody uploads goes through these checks, from the first question to the last. An error "
    "has to be mended before any of its figures is published, a warning to be acknowledged; a note is only told."
)
for stage, question in screening.STAGES.items():
    shown = st.expander(typed(question), on_change="rerun", key=f"checks-{stage}")
    if shown.open:
        checks = screening.listing(screening.CHECKS.values(), stage)
        shown.table(drawn.table(checks), hide_index=True, border="horizontal", alt=f"Checks: {question}")

st.header("Sources and licences", anchor=False, divider="gray")
st.markdown(
    "Contains public sector information licensed under the "
    "[Open Government Licence v3.0](https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/). "
    "Boundaries contain OS data © Crown copyright and database right. The code is under the MIT licence."
)
for publisher, sources in reads.sources().items():
    shown = st.expander(markup("{}: {}", publisher, len(sources)), on_change="rerun", key=f"sources-{publisher}")
    if shown.open:
        table = drawn.table(sources, marked=catalogues.LINKED)
        shown.table(table, hide_index=True, border="horizontal", alt=f"Sources published by {publisher}")

st.header("Files that can be uploaded", anchor=False, divider="gray")
st.markdown("Each layout of published files: how to download it, how it is recognised, and its traps.")
for name, layout in formats.FORMATS.items():
    shown = st.expander(typed(layout.TITLE), on_change="rerun", key=f"layout-{name}")
    if shown.open:
        shown.markdown(Markup(formats.explanation(layout)))

st.markdown(
    "Files of publishers as they are downloaded, where a layout is known here; else the tidy template, which the page "
    "*Publish new figures* offers filled with the figures held."
)
shown = st.expander("Every indicator and its files", on_change="rerun", key="ways")
if shown.open:
    ways = drawn.table(formats.ways_table(catalogue, formats.FORMATS))
    shown.table(ways, hide_index=True, border="horizontal", alt="How new figures of each indicator get in")

st.header("Accessibility", anchor=False, divider="gray")
st.markdown(
    "Every chart has a text alternative and the same figures as a table and as files. Nothing is said by colour alone. "
    "Known failures, as of 23 November 2026:\n\n"
    "- Charts cannot be read point by point with the keyboard; use the table below each chart.\n"
    "- Links in tables open in a new tab.\n"
    "- The pages need JavaScript."
)
