"""What the snapshot page draws: the quarter's state, its tables, comments, sign-off, comparison. No arithmetic."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby

import pyarrow as pa
import streamlit as st

from indicators import charts, store, tables, wording
from indicators import markup as drawn
from indicators import snapshot as snapshots
from indicators.markup import Markup, joined, listed, markup, typed
from indicators.snapshot import UNJUDGED, Cell, Change, Frozen, Quarter, Reported, Section, Snapshot, Table, rendering
from pages import _choices as choices
from pages import _downloads as download
from pages import _reads as reads
from pages import _signs as signs

LedgerKey = tuple[str, store.State]
Drawn = Mapping[tuple[str, str], pa.Table]


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
    with st.spinner(markup("Putting {} together", quarter.label), show_time=True):
        return _draft(reads.key(), _ledger_key(), quarter, reads.today())


def ledger() -> list[store.Entry]:
    """All that was said so far."""
    return _ledger(_ledger_key())


def _ledger_key() -> LedgerKey:
    """Where the ledger is and what it holds: stands for it in the keys of the caches."""
    return store.location(), store.said(store.location())


@st.cache_resource(max_entries=3, show_spinner=False)
def _ledger(ledger: LedgerKey) -> list[store.Entry]:
    return store.entries(ledger[0])


@st.cache_resource(max_entries=20, show_spinner=False)
def _draft(key: reads.Key, ledger: LedgerKey, quarter: Quarter, today: date) -> Snapshot:
    return snapshots.draft(ledger[0], quarter, reads.catalogue(), today)


@st.cache_resource(max_entries=20, show_spinner=False)
def _frozen(sha256: str, where: str) -> Frozen:
    return snapshots.frozen(where, sha256)


def state(opened: Frozen, quarter: Quarter) -> None:
    """Whether the snapshot is signed, by whom, and whether a correction has taken its place."""
    snapshot, signed = opened.snapshot, opened.snapshot.signed
    if signed is None:
        ends = "The quarter has not ended yet. " if snapshot.running else ""
        said = "{}Draft: nobody has signed it off, so it may still change."
        st.info(markup(said, ends), icon=":material/edit_note:")
        return
    corrects = f" It corrects the snapshot {signed.corrects[:12]}." if signed.corrects else ""
    said = "Signed off by {} on {}. Frozen: it never changes again.{}"
    message = markup(said, choices.quoted(signed.by), signed.at, corrects)
    if snapshots.signatures(ledger(), quarter)[-1].sha256 == opened.sha256:
        st.success(message, icon=":material/verified:")
    else:
        st.warning(markup("{} A correction has taken its place since.", message), icon=":material/history:")
    if signed.reason:
        st.text(f"Why it was corrected: {signed.reason}")


def seal(opened: Frozen) -> None:
    """The hashes by which anybody can tell that this is what was signed."""
    snapshot = opened.snapshot
    hashes = [
        f"SHA-256 of this snapshot: {snapshot.hash}",
        f"Methods {snapshot.method}, catalogue {snapshot.catalogue}",
    ]
    if opened.sha256:
        hashes.insert(1, f"SHA-256 of everything that was frozen with it: {opened.sha256}")
    st.caption(joined("  \n", hashes))


def downloads(opened: Frozen) -> None:
    """The documents: of a signed snapshot the very bytes that were frozen, never others."""
    with st.container(horizontal=True):
        for form, mime in rendering.TYPES.items():
            frozen = opened.document(form)
            if frozen:
                download.button(form.upper(), frozen[1], frozen[0], mime)
            elif not opened.sha256:
                make, name = rendering.FORMS[form], rendering.file_name(opened.snapshot, form)
                download.button(form.upper(), partial(make, opened.snapshot), name, mime)


def changes(snapshot: Snapshot) -> None:
    """What is not as it was in the quarter before, in sentences."""
    since = f"What changed since {snapshot.compared_with}" if snapshot.compared_with else "What changed"
    st.header(typed(since), anchor=False, divider="gray")
    if not snapshot.compared_with:
        st.markdown("This is the first quarter of the strategy: there is none before it to compare with.")
    elif not snapshot.changes:
        st.markdown("Nothing: no new figure, no other status.")
    _list(snapshot.changes)


def _list(changes: Iterable[Change]) -> None:
    for heading, those in snapshots.grouped(changes).items():
        lines = listed(markup("**{}**: {}", change.title, change.sentence) for change in those)
        st.markdown(markup("**{}** ({})\n\n{}", heading, len(those), lines))


def report(opened: Frozen, quarter: Quarter) -> None:
    """Counts, then every theme by priority, then what gives reasons, closed."""
    snapshot, sections = opened.snapshot, {section.title: section for section in opened.snapshot.sections}
    prepared = _by_priority(quarter, opened.sha256, *_as_of())
    for table in _tables(quarter, opened.sha256, *_as_of()):
        st.header(typed(table.title), anchor=False, divider="gray")
        st.markdown(typed(table.about))
        if table.kind == "theme":
            _theme(sections[table.title], prepared, snapshot)
        elif table.closed:
            label = markup("{}: {}", table.title, len(table.rows))
            closed = st.expander(label, on_change="rerun", key=f"table-{table.name}")
            if closed.open:
                closed.table(drawn.table(table.frame), hide_index=True, border="horizontal", alt=table.title)
        else:
            st.table(drawn.table(table.frame), hide_index=True, border="horizontal", alt=table.title)


def _theme(section: Section, prepared: Drawn, snapshot: Snapshot) -> None:
    """A table for each priority, with what is not measured of it and what officers say."""
    for part in section.parts:
        st.subheader(typed(part.name), anchor=False)
        if (section.title, part.name) in prepared:
            table: pa.Table = prepared[section.title, part.name]
            st.table(table, hide_index=True, border="horizontal", alt=f"Indicators of the priority {part.name}")
        if part.gap:
            st.markdown(markup(":small[:material/search_off: {}]", part.gap))
        for line in part.lines:
            if line.slug in snapshot.reported:
                comment(snapshot.reported[line.slug])


def _as_of() -> tuple[reads.Key, LedgerKey, date]:
    """What a snapshot depends on, besides its quarter."""
    return reads.key(), _ledger_key(), reads.today()


@reads.remembered(10)
def _tables(quarter: Quarter, signed: str, key: reads.Key, ledger: LedgerKey, today: date) -> Sequence[Table]:
    """The tables that stand on the page: changes stand there in sentences, comments below their indicators."""
    every = snapshots.tables(shown(quarter, signed).snapshot)
    return [table for table in every if table.kind not in ("changes", "comments")]


@reads.remembered(10)
def _by_priority(quarter: Quarter, signed: str, key: reads.Key, ledger: LedgerKey, today: date) -> Drawn:
    """The indicators of each theme and priority as they are drawn, in Arrow, which is what Streamlit sends."""
    reported, prepared = shown(quarter, signed).snapshot.reported, {}
    for table in _tables(quarter, signed, key, ledger, today):
        pairs = zip(table.rows, table.slugs, strict=True) if table.kind == "theme" else ()
        for priority, mine in groupby(pairs, key=lambda pair: pair[0]["Priority"].text):
            rows = [_marked(row) | {"Over time": _line(reported[slug])} for row, slug in mine]
            prepared[table.title, priority] = drawn.rows(rows)
    return prepared


def _marked(row: Mapping[str, Cell]) -> dict[str, Markup]:
    """The texts of a row, with shapes and colours beside the words of the three answers."""
    return {name: _signed(cell) for name, cell in row.items() if name != "Priority"}


def _signed(cell: Cell) -> Markup:
    if cell == UNJUDGED:
        return signs.BACKGROUND
    if not cell.word:
        return typed(cell.text)
    return markup("{}{}", signs.sign(cell.word, cell.answer, cell.polarity), cell.rest)


def _line(reported: Reported) -> Markup:
    return drawn.picture(f"{reported.title} over time", charts.sparkline(reported.points))


def comment(reported: Reported) -> None:
    """What was said about an indicator, as plain text."""
    if reported.comment is None:
        return
    with st.container(border=True):
        st.markdown(markup("**{}** {}", reported.title, signs.signed(reported.plan)))
        st.text(reported.comment.text)
        if reported.comment.action:
            st.text(f"Action: {reported.comment.action}")
        st.text(f"{reported.comment.by}, {reported.comment.at}")


def compare(opened: Frozen, quarter: Quarter) -> None:
    """This snapshot beside any other, corrected ones included: what is not the same, on the page and as a file."""
    others = {name: label for name, label in _others().items() if name != (opened.sha256[:12] or quarter.name)}
    if not others:
        st.info("There is no other snapshot to compare with yet.", icon=":material/info:")
        return
    previous = quarter.previous.name
    first_choice = previous if previous in others else next(iter(others))
    other = choices.choose("Compare with", "beside", list(others), first_choice, others.__getitem__)
    first, second = sorted((opened.snapshot, _named(other).snapshot), key=lambda one: one.order)
    table = snapshots.comparison(first, second)
    st.header(typed(table.title), anchor=False, divider="gray")
    if not table.rows:
        st.markdown("Nothing is different.")
        return
    _list(snapshots.compare(first, second))
    with st.container(horizontal=True):
        name = f"{first.quarter}-{second.quarter}"
        download.button("CSV", partial(tables.csv, table.frame), f"{name}.csv", "text/csv")
        book = partial(tables.xlsx, tables.harmless(table.frame), name, _about(first, second))
        download.button("XLSX", book, f"{name}.xlsx", tables.XLSX)


def _others() -> dict[str, str]:
    """Every snapshot there is, by quarter or, where it was corrected, by the beginning of its hash."""
    labels = {name: quarter.label for name, quarter in quarters().items()}
    standing = {entry.quarter: entry.sha256 for entry in snapshots.signatures(ledger())}
    for entry in snapshots.signatures(ledger()):
        if entry.sha256 != standing[entry.quarter] and entry.quarter in labels:
            labels[entry.sha256[:12]] = (
                f"{labels[entry.quarter]} as signed on {wording.moment(entry.at)}, then corrected"
            )
    return labels


def _named(name: str) -> Frozen:
    every = quarters()
    if name in every:
        return shown(every[name])
    sha256 = next(entry.sha256 for entry in snapshots.signatures(ledger()) if entry.sha256.startswith(name))
    return _frozen(sha256, store.location())


def _about(before: Snapshot, after: Snapshot) -> Mapping[str, str]:
    return {
        "What this is": f"{after.area}: what is not the same in the snapshots of {before.label} and {after.label}",
        before.label: f"{'Signed' if before.signed else 'Draft'}, SHA-256 {before.hash}",
        after.label: f"{'Signed' if after.signed else 'Draft'}, SHA-256 {after.hash}",
        "Sources": " ".join(source.attribution for source in after.sources),
        "Methods": f"Version {after.method}",
    }
