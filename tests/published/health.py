"""Weight, activity, smoking, and length of life: what the sources say, read from each source's own layout."""

import csv
import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from tests.published.facts import KEPT, SUCCESSORS, Fact

Span = tuple[date, date]
Row = dict[str, str]

#: What the sources write where they show no figure.
NOTHING = frozenset({"", "NA", "na"})
WANTED = KEPT | SUCCESSORS.keys()


def rows(path: Path) -> list[Row]:
    """Every line of a CSV file, packed or not, keyed by its header."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    """The figure written in a cell, None where the source shows none. Refuses any other text."""
    return None if text in NOTHING else float(text)


# Periods


def calendar_year(label: str) -> Span:
    """`2011`: January to December."""
    return date(int(label), 1, 1), date(int(label), 12, 31)


def year_from(month: int, day: int, label: str) -> Span:
    """`2018/19`: twelve months from that day of the first year. Refuses other than two years running."""
    first, second = int(label[:4]), label[5:]
    if label[4] != "/" or f"{first + 1}"[2:] != second:
        raise ValueError(label)
    return date(first, month, day), date(first + 1, month, day) - timedelta(days=1)


school_year = partial(year_from, 9, 1)
survey_year = partial(year_from, 11, 16)
financial_year = partial(year_from, 4, 1)


def calendar_years(label: str) -> Span:
    """`2010 - 12`: from January of the first to December of the last. Refuses anything but three years."""
    first, last = int(label[:4]), int(label[:2] + label[-2:])
    if label[4:-2] != " - " or last != first + 2:
        raise ValueError(label)
    return date(first, 1, 1), date(last, 12, 31)


def school_years(label: str) -> Span:
    """`2018/19 - 22/23`: from September of the first to August of the last."""
    first, last = label.split(" - ")
    return school_year(first)[0], school_year(first[:2] + last)[1]


def year_or_years(label: str) -> Span:
    """`2019` or `2019 - 21`."""
    return calendar_years(label) if " - " in label else calendar_year(label)


def day_to_day(label: str) -> Span:
    """`16/11/2015 - 15/11/2016`: these two days."""
    first, last = (date(*map(int, reversed(day.split("/")))) for day in label.split(" - "))
    return first, last


def dated(period: str) -> Span:
    """`2015-11-16/P1Y`: so many years from that day. `2026-01-01`: that day alone."""
    day, _, length = period.partition("/")
    start = date.fromisoformat(day)
    if not length:
        return start, start
    if length[:1] + length[-1:] != "PY":
        raise ValueError(period)
    return start, start.replace(year=start.year + int(length[1:-1])) - timedelta(days=1)


# Files tidied by Trafford Data Lab from Fingertips: a line per area and period


def nothing_more(row: Row) -> str:
    """The headline: the file has one line for an area and period."""
    return ""


def tidied(
    folder: Path, name: str, span: Callable[[str], Span], breakdown: Callable[[Row], str] = nothing_more
) -> list[Fact]:
    """Every figure of one tidied file."""
    return [
        Fact(row["area_code"], *span(row["period"]), number(row["value"]), breakdown(row))
        for row in rows(folder / f"trafford-fingertips{name}_cut.csv")
        if row["area_code"] in WANTED
    ]


def sex_in(column: str, row: Row) -> str:
    """The sex named in that column; persons are the headline."""
    return {"Male": "sex=male", "Female": "sex=female", "Persons": ""}[row[column]]


def deprivation(row: Row) -> str:
    """The fifth of neighbourhoods named in a row, nothing where it is for all of them."""
    fifth = row["inequality"]
    return "" if fifth == "NA" else f"deprivation={fifth.lower().replace(' ', '-')}"


def year_or_school_years(label: str) -> Span:
    """`2018/19` or `2018/19 - 22/23`, both of school years."""
    return school_years(label) if " - " in label else school_year(label)


def then(earlier: Iterable[Fact], later: Iterable[Fact]) -> list[Fact]:
    """The later release whole, and from the earlier one only the periods before it, line by line."""
    newest = list(later)
    first: dict[str, date] = {}
    for fact in newest:
        first[fact.breakdown] = min(first.get(fact.breakdown, fact.start), fact.start)
    return [fact for fact in earlier if fact.start < first[fact.breakdown]] + newest


def child_obesity(folder: Path, age: str, tidied_age: str) -> list[Fact]:
    """School years one by one, with limits; five of them together by deprivation, from two tidied releases.

    The tidied releases have the single years too, to one decimal: the same figures, or this fails.
    """
    read = partial(tidied, folder, span=year_or_school_years, breakdown=deprivation)
    both = then(read(f"-2010on_obese_{tidied_age}"), read(f"_obese_{tidied_age}"))
    years = child_weight(folder, f"{age} obesity including severe")
    limited((fact for fact in both if not fact.breakdown), years)
    return [*years, *(fact for fact in both if fact.breakdown)]


def excess_weight_adults(folder: Path) -> list[Fact]:
    """The tidied series, with the limits of the years that the statistics office's older layout has."""
    return limited(
        tidied(folder, "_overweight_adult", survey_year),
        subnational(folder, "overweight-adults_2015-16_to_2021-22_with-CI.csv.gz", day_to_day),
    )


