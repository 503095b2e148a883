"""Social contact, well-being, care, surroundings and schools: what the sources say, read from their own layouts."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from tests.published.facts import Fact
from tests.published.health import (
    WANTED,
    calendar_year,
    detailed,
    downloaded,
    explored,
    extract,
    financial_year,
    named_areas,
    number,
    rows,
    tidied,
)

#: Lines of the social contact download, by sex and age; all other ages are published for England alone.
PEOPLE = {
    ("Persons", "18+ yrs"): "",
    ("Persons", "18-64 yrs"): "age=18-to-64",
    ("Persons", "65+ yrs"): "age=65-and-over",
    ("Male", "18+ yrs"): "sex=male",
    ("Female", "18+ yrs"): "sex=female",
}


def social_contact(folder: Path, indicator_id: str) -> list[Fact]:
    """The lines that the county has in any year, without those by category (ethnic group, support, deprivation)."""
    lines = [
        row
        for row in rows(folder / "ohid-fingertips_raw_social-isolation_CountyUA.csv")
        if row["Indicator ID"] == indicator_id and row["Area Code"] in WANTED and not row["Category"]
    ]
    county = {(row["Sex"], row["Age"]) for row in lines if row["Area Code"] == "E10000015"}
    return [
        downloaded(row, financial_year, PEOPLE[person])
        for row in lines
        if (person := (row["Sex"], row["Age"])) in county and person in PEOPLE
    ]


def loneliness(folder: Path) -> list[Fact]:
    """The modelled share of each neighbourhood, for the survey of 2020/21."""
    path = folder / "humaniverse-dcms_community-life-2020-21_loneliness_lsoa21_welwyn-hatfield_cut.csv"
    return [Fact(row["lsoa21_code"], *financial_year("2020/21"), number(row["perc"])) for row in rows(path)]


def health_index(folder: Path, indicator: str) -> list[Fact]:
    """One indicator of the Health Index, by calendar year, repeated figures included."""
    return [
        Fact(row["ltla21_code"], *calendar_year(row["year"]), number(row["value"]))
        for row in rows(folder / "humaniverse-ons_health-index-england_indicator-values_2015-2021_converted_cut.csv")
        if row["indicator"] == indicator and row["ltla21_code"] in WANTED
    ]


def self_harm(folder: Path) -> list[Fact]:
    """The tidied series to 2017/18; the extract for 2018/19 where it has the area; then the Health Index.

    The Health Index's 2018 is 2018/19 and so on; its 2021 repeats its 2020.
    """
    name = "-2001to18_admissions_self_harm"
    codes = named_areas(folder / f"trafford-fingertips{name}_cut.csv", "area_name", "area_code")
    details = extract(folder, "21001", "2018/19", codes)
    span = financial_year("2018/19")
    index = [
        replace(fact, start=fact.start.replace(month=4), end=date(fact.start.year + 1, 3, 31))
        for fact in health_index(folder, "Self-harm")
        if 2018 <= fact.start.year <= 2020
    ]
    england = Fact("E92000001", *span, details["E92000001"].value)
    return tidied(folder, name, financial_year) + list(detailed([england, *index], span, details))


def well_being(question: str) -> Callable[[Path], Iterable[Fact]]:
    """A reader of one of the four questions."""
    return partial(explored, name="personal-wellbeing-estimates", breakdowns={question: ""})


FACTS: dict[str, Callable[[Path], Iterable[Fact]]] = {
    "social-contact-care-users": partial(social_contact, indicator_id="90280"),
    "social-contact-carers": partial(social_contact, indicator_id="90638"),
    "loneliness": loneliness,
    "wellbeing-anxiety": well_being("Anxiety"),
    "wellbeing-happiness": well_being("Happiness"),
    "wellbeing-life-satisfaction": well_being("Satisfaction"),
    "wellbeing-worthwhile": well_being("Worthwhile"),
    "depression-prevalence": partial(tidied, name="_adults_depression", span=financial_year),
    "dementia-diagnosis": partial(tidied, name="-2001to18_dementia_diagnosis", span=calendar_year),
    "self-harm-admissions": self_harm,
    "alcohol-admissions": partial(tidied, name="-2001to18_alcohol_related_admissions", span=financial_year),
    "five-a-day": partial(health_index, indicator="Healthy eating"),
    "air-pollution": partial(health_index, indicator="Air pollution"),
    "internet-access": partial(health_index, indicator="Internet access"),
    "food-outlets": partial(explored, name="food-outlets_cut", breakdowns={"Food outlets": ""}),
    "gigabit-broadband": partial(
        explored, name="gigabit-capable-broadband", breakdowns={"Gigabit capable broadband": ""}
    ),
    "culture-engagement": partial(
        explored,
        name="engagement-with-culture-and-heritage",
        breakdowns={
            "Engaged with the arts": "activity=arts",
            "Visited a heritage site": "activity=heritage-site",
            "Visited a museum or gallery": "activity=museum-or-gallery",
            "Visited a public library": "activity=library",
        },
    ),
    "sports-facilities": partial(explored, name="sports-facilities", breakdowns={"Sports facilities": ""}),
    "gcse-english-maths": partial(
        explored, name="gcses-in-english-and-maths_cut", breakdowns={"GCSEs in English and Maths": ""}
    ),
    "key-stage-2": partial(
        explored,
        name="pupils-at-expected-standards-by-end-of-primary-school",
        breakdowns={"Pupils meeting the expected standard in reading, writing and maths": ""},
    ),
    "greenhouse-gas-emissions": partial(
        explored, name="greenhouse-gas-emissions_cut", breakdowns={"Greenhouse gas emissions": ""}
    ),
}
