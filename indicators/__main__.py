"""The command line: `python -m indicators COMMAND`. Errors go to standard error, exit code 1, without a traceback."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from indicators import catalogue as catalogues
from indicators import published, store, tables
from indicators.assessment import as_json, as_table, assess
from indicators.errors import UnknownName, UserError, nearest
from indicators.model import SIMILAR_AREAS, Catalogue, Selection

ROOT = Path(__file__).parent.parent


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


@main.command()
def build() -> None:
    """Build the store from data/published/, or bring an existing one up to date with it."""
    _build(catalogues.load())


@main.command()
@click.option("--port", default=8501, show_default=True, help="Port to listen on, at localhost only.")
def serve(port: int) -> None:
    """Build the store if there is none, then serve the dashboard."""
    if not store.exists(store.location()):
        _build(catalogues.load())
    click.echo(f"The dashboard is at http://localhost:{port} (Ctrl+C stops it).")
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), f"--server.port={port}"]
    try:
        sys.exit(subprocess.call(command, cwd=ROOT))
    except KeyboardInterrupt:
        click.echo("Stopped.")


@main.command(name="list")
def list_() -> None:
    """Every indicator that has figures: slug, title, number of areas, first and last period."""
    catalogue = catalogues.load()
    rows = store.read(store.location())
    for slug, group in rows.groupby("indicator"):
        if slug not in catalogue.indicators:
            continue
        ordered = group.sort_values(["period_end", "period_start"])["period_label"]
        title = catalogue.indicators[str(slug)].title
        areas = group["area_code"].nunique()
        click.echo(f"{slug}\t{title}\t{areas} areas\t{ordered.iloc[0]}\t{ordered.iloc[-1]}")


@main.command()
@click.option("--indicator", "slug", required=True, help="Slug of an indicator; `list` shows them.")
@click.option("--area", "area", default=None, help="ONS code of one area; all areas without it.")
@click.option(
    "--breakdown", default=None, help="One breakdown such as sex=female; '' for the headline; all without it."
)
@click.option("--as", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
def export(slug: str, area: str | None, breakdown: str | None, form: str) -> None:
    """The tidy rows of one indicator on standard output, with the columns of the store."""
    catalogue = catalogues.load()
    if slug not in catalogue.indicators:
        raise UnknownName(f"There is no indicator '{slug}'.{nearest(slug, catalogue.indicators)}")
    rows = store.read(store.location(), indicators=[slug])
    if breakdown is not None:
        if breakdown not in set(rows["breakdown"]):
            raise UnknownName(f"{slug} has no breakdown '{breakdown}'.{nearest(breakdown, set(rows['breakdown']))}")
        rows = rows[rows["breakdown"] == breakdown]
    if area is not None:
        rows = rows[rows["area_code"] == catalogues.current_code(catalogue, area)]
    click.echo(tables.tidy_csv(rows) if form == "csv" else tables.tidy_json(rows), nl=False)


@main.command(name="assess")
@click.option("--area", default=None, help="ONS code of an area; the strategy's own without it.")
@click.option("--benchmark", default="E92000001", show_default=True, help="ONS code to compare with, or 'similar'.")
@click.option("--as", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def assess_(area: str | None, benchmark: str, form: str) -> None:
    """The three answers for every indicator: on plan? different from the benchmark? changing?"""
    catalogue = catalogues.load()
    if benchmark != SIMILAR_AREAS:
        benchmark = catalogues.current_code(catalogue, benchmark)
    selection = Selection(catalogues.current_code(catalogue, area or catalogue.strategy.area), benchmark)
    today = datetime.now(tz=UTC).date()
    rows = store.read(store.location())
    assessed = {
        str(slug): assess(group, catalogue.indicators[str(slug)], selection, catalogue, today)
        for slug, group in rows.groupby("indicator")
        if slug in catalogue.indicators
    }
    click.echo(as_json(assessed) if form == "json" else as_table(assessed))


def _build(catalogue: Catalogue) -> None:
    with click.progressbar(length=100, label="Building the store") as bar:
        release = published.build(store.location(), catalogue, lambda share, _: bar.update(round(share * 90) - bar.pos))
        bar.update(100 - bar.pos)
    changed = f"{release.new} new and {release.revised} revised rows" if release else "nothing new"
    click.echo(f"The store at {store.location()} is at version {store.version(store.location())}: {changed}.")


if __name__ == "__main__":
    main(prog_name="python -m indicators")