def smoking_adults(folder: Path) -> list[Fact]:
    """The tidied series; numbers of 2018 from the extract, limits to 2019 from the statistics office's older layout.

    Its figures from 2020 on are those of before the survey was weighted anew, and other ones.
    """
    series = with_extract(folder, "_adults_smoking", "92443", calendar_year, "2018")
    others = subnational(folder, "cigarette-smokers_2012-2022_with-CI.csv.gz", calendar_year)
    return limited(series, (fact for fact in others if fact.start.year < 2020))


def life_expectancy(folder: Path) -> list[Fact]:
    """Women and men, three years together; the statistics office's table of 2021 to 2023 has limits."""
    series = tidied(folder, "_life_expectancy", calendar_years, partial(sex_in, "inequality"))
    name = "ons_life-expectancy-local-areas_2021-2023_at-birth-and-65_with-CI_england_converted.csv"
    return limited(
        series,
        [
            Fact(
                row["Area code"],
                *calendar_years(row["Period"].replace(" to 20", " - ")),
                number(row["Life expectancy"]),
                sex_in("Sex", row),
                lower=number(row["Lower confidence interval"]),
                upper=number(row["Upper confidence interval"]),
            )
            for row in rows(folder / name)
            if row["Area code"] in WANTED and row["Age group"] == "<1"
        ],
    )


def life_expectancy_gap(folder: Path) -> list[Fact]:
    """Slope index, women and men; the release that begins in 2015 - 17 replaces the one that begins in 2010 - 12."""
    read = partial(tidied, folder, span=calendar_years, breakdown=partial(sex_in, "inequality"))
    return then(read("-2010on_inequality_life_expectancy"), read("_inequality_life_expectancy"))


def preventable_mortality(folder: Path) -> list[Fact]:
    """Everybody, women and men; the release that begins in 2014 replaces the one that begins in 2010."""
    read = partial(tidied, folder, span=calendar_year, breakdown=partial(sex_in, "unit"))
    return then(read("-2010on_mortality_rate"), read("_mortality_rate"))


def smoking_routine_manual(folder: Path) -> list[Fact]:
    """Single years, and three years together on a line of their own."""
    return tidied(
        folder,
        "_adults_smoking_manual",
        year_or_years,
        lambda row: "window=three-years" if "-" in row["period"] else "",
    )


# The same figures in two sources


def limited(facts: Iterable[Fact], others: Iterable[Fact]) -> list[Fact]:
    """The facts with the limits that another source has for them, and what only that source has.

    Refuses a figure that one of the two does not show, or that differs by more than the rounding to one decimal.
    """
    found = {fact.key: fact for fact in facts}
    for other in others:
        fact = found.get(other.key, other)
        if (fact.value is None) != (other.value is None) or abs((fact.value or 0) - (other.value or 0)) > 0.0501:
            raise ValueError(f"{fact} is not {other}")
        found[other.key] = replace(fact, lower=other.lower, upper=other.upper)
    return list(found.values())


