"""Tables of releases and of what changed."""

from collections.abc import Sequence

import pandas as pd

from indicators import lines, publishing, store, wording
from indicators.model import Catalogue, Indicator

#: What kind of release is called what.
KINDS = {
    "build": "figures shipped",
    "publish": "file published",
    "rollback": "taken back",
    "outside": "by another program",
}


def history(releases: Sequence[store.Release]) -> pd.DataFrame:
    """Every release: who, when, which file, how many rows, the note."""
    return pd.DataFrame(
        [
            {
                "Version": str(release.version),
                "When": f"{wording.day(release.at.date())}, {release.at:%H:%M} UTC",
                "What": KINDS[release.kind],
                "By": release.by,
                "File": release.file,
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


def kept_name(release: store.Release) -> str:
    """A name to download a release's file under: its own, or that of an archive where there were several."""
    return f"release-{release.version}.zip" if publishing.SEVERAL in release.file else release.file


def changed(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Changed observations as people read them; `Before` where `rows` has `held_value`.

    An indicator that has no definition any more goes by its slug, and its figures have no unit.
    """
    told = []
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
        told.append(line | {"Figure": _figure(row["value"], row["status"], indicator)})
    return pd.DataFrame(told)


def _figure(value: float, status: str, indicator: Indicator | None) -> str:
    if indicator:
        return wording.marked(value, status, indicator)
    return " ".join(part for part in ("" if pd.isna(value) else f"{value:,.15g}", wording.marker(status)) if part)
