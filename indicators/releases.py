"""Releases and what they changed, as tables and words for people."""

from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd

from indicators import lines, store, wording
from indicators.model import Catalogue, Indicator

#: What kind of release is called what.
KINDS = {
    "build": "figures shipped",
    "publish": "file published",
    "rollback": "taken back",
    "outside": "by another program",
}


def history(releases: Sequence[store.Release]) -> pd.DataFrame:
    """Every release: who, when, which files, how many rows, the note."""
    return pd.DataFrame(
        [
            {
                "Version": str(release.version),
                "When": wording.moment(release.at),
                "What": KINDS[release.kind],
                "By": release.by,
                "File": names(release),
                "Layout": release.layout,
                "New": f"{release.new:,}",
                "Revised": f"{release.revised:,}",
                "Withdrawn": f"{release.withdrawn:,}",
                "Note": release.note,
            }
            for release in releases
        ]
    )


def revisions(releases: Sequence[store.Release], slug: str) -> pd.DataFrame:
    """The releases that changed an indicator after it was first here, the latest first; no row where there is none."""
    mine = [release for release in releases if slug in release.indicators][:-1]
    return history(mine)[["Version", "When", "What", "By", "Note"]] if mine else pd.DataFrame()


def names(release: store.Release) -> str:
    """The names of a release's files in one text; empty where it has none."""
    return " / ".join(release.files)


def download_name(release: store.Release) -> str:
    """A name to download a release's file under: its own, or that of an archive where there were several."""
    return f"release-{release.version}.zip" if len(release.files) > 1 else names(release)


def as_dict(release: store.Release) -> dict[str, object]:
    """The release for JSON: plain texts, numbers and lists; its files also as one text, `file`."""
    return asdict(release) | {"at": release.at.isoformat(), "file": names(release), "rows": dict(release.rows)}


def line(release: store.Release) -> str:
    """The release in one line, for the command line."""
    file = f", {names(release)} ({release.sha256[:12]})" if release.files else ""
    counts = f"{release.new} new, {release.revised} revised, {release.withdrawn} withdrawn"
    what = f"{release.kind} by {release.by}{file}"
    return f"{release.version}  {release.at:%Y-%m-%d %H:%M} UTC  {what}: {counts}. {release.note}"


def receipt(release: store.Release) -> dict[str, str]:
    """What is told to whoever published, line by line."""
    return {
        "Version": str(release.version),
        "Published": wording.moment(release.at),
        "By": release.by,
        "File": names(release),
        "SHA-256 of the file": release.sha256,
        "Layout": release.layout,
        "New figures": f"{release.new:,}",
        "Revised figures": f"{release.revised:,}",
        "Withdrawn figures": f"{release.withdrawn:,}",
        "Note": release.note,
    }


def changed(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Changed observations as people read them; `Before` where `rows` has `held_value`.

    An indicator that has no definition any more goes by its slug, and its figures have no unit.
    """
    records = []
    for row in rows.to_dict("records"):
        indicator, area = catalogue.indicators.get(row["indicator"]), catalogue.areas.get(row["area_code"])
        line = {
            "Indicator": indicator.title if indicator else row["indicator"],
            "Area": area.name if area else row["area_code"],
            "Period": row["period_label"],
            "Group": lines.breakdown_name(indicator, row["breakdown"]) if indicator else row["breakdown"],
        }
        if "held_value" in row:
            line["Before"] = _figure(row["held_value"], row["held_status"], indicator)
        records.append(line | {"Figure": _figure(row["value"], row["status"], indicator)})
    return pd.DataFrame(records)


def _figure(value: float, status: str, indicator: Indicator | None) -> str:
    if indicator:
        return wording.marked(value, status, indicator)
    return " ".join(part for part in ("" if pd.isna(value) else f"{value:,.15g}", wording.marker(status)) if part)