# One period of many indicators, with limits, from January 2020


@dataclass(frozen=True)
class Detail:
    """A figure with what stands beside it."""

    value: float
    lower: float
    upper: float
    count: float | None
    denominator: float | None


def beside(fact: Fact, found: Detail) -> Fact:
    """The fact, with the limits, count and denominator of the other source."""
    return replace(fact, lower=found.lower, upper=found.upper, count=found.count, denominator=found.denominator)


def named_areas(path: Path, name: str, code: str) -> dict[str, str]:
    """Codes of the kept areas by the names a file gives them."""
    return {row[name]: row[code] for row in rows(path) if row[code] in WANTED}


def extract(folder: Path, indicator_id: str, period: str, codes: dict[str, str]) -> dict[str, Detail]:
    """Figures of one indicator by area code, England's from the file that compares with it. Refuses another period."""
    prefix = "psychty-ohid_LA-walkthrough_35-indicators"
    about = json.loads((folder / f"{prefix}_metadata-periods.json").read_text(encoding="utf-8"))
    (entry,) = (item for item in about if item["ID"] == indicator_id)
    if entry["Timeperiod"] != period:
        raise ValueError(entry["Timeperiod"])
    districts = json.loads(
        (folder / f"{prefix}-with-CI_lower-tier_2020-01_nearest-neighbours.json").read_text(encoding="utf-8")
    )
    found = {
        codes[item["Area_name"]]: detail(item, "")
        for item in districts
        if item["Name"] == entry["Name"] and item["Area_name"] in codes
    }
    beside_england = json.loads(
        (folder / f"{prefix}-with-CI_West-Sussex-districts-with-England_2020-01.json").read_text(encoding="utf-8")
    )
    (england,) = {detail(item, "Comp_") for item in beside_england if item["ID"] == indicator_id}
    return found | {"E92000001": england}


def detail(item: dict[str, float], prefix: str) -> Detail:
    """One record's figure; the file leaves out a count or denominator that it does not know."""
    return Detail(
        item[f"{prefix}Value"],
        item[f"{prefix}Lower_CI"],
        item[f"{prefix}Upper_CI"],
        item.get(f"{prefix}Numerator"),
        item.get(f"{prefix}Denominator"),
    )


def detailed(facts: Iterable[Fact], span: Span, details: dict[str, Detail]) -> Iterator[Fact]:
    """The facts, with limits and counts in that period where the two sources' values agree to one decimal."""
    for fact in facts:
        found = details.get(fact.area) if (fact.start, fact.end) == span else None
        if found is not None and fact.value is not None and abs(found.value - fact.value) < 0.0501:
            yield beside(fact, found)
        else:
            yield fact


def with_extract(
    folder: Path, name: str, indicator_id: str, span: Callable[[str], Span], period: str
) -> Iterator[Fact]:
    """A tidied series with what the extract adds to one of its periods."""
    codes = named_areas(folder / f"trafford-fingertips{name}_cut.csv", "area_name", "area_code")
    return detailed(tidied(folder, name, span), span(period), extract(folder, indicator_id, period, codes))


def from_extract(span: Span, details: dict[str, Detail]) -> list[Fact]:
    """The extract's own figures, as one period."""
    return [beside(Fact(area, *span, found.value), found) for area, found in details.items()]


def cancer_mortality(folder: Path) -> list[Fact]:
    """2020 - 22 from a Fingertips download, 2016 - 18 from the extract for the areas that it has."""
    path = folder / "milbot-ohid-fingertips_40501-under-75-cancer-mortality_2020-22_districts.csv"
    codes = named_areas(path, "Area Name", "Area Code")
    before = extract(folder, "40501", "2016 - 18", codes)
    return from_extract(calendar_years("2016 - 18"), before) + [
        downloaded(row, calendar_years) for row in rows(path) if row["Area Code"] in WANTED
    ]


# Files in the layouts of their publishers


