"""What the snapshot page draws: the quarter's state, its tables, comments, sign-off, comparison. No arithmetic."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd
import pyarrow as pa
import streamlit as st

from indicators import charts, store, tables, wording
from indicators import snapshot as snapshots
from indicators.snapshot import Finding, Frozen, Quarter, Section, Snapshot, Table, rendering
from indicators.snapshot.tables import UNJUDGED, word_of
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


def shown(quarter: Quarter, signed: str = "") -> Frozen:
    """The quarter as it was signed: as it stands, or under the hash that begins with `signed`, though it was corrected.
    Where nobody has signed it, as it can be put together now, without documents."""
    entries = snapshots.signatures(ledger(), quarter)
    if not entries:
        return Frozen(draft(quarter), {}, "")
    named = [entry for entry in entries if signed and entry.sha256.startswith(signed)]
    return _frozen((named or entries)[-1].sha256, store.location())


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
def _frozen(sha256: str, where: str) -> Frozen:
    return snapshots.frozen(where, sha256)


def state(found: Frozen, quarter: Quarter) -> None:
    """Whether the snapshot is signed, by whom, and whether a correction has taken its place."""
    snapshot, signed = found.snapshot, found.snapshot.signed
    if signed is None:
        ends = "The quarter has not ended yet. " if snapshot.running else ""
        st.info(f"{ends}Draft: nobody has signed it off, so it may still change.", icon=":material/edit_note:")
        return
    corrects = f" It corrects the snapshot {signed.corrects[:12]}." if signed.corrects else ""
    told = f"Signed off by {choices.quoted(signed.by)} on {signed.at}. Frozen: it never changes again.{corrects}"
    if snapshots.signatures(ledger(), quarter)[-1].sha256 == found.sha256:
        st.success(told, icon=":material/verified:")
    else:
        st.warning(f"{told} A correction has taken its place since.", icon=":material/history:")
    if signed.reason:
        st.text(f"Why it was corrected: {signed.reason}")


def seal(found: Frozen) -> None:
    """The hashes by which anybody can tell that this is what was signed."""
    snapshot = found.snapshot
    hashes = [
        f"SHA-256 of this snapshot: {snapshot.hash}",
        f"Methods {snapshot.method}, catalogue {snapshot.catalogue}",
    ]
    if found.sha256:
        hashes.insert(1, f"SHA-256 of everything that was frozen with it: {found.sha256}")
    st.caption("  \n".join(hashes))


def downloads(found: Frozen) -> None:
    """The documents: of a signed snapshot the very bytes that were frozen, never others."""
    with st.container(horizontal=True):
        for form, mime in rendering.TYPES.items():
            frozen, name = found.document(form), rendering.file_name(found.snapshot, form)
            if found.sha256 and frozen is None:
                continue
            st.download_button(
                f"Download {form.upper()}",
                frozen[1] if frozen else partial(rendering.FORMS[form], found.snapshot),
                frozen[0] if frozen else name,
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


def report(found: Frozen, quarter: Quarter) -> None:
    """Counts, then every theme by priority, then what gives reasons, closed."""
    snapshot, sections = found.snapshot, {section.title: section for section in found.snapshot.sections}
    drawn = _by_priority(quarter, found.sha256, *_as_of())
    for table in _tables(quarter, found.sha256, *_as_of()):
        st.header(table.title, anchor=False, divider="gray")
        st.markdown(table.about)
        if table.slugs:
            _theme(sections[table.title], drawn, snapshot)
        elif table.name in CLOSED:
            closed = st.expander(f"{table.title}: {len(table.frame)}", on_change="rerun", key=f"table-{table.name}")
            if closed.open:
                closed.table(table.frame, hide_index=True, border="horizontal", alt=table.title)
        else:
            st.table(table.frame, hide_index=True, border="horizontal", alt=table.title)


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


@reads.remembered(10)
def _tables(quarter: Quarter, signed: str, key: reads.Key, said: Said, today: date) -> Sequence[Table]:
    """The tables that stand on the page: changes are told in sentences, comments below their indicators."""
    every = snapshots.tables(shown(quarter, signed).snapshot)
    return [found for found in every if found.name not in ("What changed", "Comments")]


@reads.remembered(10)
def _by_priority(quarter: Quarter, signed: str, key: reads.Key, said: Said, today: date) -> Drawn:
    """The indicators of each theme and priority as they are drawn, in Arrow, which is what Streamlit sends."""
    findings, drawn = shown(quarter, signed).snapshot.findings, {}
    for found in _tables(quarter, signed, key, said, today):
        rows = (
            found.frame.assign(slug=found.slugs) if found.slugs else found.frame.iloc[:0].assign(Priority="", slug="")
        )
        for priority, mine in rows.groupby("Priority", sort=False):
            lines = [_line(findings[slug]) for slug in mine["slug"]]
            marked = _marked(mine.drop(columns=["Priority", "slug"])).assign(**{"Over time": lines})
            drawn[found.title, str(priority)] = pa.Table.from_pandas(marked, preserve_index=False)
    return drawn


def _marked(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with shapes and colours beside the words of the three answers: the columns that ask a question."""
    asked = [name for name in frame.columns if name.endswith("?")]
    return frame.assign(**{name: [_signed_word(cell) for cell in frame[name]] for name in asked})


