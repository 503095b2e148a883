"""Where the rows of a text end: read only as far as it is asked for, quoted line breaks and all."""

import pytest

from indicators.formats import File
from indicators.screening import headings
from indicators.screening.headings import Headings
from indicators.screening.screened import remembered
from tests.screening.situation import HELD, els, els_row

TEXTS = ('a,b\n1,"x\ny"\n3,z\n', 'a,b\n1,"x\ny"\n3,z', "", "a", "\n\n", 'a,"b\n', "é,ü\n1,2\n")


def ends(text: str) -> list[int]:
    """The same by looking at each letter."""
    found, marks = [-1], 0
    for place, letter in enumerate(text.encode()):
        marks += letter == ord('"')
        if letter == ord("\n") and marks % 2 == 0:
            found.append(place)
    return [*found, len(text.encode())]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("piece", [1, 3, 7, 1000])
def test_rows_end_where_they_do_however_long_the_pieces_are(
    text: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headings, "_PIECE", piece)
    assert headings._Lines(text.encode()).until(10**6).tolist() == ends(text)


def test_no_more_is_read_than_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headings, "_PIECE", 4)
    lines = headings._Lines(b"a,b\n" * 100)
    assert len(lines.until(3)) == 4
    assert len(lines.until(50)) == 51
    assert len(lines.until(200)) == 102


def test_a_cell_is_found_in_whatever_piece_its_row_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headings, "_PIECE", 50)
    found = Headings(File("figures.csv", els(*(els_row(str(year), year) for year in range(1990, 2020))).encode()))
    assert found.over("2015-01-01/P1Y", 27, "", "observation") == "period"
    assert found.over("2015-01-01/P1Y", 99, "", "observation") == ""


def test_what_several_checks_ask_is_answered_once_for_each_file() -> None:
    asked = []

    class Content:
        def __init__(self) -> None:
            self.answers: dict[object, object] = {}

    @remembered
    def areas(screened: object) -> int:
        asked.append(screened)
        return len(HELD)

    one, other = Content(), Content()
    assert [areas(each) for each in (one, one, other)] == [len(HELD)] * 3  # type: ignore[arg-type]
    assert asked == [one, other]
