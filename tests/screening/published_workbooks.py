"""Figures of the store as the workbooks of publishers: titles, headings and notes of each layout round the figures."""

from collections.abc import Mapping

import pandas as pd

from indicators.model import Catalogue
from tests.screening.sheets import Sheets, across, number, sources

_REGION = ["E12000006", "East of England"]


def nomis_query(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Pay by where people live: names without codes, the confidence beside each figure."""
    heads, lines = across(rows, lambda row: f"{row['period_start']:%Y}", ("name",))
    years = [cell for year in heads[1:] for cell in (year, "")]
    body = [[line[0], *(cell for text in line[1:] for cell in (text, "6.5"))] for line in lines]
    title = [["annual survey of hours and earnings - resident analysis"]]
    title += [["ONS Crown Copyright Reserved [from Nomis on 18 April 2026]"], []]
    chosen = [["sex", "Total"], ["item name", "Median"], ["pay", "Weekly pay - gross"]]
    chosen += [["confidence", "Standard error as a percentage of the figure"], []]
    top = [["local authority: district / unitary (prior to April 2015)", *years]]
    top += [["", *["number", "conf %"] * len(heads[1:])]]
    return {
        "Data": [
            *title,
            *chosen,
            *top,
            *body,
            ["Column Total", *["-"] * len(years)],
            [],
            ["- These figures are missing."],
        ]
    }


def dwp_table(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Children in low income families: shares of a hundred as fractions, two sheets of notes and areas."""
    heads, lines = across(
        rows, lambda row: f"Percentage of children \nFYE {row['period_end']:%Y} \n(%)", ("name", "area_code")
    )
    title = "Table 1: Number and Percentage of Children (aged under 16) living in Relative low income families, "
    title += "Local Authority, FYE 2015 to 2025, United Kingdom"
    notes = [
        [title],
        ["Back to Contents"],
        ["Some shorthand is used in this table, [p] = provisional, [x] = not available."],
    ]
    body = [[*line[:2], *(_hundredth(text) for text in line[2:])] for line in lines]
    sheet = [*notes, ["Source: "], ["Local Authority [note 2]", "Area Code", *heads[2:]], *body]
    return {"Cover_sheet": [["Children in Low Income Families"]], "1_Relative_Local_Authority": sheet}


def _hundredth(text: str) -> str:
    return number(float(text) / 100) if text else ""


def _year(row: Mapping[str, object]) -> str:
    return f"{row['period_start']:%Y}"


def _rolling(row: Mapping[str, object]) -> str:
    return f"Year ending {row['period_end']:%b %Y}"


def ons_affordability(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Ratios of prices to pay by place of work, districts on a sheet of their own."""
    country, districts = _apart(rows)
    heads, lines = across(districts, _year, ("area_code", "name"))
    _, above = across(country, _year, ("area_code", "name"))
    say = "Ratio of median house price to median gross annual workplace-based earnings"
    top = ["Region code", "Region name ", "Local authority code", "Local authority name", *heads[2:]]
    local = [[f"Table 5c - {say} by local authority district, England and Wales"], top]
    wide = [[f"Table 1c - {say} by country and region, England and Wales"], ["Code", "Name", *heads[2:]], *above]
    return {"Contents": [["Contents"]], "1c": wide, "5c": [*local, *([*_REGION, *line] for line in lines)]}


def ons_hpssa(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Dataset 9: median prices of rolling years, by district and country."""
    country, districts = _apart(rows)
    heads, lines = across(districts, _rolling, ("area_code", "name"))
    _, above = across(country, _rolling, ("area_code", "name"))
    cover = [["", ""], ["", "House Price Statistics for Small Areas (HPSSAs)"], ["", ""]]
    cover += [["", "HPSSA Dataset 9. Median price paid for administrative geographies"]]
    say = "Median price paid by {}, year ending Dec 1995 to year ending Sep 2024"
    top = ["Region/Country code", "Region/Country name", "Local authority code ", "Local authority name", *heads[2:]]
    whole = [
        ["Contents"],
        ["Table 1a"],
        [say.format("region and country")],
        [],
        [],
        [],
        ["Code", "Name", *heads[2:]],
        *above,
    ]
    local = [["Contents"], ["Table 2a"], [say.format("local authority")], [], [], [], top]
    return {"Cover sheet": cover, "1a": whole, "2a": [*local, *([*_REGION, *line] for line in lines)]}


def ons_productivity(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Productivity jobs, a column for each year."""
    heads, lines = across(rows, lambda row: f"Jobs_{row['period_start']:%Y}", ("area_code", "name"))
    top = [["Productivity Jobs by Local Authority District"], [], [], [], ["LAD_Code", "LAD_Name", *heads[2:]]]
    return {
        "Contents": [["Summary"]],
        "Productivity Jobs": [*top, *lines, [], ["Source: Office for National Statistics"]],
    }


def ons_ashe(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Weekly pay of one year by where people live."""
    year = f"{rows['period_start'].iloc[0]:%Y}"
    title = f"Table 8.1a   Weekly pay - Gross (£) - For all employee jobsa: United Kingdom, {year}"
    top = [[title], [], ["", "", "Number", "", "Annual"], ["", "", "of jobsb", "", "percentage"]]
    top += [["Description", "Code", "(thousand)", "Median", "change"]]
    lines = [[f"  {row['name']}", row["area_code"], "", number(row["value"]), ""] for row in rows.to_dict("records")]
    return {"Notes": [["Guide to results"]], "All": [*top, *lines, ["a  Employees on adult rates."]]}


def ons_dwelling_tenure(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Shares of dwellings by tenure with their limits, years beside each other."""
    found = {each.breakdown: each.match["Tenure"] for each in sources(catalogue, rows, "ons-dwelling-tenure")}
    heads: dict[tuple[str, str, str], str] = {}
    cells: dict[str, dict[tuple[str, str, str], str]] = {}
    for row in rows.to_dict("records"):
        for figure, says in (("value", ""), ("lower", " LCI"), ("upper", " UCI")):
            key = (f"{row['period_start']:%Y}", row["breakdown"], figure)
            heads[key] = f"{key[0]} {found[row['breakdown']]}{says} (%)"
            cells.setdefault(row["area_code"], {})[key] = number(row[figure])
    names = dict(zip(rows["area_code"], rows["name"], strict=True))
    top = ["Region code", "Region name", "Local authority code", "Local authority name", *heads.values()]
    lines = [[*_REGION, code, names[code], *(texts.get(key, "") for key in heads)] for code, texts in cells.items()]
    title = "Table 2a: Percentage breakdown of dwelling stock by tenure in each local authority, 2012 to 2021"
    return {"Contents": [["Subnational estimates of dwellings by tenure"]], "2a": [[title], [], [], top, *lines]}


def iod_file_1(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Rank and decile of each small area."""
    found = {each.breakdown: each.match["Measure"] for each in sources(catalogue, rows, "iod-file-1")}
    wide = rows.pivot(index=["area_code", "name"], columns="breakdown", values="value").sort_index(
        axis=1, ascending=False
    )
    top = ["LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)"]
    top += ["Local Authority District name (2024)", *(found[name] for name in wide.columns)]
    lines = [[*area, "E07000241", "Welwyn Hatfield", *map(number, values)] for area, values in wide.iterrows()]
    return {"Notes": [["Notes"]], "IMD25": [top, *lines]}


def iod_file_10(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Ranks of districts, a sheet for each kind of deprivation."""
    found = {each.breakdown: each.match["Domain"] for each in sources(catalogue, rows, "iod-file-10")}
    sheets = {"Notes": [["English Indices of Deprivation 2025: summaries of local authority districts"]]}
    for line, own in rows.groupby("breakdown"):
        head = ["Local Authority District code (2024)", "Local Authority District name (2024)"]
        head += [f"{found[line]} - Rank of average score "]
        sheets[found[line][:30]] = [
            head,
            *([row["area_code"], row["name"], number(row["value"])] for row in own.to_dict("records")),
        ]
    return sheets


def live_tables(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Table 122: net additions to the stock by year, counties above districts."""
    heads, lines = across(rows, lambda row: row["period_label"].replace("/", "-"), ("area_code", "name"))
    title = (
        "Table 122: Housing supply; net additional dwellings, by local authority district, England 2001-02 to 2023-24"
    )
    top = ["DCLG code", "Former ONS code", "Current\nONS code", "", "Met and Shire County Totals"]
    top += ["Lower and Single Tier Authority Data", *heads[2:]]
    body = []
    for line in lines:
        place = {"E92": [line[1], "", ""], "E10": ["", line[1], ""]}.get(line[0][:3], ["", "", line[1]])
        body.append(["", "", line[0], *place, *line[2:]])
    return {"LT_122": [[title], ["Source: local authority returns"], [], top, *body]}


def fuel_poverty(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Households in fuel poverty of one year, all kinds of areas in one table."""
    year = rows["period_start"].iloc[0].year
    top = ["Area Codes", "Area names ", "", "", "Number of households", "Number of households in fuel poverty"]
    top += ["Proportion of households fuel poor (%)"]
    lines = []
    for row in rows.to_dict("records"):
        place = ["", "", row["name"]] if row["area_code"].startswith("E07") else [row["name"].upper(), "", ""]
        lines.append([row["area_code"], *place, *(number(row[name]) for name in ("denominator", "count", "value"))])
    title = [
        ["", "", "Sub-regional Fuel Poverty"],
        ["", "", "England"],
        ["", "", str(year + 2)],
        ["", "", f"({year} data)"],
    ]
    sheet = [
        [f"Table 2: Fuel poor households by administrative areas, {year}"],
        [],
        top,
        *lines,
        [],
        ["Back to contents"],
    ]
    return {"Title": title, "Table 2": sheet}


def hclic(rows: pd.DataFrame, catalogue: Catalogue) -> Sheets:
    """Table A1 of a quarter: the households owed a duty, those prevented and relieved beside each other."""
    quarter = rows["period_label"].iloc[0]
    found = [each for each in catalogue.indicators["homelessness-duty-owed"].files if each.layout == "hclic"]
    wide = rows.pivot(index=["area_code", "name"], columns="breakdown", values="value")
    heads = {each.breakdown: each.match["Heading"] for each in reversed(found)}
    title = f"Table A1 - Number of households by initial assessment of homelessness circumstances\nEngland, {quarter}"
    top = [[title], ["", "", "", "", "Number of households"]]
    top += [["", "", "", "", "Assessed as owed a duty"], ["", "", "", "", *(heads[name] for name in wide.columns)]]
    lines = [[code, name, "", "", *map(number, values)] for (code, name), values in wide.iterrows()]
    contents = [["", "Statutory homelessness: \nDetailed local authority-level tables"], ["", quarter]]
    return {"Contents": contents, "A1": [*top, *lines, [], ["Notes"]]}


def _apart(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of England and those of districts."""
    country, district = rows["area_code"].str.startswith("E92"), rows["area_code"].str.startswith("E0")
    return rows[country], rows[district]
