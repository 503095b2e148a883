"""What the upload page draws: the steps, each file's report, what would change, the receipt. No arithmetic."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType

import pandas as pd
import streamlit as st

from indicators import charts, listings, publishing, store, tables, views, wording
from indicators.errors import PublishedMeanwhile
from indicators.formats import FORMATS
from indicators.model import STATUSES, Selection
from indicators.screening import CHECKS, Answer, Finding, Report, as_frame, counted, fitting, screen_files
from pages import _choices as choices
from pages import _reads as reads

#: Findings and rows that are shown on the page; the files to download hold all of them.
SHOWN = 1000
LEVELS = {
    "error": ("Errors: nothing can be published until they are mended", ":material/block:"),
    "warning": ("Warnings: to be acknowledged one by one", ":material/warning:"),
    "note": ("Notes", ":material/info:"),
}


def steps(done: int) -> None:
    """The five steps, those that are done marked so."""
    names = ("Recognise", "Read", "Check", "Compare", "Publish")
    marks = [f":green[✓ {name}]" if place < done else f":gray[{place + 1} {name}]" for place, name in enumerate(names)]
    st.markdown(" → ".join(marks))


def screened(contents: Mapping[str, bytes]) -> list[Report]:
    """A report for every file, made once for each version of the store, set of files and answer of the analyst."""
    key = (reads.key(), digests(contents), json.dumps(st.session_state.get("said", {}), sort_keys=True))
    kept: tuple[object, list[Report]] = st.session_state.get("screened", (None, []))
    with st.status("Looking at the files", expanded=False) as status:
        if key != kept[0]:
            found = screen_files(
                contents,
                reads.catalogue(),
                reads.all_observations(reads.key()),
                reads.today(),
                _answers(),
                progress=lambda name: status.update(label=f"Looking at {name}"),
            )
            st.session_state["screened"] = kept = key, found
        many = len(kept[1])
        status.update(label=f"{many:,} files looked at" if many != 1 else "The file is looked at", state="complete")
    return kept[1]


def digests(contents: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """What an upload is: the names of its files and the SHA-256 of their bytes."""
    return tuple((name, sha256(content).hexdigest()) for name, content in contents.items())


def _answers() -> Mapping[str, Answer]:
    """What the analyst has said of each file, by its digest: its layout, and the meaning of its symbols."""
    said = st.session_state.get("said", {}).items()
    return {digest: Answer(told.get("layout"), told.get("markers", MappingProxyType({}))) for digest, told in said}


def _say(digest: str, what: str, widget: str, marker: str = "") -> None:
    said = st.session_state.setdefault("said", {}).setdefault(digest, {})
    answer = st.session_state[widget]
    if what == "layout":
        said["layout"] = answer
    elif answer:
        said.setdefault("markers", {})[marker] = answer


def show_report(report: Report) -> None:
    """A file: what it is, what it holds, what was found, and what can be answered here."""
    with st.container(border=True):
        st.header(report.file, anchor=False)
        title = FORMATS[report.layout].TITLE if report.layout else "No layout that is known here"
        st.markdown(f"**{title}**" + (f", read as {report.encoding}" if report.encoding else ""))
        if report.rows:
            titles = ", ".join(reads.catalogue().indicators[slug].title for slug in report.indicators)
            span = f"{report.first_period} to {report.last_period}"
            st.markdown(f"{report.rows:,} figures of {len(report.areas)} areas, {span}: {titles}.")
        _ask_layout(report)
        _ask_markers(report)
        _show_findings(report)
        _show_unmatched(report)


def _ask_layout(report: Report) -> None:
    if len(report.layouts) > 1:
        widget = f"layout-{report.sha256}"
        st.selectbox(
            "The file fits several layouts. Which one is it?",
            report.layouts,
            index=None,
            format_func=lambda name: FORMATS[name].TITLE,
            key=widget,
            on_change=_say,
            args=(report.sha256, "layout", widget),
        )


def _ask_markers(report: Report) -> None:
    """The symbols that the file does not explain: the analyst says what the publisher means by them."""
    unknown = sorted({found.value for found in report.findings if found.check == "marker-without-meaning"})
    for marker in unknown:
        widget = f"marker-{report.sha256}-{marker}"
        st.selectbox(
            f"What does the publisher mean by “{marker}”?",
            ["c", "x", "z", "low"],
            index=None,
            format_func=lambda status: f"[{status}] {STATUSES[status]}",
            key=widget,
            on_change=_say,
            args=(report.sha256, "markers", widget, marker),
        )


def _show_findings(report: Report) -> None:
    if not report.findings:
        st.success("Nothing was found wrong with it.", icon=":material/check:")
    for level, (title, icon) in LEVELS.items():
        found = [one for one in report.findings if one.level == level]
        if found:
            with st.expander(f"{title} ({counted(found):,})", icon=icon, expanded=level != "note"):
                st.table(
                    _findings_table(found[:SHOWN]),
                    hide_index=True,
                    border="horizontal",
                    alt=f"{title} in {report.file}",
                )
                if len(found) > SHOWN:
                    listed = "all of them" if counted(found) == len(found) else "the first 10,000 of each kind"
                    st.caption(f"The first {SHOWN:,} of {counted(found):,}. The XLSX holds {listed}.")


def _findings_table(found: Sequence[Finding]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "What": CHECKS[one.check].title,
                "Where": ", ".join(
                    part
                    for part in (
                        one.sheet and f"sheet {one.sheet}",
                        f"row {one.row}" if one.row is not None else "",
                        one.column and f"column {one.column}",
                    )
                    if part
                ),
                "Value": f"`{one.value}`" if one.value else "",
                "Found": one.message,
                "How to mend it": one.fix,
            }
            for one in found
        ]
    )


def _show_unmatched(report: Report) -> None:
    """Measures that no definition asks for, each with a definition to start from."""
    if not report.unmatched:
        return
    shown = st.expander(
        f"Measures that are not in the catalogue ({len(report.unmatched)})",
        on_change="rerun",
        key=f"unmatched-{report.sha256}",
    )
    if shown.open:
        with shown:
            for place, found in enumerate(report.unmatched):
                st.markdown(f"**{', '.join(text for text in found.measure.values() if text)}**: {found.rows:,} rows")
                st.download_button(
                    f"Download a definition to start from: {found.slug}.toml",
                    found.definition,
                    f"{found.slug}.toml",
                    "application/toml",
                    on_click="ignore",
                    key=f"definition-{report.sha256}-{place}",
                )


def download_findings(reports: Sequence[Report]) -> None:
    """All findings as a workbook."""
    every = fitting(finding for report in reports for finding in report.findings)
    if every:
        about = {
            "What this is": "Everything that was found in the uploaded files",
            "Files": ", ".join(r.file for r in reports),
        }
        st.download_button(
            _all_of(every),
            lambda: tables.xlsx(tables.harmless(as_frame(every)), "Findings", about),
            "findings.xlsx",
            tables.XLSX,
            icon=":material/download:",
            on_click="ignore",
        )


def _all_of(findings: Sequence[Finding]) -> str:
    """What the button says that holds these findings."""
    every, listed = counted(findings), sum(not found.unlisted for found in findings)
    if every == 1:
        return "Download the finding as XLSX"
    return f"Download all {every:,} findings as XLSX" if every == listed else f"Download {listed:,} findings as XLSX"


def proposed(contents: Mapping[str, bytes], reports: Sequence[Report]) -> publishing.Proposal:
    """What publishing would change, compared with the version that the reports were made with.

    Where somebody else has published since, everything is looked at again from the start.
    """
    selection, version = Selection(choices.area(), choices.benchmark()), reads.key()[0]
    with st.spinner("Comparing with what is held", show_time=True):
        try:
            return publishing.propose(store.location(), reports, reads.catalogue(), reads.today(), selection, version)
        except PublishedMeanwhile:
            st.session_state["compared"] = digests(contents), version
            st.rerun()


def compared_again(contents: Mapping[str, bytes], proposal: publishing.Proposal) -> bool:
    """Whether somebody else has published since these files were last compared; then that is told."""
    before, st.session_state["compared"] = st.session_state.get("compared"), (digests(contents), proposal.version)
    again = before is not None and before[0] == digests(contents) and before[1] != proposal.version
    if again:
        last = reads.releases(reads.key())[0]
        st.warning(
            f"Version {last.version} was published in the meantime, by {last.by}. Your files were screened and "
            "compared again: look at what would change now before you publish.",
            icon=":material/sync:",
        )
    return again


def show_changes(proposal: publishing.Proposal) -> None:
    """New, revised and withdrawn rows, the answers that would move, and a chart before and after."""
    found = proposal.changes
    st.header("What would change", anchor=False, divider="gray")
    with st.grid("auto", min_column_width=180):
        st.metric("New figures", f"{len(found.new):,}", border=True)
        st.metric("Revised figures", f"{len(found.revised):,}", border=True)
        st.metric("Withdrawn figures", f"{len(found.vanishing):,}", border=True)
        st.metric("Unchanged figures", f"{found.unchanged:,}", border=True)
    _show_moved(proposal)
    for title, rows in (("Revised", found.revised), ("New", found.new), ("Withdrawn", found.vanishing)):
        if len(rows):
            shown = st.expander(f"{title}: {len(rows):,}", on_change="rerun", key=f"rows-{title}")
            if shown.open:
                told = listings.changed(rows.head(SHOWN), reads.catalogue())
                shown.table(told, hide_index=True, border="horizontal", alt=f"{title} figures")
                if len(rows) > SHOWN:
                    shown.caption(f"The first {SHOWN:,} of {len(rows):,}.")
    _before_and_after(proposal)


def _show_moved(proposal: publishing.Proposal) -> None:
    if not proposal.moved:
        st.markdown(f"No answer for {choices.name(choices.area())} would change.")
        return
    told = [
        {
            "Indicator": reads.catalogue().indicators[moved.indicator].title,
            "Question": moved.question,
            "Now": moved.before,
            "Would be": moved.after,
        }
        for moved in proposal.moved
    ]
    st.markdown(
        f"**{len(told)} answers for {choices.name(choices.area())} would change:**"
        if len(told) > 1
        else "**One answer would change:**"
    )
    st.table(pd.DataFrame(told), hide_index=True, border="horizontal", alt="Answers that would change")


def _before_and_after(proposal: publishing.Proposal) -> None:
    """One indicator's line as it is and as it would be."""
    catalogue = reads.catalogue()
    slugs = publishing.touched(proposal)
    if not slugs:
        return
    titles = {slug: catalogue.indicators[slug].title for slug in slugs}
    slug = st.selectbox("Chart before and after", slugs, format_func=titles.__getitem__, key="before-and-after")
    indicator = catalogue.indicators[slug]
    before, after = publishing.lines(proposal, store.location(), slug)
    selection = Selection(choices.area(), choices.benchmark(), indicator.headline)
    for label, rows in (("Now", before), ("As it would be", after)):
        shown = views.show(views.View(slug, "over-time", selection), rows, catalogue, reads.today())
        if shown.own["value"].notna().any():
            title = f"{label}: {indicator.title}"
            made = charts.trend(shown.frame, indicator, catalogue.strategy, title, reads.mode())
            st.plotly_chart(
                made.figure, theme=None, alt=made.alt, config=charts.config(f"{slug}-{label}"), key=f"chart-{label}"
            )
        else:
            st.caption(f"{label}: no figure for {choices.name(choices.area())}.")


