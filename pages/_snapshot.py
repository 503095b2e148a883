"""What the snapshot page draws: the quarter's state, its tables, comments, sign-off, comparison. No arithmetic."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd
import pyarrow as pa
import streamlit as st

from indicators import charts, store, tables, wording
from indicators import snapshot as snapshots
from indicators.snapshot import Finding, Frozen, Quarter, Section, Snapshot, Table, rendering
from pages import _choices as choices
from pages import _reads as reads
from pages import _signs as signs

Said = tuple[str, int]
Drawn = Mapping[tuple[str, str], pa.Table]
#: Tables that are read when somebody asks why: closed until then.
CLOSED = ("Reasons", "Sources")


def quarters() -> dict[str, Quarter]:
    """Every quarter by name, the current one first."""
    every = snapshots.available(reads.catalogue().strategy.start, reads.today())
    return {quarter.name: quarter for quarter in every}


def choose_quarter() -> Quarter:
    """The quarter, in the address as 2018Q2; the last one that has ended unless it says another."""
    every, signed = quarters(), {entry.quarter for entry in snapshots.signatures(ledger())}
    ended = [name for name, quarter in every.items() if quarter.end < reads.today()]

    def label(name: str) -> str:
        state = " · signed" if name in signed else "" if name in ended else " · still running"
        return f"{every[name].label}{state}"

    return every[choices.choose("Quarter", "quarter", list(every), ended[0] if ended else next(iter(every)), label)]


def shown(quarter: Quarter) -> Frozen:
    """The quarter as it was signed; where nobody has signed it as it can be put together now, without documents."""
    if snapshots.signatures(ledger(), quarter):
        return _signed(quarter, _said())
    return Frozen(draft(quarter), {}, "")


def draft(quarter: Quarter) -> Snapshot:
    """The snapshot that would be signed now."""
    with st.spinner(f"Putting {quarter.label} together", show_time=True):
        return _draft(reads.key(), _said(), quarter, reads.today())


def ledger() -> list[store.Entry]:
    """All that was said so far."""
    return _ledger(_said())


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


def report(snapshot: Snapshot, quarter: Quarter) -> None:
    """Counts, then every theme by priority, then what gives reasons, closed."""
    sections, drawn = {section.title: section for section in snapshot.sections}, _by_priority(quarter, *_as_of())
    for found in _tables(quarter, *_as_of()):
        st.header(found.title, anchor=False, divider="gray")
        st.markdown(found.about)
        if found.slugs:
            _theme(sections[found.title], drawn, snapshot)
        elif found.name in CLOSED:
            closed = st.expander(f"{found.title}: {len(found.frame)}", on_change="rerun", key=f"table-{found.name}")
            if closed.open:
                closed.table(found.frame, hide_index=True, border="horizontal", alt=found.title)
        else:
            st.table(found.frame, hide_index=True, border="horizontal", alt=found.title)


def _theme(section: Section, drawn: Drawn, snapshot: Snapshot) -> None:
    """A table for each priority, with what is not measured of it and what officers say."""
    for part in section.parts:
        st.subheader(part.name, anchor=False)
        if (section.title, part.name) in drawn:
            table = drawn[section.title, part.name]
            st.table(table, hide_index=True, border="horizontal", alt=f"Indicators of the priority {part.name}")
        if part.gap:
            st.markdown(f":small[:material/search_off: {part.gap}]")
        for line in part.lines:
            if line.slug in snapshot.findings:
                comment(snapshot.findings[line.slug])


def _as_of() -> tuple[reads.Key, Said, date]:
    """What a snapshot depends on, besides its quarter."""
    return reads.key(), _said(), reads.today()


@reads.kept(10)
def _tables(quarter: Quarter, key: reads.Key, said: Said, today: date) -> Sequence[Table]:
    """The tables that stand on the page: changes are told in sentences, comments below their indicators."""
    every = snapshots.tables(shown(quarter).snapshot)
    return [found for found in every if found.name not in ("What changed", "Comments")]


@reads.kept(10)
def _by_priority(quarter: Quarter, key: reads.Key, said: Said, today: date) -> Drawn:
    """The indicators of each theme and priority as they are drawn, in Arrow, which is what Streamlit sends."""
    findings, drawn = shown(quarter).snapshot.findings, {}
    for found in _tables(quarter, key, said, today):
        rows = (
            found.frame.assign(slug=found.slugs) if found.slugs else found.frame.iloc[:0].assign(Priority="", slug="")
        )
        for priority, mine in rows.groupby("Priority", sort=False):
            lines = [_line(findings[slug]) for slug in mine["slug"]]
            marked = _marked(mine.drop(columns=["Priority", "slug"])).assign(**{"Over time": lines})
            drawn[found.title, str(priority)] = pa.Table.from_pandas(marked, preserve_index=False)
    return drawn


def _marked(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with shapes and colours beside the words of the three answers, its last columns."""
    return frame.assign(**{name: [_signed_word(cell) for cell in frame[name]] for name in frame.columns[-3:]})


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
