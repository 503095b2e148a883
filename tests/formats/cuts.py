"""Published files cut to their headings and the rows of a few areas, in `tests/data/releases/`.

A text is cut between its lines. A workbook's sheets are kept as the cells a reader is given, one row a line, so that
the cut is text too; opening real workbooks is tested with those in `tests/data/<layout>/`.
"""

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from indicators.formats.files import File, Grid
from tests.formats.workbooks import holding
from tests.sources import EXTRACTS, REAL_DATA

Row = Sequence[str]
FOLDER = EXTRACTS / "releases"
#: England, the county, the borough and one other district, under all their codes and names.
AREAS = {
    *("E92000001", "E10000015", "E07000241", "E07000104", "E07000240", "E07000100"),
    *("England", "Hertfordshire", "Welwyn Hatfield", "St Albans", "St. Albans"),
}


@dataclass(frozen=True)
class Cut:
    """The first rows, the last, and those that have one of the areas in one of the columns; of the sheets so named.

    A sheet that tells about the figures may be kept `whole`.
    """

    columns: tuple[int, ...]
    head: int = 1
    foot: int = 0
    sheets: str = ".*"
    areas: Set[str] = frozenset(AREAS)
    begins: str = "?"
    whole: str = ""

    def rows(self, rows: Sequence[Row]) -> list[int]:
        """Places of the rows that are kept."""
        middle = range(self.head, len(rows) - self.foot)
        return [place for place, row in enumerate(rows) if place not in middle or self.wants(row)]

    def wants(self, row: Row) -> bool:
        named = [row[at] for at in self.columns if at < len(row)]
        return any(name in self.areas or name.startswith(self.begins) for name in named)

    def made(self, name: str) -> tuple[bytes, set[Path]]:
        """The cut of a published file, and where that is."""
        file = File(name, (REAL_DATA / name).read_bytes())
        return self.of_sheets(file.sheets) if file.is_workbook else self.of_text(file), {REAL_DATA / name}

    def of_text(self, file: File) -> bytes:
        lines = file.content.splitlines(keepends=True)
        reader = csv.reader(line.decode(file.encoding) for line in lines)
        rows = [(row, reader.line_num) for row in reader]
        ends = [0, *(end for _, end in rows)]
        return b"".join(
            line for place in self.rows([row for row, _ in rows]) for line in lines[ends[place] : ends[place + 1]]
        )

    def of_sheets(self, sheets: Mapping[str, Grid]) -> bytes:
        cut = {
            name: [trimmed(grid[place]) for place in (range(len(grid)) if name == self.whole else self.rows(grid))]
            for name, grid in sheets.items()
            if name == self.whole or re.fullmatch(self.sheets, name)
        }
        return written(cut).encode()