def downloaded(row: Row, span: Callable[[str], Span], breakdown: str = "") -> Fact:
    """One line of a Fingertips download."""
    return Fact(
        row["Area Code"],
        *span(row["Time period"]),
        number(row["Value"]),
        breakdown,
        lower=number(row["Lower CI 95.0 limit"]),
        upper=number(row["Upper CI 95.0 limit"]),
        count=number(row["Count"]),
        denominator=number(row["Denominator"]),
    )


def explored(folder: Path, name: str, breakdowns: dict[str, str]) -> list[Fact]:
    """Figures of the named indicators in a file of Explore Local Statistics."""
    return [
        Fact(
            row["areacd"],
            *dated(row["period"]),
            number(row["observation"]),
            breakdowns[row["indicator"]],
            lower=number(row["lci_95"]),
            upper=number(row["uci_95"]),
        )
        for row in rows(folder / f"ons-els_{name}.csv")
        if row["areacd"] in WANTED and row["indicator"] in breakdowns
    ]


def subnational(folder: Path, name: str, span: Callable[[str], Span]) -> list[Fact]:
    """Every figure of one file in the Office for National Statistics' older long layout, which has limits."""
    return [
        Fact(
            row["AREACD"],
            *span(row["Period"]),
            number(row["Value"]),
            lower=number(row["Lower Confidence Interval (95%)"]),
            upper=number(row["Upper Confidence Interval (95%)"]),
        )
        for row in rows(folder / f"ons-ids_{name}")
        if row["AREACD"] in WANTED
    ]


def child_weight(folder: Path, indicator: str) -> list[Fact]:
    """One indicator of the weight of children in Explore Local Statistics, a line per area and school year."""
    return [
        Fact(
            row["areacd"],
            *school_year(row["academic_year"]),
            number(row["value"]),
            lower=number(row["lci_95"]),
            upper=number(row["uci_95"]),
        )
        for row in rows(folder / "ons-els-app_child-weight_reception-year6_2006-07_to_2024-25_with-CI_converted.csv.gz")
        if row["areacd"] in WANTED and row["indicator"] == indicator
    ]


FACTS: dict[str, Callable[[Path], Iterable[Fact]]] = {
    "obesity-year-6": partial(child_obesity, age="year-6", tidied_age="year6"),
    "obesity-reception": partial(child_obesity, age="reception", tidied_age="reception"),
    "excess-weight-year-6": partial(
        subnational, name="overweight-children-year6_2006-07_to_2021-22.csv", span=school_year
    ),
    "excess-weight-reception": partial(
        subnational, name="overweight-children-reception_2006-07_to_2021-22_with-CI.csv.gz", span=school_year
    ),
    "excess-weight-adults": excess_weight_adults,
    "obesity-adults": partial(
        explored, name="adult-obesity-prevalence_cut", breakdowns={"Adult obesity prevalence": ""}
    ),
    "active-adults": partial(
        with_extract, name="_active_adults", indicator_id="93014", span=survey_year, period="2017/18"
    ),
    "inactive-adults": partial(
        with_extract, name="_inactive_adults", indicator_id="93015", span=survey_year, period="2017/18"
    ),
    "active-children": partial(tidied, name="_active_children", span=school_year),
    "smoking-adults": smoking_adults,
    "smoking-adults-pooled": partial(explored, name="cigarette-smokers", breakdowns={"Cigarette smokers": ""}),
    "smoking-routine-manual": smoking_routine_manual,
    "life-expectancy": life_expectancy,
    "life-expectancy-gap": life_expectancy_gap,
    "preventable-mortality-under-75": preventable_mortality,
    "preventable-cardiovascular-mortality": partial(
        explored,
        name="preventable-cardiovascular-mortality-england_cut",
        breakdowns={"Preventable cardiovascular mortality (England)": ""},
    ),
    "early-cancer-diagnosis": partial(
        explored,
        name="cancer-diagnosis-at-stage-1-and-2_cut",
        breakdowns={"Cancer diagnosis at stage 1 and 2": ""},
    ),
    "under-75-cancer-mortality": cancer_mortality,
}
