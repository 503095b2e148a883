"""The two commands by which a dashboard comes to be: build its store, and serve it."""

import os
import subprocess
import sys
from pathlib import Path

import click

from indicators import catalogue as catalogues
from indicators import door, held, shipped, store, succession, wording
from indicators.assessment import words
from indicators.model import Catalogue

ROOT = Path(__file__).parent.parent


@click.command()
def build() -> None:
    """Build the store from data/published/, or bring an existing one up to date with it."""
    _build(catalogues.load())


@click.command()
@click.option("--port", default=8501, show_default=True, help="Port to listen on.")
@click.option(
    "--address",
    default=door.LOOPBACK,
    show_default=True,
    envvar="STREAMLIT_SERVER_ADDRESS",
    help=f"Address to listen on: of this computer alone, unless {door.BEHIND} names a proxy that signs people in.",
)
def serve(port: int, address: str) -> None:
    """Build the store if there is none, then become the server of the dashboard: a signal stops that and no other."""
    door.listening(address)
    if not store.exists(store.location()):
        _build(catalogues.load())
    click.echo(f"The dashboard is at {door.shown(address, port)} (Ctrl+C stops it).")
    settings = [f"--server.address={address}", f"--server.port={port}"]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), *settings]
    if sys.platform != "win32":
        os.chdir(ROOT)
        os.execv(sys.executable, command)
    try:  # Windows cannot become another program
        sys.exit(subprocess.call(command, cwd=ROOT))
    except KeyboardInterrupt:
        click.echo("Stopped.")


def _build(catalogue: Catalogue) -> None:
    with click.progressbar(length=100, label="Building the store") as bar:
        release = shipped.build(store.location(), catalogue, lambda share, _: bar.update(round(share * 90) - bar.pos))
        bar.update(100 - bar.pos)
    changed = f"{release.new} new and {release.revised} revised rows" if release else "nothing new"
    _say_lost(catalogue)
    click.echo(f"The store at {store.location()} is at version {store.version(store.location())}: {changed}.")


def _say_lost(catalogue: Catalogue) -> None:
    """On standard error, what the strategy's area has no figure of any more since others became it."""
    own = catalogue.strategy.area
    if not succession.origins(catalogue, own) and own not in catalogue.instead:
        return
    without = succession.lost(held.Whole(store.contents(store.location()), catalogue), catalogue, own)
    if not without:
        return
    parts = wording.listed([catalogue.areas[code].name for code in succession.origins(catalogue, own)])
    many = wording.count(len(without), "indicator")
    click.echo(f"{catalogue.areas[own].name} has no figure of {many}, of which {parts} have some:", err=True)
    for slug, refused in without.items():
        click.echo(f"  {slug}: {words.not_added(refused)}", err=True)