EXPLORED, NEIGHBOURHOODS = Cut((0,)), Cut((2,), areas={"E07000241"})
QUERY = Cut((0,), head=9, foot=5)
HOMELESS = Cut((0,), head=9, foot=14, sheets="Contents|T?A1(_| - .+)?")
LIHC = Cut((0, 1), head=12, sheets="Title|Supporting information|Table [124]|Local Authority|County|English Region")
#: How each file is cut.
CUTS: Mapping[str, Cut] = {
    "ons-els_adult-obesity-prevalence_cut.csv": EXPLORED,
    "ons-els_apprenticeships_cut.csv": EXPLORED,
    "ons-els_business-demography.csv": EXPLORED,
    "ons-els_cancer-diagnosis-at-stage-1-and-2_cut.csv": EXPLORED,
    "ons-els_children-in-relative-poverty.csv": EXPLORED,
    "ons-els_claimant-count.csv": EXPLORED,
    "ons-els_employment-rate.csv": EXPLORED,
    "ons-els_engagement-with-culture-and-heritage.csv": EXPLORED,
    "ons-els_food-outlets_cut.csv": EXPLORED,
    "ons-els_gross-median-weekly-pay.csv": EXPLORED,
    "ons-els_personal-wellbeing-estimates.csv": EXPLORED,
    "ons-els_preventable-cardiovascular-mortality-england_cut.csv": EXPLORED,
    "milbot-ohid-fingertips_40501-under-75-cancer-mortality_2020-22_districts.csv": Cut((4,)),
    "ohid-fingertips_raw_social-isolation_CountyUA.csv": Cut((4,), areas={"E10000015"}),
    "nomis-bulk_census2011-QS405EW-tenure_lad.csv": Cut((2,)),
    "nomis-bulk_census2021-ts007-age_ltla.csv": Cut((2,)),
    "nomis-wizard_jobs-density_2013-2019.xlsx": QUERY,
    "nomis-wizard_population-estimates_2013-2019_rebased.xlsx": QUERY,
    "nomis-wizard_ASHE-resident-weekly-pay_2013-2019.xlsx": Cut((0,), head=10, foot=5),
    "dwp-statxplore_households-on-universal-credit_ltla_2015-22.csv": Cut((0,), head=2),
    "dwp-statxplore_children-relative-low-income_ltla_14-22.csv": Cut((0,), head=2),
    "dwp_Children_low_income_families_FYE2015-2021.ods": Cut((1,), head=10, sheets="1_.+"),
    "dwp_children-in-low-income-families_relative-AHC_LA_FYE2024-2025.csv": Cut((1,), head=12),
    "police-uk_2021-01-hertfordshire-street.csv": Cut((8,), begins="Welwyn Hatfield 0"),
    "hmlr_UK-HPI_raw-header_sample-5000-rows.csv": Cut((2,), areas={"E07000241"}),
    "ons_police-force-area-tables_Table-C2_CSP-recorded-crime_year-ending-June-2025.csv": Cut(
        (0,), head=8, areas={"E23000027"}
    ),
    "decc_sub-regional-fuel-poverty_2011-data_LIHC.xlsx": LIHC,
    "decc_sub-regional-fuel-poverty_2012-data_LIHC.xlsx": LIHC,
    "decc_sub-regional-fuel-poverty_2013-data_LIHC.xlsx": LIHC,
    "beis_sub-regional-fuel-poverty-2022-tables_2020-data_LILEE.xlsx": LIHC,
    "desnz_sub-regional-fuel-poverty-2023-tables_2021-data_LILEE.xlsx": LIHC,
    "mhclg-hclic_DetailedLA_201806.xlsx": HOMELESS,
    "mhclg-hclic_DetailedLA_201912.xlsx": HOMELESS,
    "mhclg-hclic_DetailedLA_202009_REVISED.ods": HOMELESS,
    "mhclg-hclic_DetailedLA_202103_revised.ods": HOMELESS,
    "mhclg-hclic_Detailed_LA_202212.ods": HOMELESS,
    "mhclg-hclic_Detailed_LA_202403.xlsx": HOMELESS,
    "mhclg-hclic_Detailed_LA_202503.ods": HOMELESS,
    "mhclg-hclic_Detailed_LA_202512.ods": HOMELESS,
    "mhclg_IoD2015_File_1_Index_of_Multiple_Deprivation_lsoa11.xlsx": NEIGHBOURHOODS,
    "mhclg_IoD2019_File_1_Index_of_Multiple_Deprivation_lsoa11.csv": NEIGHBOURHOODS,
    "mhclg_IoD2025_File_1_Index_of_Multiple_Deprivation_lsoa21.xlsx": NEIGHBOURHOODS,
    "mhclg_IoD2019_File_10_Local_Authority_District_Summaries.xlsx": Cut((0,)),
    "slendeavours-mhclg_IoD2025_File-10_IMD_local-authority-district-summaries.csv": Cut((0,)),
    "mhclg-lahs_LAHS_201112_to_202021_open_data_02_2022.csv": Cut((2,)),
    "ons_aff1-ratio-of-house-price-to-workplace-based-earnings_2024.xlsx": Cut(
        (0, 2), head=2, sheets="[1-6]c", whole="Metadata"
    ),
    "ons_HPSSA-dataset-9_median-price-paid_administrative-geographies.xls": Cut(
        (0, 2), head=7, sheets="[123]a", whole="Cover sheet"
    ),
    "ons_labour-productivity-by-local-authority_incl-productivity-jobs_2002-2023.xls": Cut(
        (0,), head=6, sheets="Productivity Jobs"
    ),
    "ons_subnational-dwelling-stock-by-tenure_2012-2021.xlsx": Cut((2,), head=4, sheets="[12]a"),
}


def extract(name: str) -> Path:
    """Where the cut of a file is."""
    return FOLDER / (name if name.endswith(".csv") else f"{name}.json")


def trimmed(row: Iterable[str]) -> list[str]:
    """The row without the empty cells at its end."""
    cells = list(row)
    while cells and not cells[-1]:
        del cells[-1]
    return cells


def written(sheets: Mapping[str, Sequence[Row]]) -> str:
    """Sheets as JSON, a row a line."""
    texts = [
        json.dumps(name, ensure_ascii=False)
        + ": [\n"
        + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        + "\n]"
        for name, rows in sheets.items()
    ]
    return "{\n" + ",\n".join(texts) + "\n}\n"


def opened(name: str) -> File:
    """The cut of a file, a workbook with its rows of one length again."""
    content = extract(name).read_bytes()
    if name.endswith(".csv"):
        return File(name, content)
    sheets = json.loads(content)
    widths = {sheet: max((len(row) for row in rows), default=0) for sheet, rows in sheets.items()}
    return holding({sheet: [row + [""] * (widths[sheet] - len(row)) for row in rows] for sheet, rows in sheets.items()})
