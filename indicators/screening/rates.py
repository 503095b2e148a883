"""Records counted in a file -> their number per so many residents, with the population that is held."""

import numpy as np
import pandas as pd

from indicators.screening.known import Known

#: The indicator whose figures are the residents: mid-year estimates.
POPULATION = "population"


def divided(rows: pd.DataFrame, held: Known) -> pd.DataFrame:
    """The rows; where `per_residents` says so, the value is the count, divided by the population of that year.

    `denominator` is then the population of the calendar year in which the period begins, or the latest that is held
    where that year has none; where the area has none at all, value and denominator are missing.
    """
    rated = rows["per_residents"].notna().to_numpy()
    if not rated.any():
        return rows
    counted = rows[rated]
    residents = _residents(counted, held)
    rows.loc[rated, "count"] = counted["value"]
    rows.loc[rated, "denominator"] = residents
    rows.loc[rated, "value"] = counted["value"] / residents * counted["per_residents"]
    return rows


def _residents(rows: pd.DataFrame, held: Known) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    known = held.of([POPULATION])
    known = known[(known["breakdown"] == "") & known["value"].notna()]
    known = known.sort_values("period_end").assign(year=known["period_end"].dt.year)
    wanted = pd.DataFrame({"area_code": rows["area_code"], "year": rows["period_start"].dt.year})
    of_year = wanted.merge(
        known[["area_code", "year", "value"]].drop_duplicates(["area_code", "year"]),
        how="left",
        on=["area_code", "year"],
    )["value"]
    latest = known.drop_duplicates("area_code", keep="last").set_index("area_code")["value"]
    residents = of_year.fillna(wanted["area_code"].map(latest).reset_index(drop=True))
    return residents.where(residents > 0).to_numpy()
