"""The command line: `python -m indicators COMMAND`. Errors go to standard error, exit code 1, without a traceback."""

import json
import re
import sys
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import click
import pandas as pd

from indicators import catalogue as catalogues
from indicators import (
    clock,
    formats,
    housekeeping,
    publishing,
    releases,
    serving,
    shipping,
    store,
    succession,
    tables,
    wording,
)
from indicators import snapshot as snapshots
from indicators.assessment import answer_rate, as_json, as_table, assess, rate_lines
from indicators.errors import UnknownName, UserError, nearest
from indicators.formats import FORMATS
from indicators.formats.files import MAX_BYTES
from indicators.model import SIMILAR_AREAS, Catalogue, Selection
from indicators.screening import CHECKS, Answer, Report, screen_files, summary


class Commands(click.Group):
    """A group whose commands say what went wrong in a sentence."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a UserError becomes its message and exit code 1."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands)
def main() -> None:
    """Borough indicators against a community strategy."""


for command in (serving.build, serving.serve, shipping.ship, shipping.rows, housekeeping.verify):
    main.add_command(command)


@main.command(name="list")
def list_() -> None:
    """Every indicator that has figures: slug, title, number of areas, first and last period."""
    catalogue, contents = catalogues.load(), store.contents(store.location())
    for slug in (slug for slug in contents if slug in catalogue.indicators):
        rows = store.frame([contents.rows(slug).table()])
        ordered = rows.sort_values(["period_end", "period_start"])["period_label"]
        title, areas = catalogue.indicators[slug].title, _areas(rows, catalogue)
        click.echo(f"{slug}\t{title}\t{areas}\t{ordered.iloc[0]}\t{ordered.iloc[-1]}")


def _areas(rows: pd.DataFrame, catalogue: Catalogue) -> str:
    """How many areas of each type have rows: "294 districts, 21 counties, 9 regions, 1 country, 12 abolished"."""
    codes = {code for code in rows["area_code"].unique() if code in catalogue.areas}
    gone = {code for code in codes if catalogue.abolished(code)}
    there = Counter(catalogue.areas[catalogue.current(code)].type for code in codes - gone)
    named = [wording.count(there[kind], *each) for kind, each in wording.AREA_TYPES.items() if there[kind]]
    return ", ".join([*named[::-1], *([f"{len(gone)} abolished"] if gone else [])])


@main.command()
@click.option("--indicator", "slug", required=True, help="Slug of an indicator; `list` shows them.")
@click.option("--area", "area", default=None, help="ONS code of one area; all areas without it.")
@click.option(
    "--breakdown", default=None, help="One breakdown such as sex=female; '' for the headline; all without it."
)
@click.option("--as", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option(
    "--rebuilt", is_flag=True, help="Also what is not held but rebuilt for areas that others became, flagged so."
)
def export(slug: str, area: str | None, breakdown: str | None, form: str, rebuilt: bool) -> None:
    """The tidy rows of one indicator on standard output, with the columns of the store."""
    catalogue = catalogues.load()
    if slug not in catalogue.indicators:
        raise UnknownName(f"There is no indicator '{slug}'.{nearest(slug, catalogue.indicators)}")
    rows = store.read(store.location(), indicators=[slug])
    if rebuilt:
        rows = succession.by_indicator(rows, catalogue).get(slug, rows).sort_values(store.ORDER)
    if breakdown is not None:
        if breakdown not in set(rows["breakdown"]):
            raise UnknownName(f"{slug} has no breakdown '{breakdown}'.{nearest(breakdown, set(rows['breakdown']))}")
        rows = rows[rows["breakdown"] == breakdown]
    if area is not None:
        rows = rows[rows["area_code"] == catalogues.current_code(catalogue, area)]
    click.echo(tables.tidy_csv(rows) if form == "csv" else tables.tidy_json(rows), nl=False)


@main.command(name="assess")
@click.option("--area", default=None, help="ONS code of an area; the strategy's own without it.")
@click.option("--benchmark", default=None, help="ONS code to compare with, or 'similar'; the country without it.")
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="As if today were this day: what was published later is left out.",
)
@click.option("--as", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def assess_(area: str | None, benchmark: str | None, day: datetime | None, form: str) -> None:
    """The three answers for every indicator: on plan? different from the benchmark? changing?"""
    catalogue = catalogues.load()
    if benchmark is None:
        benchmark = catalogues.country(catalogue)
    elif benchmark != SIMILAR_AREAS:
        benchmark = catalogues.current_code(catalogue, benchmark)
    selection = Selection(catalogues.current_code(catalogue, area or catalogue.strategy.area), benchmark)
    catalogues.check_benchmark(catalogue, selection)
    known = snapshots.on_day(store.location(), day.date() if day else clock.today(), catalogue, selection)
    assessed = {
        slug: assess(rows, known.catalogue.indicators[slug], selection, known.catalogue, known.on, known.rows)
        for slug, rows in known.rows.items()
        if len(rows)
    }
    if form == "json":
        click.echo(as_json(assessed))
    else:
        click.echo("\n".join([as_table(assessed), "", *rate_lines(answer_rate(assessed.values()))]))


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json_", is_flag=True, help="One JSON object for each file instead of sentences.")
@click.option("--layout", type=click.Choice(list(FORMATS)), default=None, help="Which layout, where several fit.")
@click.option("--indicator", "slug", default="", help="Which indicator, where a file does not say what it counts.")
def check(files: tuple[Path, ...], as_json_: bool, layout: str | None, slug: str) -> None:
    """Look at published files as downloaded: exit code 0 clean, 1 errors, 2 warnings only. Nothing is written."""
    where = store.location()
    reports = _screened(_contents(files), where, store.state(where), Answer(layout, indicator=slug))
    if as_json_:
        click.echo(json.dumps([report.as_dict() for report in reports], ensure_ascii=False, indent=1))
    for report in [] if as_json_ else reports:
        click.echo(summary(report))
    sys.exit(1 if any(report.blocked for report in reports) else 2 if any(report.warnings for report in reports) else 0)


@main.command(name="formats")
@click.argument("name", default="")
@click.option("--json", "as_json_", is_flag=True, help="A JSON list instead of text.")
def formats_(name: str, as_json_: bool) -> None:
    """The layouts of published files by name, or of one how to download it, how it is recognised, and its traps."""
    if name and name not in FORMATS:
        raise UnknownName(f"There is no layout '{name}'.{nearest(name, FORMATS)}")
    if as_json_:
        layouts = [formats.as_dict(each, layout) for each, layout in FORMATS.items() if name in ("", each)]
        click.echo(json.dumps(layouts, ensure_ascii=False, indent=1))
    elif name:
        click.echo(f"{FORMATS[name].TITLE}\n\n{formats.explanation(FORMATS[name])}")
    for each in [] if name or as_json_ else FORMATS:
        click.echo(f"{each}\t{FORMATS[each].TITLE}")


@main.command()
@click.option("--xlsx", "file", required=True, type=click.File("wb"), help="Where to write the workbook.")
def template(file: BinaryIO) -> None:
    """A workbook to fill in with figures that are in no publisher's file: lists to choose from, and how it is done."""
    file.write(formats.tidy_workbook(catalogues.load()))
    click.echo("Fill in the sheet Figures, then look at it with `check`.")


