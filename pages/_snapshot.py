"""What the snapshot page draws: the quarter's state, its tables, comments, sign-off, comparison. No arithmetic."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from indicators import charts, store, tables, wording
from indicators import snapshot as snapshots
from indicators.errors import UserError
from indicators.snapshot import Finding, Frozen, Quarter, Section, Snapshot, Table, rendering
from pages import _choices as choices
from pages import _reads as reads
from pages import _signs as signs

Said = tuple[str, int]
#: Tables that are read when somebody asks why: closed until then.
CLOSED = ("Reasons", "Sources")


def quarters() -> dict[str, Quarter]:
    """Every quarter by name, the current one first."""
    every = snapshots.available(reads.catalogue().strategy.start, reads.today())
    return {quarter.name: quarter for quarter in every}


def choose_quarter() -> Quarter:
    """The quarter, in the address as 2018Q2; the last one that has ended unless it says another."""
    every, signed = quarters(), {entry.quarter for entry in snapshots.signatures(_ledger(_said()))}
    ended = [name for name, quarter in every.items() if quarter.end < reads.today()]

    def label(name: str) -> str:
        state = " · signed" if name in signed else "" if name in ended else " · still running"
        return f"{every[name].label}{state}"

    return every[choices.choose("Quarter", "quarter", list(every), ended[0] if ended else next(iter(every)), label)]


def shown(quarter: Quarter) -> Frozen:
    """The quarter as it was signed; where nobody has signed it as it can be put together now, without documents."""
    if snapshots.signatures(_ledger(_said()), quarter):
        return _signed(quarter, _said())
    return Frozen(draft(quarter), {}, "")


def draft(quarter: Quarter) -> Snapshot:
    """The snapshot that would be signed now."""
    with st.spinner(f"Putting {quarter.label} together", show_time=True):
        return _draft(reads.key(), _said(), quarter, reads.today())


def _said() -> Said:
    """Where the ledger is and how many entries it has: stands for it in the keys of the caches."""
    return store.location(), store.count(store.location())


@st.cache_resource(max_entries=3, show_spinner=False)
def _ledger(said: Said) -> list[store.Entry]:
    return store.entries(said[0])


@st.cache_resource(max_entries=20, show_spinner=False)
def _draft(key: reads.Key, said: Said, quarter: Quarter, today: date) -> Snapshot:
    return snapshots.draft(said[0], quarter, reads.catalogue(), today)


@st.cache_resource(max_entries=20, show_spinner=False)
def _signed(quarter: Quarter, said: Said) -> Frozen:
    found = snapshots.standing(said[0], quarter, _ledger(said))
    assert found is not None  # the caller has seen its signature
    return found


def state(found: Frozen) -> None:
    """Whether the snapshot is signed, by whom, and the hash that seals it."""
    snapshot, signed = found.snapshot, found.snapshot.signed
    if signed is None:
        ends = "The quarter has not ended yet. " if snapshot.running else ""
        st.info(f"{ends}Draft: nobody has signed it off, so it may still change.", icon=":material/edit_note:")
    else:
        corrects = f" Corrects {signed.corrects[:12]}." if signed.corrects else ""
        st.success(
            f"Signed off by {choices.quoted(signed.by)} on {signed.at}. Frozen: it never changes again.{corrects}",
            icon=":material/verified:",
        )
        if signed.reason:
            st.text(f"Why it was corrected: {signed.reason}")
        st.caption(f"SHA-256 of everything that was frozen: {found.sha256}")
    st.caption(
        f"SHA-256 of this snapshot: {snapshot.hash}. Methods {snapshot.method}, catalogue {snapshot.catalogue[:12]}."
    )


def downloads(found: Frozen) -> None:
    """The documents: of a signed snapshot the very bytes that were frozen."""
    with st.container(horizontal=True):
        for form, mime in rendering.TYPES.items():
            name = rendering.file_name(found.snapshot, form)
            st.download_button(
                f"Download {form.upper()}",
                found.documents[name] if name in found.documents else partial(rendering.FORMS[form], found.snapshot),
                name,
                mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"{form}-{name}",
            )


def changes(snapshot: Snapshot) -> None:
    """What is not as it was in the quarter before, in sentences."""
    since = f"What changed since {snapshot.compared_with}" if snapshot.compared_with else "What changed"
    st.header(since, anchor=False, divider="gray")
    if not snapshot.compared_with:
        st.markdown("This is the first quarter of the strategy: there is none before it to compare with.")
    elif not snapshot.changes:
        st.markdown("Nothing: no new figure, no other status.")
    _told(snapshot.changes)


def _told(found: tuple[snapshots.Change, ...]) -> None:
    for heading, those in snapshots.grouped(found).items():
        lines = "\n".join(f"- **{change.title}**: {change.sentence}" for change in those)
        st.markdown(f"**{heading}** ({len(those)})\n\n{lines}")


def report(snapshot: Snapshot) -> None:
    """Counts, then every theme by priority, then what gives reasons, closed."""
    sections = {section.title: section for section in snapshot.sections}
    for found in snapshots.tables(snapshot):
        if found.name in ("What changed", "Comments"):
            continue
        st.header(found.title, anchor=False, divider="gray")
        st.markdown(found.about)
        if found.slugs:
            _theme(found, sections[found.title], snapshot)
        elif found.name in CLOSED:
            closed = st.expander(f"{found.title}: {len(found.frame)}", on_change="rerun", key=f"table-{found.name}")
            if closed.open:
                closed.table(found.frame, hide_index=True, border="horizontal", alt=found.title)
        else:
            st.table(found.frame, hide_index=True, border="horizontal", alt=found.title)


def _theme(found: Table, section: Section, snapshot: Snapshot) -> None:
    """A table for each priority, with what is not measured of it and what officers say."""
    slugs = pd.Series(found.slugs, index=found.frame.index)
    for part in section.parts:
        st.subheader(part.name, anchor=False)
        mine = found.frame[found.frame["Priority"] == part.name].drop(columns="Priority")
        if len(mine):
            _indicators(mine, [snapshot.findings[slug] for slug in slugs[mine.index]], part.name)
        if part.gap:
            st.markdown(f":small[:material/search_off: {part.gap}]")
        for line in part.lines:
            if line.slug in snapshot.findings:
                comment(snapshot.findings[line.slug])


def _indicators(frame: pd.DataFrame, findings: Sequence[Finding], priority: str) -> None:
    *plain, plan, difference, change = frame.columns
    marked = {name: [_signed_word(cell) for cell in frame[name]] for name in (plan, difference, change)}
    shown = frame[plain].assign(**marked, **{"Over time": [_line(finding) for finding in findings]})
    st.table(shown, hide_index=True, border="horizontal", alt=f"Indicators of the priority {priority}")


def _signed_word(cell: str) -> str:
    """A cell that begins with a word of the answers, with its shape and colour."""
    word = next((word for word in sorted(wording.SIGNS, key=len, reverse=True) if cell.startswith(word)), "")
    return f"{signs.sign(word)}{cell.removeprefix(word)}" if word else signs.BACKGROUND


def _line(finding: Finding) -> str:
    line = charts.sparkline(finding.points)
    return f"![{finding.title} over time]({line})" if line else ""


def comment(finding: Finding) -> None:
    """What was said about an indicator, as plain text."""
    if finding.comment is None:
        return
    with st.container(border=True):
        st.markdown(f"**{finding.title}** {signs.sign(finding.plan.word)}")
        st.text(finding.comment.text)
        if finding.comment.action:
            st.text(f"Action: {finding.comment.action}")
        st.text(f"{finding.comment.by}, {finding.comment.at}")


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
    edits = snapshots.edits(_ledger(_said()), quarter, slug)
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
    signed = snapshots.signatures(_ledger(_said()), quarter)
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


def compare(quarter: Quarter) -> None:
    """This quarter beside any other: what is not the same, on the page and as a file."""
    every = quarters()
    others = [name for name in every if name != quarter.name]
    if not others:
        st.info("There is no other quarter to compare with yet.", icon=":material/info:")
        return
    default = quarter.previous.name if quarter.previous.name in others else others[0]
    other = every[choices.choose("Compare with", "beside", others, default, lambda name: every[name].label)]
    first, second = sorted((quarter, other))
    before, after = shown(first).snapshot, shown(second).snapshot
    found = snapshots.compare(before, after)
    table = snapshots.comparison(before, after)
    st.header(table.title, anchor=False, divider="gray")
    if not found:
        st.markdown("Nothing is different.")
        return
    _told(found)
    about = _about(before, after)
    with st.container(horizontal=True):
        name = f"{first.name}-{second.name}"
        st.download_button(
            "Download CSV",
            lambda: tables.csv(table.frame),
            f"{name}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Download XLSX",
            lambda: tables.xlsx(tables.harmless(table.frame), name, about),
            f"{name}.xlsx",
            rendering.TYPES["xlsx"],
            icon=":material/download:",
            on_click="ignore",
        )


def _about(before: Snapshot, after: Snapshot) -> Mapping[str, str]:
    return {
        "What this is": f"{after.area}: what is not the same in the snapshots of {before.label} and {after.label}",
        before.label: f"{'Signed' if before.signed else 'Draft'}, SHA-256 {before.hash}",
        after.label: f"{'Signed' if after.signed else 'Draft'}, SHA-256 {after.hash}",
        "Sources": " ".join(source.attribution for source in after.sources),
        "Methods": f"Version {after.method}",
    }
