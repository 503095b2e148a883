"""What the snapshot page asks of people: comments, sign-off, corrections; and what was signed."""

import streamlit as st

from indicators import access, store, wording
from indicators import catalogue as catalogues
from indicators import snapshot as snapshots
from indicators.errors import UserError
from indicators.markup import listed, markup, typed
from indicators.snapshot import Frozen, Quarter, Reported, Snapshot, rendering
from pages import _choices as choices
from pages import _downloads as download
from pages import _reads as reads
from pages import _snapshot as parts

#: Where this session remembers what was just done, to say it after the page is drawn again.
DONE = "snapshot-done"


def confirmation() -> None:
    """That what somebody just did was done."""
    if DONE in st.session_state:
        st.success(typed(st.session_state.pop(DONE)), icon=":material/check:")


def waiting(current: Snapshot, standing: Frozen) -> None:
    """What stands between the quarter and its sign-off, or its correction."""
    if current.running:
        end = wording.day(current.end)
        said = "{} runs until {}: it can be signed off from the day after."
        st.info(markup(said, current.label, end), icon=":material/event:")
    if current.uncommented:
        what = "a correction cannot be signed" if standing.sha256 else "the quarter cannot be signed off"
        titles = listed(one.title for one in current.uncommented)
        st.warning(markup("Off plan without a comment, so {} yet:\n\n{}", what, titles), icon=":material/rule:")


def write_comment(current: Snapshot, quarter: Quarter, standing: Frozen) -> None:
    """A form to comment on an indicator, with what was said before. Those off plan stand first."""
    st.header("Comment on an indicator", anchor=False, divider="gray")
    if standing.sha256:
        st.caption(markup("{} is signed off: what is said now stands in a correction only.", quarter.label))
    offered = sorted(current.reported.values(), key=lambda one: (not one.needs_comment, one.title.lower()))
    titles = {one.slug: _choice(one) for one in offered}
    slug = choices.choose("Indicator", "indicator", list(titles), next(iter(titles)), titles.__getitem__)
    reported, edits = current.reported[slug], snapshots.edits(parts.ledger(), quarter, slug)
    said = "**On plan?** {}  \n**Changing?** {}"
    st.markdown(markup(said, reported.plan.whole, reported.change.sentence))
    name = f"{quarter.name}-{slug}"
    seen = st.session_state.get(f"seen-{name}", len(edits))
    with st.form(f"comment-{name}", border=True):
        comment = reported.comment
        before, done = (comment.text, comment.action) if comment else ("", "")
        text = st.text_area("Comment: why is it so?", before, key=f"text-{name}", max_chars=access.COMMENT)
        action = st.text_area("Action: what is done about it?", done, key=f"do-{name}", max_chars=access.COMMENT)
        by = st.text_input("Your name", key="commenting", max_chars=access.NAME)
        if st.form_submit_button("Save the comment"):
            _save(quarter, slug, text or "", action or "", by or "", seen)
    st.session_state[f"seen-{name}"] = len(edits)
    if edits:
        with st.expander(markup("All that was said about it in {}: {}", quarter.label, len(edits))):
            for one in edits:
                lines = [f"{one.by}, {one.at}", one.text, f"Action: {one.action}" if one.action else ""]
                st.text("\n".join(line for line in lines if line))


def _choice(reported: Reported) -> str:
    missing = " · off plan, no comment yet" if reported.needs_comment and not reported.comment else ""
    return f"{reported.title}{missing}"


def _save(quarter: Quarter, slug: str, text: str, action: str, by: str, seen: int) -> None:
    where, catalogue = store.location(), reads.catalogue()
    try:
        snapshots.comment(where, quarter, slug, text=text, action=action, by=by, catalogue=catalogue, seen=seen)
    except UserError as error:
        st.error(typed(str(error)), icon=":material/error:")
    else:
        st.session_state.pop(f"seen-{quarter.name}-{slug}", None)
        st.session_state[DONE] = "The comment is saved."
        st.rerun()


def sign_off(current: Snapshot, standing: Frozen, quarter: Quarter) -> None:
    """A form to sign the quarter off, or to correct what was signed. What is signed is what was on the page."""
    st.header("Correct what was signed" if standing.sha256 else "Sign off", anchor=False, divider="gray")
    st.markdown(
        "The snapshot that was signed stays as it is. A correction is a new one that names it, with the comments and "
        "the figures as they are put together now."
        if standing.sha256
        else "Signing freezes the figures, the catalogue, the methods, the comments and all documents under one hash."
    )
    key = f"read-{quarter.name}"
    read, corrects = st.session_state.get(key, (current.hash, standing.sha256))
    with st.form(f"sign-{quarter.name}", border=True):
        by = st.text_input("Your name", key="signing", max_chars=access.NAME)
        reason = ""
        if standing.sha256:
            reason = st.text_input("Why it is corrected", key="reason", max_chars=access.COMMENT)
        what = "the correction" if standing.sha256 else "off " + quarter.label
        if st.form_submit_button(markup("Sign {}", what)):
            _sign(quarter, by or "", corrects, reason or "", read)
    st.session_state[key] = (current.hash, standing.sha256)


def _sign(quarter: Quarter, by: str, corrects: str, reason: str, read: str) -> None:
    try:
        with st.spinner("Freezing everything", show_time=True):
            entry = snapshots.sign_off(
                store.location(),
                quarter,
                by=by,
                catalogue=reads.catalogue(),
                files=catalogues.files(),
                today=reads.today(),
                render=rendering.documents,
                corrects=corrects,
                reason=reason,
                read=read,
            )
    except UserError as error:
        st.error(typed(str(error)), icon=":material/error:")
    else:
        st.session_state.pop(f"read-{quarter.name}", None)
        st.session_state[DONE] = f"{quarter.label} is signed off and frozen as {entry.sha256[:12]}."
        st.rerun()


def history(quarter: Quarter) -> None:
    """Every sign-off of the quarter, the first included: nothing that was signed is lost."""
    signed = snapshots.signatures(parts.ledger(), quarter)
    if not signed:
        return
    st.header("What was signed", anchor=False, divider="gray")
    for entry in signed[::-1]:
        corrects = f", correcting {entry.corrects[:12]}" if entry.corrects else ""
        why = f"\n{entry.text}" if entry.text else ""
        st.text(f"{wording.moment(entry.at)}, by {entry.by}: {entry.sha256[:12]}{corrects}{why}")
        if entry is not signed[-1]:
            st.page_link(
                "snapshot.py",
                label=markup("Open it as it was signed: {}", entry.sha256[:12]),
                icon=":material/history:",
                query_params=choices.carried(quarter=quarter.name, signed=entry.sha256[:12]),
            )
    labels = {entry.sha256: f"{wording.moment(entry.at)}, {entry.sha256[:12]}" for entry in signed[::-1]}
    chosen = st.selectbox("Everything that was frozen, as one archive", list(labels), format_func=labels.__getitem__)
    name = f"{quarter.name}-{chosen[:12]}.zip"
    download.button("the archive", lambda: store.kept(store.location(), chosen), name, "application/zip")