@main.command(name="publish")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--by", required=True, help="Who publishes: kept in the history.")
@click.option("--note", required=True, help="What is published, and why: kept in the history.")
@click.option("--accept", multiple=True, metavar="CHECK-ID", help="Acknowledge the warnings of a check; repeatable.")
@click.option("--layout", type=click.Choice(list(FORMATS)), default=None, help="Which layout, where several fit.")
@click.option("--indicator", "slug", default="", help="Which indicator, where a file does not say what it counts.")
def publish_(
    files: tuple[Path, ...], by: str, note: str, accept: tuple[str, ...], layout: str | None, slug: str
) -> None:
    """Screen published files and, if nothing stands in the way, publish their figures in one release."""
    for name in accept:
        if name not in CHECKS:
            raise UnknownName(f"There is no check '{name}'.{nearest(name, CHECKS)}")
    contents, where = _contents(files), store.location()
    state = store.state(where)
    reports = _screened(contents, where, state, Answer(layout, indicator=slug))
    try:
        proposal = publishing.propose(where, reports, catalogues.load(), clock.today(), screened=state)
        release = publishing.publish(where, proposal, by=by, note=note, accepted=accept, contents=contents)
    except publishing.Blocked as blocked:
        raise publishing.Blocked(f"{blocked}{_unaccepted(reports, accept)}") from blocked
    click.echo(releases.line(release) if release else publishing.NO_CHANGE)
    for moved in proposal.moved:
        click.echo(f"{moved.indicator}: {moved.question} {moved.before} -> {moved.after}")


