"""Where the figures come from, what the strategy itself states, and how far everybody can use these pages."""

import streamlit as st

from indicators import formats, methods, screening
from pages import _reads as reads

catalogue = reads.catalogue()
strategy = catalogue.strategy

st.title("About these figures", anchor=False)
st.markdown(
    f"This dashboard sets published statistics beside *{strategy.title}*, the community strategy of the "
    f"{strategy.organisation}. {strategy.period_note}"
)
release = reads.releases(reads.key())[0]
st.caption(
    f"Version {release.version} of the store, {release.at:%d %B %Y %H:%M} UTC, by {release.by}: {release.note}. "
    f"Catalogue {catalogue.hash[:12]}."
)

st.header("The vision", anchor=False, divider="gray")
st.markdown(strategy.vision)
st.markdown("\n".join(f"{place}. {text}" for place, text in enumerate(strategy.characteristics, start=1)))

st.header("Who works together", anchor=False, divider="gray")
st.markdown("\n\n".join(f"**{one.name}.** {one.role} {'; '.join(one.members)}" for one in strategy.partnerships))

st.header("Figures that the strategy states", anchor=False, divider="gray")
st.markdown("As they stand in the document, beside what is published for that time and now, and why they differ.")
st.table(
    reads.stated_figures(reads.key()),
    hide_index=True,
    border="horizontal",
    alt="Figures that the strategy document states",
)

st.header("How the three answers are decided", anchor=False, divider="gray")
st.markdown(methods.text())
st.table(reads.constants(), hide_index=True, border="horizontal", alt="Constants of the methods, with their sources")

st.header("What is checked before publishing", anchor=False, divider="gray")
st.markdown(
    "A published file that somebody uploads goes through these checks, from the first question to the last. An error "
    "has to be mended before any of its figures is published, a warning to be acknowledged; a note is only told."
)
for stage, question in screening.STAGES.items():
    shown = st.expander(question, on_change="rerun", key=f"checks-{stage}")
    if shown.open:
        checks = screening.listing(screening.CHECKS.values(), stage)
        shown.table(checks, hide_index=True, border="horizontal", alt=f"Checks: {question}")

st.header("Sources and licences", anchor=False, divider="gray")
st.markdown(
    "Contains public sector information licensed under the "
    "[Open Government Licence v3.0](https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/). "
    "Boundaries contain OS data © Crown copyright and database right. The code is under the MIT licence."
)
for publisher, sources in reads.sources().items():
    shown = st.expander(f"{publisher}: {len(sources)}", on_change="rerun", key=f"sources-{publisher}")
    if shown.open:
        shown.table(sources, hide_index=True, border="horizontal", alt=f"Sources published by {publisher}")

st.header("Files that can be uploaded", anchor=False, divider="gray")
st.markdown("Each layout of published files: how to download it, how it is recognised, and its traps.")
for name, layout in formats.FORMATS.items():
    shown = st.expander(layout.TITLE, on_change="rerun", key=f"layout-{name}")
    if shown.open:
        shown.markdown(formats.explanation(layout))

st.header("Accessibility", anchor=False, divider="gray")
st.markdown(
    "Every chart has a text alternative and the same figures as a table and as files. Nothing is said by colour alone. "
    "Known failures, as of 23 November 2026:\n\n"
    "- Charts cannot be read point by point with the keyboard; use the table below each chart.\n"
    "- Links in tables open in a new tab.\n"
    "- The pages need JavaScript."
)
