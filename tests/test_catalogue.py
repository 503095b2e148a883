"""Reading `data/`: what a good folder becomes, and how every fault in a broken one is told, all at once.

The good folder is tests/data/catalogue. Each test works on a copy of it.
"""

import shutil
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from indicators import catalogue
from indicators.errors import CatalogueError
from indicators.model import Area, Break, Catalogue, Dimension, Ended, Indicator, Per, Rebase, Unit

GOOD = Path(__file__).parent / "data" / "catalogue"
FILES = sorted(path.relative_to(GOOD).as_posix() for path in GOOD.rglob("*") if path.is_file())

Broken = Callable[..., tuple[str, ...]]


def change(data: Path, file: str, *changes: tuple[str, str]) -> None:
    """Replace text in a file, and fail if it is not there to be replaced."""
    text = (data / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (data / file).write_text(text, encoding="utf-8")


def faults_of(data: Path) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        catalogue.load(data)
    return caught.value.faults


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "data"))


@pytest.fixture
def loaded(data: Path) -> Catalogue:
    return catalogue.load(data)


@pytest.fixture
def broken(data: Path) -> Broken:
    """The faults after one text in one file was replaced."""

    def faults(file: str, old: str, new: str) -> tuple[str, ...]:
        change(data, file, (old, new))
        return faults_of(data)

    return faults


# What a good folder becomes


def test_a_definition_becomes_an_indicator(loaded: Catalogue) -> None:
    assert loaded.indicators["obesity-year-6"] == Indicator(
        slug="obesity-year-6",
        title="Year 6 obesity",
        measure="Children aged 10 to 11 living with obesity",
        description="Weighed and measured at school.",
        method="As published.",
        limits=("Not every child is measured.",),
        unit=Unit("%", after="%"),
        decimals=1,
        polarity="lower_is_better",
        kind="proportion",
        period="academic_year",
        cadence="annual",
        lag_months=3,
        sources=("office", "survey"),
        benchmark="E92000001",
        headline="sex=male",
        survey=True,
        words=("fat children", "ncmp"),
        dimensions=(Dimension("sex", "Sex", {"male": "Boys", "female": "Girls"}),),
        breaks=(Break(date(2013, 9, 1), "New scales", "sex=female"),),
        rebases=(Rebase(date(2018, 9, 1), "Health Partners", "A new service"),),
    )
    assert loaded.indicators["jobs"].unit.after == " jobs"  # the space belongs to the unit
    assert list(loaded.indicators) == ["jobs", "obesity-year-6"]


def test_what_figures_rest_on_is_read(data: Path) -> None:
    rests = (
        f'kind = "count"\nevidence = "complete"\nnominal = true\n{PER}\nended = {{ day = 2018-12-31, why = "Dear." }}'
    )
    change(data, "definitions/jobs.toml", ('kind = "count"', rests))
    change(
        data,
        "definitions/obesity-year-6.toml",
        ('headline = "sex=male"', 'headline = "sex=male"\nbeside = ["sex=female"]'),
    )
    read = catalogue.load(data).indicators
    jobs = read["jobs"]
    assert (jobs.evidence, jobs.size, jobs.nominal) == ("complete", False, True)
    assert jobs.per == Per("jobs", 1000.0, "1,000 jobs", limits=True)
    assert jobs.ended == Ended(date(2018, 12, 31), "Dear.")
    assert read["obesity-year-6"].beside == ("sex=female",)


def test_a_definition_that_says_nothing_of_its_evidence(loaded: Catalogue) -> None:
    jobs = loaded.indicators["jobs"]
    assert (jobs.evidence, jobs.size, jobs.nominal, jobs.per, jobs.ended) == ("sample", False, False, None, None)


def test_a_source_says_which_file_to_fetch(data: Path) -> None:
    where = 'file = "jobs.csv"\naddress = "https://office.example/jobs"\nsteps = "Choose all areas."'
    change(data, "published/sources.toml", ("[office]", f"[office]\n{where}\nfirst_published = 2015-03-01"))
    office = catalogue.load(data).sources["office"]
    assert (office.file, office.address, office.steps) == (
        "jobs.csv",
        "https://office.example/jobs",
        "Choose all areas.",
    )
    assert office.first_published == date(2015, 3, 1)


