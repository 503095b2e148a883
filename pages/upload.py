"""Publish what was downloaded: recognise, read, check, compare, publish. Nothing is written before the last step."""

import streamlit as st

from indicators import access, publishing
from indicators.errors import UserError
from indicators.formats import ENDINGS
from indicators.markup import typed
from pages import _screened as screened
from pages import _upload as upload

st.title("Publish new figures", anchor=False)
st.markdown(
    "Drop the files as you downloaded them from the publisher: CSV, XLSX, XLS, ODS, or a ZIP of them. "
    "Nothing changes until you publish, and everything that is published can be taken back."
)
progress = st.container()
uploaded = st.file_uploader("Files", accept_multiple_files=True, type=ENDINGS, key="files")
if not uploaded:
    with progress:
        upload.steps(0)
    upload.receipt_of_address()
    upload.templates()
    st.stop()

if too_many := screened.too_many(uploaded):
    with progress:
        upload.steps(0)
    st.error(typed(too_many), icon=":material/block:")
    st.stop()

contents = publishing.named([(file.name, file.getvalue()) for file in uploaded])
reports = screened.reports(contents)
for report in reports:
    upload.show_report(report)
upload.download_findings(reports)
if any(report.blocked for report in reports):
    with progress:
        upload.steps(2)
    st.error("Errors stand in the way. Mend the file, or leave it out, and drop it again.", icon=":material/block:")
    st.stop()

try:
    proposal = screened.proposal(contents, reports)
except publishing.Blocked as blocked:
    with progress:
        upload.steps(3)
    st.info(typed(str(blocked)), icon=":material/block:")
    st.stop()
with progress:
    upload.steps(4)
compared_again = screened.compared_again(contents, proposal.state)
upload.show_changes(proposal)
if proposal.changes.nothing:
    upload.receipt(None)
    st.stop()

accepted = upload.acknowledge(reports)
with st.form("publish"):
    by = st.text_input("Your name", key="by", max_chars=access.NAME, help="It is kept in the history with the release.")
    example = "For example: Fingertips, November 2026"
    note = st.text_input("What is published, and why", key="note", max_chars=access.NOTE, placeholder=example)
    go = st.form_submit_button("Publish", type="primary", icon=":material/publish:")
if go and not compared_again:
    try:
        with st.spinner("Publishing", show_time=True):
            release = screened.publish(proposal, by, note, accepted, contents)
    except UserError as refused:
        st.error(typed(str(refused)), icon=":material/block:")
    else:
        upload.receipt(release)
else:
    upload.receipt_of_address()
