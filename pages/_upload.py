"""What the upload page draws: the steps, each file's report, what would change, the receipt. No arithmetic."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import streamlit as st

from indicators import charts, formats, publishing, releases, store, tables, views
from indicators import markup as markups
from indicators.formats import FORMATS
from indicators.markup import code, joined, markup, typed
from indicators.model import STATUSES, Selection
from indicators.screening import CHECKS, Finding, Report, as_frame, counted, fitting, measure_in_words, nearest_in_words
from pages import _changes as drawn
from pages import _choices as choices
from pages import _downloads as download
from pages import _reads as reads
from pages import _screened as screened

#: Findings that are shown on the page; the files to download hold all of them.
SHOWN = 1000
LEVELS = {
    "error": ("Errors: nothing can be published until they are mended", ":material/block:"),
    "warning": ("Warnings: to be acknowledged one by one", ":material/warning:"),
    "note": ("Notes", ":material/info:"),
}


def steps(done: int) -> None:
    """The five steps, those that are done marked so."""
    names = ("Recognise", "Read", "Check", "Compare", "Publish")
    marks = [
        markup(":green[✓ {}]", name) if place < done else markup(":gray[{} {}]", place + 1, name)
        for place, name in enumerate(names)
    ]
    st.markdown(joined(" → ", marks))


def show_report(report: Report) -> None:
    """A file: what it is, what it holds, what was found, and what can be answered here."""
    with st.container(border=True):
        st.header(typed(report.file), anchor=False)
        title = FORMATS[report.layout].TITLE if report.layout else "No layout that is known here"
        st.markdown(markup("**{}**{}", title, f", read as {report.encoding}" if report.encoding else ""))
        if report.rows:
            titles = ", ".join(reads.catalogue().indicators[slug].title for slug in report.indicators)
            span = " to ".join(dict.fromkeys((report.first_period, report.last_period)))
            st.markdown(markup("{:,} figures of {} areas, {}: {}.", report.rows, len(report.areas), span, titles))
        for source in report.sources:
            st.markdown(markup("Of the source: {}: {}.", source.publisher, source.dataset))
        _ask_layout(report)
        _ask_indicator(report)
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
            on_change=screened.answer,
            args=(report.sha256, "layout", widget),
        )


def _ask_indicator(report: Report) -> None:
    """What the file counts, where it does not say it: nothing of it is taken before the analyst has."""
    if report.could_be:
        widget = f"indicator-{report.sha256}"
        st.selectbox(
            "The file does not say what it counts. Which indicator is it?",
            report.could_be,
            index=None,
            format_func=lambda slug: reads.catalogue().indicators[slug].title,
            key=widget,
            on_change=screened.answer,
            args=(report.sha256, "indicator", widget),
        )


def _ask_markers(report: Report) -> None:
    """The symbols that the file does not explain: the analyst says what the publisher means by them."""
    for marker in sorted(report.unexplained):
        widget = f"marker-{report.sha256}-{marker}"
        st.selectbox(
            markup("What does the publisher mean by “{}”?", marker),
            ["c", "x", "z", "low"],
            index=None,
            format_func=lambda status: f"[{status}] {STATUSES[status]}",
            key=widget,
            on_change=screened.answer,
            args=(report.sha256, "markers", widget, marker),
        )


def _show_findings(report: Report) -> None:
    if not report.findings:
        st.success("Nothing was found wrong with it.", icon=":material/check:")
    for level, (title, icon) in LEVELS.items():
        findings = [one for one in report.findings if one.level == level]
        if findings:
            with st.expander(markup("{} ({:,})", title, counted(findings)), icon=icon, expanded=level != "note"):
                st.table(
                    _findings_table(findings[:SHOWN]),
                    hide_index=True,
                    border="horizontal",
                    alt=f"{title} in {report.file}",
                )
                if len(findings) > SHOWN:
                    listed = "all of them" if counted(findings) == len(findings) else "the first 10,000 of each kind"
                    said = "The first {:,} of {:,}. The XLSX holds {}."
                    st.caption(markup(said, SHOWN, counted(findings), listed))


def _findings_table(findings: Sequence[Finding]) -> pa.Table:
    return markups.rows(
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
                "Value": code(one.value) if one.value else typed(""),
                "Found": one.message,
                "How to mend it": one.fix,
            }
            for one in findings
        ]
    )


def _show_unmatched(report: Report) -> None:
    """Measures that no definition asks for, each with a definition to start from."""
    if not report.unmatched:
        return
    shown = st.expander(
        markup("Measures that are not in the catalogue ({})", len(report.unmatched)),
        on_change="rerun",
        key=f"unmatched-{report.sha256}",
    )
    if shown.open:
        with shown:
            for place, draft in enumerate(report.unmatched):
                measured, near = measure_in_words(draft.measure), nearest_in_words(draft.nearest)
                st.markdown(markup("**{}**: {:,} rows. {}", measured, draft.rows, near))
                st.download_button(
                    markup("Download a definition to start from: {}.toml", draft.slug),
                    draft.definition,
                    f"{draft.slug}.toml",
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
        download.button(
            _all_of(every),
            lambda: tables.xlsx(tables.harmless(as_frame(every)), "Findings", about),
            "findings.xlsx",
            tables.XLSX,
        )


def _all_of(findings: Sequence[Finding]) -> str:
    """What the button says that holds these findings."""
    every, listed = counted(findings), sum(not finding.unlisted for finding in findings)
    if every == 1:
        return "the finding as XLSX"
    return f"all {every:,} findings as XLSX" if every == listed else f"{listed:,} findings as XLSX"


def show_changes(proposal: publishing.Proposal) -> None:
    """New, revised and withdrawn rows, the answers that would move, and a chart before and after."""
    changes = proposal.changes
    st.header("What would change", anchor=False, divider="gray")
    with st.grid("auto", min_column_width=180):
        st.metric("New figures", markup("{:,}", len(changes.new)), border=True)
        st.metric("Revised figures", markup("{:,}", len(changes.revised)), border=True)
        st.metric("Withdrawn figures", markup("{:,}", len(changes.withdrawn)), border=True)
        st.metric("Unchanged figures", markup("{:,}", changes.unchanged), border=True)
    _show_moved(proposal)
    drawn.tables(changes, "rows")
    _before_and_after(proposal)


def _show_moved(proposal: publishing.Proposal) -> None:
    if not proposal.moved:
        st.markdown(markup("No answer for {} would change.", choices.name(choices.area())))
        return
    rows = [
        {
            "Indicator": reads.catalogue().indicators[moved.indicator].title,
            "Question": moved.question,
            "Now": moved.before,
            "Would be": moved.after,
        }
        for moved in proposal.moved
    ]
    many = markup("**{} answers for {} would change:**", len(rows), choices.name(choices.area()))
    st.markdown(many if len(rows) > 1 else markup("**One answer would change:**"))
    st.table(markups.rows(rows), hide_index=True, border="horizontal", alt="Answers that would change")


def _before_and_after(proposal: publishing.Proposal) -> None:
    """One indicator's line as it is and as it would be."""
    catalogue = reads.catalogue()
    slugs = proposal.changes.indicators
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
            st.caption(markup("{}: no figure for {}.", label, choices.name(choices.area())))


