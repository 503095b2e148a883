"""Every release, the difference between any two, taking one back, and how fresh each indicator is."""

from functools import partial

import streamlit as st

from indicators import access, publishing, releases, store
from indicators import markup as markups
from indicators.assessment import freshness_table
from indicators.errors import UserError
from indicators.markup import markup, typed
from pages import _changes as drawn
from pages import _choices as choices
from pages import _downloads as download
from pages import _reads as reads

catalogue, where = reads.catalogue(), store.location()
every = reads.releases(reads.key())

st.title("Revisions", anchor=False)
st.markdown(
    "Every release of figures, who made it and why. Nothing is ever lost: taking one back is a release of its own."
)
st.header("History", anchor=False, divider="gray")
history = markups.table(releases.history(every))
st.table(history, hide_index=True, border="horizontal", alt="Releases, the latest first")

uploads = {str(release.version): release for release in every if release.sha256}
if uploads:
    chosen = st.selectbox(
        "A published file as it was uploaded",
        list(uploads),
        format_func=lambda version: f"{version}: {releases.names(uploads[version])}",
        key="kept",
    )
    release = uploads[chosen]
    download.button(
        releases.names(release), partial(store.kept, where, release.sha256), releases.download_name(release)
    )

st.header("Difference between two versions", anchor=False, divider="gray")
versions = [str(release.version) for release in every]
titles = {"": "All indicators"} | {slug: catalogue.indicators[slug].title for slug in reads.observations(reads.key())}
with st.container(horizontal=True):
    earlier = choices.choose("From version", "earlier", versions, versions[min(1, len(versions) - 1)], str)
    later = choices.choose("To version", "later", versions, versions[0], str)
    slug = choices.choose("Indicator", "changed", list(titles), "", titles.__getitem__)
if len(versions) < 2:
    st.info("There is only one version, so there is nothing to compare it with.", icon=":material/info:")
elif earlier == later:
    st.info("Choose two different versions.", icon=":material/info:")
else:
    changes = publishing.difference(where, int(earlier), int(later), slug or None)
    said = "{:,} new, {:,} revised, {:,} withdrawn figures."
    st.markdown(markup(said, len(changes.new), len(changes.revised), len(changes.withdrawn)))
    drawn.tables(changes, "difference")

st.header("Go back to an earlier version", anchor=False, divider="gray")
if len(versions) < 2:
    st.markdown("There is only one release, so there is nothing to go back to.")
else:
    version = choices.choose("Bring back what this version held", "back", versions[1:], versions[1], str)
    lost = publishing.difference(where, int(versions[0]), int(version))
    said = (
        "As it is now, this would add {:,}, change {:,} and remove {:,} figures. "
        "It is a release of its own and can be taken back too."
    )
    st.markdown(markup(said, len(lost.new), len(lost.revised), len(lost.withdrawn)))
    with st.form("rollback"):
        by = st.text_input("Your name", key="back-by", max_chars=access.NAME)
        reason = st.text_input("Why", key="back-reason", max_chars=access.NOTE)
        go = st.form_submit_button("Go back", icon=":material/undo:")
    if go:
        try:
            made = publishing.roll_back(where, int(version), by=by, reason=reason, expected=reads.state(reads.key()))
        except UserError as refused:
            st.error(typed(str(refused)), icon=":material/block:")
        else:
            st.session_state["gone-back"] = f"Version {version} is back, as version {made.version}."
            st.rerun()
if "gone-back" in st.session_state:
    st.success(typed(st.session_state.pop("gone-back")), icon=":material/check:")

st.header("How fresh the figures are", anchor=False, divider="gray")
assessed = reads.assessments(reads.key(), choices.area(), choices.benchmark(), reads.today())
st.caption(markup("For {}.", choices.name(choices.area())))
shown = st.expander(markup("All {} indicators", len(assessed)), on_change="rerun", key="fresh")
if shown.open:
    shown.table(
        markups.table(freshness_table(assessed.values(), catalogue, every)),
        hide_index=True,
        border="horizontal",
        alt="Freshness of each indicator",
    )
