"""What `make quick` leaves out: what is marked, each for a reason, and no room of the house as a whole."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = ("slow", "browser")


def test_it_leaves_out_what_is_marked() -> None:
    chosen = re.search(r'^quick: .+\n.+ -m "(.+?)"', (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert chosen
    assert chosen[1] == " and ".join(f"not {mark}" for mark in LEFT_OUT)


def test_it_is_named_in_the_readme_and_what_lands_is_tested_whole() -> None:
    assert "\nmake quick " in (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"^make .+", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE) == [
        "make check",
        "make test",
    ]


def room(path: Path) -> str:
    """The folder of a test module, or the first word of its name where it lies in none."""
    name = path.relative_to(ROOT / "tests").parts[0]
    return name.removesuffix(".py").split("_")[1] if name.startswith("test_") else name


def test_it_visits_every_room_but_the_browser(request: pytest.FixtureRequest) -> None:
    """Of what is collected with this test, so that it can be run alone."""
    items = request.session.items
    visited = {room(item.path) for item in items if not any(map(item.get_closest_marker, LEFT_OUT))}
    assert {room(item.path) for item in items} - {"browser"} - visited == set()


@pytest.mark.parametrize(
    ("path", "expected"), [("screening/test_many.py", "screening"), ("test_statistics_trend.py", "statistics")]
)
def test_a_room_is_a_folder_or_a_word(path: str, expected: str) -> None:
    assert room(ROOT / "tests" / path) == expected
