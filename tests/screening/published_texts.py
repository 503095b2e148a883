"""Figures of the store as the text files of publishers: the headings and words of each layout round them."""

from collections.abc import Iterator

import pandas as pd

from indicators.model import OBSERVATIONS, Catalogue, From
from indicators.screening.offences import TYPES
from tests.screening.sheets import Sheets, across, number, sources

_FINGERTIPS = [
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Recent Trend",
    "Compared to England value or percentiles",
    "Compared to Region value or percentiles",
    "Time period Sortable",
    "New data",
    "Compared to goal",
    "Time period range",
]
_NOMIS = [
    "DATE",
    "DATE_NAME",
    "DATE_CODE",
    "GEOGRAPHY",
    "GEOGRAPHY_NAME",
    "GEOGRAPHY_CODE",
    "GEOGRAPHY_TYPE",
    "GENDER",
    "GENDER_NAME",
    "C_AGE",
    "C_AGE_NAME",
    "MEASURES",
    "MEASURES_NAME",
    "OBS_VALUE",
    "OBS_STATUS",
    "OBS_STATUS_NAME",
    "OBS_CONF",
    "OBS_CONF_NAME",
    "URN",
    "RECORD_OFFSET",
    "RECORD_COUNT",
]
_HOUSES = [
    "Date",
    "RegionName",
    "AreaCode",
    "AveragePrice",
    "Index",
    "IndexSA",
    "1m%Change",
    "12m%Change",
    "AveragePriceSA",
    "SalesVolume",
    "DetachedPrice",
    "SemiDetachedPrice",
    "TerracedPrice",
    "FlatPrice",
]
_CRIMES = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
]
_LAHS = [
    "LA_CODE",
    "LA_NAME",
    "LAD20CD",
    "LAD20NM",
    "LAD20TYPE",
    "CTY20CD",
    "CTY20NM",
    "MCTY20CD",
    "MCTY20NM",
    "RGN20CD",
    "RGN20NM",
    "Year",
]


