"""Two files of one upload must not disagree: an error at every observation that another one has otherwise."""

from collections import Counter
from dataclasses import replace

import pandas as pd

from indicators.model import KEY
from indicators.screening.finding import MOST, Check, Finding, in_order, unlisted
from indicators.screening.report import Report, no_observations
from indicators.screening.screened import figure, found, records

FILES_DISAGREE = Check(
    "files-disagree",
    "error",
    "shape",
    title="Files disagree",
    means="Two files of the same upload have different figures for the same observation.",
    mend="Upload the newer one alone.",
)


def agreeing(reports: list[Report]) -> list[Report]:
    """The reports, with an error at every observation that another file of the same upload has otherwise."""
    if len(reports) < 2:
        return reports
    parts = [each.observations.join(each.places).assign(of=place) for place, each in enumerate(reports)]
    rows = pd.concat([part for part in parts if len(part)] or [no_observations().assign(of=0)], ignore_index=True)
    shared = rows[rows.duplicated(list(KEY), keep=False)]
    different = shared.drop_duplicates([*KEY, "value", "status"])
    wrong = shared.merge(different[different.duplicated(list(KEY))][list(KEY)].drop_duplicates(), on=list(KEY))
    more: dict[int, list[Finding]] = {}
    for of, many in Counter(wrong["of"].tolist()).items():
        rest = unlisted(FILES_DISAGREE, many - MOST, reports[of].file)
        more[of] = [rest] if many > MOST else []
    for row in records(wrong.groupby("of").head(MOST)):
        value = figure(row["value"], row["status"])
        message = f"Another file of the upload has a different figure for {row['area_code']}, {row['period_label']}."
        place = {name: row[name] for name in ("sheet", "row", "column", "indicator")}
        finding = found(FILES_DISAGREE, message, file=reports[row["of"]].file, value=value, **place)
        more[row["of"]].append(finding)
    return [
        replace(report, findings=in_order([*report.findings, *more.get(place, ())]))
        for place, report in enumerate(reports)
    ]
