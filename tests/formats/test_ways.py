"""How new figures of each indicator get in."""

from indicators.formats import FORMATS, ways_in, ways_table
from indicators.formats.ways import Way
from indicators.model import Catalogue, From
from tests.build import indicator

#: Those whose figures come in no publisher's layout: the tidy template is named as their way.
BY_TEMPLATE = {
    *("air-pollution", "five-a-day", "internet-access"),  # the Health Index ended, and others measure otherwise
    "loneliness",  # modelled once
}


def test_every_indicator_has_a_way_in(shipped_catalogue: Catalogue) -> None:
    ways = {slug: ways_in(each) for slug, each in shipped_catalogue.indicators.items()}
    assert all(ways.values())
    assert {way.layout for each in ways.values() for way in each} <= set(FORMATS)
    assert {slug for slug, each in ways.items() if each == (Way("tidy", ()),)} == BY_TEMPLATE


def test_ways_are_told_with_what_must_stand_in_the_files() -> None:
    files = (
        From("fingertips", {"Indicator ID": "1", "Sex": "Male", "Category Type": ""}, "sex=male"),
        From("fingertips", {"Indicator ID": "1", "Sex": "Persons"}),
        From("stat-xplore", {"Measure": "Homes"}),
    )
    known = indicator(slug="homes", title="Homes", files=files)
    assert ways_in(known) == (
        Way("fingertips", ("Indicator ID: 1; Sex: Male", "Indicator ID: 1; Sex: Persons")),
        Way("stat-xplore", ("Measure: Homes",)),
    )


def test_the_table_has_every_indicator(shipped_catalogue: Catalogue) -> None:
    table = ways_table(shipped_catalogue, FORMATS)
    assert set(table["Indicator"]) == {each.title for each in shipped_catalogue.indicators.values()}
    air = table[table["Indicator"] == shipped_catalogue.indicators["air-pollution"].title]
    assert air["Its files"].tolist() == [FORMATS["tidy"].TITLE]
    pay = table[table["Indicator"] == shipped_catalogue.indicators["obesity-year-6"].title]
    assert pay["What must stand in them"].tolist()[0].endswith("(and 5 more)")


def test_every_source_of_a_file_is_one_of_its_indicator(shipped_catalogue: Catalogue) -> None:
    """Where a definition has several, each file says which it is of, unless one entry reads several editions."""
    silent = {
        slug for slug, each in shipped_catalogue.indicators.items() if any(not each.origin(file) for file in each.files)
    }
    crime = {"all-recorded-crime", "recorded-crime", "residential-burglary"}
    assert silent == crime | {"deprivation-deciles", "deprivation-rank", "deprivation-score", "fuel-poverty"}
    two = indicator(sources=("a", "b"))
    assert [two.origin(From("tidy", {}, source=source)) for source in ("b", "")] == ["b", ""]
    assert indicator(sources=("a",)).origin(From("tidy", {})) == "a"
