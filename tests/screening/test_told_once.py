"""A whole column that is wrong in one way is told once, with how to mend it and with examples of rows."""

import pytest

from indicators import tables
from tests.build import BASILDON, BROXBOURNE, OWN, RUGBY, WATFORD, line, observations
from tests.screening.situation import AREAS, HELD, checks, els, els_row, screened

COMMAS = ("16,5", "18,4", "20,2")
PLACES = (OWN, WATFORD, BROXBOURNE)


def sentences(check: str, content: str) -> list[str]:
    report = screened(content, HELD)
    return [found.sentence for found in report.findings if found.check == check]


def test_a_column_with_decimal_commas_is_told_once() -> None:
    rows = [els_row(text, 2020, area) for area, text in zip(AREAS, ("17,4", *COMMAS), strict=True)]
    assert sentences("decimal-comma", els(*rows)) == [
        "refreshed.csv, row 2, column 'observation': obesity: 4 numbers have a comma where a point belongs: '17,4' in "
        "row 2, '16,5' in row 3, '18,4' in row 4 and 1 more. Save the file with points for decimals, as the publisher "
        "has it: 17.4 for '17,4'."
    ]


@pytest.mark.parametrize(("number", "findings"), [(2, 2), (3, 1)])
def test_one_or_two_are_told_by_themselves(number: int, findings: int) -> None:
    rows = [els_row(text, 2020, area) for area, text in zip(PLACES, COMMAS, strict=True)][:number]
    told = sentences("decimal-comma", els(*rows))
    assert len(told) == findings
    assert ("Write 16.5, or 16,500 if thousands are meant." in told[0]) == (findings == 2)


def test_commas_that_look_like_thousands_are_told_with_the_others() -> None:
    rows = [els_row(text, 2019, area) for area, text in zip(PLACES, ("16,612", "18,3", "20,1"), strict=True)]
    (told,) = sentences("decimal-comma", els(*rows))
    assert "3 numbers have a comma where a point belongs: '16,612' in row 2, '18,3' in row 3, '20,1' in row 4." in told
    assert told.endswith("16.612 for '16,612'.")


def test_each_line_is_told_by_itself() -> None:
    total = [els_row(text, 2020, area) for area, text in zip(PLACES, COMMAS, strict=True)]
    men = [els_row(f"0,1{place}", 2020, area, measure="Share") for place, area in enumerate(PLACES)]
    told = sentences("decimal-comma", els(*total, *men))
    assert [each.split(": ")[1] for each in told] == ["obesity", "obesity for sex=male"]


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_cells_that_are_not_separated_by_commas_are_told_with_the_numbers_that_have_some(sign: str, name: str) -> None:
    rows = [els_row("16.5", year).replace(",", sign).replace("16.5", f"16,{year % 10}") for year in (2017, 2018, 2019)]
    header = els().replace(",", sign)
    (told,) = sentences("unknown-layout", header + "\n".join(rows) + "\n")
    assert told.endswith(
        f"The cells are separated by {name}, and numbers have a comma for a point ('16,7' in row 2, '16,8' in row 3, "
        "'16,9' in row 4): save the file with commas between cells and points in numbers, as the publisher has it."
    )


def test_without_such_numbers_it_is_the_cells_alone() -> None:
    (told,) = sentences("unknown-layout", els(els_row("16.5")).replace(",", ";"))
    assert told.endswith("The cells are separated by semicolons: save the file with commas, as the publisher has it.")


def test_a_series_in_another_unit_is_told_once_with_the_first_of_its_areas() -> None:
    areas = (OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY)
    levels = dict(zip(areas, (61_300.0, 82_150.0, 93_420.0, 74_510.0, 65_280.0), strict=True))
    held = observations(
        *(each for area, level in levels.items() for each in line([level], indicator="jobs", area=area))
    )
    new = [each for area, level in levels.items() for each in line([100 * level], indicator="jobs", area=area)]
    report = screened(tables.tidy_csv(observations(*new)), held)
    assert checks(report).count("unit-changed") == 1
    (told,) = [found for found in report.findings if found.check == "unit-changed"]
    assert told.message == (
        "jobs: 5 figures of 5 areas are about 100 times those held. Welwyn Hatfield, 2015: 6,130,000 where 61,300 is "
        "held (row 2); Watford, 2015: 8,215,000 where 82,150 is held (row 3); Broxbourne, 2015: 9,342,000 where 93,420 "
        "is held (row 4); and so on for 2 more areas."
    )
    assert told.fix == "If the publisher has changed the unit, write factor = 0.01 under [[files]] in the definition."
    assert told.row == 2
