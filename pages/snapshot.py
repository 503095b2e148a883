"""A quarter as the executive group reads it: what changed, where everything stands, what officers say, sign-off."""

import streamlit as st

from indicators.markup import markup
from pages import _choices as choices
from pages import _signing as signing
from pages import _snapshot as parts

PARTS = {"report": "Snapshot", "comments": "Comments and sign-off", "compare": "Compare"}

quarter = parts.choose_quarter()
opened = parts.shown(quarter, st.query_params.get("signed", ""))
snapshot = opened.snapshot

st.title(markup("Quarterly snapshot: {}", snapshot.label), anchor=False)
said = "{}. {}, compared with {}, whatever is chosen in the sidebar. {}"
st.markdown(markup(said, snapshot.months, snapshot.area, snapshot.benchmark, snapshot.basis))
parts.state(opened, quarter)
signing.confirmation()

part = choices.switch("Part", "part", PARTS, "report")
if part == "report":
    parts.downloads(opened)
    parts.changes(snapshot)
    parts.report(opened, quarter)
    parts.seal(opened)
elif part == "comments":
    current = parts.draft(quarter)  # of a signed quarter as it would be corrected
    standing = parts.shown(quarter)
    signing.waiting(current, standing)
    signing.write_comment(current, quarter, standing)
    signing.sign_off(current, standing, quarter)
    signing.history(quarter)
else:
    parts.compare(opened, quarter)