def tidy(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Our own template."""
    lines = []
    for row in rows.to_dict("records"):
        cells = [row[name] for name in OBSERVATIONS.names]
        lines.append(
            [number(cell) if isinstance(cell, float) else str(cell).removesuffix(" 00:00:00") for cell in cells]
        )
    return {"": [OBSERVATIONS.names, *lines]}


def explore_local_statistics(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """A row for each area and year, as they are downloaded for one indicator."""
    header = [
        "areacd",
        "areanm",
        "geography",
        "indicator",
        "period",
        "observation",
        "measure",
        "unit",
        "lci_95",
        "uci_95",
        "status",
        "notes",
    ]
    lines = []
    for row, found in _with_sources(rows, catalogue, "explore-local-statistics"):
        texts = {"measure": "Value", "unit": "", "status": row["status"], "notes": ""} | dict(found.match)
        texts |= {"areacd": row["area_code"], "areanm": row["name"], "geography": "Local Authority District"}
        texts |= {"period": f"{row['period_start']:%Y-%m-%d}/P1Y", "observation": number(row["value"])}
        texts |= {"lci_95": number(row["lower"]), "uci_95": number(row["upper"])}
        lines.append([texts[name] for name in header])
    return {"": [header, *lines]}


def fingertips(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """The 27 columns of the export, all sexes that are asked for."""
    lines = []
    for row, found in _with_sources(rows, catalogue, "fingertips"):
        texts = {"Indicator Name": catalogue.indicators[row["indicator"]].title, "Age": "<75 yrs"} | dict(found.match)
        texts |= {"Parent Code": "E12000006", "Parent Name": "East of England region", "Area Type": "Districts & UAs"}
        texts |= {"Area Code": row["area_code"], "Area Name": row["name"], "Value": number(row["value"])}
        texts |= {"Lower CI 95.0 limit": number(row["lower"]), "Upper CI 95.0 limit": number(row["upper"])}
        texts |= {"Count": number(row["count"]), "Denominator": number(row["denominator"])}
        texts |= {"Time period": row["period_label"].replace("–", " - ")}
        lines.append([texts.get(name, "") for name in _FINGERTIPS])
    return {"": [list(_FINGERTIPS), *lines]}


def nomis_api(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Population estimates as the interface of Nomis sends them."""
    lines = []
    for place, (row, found) in enumerate(_with_sources(rows, catalogue, "nomis-api")):
        year = f"{row['period_start']:%Y}"
        texts = {"GENDER": "0", "C_AGE": "200", "MEASURES": "20100"} | dict(found.match)
        texts |= dict.fromkeys(("DATE", "DATE_NAME", "DATE_CODE"), year)
        texts |= {"GEOGRAPHY_NAME": row["name"], "GEOGRAPHY_CODE": row["area_code"], "OBS_VALUE": number(row["value"])}
        texts |= {"GEOGRAPHY_TYPE": "local authorities: district / unitary (as of April 2021)", "OBS_STATUS": "A"}
        texts |= {"OBS_STATUS_NAME": "Normal Value", "OBS_CONF": "F", "RECORD_OFFSET": str(place)}
        lines.append([texts.get(name, "") for name in _NOMIS])
    return {"": [list(_NOMIS), *lines]}


def nomis_bulk(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """A census table: a column for each category."""
    found = {each.breakdown: each for each in sources(catalogue, rows, "nomis-bulk")}
    wide, areas = _by_area(rows, "breakdown")
    header = ["date", "geography", "geography code", *(found[name].match["Heading"] for name in wide.columns)]
    lines = [["2021", areas[code], code, *map(number, wide.loc[code])] for code in areas]
    return {"": [header, *lines]}


def uk_hpi(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """The monthly prices, of which the first few columns are kept; the index is that of its month."""
    lines = [
        [f"{row['period_start']:%d/%m/%Y}", row["name"], row["area_code"], number(row["value"]), *[""] * 10]
        for row in rows.to_dict("records")
    ]
    return {"": [list(_HOUSES), *lines]}


def police_street(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """A line for each crime of a force's month: as many of each type in a district as are held, and those of which no
    type is held shared out among the other types."""
    force, lines = "Hertfordshire Constabulary", []
    kinds = {slug: catalogue.indicators[slug].files[0].match["Crime type"] for slug in rows["indicator"].unique()}
    counts = rows.pivot(index=["period_start", "name"], columns="indicator", values="count").astype("int64")
    apart = counts.columns.difference(["crime-recorded-street", "anti-social-behaviour"])
    counts["crime-recorded-street"] -= counts[apart].sum(axis=1)
    others = [kind for kind in TYPES if kind not in kinds.values()]
    for (day, name), numbers in counts.iterrows():
        for slug, many in numbers.items():
            for place in range(many):
                small = place % 30
                crime = "" if slug == "anti-social-behaviour" else f"{len(lines):064x}"
                where = ["-0.2", "51.8", "On or near Made-up Lane", f"E0102{small:04}", f"{name} 0{small:02}A"]
                kind = others[place % len(others)] if slug == "crime-recorded-street" else kinds[slug]
                lines.append([crime, f"{day:%Y-%m}", force, force, *where, kind, "Under investigation", ""])
    return {"": [list(_CRIMES), *lines]}


def stat_xplore(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """A table of months by area, with its annotations and notes."""
    heads, lines = across(rows, lambda row: f"{row['period_start']:%B %Y}", ("name",))
    months = [cell for head in heads[1:] for cell in (head, f"{head} - Annotations")]
    body = [[line[0], *(cell for text in line[1:] for cell in (text, "")), ""] for line in lines]
    title = [
        ["Stat-Xplore"],
        [],
        ["Households on Universal Credit (I II z)"],
        ["National - Regional - LA - OAs by Month"],
    ]
    top = [["Month", *months, ""], ["National - Regional - LA - OAs", ""]]
    foot = [[], ["INFO", "Totals may not sum because of disclosure control."], [], ["Symbol", "Description"]]
    return {"": [*title, *top, *body, *foot, ["I", "A note on something else."]]}


def lahs(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """The housing statistics of councils: a column for each question."""
    found = {each.breakdown: each.match["Question"] for each in sources(catalogue, rows, "lahs")}
    lines = []
    wide = rows.pivot(index=["period_label", "area_code", "name"], columns="breakdown", values="value")
    for (year, code, name), values in wide.iterrows():
        county = ["E10000015", "Hertfordshire", "", "", "E12000006", "East of England"]
        lines.append([code, name, code, name, "E07", *county, year.replace("/", "-"), *map(number, values)])
    return {"": [[*_LAHS, *(found[name] for name in wide.columns)], *lines]}


def csp_crime(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Table C2: a row for each partnership, a column for each offence."""
    found = {each.breakdown: each.match["Offence"] for each in sources(catalogue, rows, "csp-crime")}
    wide, areas = _by_area(rows, "breakdown")
    label = rows["period_label"].iloc[0]
    title = "Table C2: Number of police recorded crimes for headline offences by "
    title += f"Community Safety Partnership area, {label}"
    top = ["Police Force\nArea code", "Police Force\nArea name", "Community Safety\nPartnership code"]
    top += ["Community Safety\nPartnership name", "Local Authority code", "Local Authority name"]
    width = len(top) + len(wide.columns)
    lines = [
        ["E23000027", "Hertfordshire", f"E220{place:05}", areas[code], code, areas[code], *map(number, wide.loc[code])]
        for place, code in enumerate(areas)
    ]
    notes = [[title], ["Some shorthand is used in this table.  [x] indicates data are unavailable."]]
    notes = [[*note, *[""] * (width - 1)] for note in notes]
    return {"": [*notes, [*top, *(found[name] for name in wide.columns)], *lines]}


def ons_mye(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """MYEB3: a column for each year."""
    heads, lines = across(rows, lambda row: f"population_{row['period_start']:%Y}", ("area_code", "name"))
    return {"": [["ladcode23", "laname23", "country", *heads[2:]], *([*line[:2], "E", *line[2:]] for line in lines)]}


def explore_education_statistics(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """The department's own table of districts: a column for each place above them."""
    header = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    header += "old_la_code,new_la_code,la_name,lad_code,lad_name,met_standard_percent"
    lines = []
    for row in rows.to_dict("records"):
        year = f"{row['period_start']:%Y}{row['period_end']:%y}"
        above = ["E92000001", "England", "E12000006", "East of England", "919", "E10000015", "Hertfordshire"]
        level = ["Local authority district", *above, row["area_code"], row["name"]]
        if row["area_code"].startswith("E92"):
            level = ["National", "E92000001", "England", *[""] * 7]
        elif row["area_code"].startswith("E12"):
            level = ["Regional", *above[:4], *[""] * 5]
        elif row["area_code"].startswith("E10"):
            level = ["Local authority", *above, "", ""]
        lines.append([year, "Academic year", *level, number(row["value"])])
    return {"": [header.split(","), *lines]}


def census_flows(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Where those who live in a district work: as many there, elsewhere and abroad as the shares were made of."""
    header = ["Lower tier local authorities code", "Lower tier local authorities label", "LTLA of workplace code"]
    header += ["LTLA of workplace label", "Place of work indicator (4 categories) code"]
    header += ["Place of work indicator (4 categories) label", "Count"]
    lines = []
    for (code, name), own in rows.groupby(["area_code", "name"], sort=False):
        every, fixed = (own[own["breakdown"] == line].iloc[0] for line in ("", "among=fixed-workplace"))
        home, stay = every["denominator"] - fixed["denominator"], fixed["denominator"] - fixed["count"]
        abroad = max(every["count"] - fixed["count"], 0)
        lines.append([code, name, "-8", "Does not apply", "-8", "Does not apply", "39335"])
        lines.append([code, name, "999999999", "Workplace is outside the UK", "2", "Other", number(abroad)])
        lines.append(
            [code, name, code, name, "1", "Mainly working at or from home, No fixed place", number(home - abroad)]
        )
        lines.append(
            [code, name, "E06000056", "Central Bedfordshire", "3", "Working in the UK", number(fixed["count"])]
        )
        lines.append([code, name, code, name, "3", "Working in the UK", number(stay)])
    return {"": [header, *lines]}


def ons_census_custom(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """The people of each category, from which shares are worked out."""
    found = {each.breakdown: each.match["Category"] for each in sources(catalogue, rows, "ons-census-custom")}
    head = ["Lower tier local authorities Code", "Lower tier local authorities"]
    head += ["Ethnic group (6 categories) Code", "Ethnic group (6 categories)", "Observation"]
    lines = []
    for (code, name), own in rows.groupby(["area_code", "name"], sort=False):
        lines.append([code, name, "-8", "Does not apply", "0"])
        counts = dict(zip(own["breakdown"], own["count"], strict=True))
        for place, (line, category) in enumerate(found.items(), start=1):
            lines.append([code, name, str(place), category, number(counts[line])])
    return {"": [head, *lines]}


def affordable_supply(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Homes by tenure, of one provider each."""
    found = {each.breakdown: each.match["Tenure"] for each in sources(catalogue, rows, "affordable-supply")}
    head = "LA code,LA name,District name,Region code,Region name,LA code 202324,LA name 202324,LA type 202324,Year,"
    head += "Tenure,Completions,Provider,Units"
    lines = []
    for row in rows[rows["breakdown"] != ""].to_dict("records"):
        place = [
            row["area_code"],
            row["name"],
            row["name"],
            "E12000006",
            "East of England",
            row["area_code"],
            row["name"],
        ]
        year = row["period_label"].replace("/", "-")
        what = [found[row["breakdown"]], "Completion", "Private registered provider", number(row["value"])]
        lines.append([*place, "SD", year, *what])
    return {"": [head.split(","), *lines]}


def moj_possession(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Claims of landlords and lenders in a quarter."""
    lines = []
    for row, found in _with_sources(rows[rows["breakdown"] != ""], catalogue, "moj-possession"):
        day = pd.Timestamp(str(row["period_start"]))
        when = [str(day.year), f"Q{day.quarter}", found.match["possession_type"], "Claims"]
        lines.append([*when, row["area_code"], row["name"], "Hertfordshire", "East of England", number(row["value"])])
    head = "year,quarter,possession_type,possession_action,la_code,local_authority,county_ua,region,value"
    return {"": [head.split(","), *lines]}


def voa_stock(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Properties on the council tax list, a column for each year."""
    heads, lines = across(rows, lambda row: f"{row['period_start']:%Y_%m_%d}_all_properties", ("area_code", "name"))
    kinds = {"E92": "NATL", "E12": "REGL", "E10": "CTYMET"}
    top = ["geography", "ba_code", "ecode", "area_name", *heads[2:]]
    return {"": [top, *([kinds.get(line[0][:3], "LAUA"), "", *line] for line in lines)]}


def trafford_iod(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Ranks of districts, a row for each kind of deprivation."""
    called = {"IMD": "Index of Multiple Deprivation", "Crime": "Crime"}
    lines = []
    for row, found in _with_sources(rows, catalogue, "trafford-iod"):
        domain, kind = found.match["Domain"], "Local Authority District (2024)"
        place = [row["area_code"], row["name"], kind, "2025", called.get(domain, domain)]
        lines.append([*place, number(row["value"])])
    head = "area_code,area_name,area_type,deprivation_data_year,index_domain,rank_average_score"
    return {"": [head.split(","), *lines]}


def year_sheet(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """A sheet of years by area that somebody made."""
    heads, lines = across(rows, lambda row: f"{row['period_start']:%Y}", ("area_code", "name"))
    title = "Number of enterprises, 2019 to 2024"
    return {"": [[title, *[""] * (len(heads) - 1)], [""] * len(heads), ["Area code", "Area", *heads[2:]], *lines]}


def _with_sources(rows: pd.DataFrame, catalogue: Catalogue, layout: str) -> Iterator[tuple[dict[str, object], From]]:
    """Each row with what says how it stands in a file of the layout."""
    found = {
        (slug, each.breakdown): each
        for slug in rows["indicator"].unique()
        for each in reversed(sources(catalogue, rows[rows["indicator"] == slug], layout))
    }
    for row in rows.to_dict("records"):
        if (row["indicator"], row["breakdown"]) in found:
            yield row, found[row["indicator"], row["breakdown"]]


def _by_area(rows: pd.DataFrame, columns: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """A row for each area's code, with a column for each breakdown, and the names of the areas."""
    wide = rows.pivot(index="area_code", columns=columns, values="value")
    return wide, dict(zip(rows["area_code"], rows["name"], strict=True))