def test_strategy_areas_and_sources_are_read(loaded: Catalogue) -> None:
    health, economy = loaded.strategy.themes
    assert (health.judged, economy.judged, economy.lead) == (True, False, "")
    assert health.priorities[2].gap is not None
    assert health.priorities[2].gap.would_fill == "A survey"
    assert loaded.strategy.partnerships[0].members == ("The council",)
    assert loaded.strategy.end == date(2020, 12, 31)
    old = Area("E07000104", "Welwyn Hatfield", "district", "E10000015", None, date(2012, 3, 31), "E07000241")
    assert loaded.areas["E07000104"] == old
    assert loaded.similar == {"E07000241": ("E07000220", "E07000066", "E07000095")}
    assert loaded.sources["survey"].published == date(2025, 11, 4)
    assert loaded.sources["office"].published is None


def test_a_byte_order_mark_is_no_fault(data: Path, loaded: Catalogue) -> None:
    for name in ("areas.csv", "strategy.toml"):
        (data / name).write_bytes(b"\xef\xbb\xbf" + (GOOD / name).read_bytes())
    again = catalogue.load(data)
    assert (again.areas, again.strategy) == (loaded.areas, loaded.strategy)


def test_hash_changes_with_every_file_and_with_nothing_else(data: Path, loaded: Catalogue) -> None:
    assert len(loaded.hash) == 64
    assert catalogue.load(data).hash == loaded.hash
    (data / "definitions" / "notes.md").write_text("not read", encoding="utf-8")
    assert catalogue.load(data).hash == loaded.hash
    seen = {loaded.hash}
    for name in FILES:
        (data / name).write_bytes((data / name).read_bytes() + b"\n")
        seen.add(catalogue.load(data).hash)
    shutil.copy(data / "definitions" / "jobs.toml", data / "definitions" / "posts.toml")
    seen.add(catalogue.load(data).hash)
    assert len(seen) == len(FILES) + 2


# Faults, one at a time

KEYS = ", ".join(field.name for field in fields(Indicator) if field.name != "slug")

#: What a count is divided by, in a line of a definition.
PER = 'per = { indicator = "jobs", times = 1000, one = "1,000 jobs" }'