@main.command()
@click.option("--json", "as_json_", is_flag=True, help="A JSON list instead of lines.")
def history(as_json_: bool) -> None:
    """Every release, the latest first: version, when, who, file, counts of new, revised and withdrawn rows, note."""
    every = store.history(store.location())
    if as_json_:
        click.echo(json.dumps([releases.as_dict(release) for release in every], ensure_ascii=False, indent=1))
    for release in [] if as_json_ else every:
        click.echo(releases.line(release))


@main.command()
@click.argument("earlier", type=int)
@click.argument("later", type=int)
@click.option("--indicator", "slug", default=None, help="Only this indicator.")
def diff(earlier: int, later: int, slug: str | None) -> None:
    """What changed from one version to another: tidy rows with the kind of change and the value before."""
    if slug is not None and slug not in (known := catalogues.load().indicators):
        raise UnknownName(f"There is no indicator '{slug}'.{nearest(slug, known)}")
    changes = publishing.difference(store.location(), earlier, later, slug)
    click.echo(tables.tidy_changes(changes.new, changes.revised, changes.withdrawn), nl=False)


@main.command()
@click.argument("version", type=int)
@click.option("--by", required=True, help="Who takes it back: kept in the history.")
@click.option("--reason", required=True, help="Why: kept in the history.")
def rollback(version: int, by: str, reason: str) -> None:
    """Bring back what a version held, as a new release. Nothing is lost."""
    click.echo(releases.line(publishing.roll_back(store.location(), version, by=by, reason=reason)))


@main.command(name="snapshot")
@click.argument("quarter")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write into.")
@click.option("--as", "forms", default="pdf,xlsx,html,json", show_default=True, help="Forms, separated by commas.")
def snapshot_(quarter: str, out: Path, forms: str) -> None:
    """The documents of a quarter: as they were frozen where it is signed off, else a draft of what was known.

    QUARTER may also be the hash of a signed snapshot, or how it begins.
    """
    from indicators.snapshot import rendering  # takes a second to import, which no other command should wait for

    frozen, wanted = _snapshot(quarter), [form.strip() for form in forms.split(",")]
    snapshot = frozen.snapshot
    made = rendering.chosen(frozen, wanted) if snapshot.signed else rendering.documents(snapshot, wanted)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            (out / name).write_bytes(content)
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}.") from error
    state = f"signed off by {snapshot.signed.by}" if snapshot.signed else "draft"
    for name in made:
        click.echo(f"{out / name}  {state}  {snapshot.hash}")


@main.command(name="snapshots")
def snapshots_() -> None:
    """Every sign-off, the latest first: quarter, when, who, hash, and what it corrects."""
    store.version(store.location())  # refuses a place without a store
    signed = snapshots.signatures(store.entries(store.location()))
    for entry in signed[::-1]:
        corrects = f"  corrects {entry.corrects[:12]}: {' '.join(entry.text.split())}" if entry.corrects else ""
        click.echo(f"{entry.quarter}  {entry.at:%Y-%m-%d %H:%M} UTC  {entry.by}  {entry.sha256}{corrects}")
    if not signed:
        click.echo("No quarter has been signed off yet.")


@main.command(name="comment")
@click.argument("quarter")
@click.argument("slug")
@click.option("--text", required=True, help="Why the figure is as it is.")
@click.option("--action", default="", help="What is done about it.")
@click.option("--by", required=True, help="Who says so: kept with the comment.")
def comment_(quarter: str, slug: str, text: str, action: str, by: str) -> None:
    """Comment on an indicator in a quarter. An earlier comment is kept in the history."""
    catalogue, where, today = _settled()
    chosen = snapshots.parse(quarter, catalogue.strategy.start, today)
    made = snapshots.comment(where, chosen, slug, text=text, action=action, by=by, catalogue=catalogue)
    click.echo(f"{chosen.label}, {slug}: the comment of {made.by} is saved.")
    if snapshots.signatures(store.entries(where), chosen):
        click.echo(f"{chosen.label} is signed off already: the comment will stand in a correction only.")


