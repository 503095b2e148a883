"""The command that looks a store over: what is wrong in it, and how to mend it."""

import json
import sys
from dataclasses import asdict

import click

from indicators import store, wording


@click.command()
@click.option("--json", "as_json_", is_flag=True, help="A JSON object instead of sentences.")
@click.option(
    "--mend", is_flag=True, help="Take away what no version needs: litter, damaged checkpoints. Nothing else."
)
def verify(as_json_: bool, mend: bool) -> None:
    """Look at every version, entry, kept file and signature: exit code 1 with what is wrong and what to do."""
    where = store.location()
    gone = store.mend(where) if mend else ()
    found = store.verify(where)
    if as_json_:
        told = asdict(found) | {"store": where, "sound": not found.faults, "mended": gone}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(sentences(where, found, gone)))
    sys.exit(1 if found.faults else 0)


def sentences(where: str, found: store.Verdict, gone: tuple[str, ...] = ()) -> list[str]:
    """The verdict for people, a sentence a line."""
    counts = [
        wording.count(found.versions, "version"),
        wording.count(found.entries, "entry", "entries") + " of the ledger",
        wording.count(found.kept, "kept file"),
    ]
    state = f"{wording.count(len(found.faults), 'fault')}:" if found.faults else "all as they were written."
    lines = [f"Taken away: {name}" for name in gone]
    lines.append(f"The store at {where} has {', '.join(counts)}: {state}")
    lines += [f"  {fault.what} {fault.mend}" for fault in found.faults]
    if found.unproven:
        many = wording.count(len(found.unproven), "version")
        first = f"{many} (the latest is {found.unproven[-1]})"
        lines.append(
            f"Made by older or other programs, without hashes: {first}. They can be read; nothing proves them."
        )
    if found.litter:
        size = sum(each.size for each in found.litter)
        many = wording.count(len(found.litter), "file")
        lines.append(f"No version names {many} ({size:,} bytes), left by what was interrupted or refused: harmless.")
        if any(not each.young for each in found.litter):
            lines.append("`python -m indicators verify --mend` takes away what is older than an hour.")
    return lines