# fmt: off
#: What is changed in which file, and what is then said after the file's name.
ONE_FAULT = [
    ("definitions/jobs.toml", 'polarity = "contextual"', 'polarity = "contextaul"',
     ", key 'polarity': 'contextaul' is not one of higher_is_better, lower_is_better, contextual. Nearest: "
     "'contextual'."),
    ("definitions/jobs.toml", 'kind = "count"', 'kind = "counts"',
     ", key 'kind': 'counts' is not one of proportion, rate, count, mean, ratio, index, rank, price. Nearest: "
     "'count'."),
    ("definitions/jobs.toml", 'cadence = "annual"', 'cadence = "yearly"',
     ", key 'cadence': 'yearly' is not one of monthly, quarterly, annual, biennial, decennial, irregular, once."),
    ("definitions/jobs.toml", 'period = "year"', 'period = "years"',
     ", key 'period': there is no kind of period 'years'. Nearest: 'year'."),
    ("definitions/obesity-year-6.toml", 'geography = "district"', 'geography = "distric"',
     ", key 'geography': 'distric' is not one of district, county, lsoa. Nearest: 'district'."),
    ("definitions/jobs.toml", "decimals = 0", "decimal = 0\ndecimals = 0",
     ": key 'decimal' is unknown. Nearest: 'decimals'."),
    ("definitions/jobs.toml", 'name = "jobs"', 'name = "jobs"\nbehind = "x"',
     ", unit: key 'behind' is unknown. Known are name, before, after, after_one, change."),
    ("definitions/jobs.toml", 'title = "Jobs"', 'slug = "jobs"\ntitle = "Jobs"',
     f": key 'slug' is unknown. Known are {KEYS}."),
    ("definitions/jobs.toml", 'polarity = "contextual"\n', "",
     ": key 'polarity' is missing."),
    ("definitions/jobs.toml", '[unit]\nname = "jobs"\nafter = " jobs"\nafter_one = " job"\n', "",
     ": key 'unit' is missing."),
    ("definitions/jobs.toml", 'name = "jobs"\n', "",
     ", unit: key 'name' is missing."),
    ("definitions/jobs.toml", "decimals = 0", 'decimals = "0"',
     ", key 'decimals': '0' is not a whole number."),
    ("definitions/jobs.toml", "decimals = 0", "decimals = true",
     ", key 'decimals': 'true' is not a whole number."),
    ("definitions/jobs.toml", "decimals = 0", "decimals = -1",
     ", key 'decimals': -1 is below 0."),
    ("definitions/obesity-year-6.toml", "survey = true", 'survey = "true"',
     ", key 'survey': 'true' is not true or false, without quotes."),
    ("definitions/jobs.toml", 'title = "Jobs"', "title = 7",
     ", key 'title': '7' is not a text. Write it in quotes."),
    ("definitions/jobs.toml", 'title = "Jobs"', 'title = " "',
     ", key 'title' is empty."),
    ("definitions/jobs.toml", 'limits = ["Small surveys."]', 'limits = "Small surveys."',
     ", key 'limits': 'Small surveys.' is not a list. Write it in square brackets."),
    ("definitions/jobs.toml", 'limits = ["Small surveys."]', "limits = []",
     ", key 'limits' is empty."),
    ("definitions/obesity-year-6.toml", '"ncmp"]', "7]",
     ", key 'words': '7' in the list is not a text, or an empty one."),
    ("definitions/obesity-year-6.toml", 'female = "Girls"', "female = 2",
     ", dimensions 'sex', key 'values': '2' for 'female' is not a text, or an empty one."),
    ("definitions/obesity-year-6.toml", 'label = "Sex"\n', "",
     ", dimensions 'sex': key 'label' is missing."),
    ("definitions/obesity-year-6.toml", "[[breaks]]", "[breaks]",
     ", key 'breaks': a table is not a list of tables, [[breaks]]."),
    ("definitions/obesity-year-6.toml", 'reason = "New scales"\n', "",
     ", breaks 1: key 'reason' is missing."),
    ("definitions/obesity-year-6.toml", 'reason = "New scales"', 'reason = ""',
     ", breaks 1, key 'reason' is empty."),
    ("definitions/obesity-year-6.toml", "day = 2013-09-01", 'day = "2013-09-01"',
     ", breaks 1, key 'day': '2013-09-01' is not a date. Write it like 2015-07-01, without quotes."),
    ("definitions/obesity-year-6.toml", "day = 2013-09-01", "day = 2013-09-01T12:00:00",
     ", breaks 1, key 'day': '2013-09-01 12:00:00' is not a date. Write it like 2015-07-01, without quotes."),
    ("definitions/obesity-year-6.toml", 'breakdown = "sex=female"', 'breakdown = "sex=females"',
     ", breaks of 2013-09-01, key 'breakdown': 'sex=females' is no value of a dimension. Nearest: "
     "'sex=female'."),
    ("definitions/obesity-year-6.toml", 'headline = "sex=male"', 'headline = "male"',
     ", key 'headline': 'male' is no value of a dimension. Nearest: 'sex=male'."),
    ("definitions/obesity-year-6.toml", "{ male =", '{ Under_5 = "Small", male =',
     ", dimensions 'sex', key 'values': 'Under_5' is not in small letters, digits and single hyphens. "
     "Nearest: 'under-5'."),
    ("definitions/obesity-year-6.toml", '"survey"]', '"servey"]',
     ", key 'sources': there is no source 'servey'. Nearest: 'survey'."),
    ("definitions/obesity-year-6.toml", '"survey"]', '"office"]',
     ", key 'sources': 'office' is there 2 times."),
    ("definitions/jobs.toml", 'benchmark = "E92000001"',
     'benchmark = "E92000001"\nfiles = [{ layout = "uk-hpi", match = { Figure = "Jobs" }, source = "servey" }]',
     ", files, key 'source': there is no source of this indicator 'servey'. Allowed are office."),
    ("definitions/jobs.toml", 'benchmark = "E92000001"', 'benchmark = "E92000002"',
     ", key 'benchmark': there is no area 'E92000002'. Nearest: 'E92000001'."),
    ("definitions/obesity-year-6.toml", "survey = true", 'survey = true\nevidence = "complete"',
     ", key 'evidence': a survey asks a part of the people, so it is not 'complete'."),
    ("definitions/jobs.toml", 'kind = "count"', 'kind = "count"\nevidence = "completed"',
     ", key 'evidence': 'completed' is not one of sample, complete. Nearest: 'complete'."),
    ("definitions/obesity-year-6.toml", 'kind = "proportion"', f'kind = "proportion"\n{PER}',
     ", key 'per': only a 'count' is divided, and the kind is 'proportion'."),
    ("definitions/jobs.toml", 'kind = "count"', f'kind = "count"\nsize = true\n{PER}',
     ", key 'per': a size is not compared, so it is not divided either. Leave out one of the two."),
    ("definitions/jobs.toml", 'kind = "count"', f'kind = "count"\n{PER.replace("jobs", "job", 1)}',
     ", per, key 'indicator': there is no indicator 'job'. Nearest: 'jobs'."),
    ("definitions/jobs.toml", 'kind = "count"', f'kind = "count"\n{PER.replace("jobs", "obesity-year-6", 1)}',
     ", per, key 'indicator': 'obesity-year-6' is no count, its kind is 'proportion'."),
    ("definitions/jobs.toml", 'kind = "count"', f'kind = "count"\n{PER.replace("1000", "0")}',
     ", per, key 'times': 0 is not above 0."),
    ("definitions/jobs.toml", 'kind = "count"', f'kind = "count"\n{PER.replace("1000", "-1000")}',
     ", per, key 'times': -1000 is not above 0."),
    ("definitions/jobs.toml", 'kind = "count"', 'kind = "count"\nper = { indicator = "jobs", times = 1000 }',
     ", per: key 'one' is missing."),
    ("definitions/jobs.toml", 'kind = "count"', 'kind = "count"\nper = { indicator = "jobs", one = "1,000 jobs" }',
     ", per: key 'times' is missing."),
    ("definitions/jobs.toml", 'kind = "count"', 'kind = "count"\nper = "jobs"',
     ", key 'per': 'jobs' is not a table of keys."),
    ("definitions/jobs.toml", 'kind = "count"', 'kind = "count"\nended = { day = 2018-03-31 }',
     ", ended: key 'why' is missing."),
    ("definitions/jobs.toml", 'kind = "count"', 'kind = "count"\nended = { day = 2018, why = "Too dear." }',
     ", ended, key 'day': '2018' is not a date. Write it like 2015-07-01, without quotes."),
    ("definitions/obesity-year-6.toml", 'headline = "sex=male"', 'headline = "sex=male"\nbeside = ["sex=females"]',
     ", key 'beside': 'sex=females' is no value of a dimension. Nearest: 'sex=female'."),
    ("strategy.toml", 'aim = "keep"', 'aim = "kept"',
     ", themes 'health', priorities 'weight', measures 'obesity-year-6', key 'aim': 'kept' is not one of "
     "reach, keep, improve, match, context. Nearest: 'keep'."),
    ("strategy.toml", 'indicator = "obesity-year-6"', 'indicator = "obesity-year-7"',
     ", themes 'health', priorities 'weight', measures 'obesity-year-7', key 'indicator': there is no "
     "indicator 'obesity-year-7'. Nearest: 'obesity-year-6'."),
    ("strategy.toml", '"jobs", aim = "context" }]',
     '"jobs", aim = "context" }, { indicator = "jobs", aim = "context" }]',
     ", themes 'economy', priorities 'work', measures, key 'indicator': 'jobs' is there 2 times."),
    ("strategy.toml", 'measures = [{ indicator = "jobs", aim = "context" }]\n', "",
     ", themes 'economy', priorities 'work': neither a measure nor a gap. Say in 'gap' why nothing measures "
     "it and what would."),
    ("strategy.toml", 'missing = "Loneliness.", ', "",
     ", themes 'health', priorities 'loneliness', gap: key 'missing' is missing."),
    ("strategy.toml", 'lead = "health-partners"', 'lead = "health-partner"',
     ", themes 'health', key 'lead': there is no partnership 'health-partner'. Nearest: 'health-partners'."),
    ("strategy.toml", 'slug = "economy"', 'slug = "health"',
     ", themes, key 'slug': 'health' is there 2 times."),
    ("strategy.toml", 'slug = "work"', 'slug = "weight"',
     ", priorities, key 'slug': 'weight' is there 2 times."),
    ("strategy.toml", 'slug = "work"', 'slug = "Our work"',
     ", priorities, key 'slug': 'Our work' is not in small letters, digits and single hyphens. Nearest: "
     "'our-work'."),
    ("strategy.toml", 'headline = ["jobs"]', 'headline = ["job"]',
     ", key 'headline': there is no indicator 'job'. Nearest: 'jobs'."),
    ("strategy.toml", 'place = "Places"\nindicator = "jobs"', 'place = "Places"\nindicator = "job"',
     ", figures '79,000 jobs', key 'indicator': there is no indicator 'job'. Nearest: 'jobs'."),
    ("strategy.toml", "value = 79000", 'value = "79,000"',
     ", figures '79,000 jobs', key 'value': '79,000' is not a number."),
    ("strategy.toml", "value = 79000", "value = nan",
     ", figures '79,000 jobs', key 'value': 'nan' is not a number."),
    ("strategy.toml", 'area = "E07000241"', 'area = "E07000104"',
     ", key 'area': 'E07000104' is an old code. Nearest: 'E07000241'."),
    ("strategy.toml", "end = 2020-12-31\n", "", ": key 'end' is missing."),
    ("strategy.toml", "end = 2020-12-31", "end = 2010-12-31",
     ", key 'end': 2010-12-31 is before 'start', 2015-07-01."),
    ("areas.csv", "E07000103,Watford,district,E10000015", "E07000103,Watford,district,E10000051",
     ", E07000103, column 'parent': there is no area 'E10000051'. Nearest: 'E10000015'."),
    ("areas.csv", "Watford,district", "Watford,distict",
     ", E07000103, column 'type': there is no type of area 'distict'. Nearest: 'district'."),
    ("areas.csv", "2012-03-31,E07000241", "31/03/2012,E07000241",
     ", row 8, column 'valid_to': '31/03/2012' is not a date. Write it like 2015-07-01, without quotes."),
    ("areas.csv", "2012-03-31,E07000241", "20120331,E07000241",
     ", row 8, column 'valid_to': '20120331' is not a date. Write it like 2015-07-01, without quotes."),
    ("areas.csv", ",2012-03-31,E07000241", "2013-01-01,2012-03-31,E07000241",
     ", E07000104, column 'valid_to': 2012-03-31 is before 'valid_from', 2013-01-01."),
    ("areas.csv", "E07000103,Watford", ",Watford",
     ", row 5: column 'code' is missing."),
    ("areas.csv", "E07000103,Watford,district,E10000015,,,", "E07000103,Watford,district,E10000015",
     ", row 5: 4 cells, but the header has 7 columns."),
    ("areas.csv", "E07000103,Watford", "E07000095,Watford",
     ", column 'code': 'E07000095' is there 2 times."),
    ("areas.csv", "E07000103,Watford,district,E10000015,,,", "E07000103,Watford,district,E10000015,,,E07000104",
     ", E07000103, column 'successor': 'E07000104' is an old code itself. Name today's code, 'E07000241'."),
    ("neighbours.csv", "E07000220,a list", "E07000221,a list",
     ", column 'neighbour': there is no area 'E07000221'. Nearest: 'E07000241'."),
    ("neighbours.csv", "E07000220,a list", "E07000241,a list",
     ", column 'neighbour': 'E07000241' cannot be its own neighbour."),
    ("published/sources.toml", "retrieved = 2026-11-23\n", "",
     ", 'office': key 'retrieved' is missing."),
    ("published/sources.toml", "[office]", "[office]\nfirst_published = 2015",
     ", 'office', key 'first_published': '2015' is not a date. Write it like 2015-07-01, without quotes."),
    ("published/sources.toml", "[office]", 'title = "Sources"\n[office]',
     ": 'title' stands outside a table. Put it below the [name] of its source."),
]
# fmt: on