def _signed_word(cell: str) -> str:
    """A cell with shape and colour beside the word of the answers that it begins with."""
    word = word_of(cell)
    if cell == UNJUDGED:
        return signs.BACKGROUND
    return f"{signs.sign(word)}{cell.removeprefix(word)}" if word else cell


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


def compare(found: Frozen, quarter: Quarter) -> None:
    """This snapshot beside any other, corrected ones included: what is not the same, on the page and as a file."""
    others = {name: label for name, label in _others().items() if name != (found.sha256[:12] or quarter.name)}
    if not others:
        st.info("There is no other snapshot to compare with yet.", icon=":material/info:")
        return
    before = [name for name in others if name.startswith(quarter.previous.name)]
    other = choices.choose("Compare with", "beside", list(others), [*before, *others][0], others.__getitem__)
    first, second = sorted((found.snapshot, _named(other).snapshot), key=lambda one: one.order)
    table = snapshots.comparison(first, second)
    st.header(table.title, anchor=False, divider="gray")
    if table.frame.empty:
        st.markdown("Nothing is different.")
        return
    _told(snapshots.compare(first, second))
    with st.container(horizontal=True):
        name = f"{first.quarter}-{second.quarter}"
        _download("CSV", partial(tables.csv, table.frame), f"{name}.csv", "text/csv")
        book = partial(tables.xlsx, tables.harmless(table.frame), name, _about(first, second))
        _download("XLSX", book, f"{name}.xlsx", tables.XLSX)


def _others() -> dict[str, str]:
    """Every snapshot there is, by quarter or, where it was corrected, by the beginning of its hash."""
    found = {name: quarter.label for name, quarter in quarters().items()}
    standing = {entry.quarter: entry.sha256 for entry in snapshots.signatures(ledger())}
    for entry in snapshots.signatures(ledger()):
        if entry.sha256 != standing[entry.quarter] and entry.quarter in found:
            found[entry.sha256[:12]] = f"{found[entry.quarter]} as signed on {wording.moment(entry.at)}, then corrected"
    return found


def _named(name: str) -> Frozen:
    every = quarters()
    if name in every:
        return shown(every[name])
    sha256 = next(entry.sha256 for entry in snapshots.signatures(ledger()) if entry.sha256.startswith(name))
    return _frozen(sha256, store.location())


def _download(form: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(f"Download {form}", make, name, mime, icon=":material/download:", on_click="ignore")


def _about(before: Snapshot, after: Snapshot) -> Mapping[str, str]:
    return {
        "What this is": f"{after.area}: what is not the same in the snapshots of {before.label} and {after.label}",
        before.label: f"{'Signed' if before.signed else 'Draft'}, SHA-256 {before.hash}",
        after.label: f"{'Signed' if after.signed else 'Draft'}, SHA-256 {after.hash}",
        "Sources": " ".join(source.attribution for source in after.sources),
        "Methods": f"Version {after.method}",
    }