def publish(
    proposal: publishing.Proposal, by: str, note: str, accepted: Sequence[str], contents: Mapping[str, bytes]
) -> store.Release | None:
    """The release. Refuses with a sentence, and then nothing is written."""
    made = publishing.publish(store.location(), proposal, by=by, note=note, accepted=accepted, contents=contents)
    if made:
        st.query_params["receipt"] = str(made.version)
        st.session_state["compared"] = digests(contents), made.version
    return made


def acknowledge(reports: Sequence[Report]) -> list[str]:
    """The ids of the checks whose warnings are acknowledged, each by a tick of its own."""
    warned = list(dict.fromkeys(found.check for report in reports for found in report.warnings))
    if warned:
        st.header("Warnings to acknowledge", anchor=False, divider="gray")
    accepted = []
    for check in warned:
        count = counted(found for report in reports for found in report.warnings if found.check == check)
        label = f"{CHECKS[check].title} ({count:,}). {CHECKS[check].means}"
        if st.checkbox(label, key=f"accept-{check}"):
            accepted.append(check)
    return accepted


def receipt(release: store.Release | None) -> None:
    """What was published, by whom and when, to be read and to be kept; that nothing was, where nothing changed."""
    if release is None:
        st.success("Nothing would change: the store holds all of these figures already.", icon=":material/check:")
        return
    lines = {
        "Version": str(release.version),
        "Published": f"{wording.day(release.at.date())}, {release.at:%H:%M} UTC",
        "By": release.by,
        "File": release.file,
        "SHA-256 of the file": release.sha256,
        "Layout": release.layout,
        "New figures": f"{release.new:,}",
        "Revised figures": f"{release.revised:,}",
        "Withdrawn figures": f"{release.withdrawn:,}",
        "Note": release.note,
    }
    st.success(f"Published as version {release.version}.", icon=":material/check:")
    table = pd.DataFrame({"Receipt": list(lines), "": list(lines.values())})
    st.table(table, hide_index=True, border="horizontal", alt="Receipt")
    text = "\n".join(f"{name}: {value}" for name, value in lines.items())
    st.download_button("Download the receipt", text, f"receipt-{release.version}.txt", "text/plain", on_click="ignore")


def receipt_of_address() -> None:
    """The receipt that the address asks for, if there is such a release."""
    asked = st.query_params.get("receipt", "")
    for release in reads.releases(reads.key()):
        if str(release.version) == asked and release.kind == "publish":
            receipt(release)


def templates() -> None:
    """The tidy layout of an indicator with its current rows, for figures that no publisher's file holds."""
    st.header("A template instead", anchor=False, divider="gray")
    st.markdown("If the figures are in no published file, take an indicator’s tidy table, change it, and drop it here.")
    titles = {slug: reads.catalogue().indicators[slug].title for slug in reads.observations(reads.key())}
    slug = st.selectbox(
        "Indicator", sorted(titles, key=titles.__getitem__), format_func=titles.__getitem__, key="template"
    )
    st.download_button(
        "Download the template with its current rows",
        lambda: tables.tidy_csv(reads.rows(slug)),
        f"{slug}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