@pytest.mark.parametrize(("file", "old", "new", "fault"), ONE_FAULT)
def test_a_fault_names_file_key_and_nearest(broken: Broken, file: str, old: str, new: str, fault: str) -> None:
    found = broken(file, old, new)
    assert found == (file + fault,)


TARGET = ', target = 80000, target_date = 2020-12-31, set_by = "The council", set_on = 2016-01-14'


@pytest.mark.parametrize(("aim", "more"), [("reach", TARGET), ("keep", ""), ("improve", ""), ("match", "")])
def test_what_has_no_good_direction_cannot_be_judged(broken: Broken, aim: str, more: str) -> None:
    assert broken("strategy.toml", '"jobs", aim = "context"', f'"jobs", aim = "{aim}"{more}') == (
        f"strategy.toml, themes 'economy', priorities 'work', measures 'jobs', key 'aim': '{aim}' needs a good "
        "direction, but the indicator's polarity is 'contextual'. Use 'context', or change the polarity in its "
        "definition.",
    )


def test_a_file_name_that_is_no_slug(data: Path) -> None:
    shutil.copy(data / "definitions" / "jobs.toml", data / "definitions" / "Big Jobs.toml")
    assert faults_of(data) == (
        "definitions/Big Jobs.toml: the file's name: 'Big Jobs' is not in small letters, digits and single hyphens. "
        "Nearest: 'big-jobs'.",
    )


