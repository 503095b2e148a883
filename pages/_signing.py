"""What the snapshot page asks of people: comments, sign-off, corrections; and what was signed."""

import pandas as pd
import streamlit as st

from indicators import snapshot as snapshots
from indicators import store, wording
from indicators.errors import UserError
from indicators.snapshot import Finding, Frozen, Quarter, Snapshot, rendering
from pages import _choices as choices
from pages import _reads as reads
from pages import _snapshot as parts


def write_comment(snapshot: Snapshot, quarter: Quarter) -> None:
    """A form to comment on an indicator, with what was said before. Those off plan stand first."""
    st.header("Comment on an indicator", anchor=False, divider="gray")
    findings = sorted(snapshot.findings.values(), key=lambda one: (not one.needs_comment, one.title.lower()))
    titles = {one.slug: _choice(one) for one in findings}
    slug = choices.choose("Indicator", "indicator", list(titles), next(iter(titles)), titles.__getitem__)
    finding = snapshot.findings[slug]
    st.markdown(f"{finding.plan.sentence} {finding.change.sentence}")
    with st.form(f"comment-{quarter.name}-{slug}", border=True):
        said = finding.comment
        text = st.text_area("Comment: why is it so?", said.text if said else "", key=f"text-{quarter.name}-{slug}")
        action = st.text_area(
            "Action: what is done about it?", said.action if said else "", key=f"do-{quarter.name}-{slug}"
        )
        by = st.text_input("Your name", key="commenting")
        if st.form_submit_button("Save the comment"):
            _save(quarter, slug, text or "", action or "", by or "")
    edits = snapshots.edits(parts.ledger(), quarter, slug)
    if edits:
        with st.expander(f"All that was said about it in {quarter.label}: {len(edits)}"):
            for one in edits:
                told = [f"{one.by}, {one.at}", one.text, f"Action: {one.action}" if one.action else ""]
                st.text("\n".join(part for part in told if part))


def _choice(finding: Finding) -> str:
    missing = " · off plan, no comment yet" if finding.needs_comment and not finding.comment else ""
    return f"{finding.title}{missing}"


def _save(quarter: Quarter, slug: str, text: str, action: str, by: str) -> None:
    try:
        snapshots.comment(store.location(), quarter, slug, text=text, action=action, by=by, catalogue=reads.catalogue())
    except UserError as error:
        st.error(str(error), icon=":material/error:")
    else:
        st.session_state["said"] = "The comment is saved."
        st.rerun()


def confirmation() -> None:
    """That what somebody just did was done."""
    if "said" in st.session_state:
        st.success(st.session_state.pop("said"), icon=":material/check:")


def waiting(snapshot: Snapshot) -> None:
    """What stands between the quarter and its sign-off."""
    missing = [one.title for one in snapshot.findings.values() if one.needs_comment and not one.comment]
    if missing:
        listed = "\n".join(f"- {title}" for title in missing)
        st.warning(
            f"Off plan without a comment, so the quarter cannot be signed off yet:\n\n{listed}", icon=":material/rule:"
        )


def sign_off(found: Frozen, quarter: Quarter) -> None:
    """A form to sign the quarter off, or to correct what was signed."""
    signed = found.snapshot.signed
    st.header("Correct what was signed" if signed else "Sign off", anchor=False, divider="gray")
    st.markdown(
        "The snapshot that was signed stays as it is. A correction is a new one that names it, with the comments above "
        "and the figures as they can be put together now."
        if signed
        else "Signing freezes the figures, the catalogue, the methods, the comments and all documents under one hash."
    )
    with st.form(f"sign-{quarter.name}", border=True):
        by = st.text_input("Your name", key="signing")
        reason = st.text_input("Why it is corrected", key="reason") if signed else ""
        if st.form_submit_button("Sign the correction" if signed else f"Sign off {quarter.label}"):
            _sign(quarter, by or "", found.sha256, reason or "")


def _sign(quarter: Quarter, by: str, corrects: str, reason: str) -> None:
    try:
        with st.spinner("Freezing everything", show_time=True):
            entry = snapshots.sign_off(
                store.location(),
                quarter,
                by=by,
                catalogue=reads.catalogue(),
                today=reads.today(),
                render=rendering.documents,
                corrects=corrects,
                reason=reason,
            )
    except UserError as error:
        st.error(str(error), icon=":material/error:")
    else:
        st.session_state["said"] = f"{quarter.label} is signed off and frozen as {entry.sha256[:12]}."
        st.rerun()


def history(quarter: Quarter) -> None:
    """Every sign-off of the quarter, the first included: nothing that was signed is lost."""
    signed = snapshots.signatures(parts.ledger(), quarter)
    if not signed:
        return
    st.header("What was signed", anchor=False, divider="gray")
    rows = [
        {
            "When": wording.moment(entry.at),
            "By": choices.quoted(entry.by),
            "Hash": entry.sha256[:12],
            "Corrects": entry.corrects[:12] or "–",
            "Reason": choices.quoted(entry.text) if entry.text else "–",
        }
        for entry in signed[::-1]
    ]
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt="Sign-offs, the latest first")
    kept = {entry.sha256: f"{wording.moment(entry.at)}, {entry.sha256[:12]}" for entry in signed[::-1]}
    chosen = st.selectbox("Everything that was frozen, as one archive", list(kept), format_func=kept.__getitem__)
    st.download_button(
        "Download the archive",
        lambda: store.kept(store.location(), chosen),
        f"{quarter.name}-{chosen[:12]}.zip",
        "application/zip",
        icon=":material/download:",
        on_click="ignore",
    )