def acknowledge(reports: Sequence[Report]) -> list[str]:
    """The ids of the checks whose warnings are acknowledged, each by a tick of its own."""
    warned = list(dict.fromkeys(warning.check for report in reports for warning in report.warnings))
    if warned:
        st.header("Warnings to acknowledge", anchor=False, divider="gray")
    accepted = []
    for check in warned:
        count = counted(warning for report in reports for warning in report.warnings if warning.check == check)
        label = markup("{} ({:,}). {}", CHECKS[check].title, count, CHECKS[check].means)
        if st.checkbox(label, key=f"accept-{check}"):
            accepted.append(check)
    return accepted


def receipt(release: store.Release | None) -> None:
    """What was published, by whom and when, to be read and to be kept; that nothing was, where nothing changed."""
    if release is None:
        st.success(typed(publishing.NO_CHANGE), icon=":material/check:")
        return
    lines = releases.receipt(release)
    st.success(markup("Published as version {}.", release.version), icon=":material/check:")
    table = pd.DataFrame({"Receipt": list(lines), "": list(lines.values())})
    st.table(markups.table(table), hide_index=True, border="horizontal", alt="Receipt")
    text = "\n".join(f"{name}: {value}" for name, value in lines.items())
    st.download_button("Download the receipt", text, f"receipt-{release.version}.txt", "text/plain", on_click="ignore")


def receipt_of_address() -> None:
    """The receipt that the address asks for, if there is such a release."""
    asked = st.query_params.get("receipt", "")
    for release in reads.releases(reads.key()):
        if str(release.version) == asked and release.kind == "publish":
            receipt(release)


def templates() -> None:
    """The tidy layout to fill in, and of an indicator with its current rows, for figures that nobody publishes."""
    st.header("A template instead", anchor=False, divider="gray")
    st.markdown(
        "If the figures are in no published file, fill in a workbook with lists to choose from, or take an indicator’s "
        "tidy table and change it; then drop it here."
    )
    download.button(
        "the workbook to fill in", lambda: formats.tidy_workbook(reads.catalogue()), "figures.xlsx", tables.XLSX
    )
    titles = {slug: reads.catalogue().indicators[slug].title for slug in reads.observations(reads.key())}
    slug = st.selectbox(
        "Indicator", sorted(titles, key=titles.__getitem__), format_func=titles.__getitem__, key="template"
    )
    what = "the template with its current rows"
    download.button(what, lambda: tables.tidy_csv(reads.rows(slug)).encode(), f"{slug}.csv", "text/csv")