def test_a_column_too_many_and_one_too_few(broken: Broken) -> None:
    assert broken("areas.csv", "valid_to", "valid_till") == (
        "areas.csv: column 'valid_till' is unknown. Nearest: 'valid_to'.",
        "areas.csv: column 'valid_to' is missing.",
    )


def test_a_list_where_tables_belong(broken: Broken) -> None:
    assert broken("definitions/obesity-year-6.toml", "[dimensions.sex]", "[[dimensions]]")[0] == (
        "definitions/obesity-year-6.toml, key 'dimensions': a list is not tables, [dimensions.name]."
    )


def test_a_file_that_is_not_toml_is_one_fault_and_no_other(broken: Broken) -> None:
    (fault,) = broken("definitions/jobs.toml", 'title = "Jobs"', "title = Jobs")
    assert fault.startswith("definitions/jobs.toml is not TOML that can be read: ")
    assert "line 1" in fault


def test_a_table_twice_is_refused(broken: Broken) -> None:
    (fault,) = broken("published/sources.toml", "[survey]", "[office]")
    assert fault.startswith("published/sources.toml is not TOML that can be read: ")


def test_a_file_in_another_encoding(data: Path) -> None:
    text = (data / "areas.csv").read_text(encoding="utf-8")
    (data / "areas.csv").write_bytes(text.replace("Watford", "Wätford").encode("latin-1"))
    assert faults_of(data) == ("areas.csv is not text in UTF-8. Save it again with that encoding.",)