@main.command(name="sign-off")
@click.argument("quarter")
@click.option("--by", required=True, help="Who signs: kept with the snapshot.")
@click.option(
    "--corrects", default="", metavar="HASH", help="Of a correction: the snapshot that it takes the place of."
)
@click.option("--reason", default="", help="Of a correction: why.")
def sign_off_(quarter: str, by: str, corrects: str, reason: str) -> None:
    """Freeze a quarter's snapshot: figures, catalogue, methods, comments and documents under one hash."""
    from indicators.snapshot import rendering

    catalogue, where, today = _settled()
    chosen = snapshots.parse(quarter, catalogue.strategy.start, today)
    entry = snapshots.sign_off(
        where,
        chosen,
        by=by,
        catalogue=catalogue,
        files=catalogues.files(),
        today=today,
        render=rendering.documents,
        corrects=corrects,
        reason=reason,
    )
    click.echo(f"{chosen.label} is signed off by {entry.by} and frozen as {entry.sha256}.")


@main.command(name="compare")
@click.argument("earlier")
@click.argument("later")
@click.option("--as", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
def compare_(earlier: str, later: str, form: str) -> None:
    """What is not the same in two snapshots, the earlier first: of two quarters, or of signed ones by their hashes."""
    before, after = sorted((_snapshot(earlier).snapshot, _snapshot(later).snapshot), key=lambda one: one.order)
    if form == "csv":
        click.echo(tables.csv(snapshots.comparison(before, after).frame).decode("utf-8-sig"), nl=False)
        return
    changes = snapshots.compare(before, after)
    if form == "json":
        click.echo(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1))
        return
    many = {0: "nothing is different", 1: "1 change"}.get(len(changes), f"{len(changes)} changes")
    click.echo(f"From {before.label} to {after.label}: {many}.")
    for change in changes:
        click.echo(f"{snapshots.KINDS[change.kind]}: {change.title}: {change.sentence}")


def _snapshot(named: str) -> snapshots.Frozen:
    """What stands signed for a quarter, or a draft of it; what was signed under a hash where that is named."""
    catalogue, where, today = _settled()
    if re.fullmatch("[0-9a-fA-F]{8,64}", named):
        return snapshots.by_hash(where, named)
    quarter = snapshots.parse(named, catalogue.strategy.start, today)
    signed = snapshots.standing(where, quarter)
    return signed or snapshots.Frozen(snapshots.draft(where, quarter, catalogue, today), {}, "")


def _settled() -> tuple[Catalogue, str, date]:
    """What every question about a quarter starts from: the catalogue, where the store is, today."""
    return catalogues.load(), store.location(), clock.today()


def _contents(files: tuple[Path, ...]) -> dict[str, bytes]:
    """The files' bytes by name, read once and no further than a file can be taken; all that cannot be read are told."""
    contents, faults = [], []
    for file in files:
        try:
            with file.open("rb") as stream:
                contents.append((file.name, stream.read(MAX_BYTES + 1)))
        except OSError as error:
            faults.append(f"{file} cannot be read: {error.strerror}.")
    if faults:
        raise UserError("\n".join(faults))
    return publishing.named(contents)


def _screened(contents: Mapping[str, bytes], where: str, state: store.State, answer: Answer) -> list[Report]:
    catalogue, held = catalogues.load(), store.contents(where, state)
    if answer.indicator and answer.indicator not in catalogue.indicators:
        near = nearest(answer.indicator, catalogue.indicators)
        raise UnknownName(f"There is no indicator '{answer.indicator}'.{near}")
    return screen_files(contents, catalogue, held, clock.today(), otherwise=answer)


def _unaccepted(reports: Sequence[Report], accepted: Collection[str]) -> str:
    """How to say what a file counts that does not say it; else how to acknowledge what is left, where nothing else
    stands in the way."""
    asked = sorted({slug for report in reports if not report.said for slug in report.could_be})
    if asked:
        return f"\nTo say which it is: {' or '.join(f'--indicator {slug}' for slug in asked)}"
    waiting = sorted({warning.check for report in reports for warning in report.warnings} - set(accepted))
    options = " ".join(f"--accept {check}" for check in waiting)
    blocked = any(report.blocked for report in reports)
    return f"\nIf it is right all the same: {options}" if waiting and not blocked else ""


if __name__ == "__main__":
    main(prog_name="python -m indicators")
