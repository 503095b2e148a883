"""What the documentation says is so: commands, links, terms, keys, and the worked examples of docs/adding.md."""

import ast
import csv
import io
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import date
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from indicators import catalogue, formats, model, periods, shipped, store, tables, views
from indicators.__main__ import main
from indicators.assessment import assess, words
from indicators.assessment.report import record
from indicators.formats import File
from indicators.model import Catalogue, Selection
from pages import _parts
from tests.published import extracts, housing
from tests.published.facts import Fact
from tests.sources import LIST, Folder, digests, needs_sources

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md"), *(ROOT / "data").rglob("*.md")])
#: How things are added, what stands in their files, and what is added in Python.
ADDING = "\n".join((DOCS / f"{page}.md").read_text(encoding="utf-8") for page in ("adding", "definition", "extending"))
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")

#: The words that are the same everywhere in the project.
TERMS = {
    *("Indicator", "Area", "Period", "Observation", "Benchmark", "Comparator", "Baseline", "Target", "Aim", "Status"),
    *("Breakdown", "Polarity", "Release", "Revision", "Provisional", "Snapshot"),
}

#: The models that people write as files, without what the file's name or place says.
WRITTEN: dict[type[Any], set[str]] = {
    model.Indicator: {"slug"},
    model.Unit: set(),
    model.Dimension: {"key"},
    model.Break: set(),
    model.Rebase: set(),
    model.Sum: set(),
    model.Per: set(),
    model.Ended: set(),
    model.Among: set(),
    model.Milestone: set(),
    model.Source: {"slug"},
    model.Area: set(),
    model.Measure: set(),
    model.Margin: set(),
    model.Gap: set(),
    model.Priority: set(),
    model.Partnership: set(),
    model.Theme: set(),
    model.StatedFigure: set(),
    model.Strategy: set(),
}
BLOCK = re.compile(r"^```\w+ (?P<file>\S+)(?: \((?P<how>[^)]+)\))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
#: A variable of the environment, as code names it.
SETTING = re.compile(r'"((?:INDICATORS|STREAMLIT|AWS)_[A-Z_]+)"')
SLUG = "new-homes-rate"
BELOW = "below net-additional-dwellings"


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def block(file: str, how: str | None = None) -> str:
    """The one code block of these pages for that file, told apart by what stands in brackets."""
    (text,) = (found["text"] for found in BLOCK.finditer(ADDING) if (found["file"], found["how"]) == (file, how))
    return text


def coded(text: str) -> set[str]:
    """The words in code style, singly: `[[themes]]` is "themes"."""
    return set(chain.from_iterable(re.findall(r"[\w-]+", span) for span in re.findall(r"`([^`\n]+)`", text)))


@pytest.fixture(params=[1, 2], ids=["not added yet", "added already"])
def data(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of data/ without its figures, with the worked example added as docs/adding.md says; also where somebody
    who follows it has added the example to data/ already."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("store", "published", "boundaries"))
    (folder / "published").mkdir()
    shutil.copy(ROOT / "data" / "published" / "sources.toml", folder / "published")
    for _ in range(request.param):
        follow(folder)
    return folder


def follow(folder: Path) -> None:
    """Add the worked example to a folder of data, as far as it is not there."""
    append(folder / "published" / "sources.toml", block("data/published/sources.toml", "append"))
    for file in (f"definitions/{SLUG}.toml", f"published/{SLUG}.csv"):
        (folder / file).write_text(block(f"data/{file}"), encoding="utf-8")
    below(folder / "strategy.toml", '"net-additional-dwellings"', block("data/strategy.toml", BELOW))


def append(file: Path, text: str) -> None:
    """Put a text at the end of a file that does not hold it."""
    held = file.read_text(encoding="utf-8")
    if text not in held:
        file.write_text(f"{held.rstrip()}\n{text}", encoding="utf-8")


def below(file: Path, above: str, line: str) -> None:
    """Put a line below the one that holds a text, in a file that does not hold the line."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    (place,) = [number for number, each in enumerate(lines, start=1) if above in each]
    if line not in lines:
        file.write_text("".join([*lines[:place], line, *lines[place:]]), encoding="utf-8")


@pytest.fixture
def loaded(data: Path) -> Catalogue:
    return catalogue.load(data)


# What every page of documentation must keep


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", link):
            path, _, anchor = link.partition("#")
            target = page if path == "" else (page.parent / path).resolve()
            if not target.exists() or (anchor and anchor not in anchors(target)):
                broken.append(link)
    assert broken == []


def test_there_is_a_readme_at_the_top() -> None:
    assert (ROOT / "README.md").is_file()


def test_every_command_is_mentioned_and_no_other() -> None:
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    named = {name for text in texts for name in re.findall(r"-m indicators ([a-z-]+)", text)}
    named |= {name for text in texts for name in re.findall(r"^\| `([a-z-]+)[ `]", text, re.MULTILINE)} & set(
        main.commands
    )
    assert named == set(main.commands)


# The glossary


def glossary() -> list[str]:
    return re.findall(r"^\*\*(.+?)\.\*\*", GLOSSARY, re.MULTILINE)


def test_the_readme_has_every_setting_and_no_other() -> None:
    """Those that the program asks for, and those with which a store in the cloud is tried."""
    code = [*(ROOT / "indicators").rglob("*.py"), ROOT / "tests" / "durability" / "test_cloud.py"]
    asked = {name for file in code for name in SETTING.findall(file.read_text(encoding="utf-8"))}
    table = re.findall(r"^\| (`.+?) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = [name for cell in table for name in re.findall(r"`([A-Z_]{5,})`", cell)]
    assert sorted(named) == sorted(asked)


def test_the_glossary_has_the_project_s_words_in_order() -> None:
    terms = glossary()
    assert set(terms) >= TERMS
    assert terms == sorted(set(terms), key=str.casefold)


def vocabulary() -> Iterator[str]:
    """Every word of a fixed list that stands in files."""
    for choice in (model.Polarity, model.Cadence, model.Kind, model.Geography, model.Aim, model.Evidence):
        yield from get_args(choice)
    yield from chain(model.STATUSES, model.FLAGS, model.COMPARISONS, periods.KINDS, model.OBSERVATIONS.names)


def test_the_glossary_explains_every_word_of_the_files() -> None:
    assert set(vocabulary()) - coded(GLOSSARY) == set()


# docs/adding.md, docs/definition.md, docs/extending.md


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.__name__)
def test_adding_names_every_key(kind: type[Any]) -> None:
    assert {field.name for field in fields(kind)} - WRITTEN[kind] - coded(ADDING) == set()


def test_adding_names_every_column_and_every_word_in_them() -> None:
    assert set(vocabulary()) - coded(ADDING) == set()


def test_the_examples_of_what_figures_rest_on_are_of_definitions_that_ship() -> None:
    (section,) = re.findall(r"^## What figures rest on\n(.*?)^## ", ADDING, re.MULTILINE | re.DOTALL)
    examples = re.findall(r"^```toml\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    shipped_texts = [path.read_text(encoding="utf-8") for path in (ROOT / "data" / "definitions").glob("*.toml")]
    assert len(examples) == 2
    assert [example for example in examples if not any(example in text for text in shipped_texts)] == []


def test_the_table_of_periods_is_what_is_read() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (\S+) \| (\S+) \| (.+) \|$", ADDING, re.MULTILINE)
    assert [kind for kind, *_ in rows] == list(periods.KINDS)
    for kind, written, start, end, label in rows:
        found = periods.parse(written, kind)
        assert (found.start, found.end, found.label) == (date.fromisoformat(start), date.fromisoformat(end), label)


def test_the_worked_example_loads_and_says_what_the_page_says(data: Path, loaded: Catalogue, tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    release = store.publish(where, shipped.read(loaded, data / "published"), by="reader", note="worked example")
    assert release is not None
    assert release.new == 8
    rows = store.read(where)
    assert tables.tidy_csv(rows) == block(f"data/published/{SLUG}.csv")
    places = [(theme.slug, measure.aim) for theme, _, measure in catalogue.themes_of(loaded, SLUG)]
    assert places == [("housing", "context")]
    assert SLUG in catalogue.search(loaded, "house building")
    chosen = Selection(loaded.strategy.area, "E92000001")
    one = assess(rows, loaded.indicators[SLUG], chosen, loaded, date(2026, 11, 23))
    assert words.value(one) == "4 per 1,000 homes"
    assert f"> {words.summary(one)}\n" in ADDING


def test_the_break_and_the_area_load(data: Path) -> None:
    append(data / f"definitions/{SLUG}.toml", block(f"data/definitions/{SLUG}.toml", "append"))
    append(data / "areas.csv", block("data/areas.csv", "append"))
    changed = catalogue.load(data)
    (found,) = changed.indicators[SLUG].breaks
    assert found.day == date(2023, 4, 1)
    assert changed.areas["E07000012"].parent == "E12000006"
    assert "E07000012" in [area.code for area in catalogue.selectable_areas(changed)]


def test_a_neighbour_can_be_the_borough(data: Path) -> None:
    strategy = data / "strategy.toml"
    text = strategy.read_text(encoding="utf-8")
    strategy.write_text(text.replace('area = "E07000241"', 'area = "E07000240"', 1), encoding="utf-8")
    assert catalogue.selectable_areas(catalogue.load(data))[0].name == "St Albans"


def reading() -> Callable[[Path], Iterable[Fact]]:
    """The second reading of the worked example, as it stands in its module once it is added."""
    module = vars(housing) | {"FACTS": dict(housing.FACTS)}
    exec(block("tests/published/housing.py", "append"), module)
    return module["FACTS"][SLUG]


def test_the_second_reading_of_the_example_yields_its_figures(tmp_path: Path) -> None:
    header = "areacd,period,observation"
    rows = ["E07000241,2021-04-01/P1Y,5", "E07000241,2020-04-01/P1Y,6", "E92000001,2024-04-01/P1Y,8", "S1,2024-,1"]
    file = tmp_path / "ons-els_net-additions-to-the-housing-stock.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    assert list(reading()(tmp_path)) == [
        Fact("E07000241", date(2021, 4, 1), date(2022, 3, 31), 5.0),
        Fact("E92000001", date(2024, 4, 1), date(2025, 3, 31), 8.0),
    ]


def test_the_extract_of_the_example_holds_its_figures(tmp_path: Path) -> None:
    extract = block(f"tests/data/published/{SLUG}.csv")
    found = {(fact.area, str(fact.start), str(fact.end), fact.value) for fact in extracts.facts(extract)}
    published = csv.DictReader(io.StringIO(block(f"data/published/{SLUG}.csv")))
    names = ("area_code", "period_start", "period_end")
    assert found == {(*(row[name] for name in names), float(row["value"])) for row in published}
    assert extracts.table(extracts.facts(extract)) == extract
    listed = tmp_path / "sources.csv"
    shutil.copy(LIST, listed)
    below(listed, "published/net-additional-dwellings.csv,", block("tests/data/sources.csv", BELOW))
    lines = listed.read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(lines)


@needs_sources
def test_the_extract_of_the_example_is_what_its_source_says() -> None:
    folder = Folder()
    assert extracts.table(reading()(folder)) == block(f"tests/data/published/{SLUG}.csv")
    ((_, digest),) = digests(folder.taken).items()
    assert block("tests/data/sources.csv", BELOW).endswith(f",{digest}\n")


def test_the_example_of_a_layout_reads_a_file() -> None:
    layout = ModuleType("tree_count")
    exec(block("indicators/formats/tree_count.py"), vars(layout))
    text = "Trees of the district\nYear,District code,Kind,Trees\n2018,E07000241,Oak,12\n2018,E07000241,Elm,[x]\n"
    file = File("trees.csv", text.encode())
    assert layout.recognises(file)
    assert not layout.recognises(File("other.csv", b"Year,Trees\n2018,1\n"))
    found = layout.read(file)
    assert (found.measures, found.faults) == (({"Kind": "Oak"}, {"Kind": "Elm"}), ())
    cells = found.cells[["measure", "area_code", "period", "value", "column", "row"]].to_numpy().tolist()
    assert cells == [[0, "E07000241", "2018", "12", "Trees", 3], [1, "E07000241", "2018", "[x]", "Trees", 4]]
    assert [fault.check for fault in layout.read(File("other.csv", b"Year\n2018\n")).faults] == ["no-header"]
    assert formats.explanation(layout).startswith("**How to download it.** The yearly CSV")


def test_adding_names_helpers_that_exist() -> None:
    table = re.findall(r"^\| `(tabular|grids|wide|symbols)\.(.+?) \| .+ \| `(\w+)\.py` \|$", ADDING, re.MULTILINE)
    assert len(table) == 6
    for module, names, example in table:
        text = (ROOT / "indicators" / "formats" / f"{example}.py").read_text(encoding="utf-8")
        for name in re.findall(r"\w+", names.replace(f"{module}.", "")):
            assert callable(getattr(import_module(f"indicators.formats.{module}"), name))
            assert name in text


@pytest.mark.slow("runs a copy of all pages")
@pytest.mark.usefixtures("built")
def test_the_example_of_a_page_is_in_the_navigation_by_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_parts, "_page", st.Page)  # what it remembers is of one folder, for every test to come
    folder = tmp_path / "pages"
    shutil.copytree(ROOT / "pages", folder)
    (folder / "latest.py").write_text(block("pages/latest.py"), encoding="utf-8")
    below(folder / "frame.py", 'st.Page("revisions.py"', block("pages/frame.py", "below revisions.py"))
    shown = AppTest.from_file(str(folder / "frame.py"), default_timeout=60).run()
    assert not shown.exception
    assert "Latest figures" in [link.proto.label for link in shown.get("page_link")]
    shown.switch_page("latest.py").run()
    assert not shown.exception
    assert [title.value for title in shown.title] == ["Latest figures"]


@pytest.mark.usefixtures("built")
def test_the_example_of_a_page_runs() -> None:
    page = block("pages/latest.py")
    assert ast.get_docstring(ast.parse(page))
    shown = AppTest.from_string(page, default_timeout=60).run()
    assert not shown.exception
    (table,) = shown.table
    figures = table.value.set_index("Indicator")["Figure"]
    assert len(figures) == len(list((ROOT / "data" / "published").glob("*.csv")))
    assert figures["Population"] == "122,819 people"


# data/LICENSE.md


def test_the_licence_of_the_data_names_every_publisher() -> None:
    text = (ROOT / "data" / "LICENSE.md").read_text(encoding="utf-8")
    sources = catalogue.load().sources.values()
    firsts = {re.split(r",? (?:and|from|through|with|\()|, ", source.publisher)[0] for source in sources}
    names = re.findall(r"^- ([^(\n]+)", text, re.MULTILINE)
    unnamed = {first for first in firsts if not any(name.strip().startswith(first) for name in names)}
    assert unnamed == set()
    assert all(source.licence.startswith("Open Government Licence v3.0") for source in sources)


@pytest.mark.parametrize("file", ["LICENSE", "data/LICENSE.md", "CHANGELOG.md"])
def test_the_files_that_everybody_looks_for_are_there(file: str) -> None:
    assert (ROOT / file).stat().st_size > 500


def test_a_chart_is_drawn_in_three_lines(built: str) -> None:
    lines = block("notebook")
    names = {"store": store, "views": views, "catalogue": catalogue, "Selection": model.Selection, "date": date}
    exec(lines, names)
    last = ast.unparse(ast.parse(lines).body[-1])
    title = eval(last, names).layout.title.text
    assert len(lines.splitlines()) == 3
    assert title.startswith("<b>Year 6 obesity: lower than England</b>")


# docs/assess.md


def test_every_field_of_an_assessment_is_explained(built: str, shipped_catalogue: Catalogue) -> None:
    rows = store.read(built, indicators=["residential-burglary", "dwelling-stock", "obesity-year-6"])
    held = {str(slug): mine for slug, mine in rows.groupby("indicator")}
    chosen = Selection(shipped_catalogue.strategy.area, "E92000001")
    on = date(2026, 11, 30)
    records = [
        record(slug, assess(held[slug], shipped_catalogue.indicators[slug], chosen, shipped_catalogue, on, held))
        for slug in ("residential-burglary", "obesity-year-6")
    ]
    parts = [part for each in records for part in (each, *each.values()) if isinstance(part, dict)]
    assert {name for part in parts for name in part} - coded((DOCS / "assess.md").read_text(encoding="utf-8")) == set()