@pytest.mark.parametrize("name", ["strategy.toml", "areas.csv", "neighbours.csv", "published/sources.toml"])
def test_a_missing_file_is_one_fault_and_no_other(data: Path, name: str) -> None:
    (data / name).unlink()
    assert faults_of(data) == (f"{name} is missing.",)


def test_an_empty_folder_tells_what_belongs_there(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == (
        "definitions: there is no file of an indicator, definitions/<slug>.toml.",
        "published/sources.toml is missing.",
        "areas.csv is missing.",
        "neighbours.csv is missing.",
        "strategy.toml is missing.",
    )


def test_all_faults_of_all_files_are_told_at_once(data: Path) -> None:
    change(data, "definitions/jobs.toml", ("annual", "yearly"), ("decimals = 0", "decimals = 0.5"))
    change(data, "strategy.toml", ('"keep"', '"kept"'), ('["jobs"]', '["job"]'))
    change(data, "areas.csv", ("2012-03-31", "2012"))
    change(data, "neighbours.csv", ("E07000220", "E07000221"))
    change(data, "published/sources.toml", ('vintage = "the fifth"', "vintages = 5"))
    faults = faults_of(data)
    files = sorted(fault.split(",")[0].split(":")[0] for fault in faults)
    assert files == [
        "areas.csv",
        "definitions/jobs.toml",
        "definitions/jobs.toml",
        "neighbours.csv",
        "published/sources.toml",
        "strategy.toml",
        "strategy.toml",
    ]
    assert str(CatalogueError(faults)).splitlines() == list(faults)
