"""The commands for the files of figures that ship: to write them from the store, and to print them."""

from pathlib import Path

import click

from indicators import catalogue as catalogues
from indicators import shipped, store, tables
from indicators.errors import UnknownName, nearest


@click.command()
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG…")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=shipped.FOLDER,
    help="Folder to write into; data/published/ without it.",
)
def ship(slugs: tuple[str, ...], folder: Path) -> None:
    """Write what the store holds of indicators as the files that `build` reads: text where rows are few, else Parquet.

    The same rows make the same file, byte for byte; `git diff` shows what is different in them.
    """
    catalogue, contents = catalogues.load(), store.contents(store.location())
    for slug in slugs:
        if slug not in catalogue.indicators:
            raise UnknownName(f"There is no indicator '{slug}'.{nearest(slug, catalogue.indicators)}")
        if slug not in set(contents):
            raise UnknownName(f"The store holds no figure of '{slug}'. Publish some first.")
    for slug in slugs:
        rows = contents.rows(slug).table()
        click.echo(f"{shipped.write(rows, slug, folder)}  {len(rows):,} rows")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def rows(file: Path) -> None:
    """Print a file of figures, `SLUG.csv` or `SLUG.parquet`, as tidy CSV. `git diff` reads Parquet files by it."""
    click.echo(tables.tidy_csv(store.frame([shipped.read_file(file)])), nl=False)
