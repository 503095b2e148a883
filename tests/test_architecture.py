"""Who may import whom, and what no module may hold. There is no list of exceptions: to bend a rule, change it here."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "indicators"
#: The floors of the house, from the ground up: a part (module or package of `indicators`) may import its own floor or
#: lower ones.
LAYERS = (
    ("errors", "model", "periods", "period_kinds", "answer_words", "wording", "changes", "clock"),
    ("statistics",),
    ("catalogue", "store", "tables", "access", "door", "markup"),
    ("formats", "shipped", "lines", "succession", "held"),
    ("assessment", "charts", "methods", "stated"),
    ("views", "screening"),
    ("publishing",),
    ("snapshot", "releases", "housekeeping", "shipping", "serving"),
    ("__main__", "api"),
)
#: Libraries that only these places may import: parts of `indicators`, pages and the server.
KEPT_TO: Mapping[str, tuple[str, ...]] = {
    "streamlit": ("dashboard", "pages"),
    "plotly": ("indicators.charts",),
    "afcharts": ("indicators.charts",),
    "deltalake": ("indicators.store",),
    "typst": ("indicators.snapshot",),
    "gptables": ("indicators.snapshot",),
    "starlette": ("indicators.door",),
}
LONGEST = 400
#: What bounds each widget in which people type something or drop it.
BOUNDED = {
    "text_input": "max_chars",
    "text_area": "max_chars",
    "chat_input": "max_chars",
    "file_uploader": "type",
}


@cache
def sources() -> Mapping[str, Path]:
    """Every module of the application by its dotted name; a package by its own."""
    paths = [ROOT / "dashboard.py", *(ROOT / PACKAGE).rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    dotted = {path: path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in paths}
    return {name.removesuffix(".__init__"): path for path, name in sorted(dotted.items())}


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(sources()[name].read_text(encoding="utf-8"))


def imported_by(module: ast.Module, package: str) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it; `from x import y` gives x.y, which may be a name in x.

    `package` is what a relative import starts from.
    """
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package.split(".")[: len(package.split(".")) + 1 - node.level]) if node.level else ""
            base = ".".join(part for part in (start, node.module or "") if part)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def imports(name: str) -> set[str]:
    package = name if sources()[name].name == "__init__.py" else name.rpartition(".")[0]
    return set(imported_by(tree(name), package))


def within(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place}.")


def part_of(name: str) -> str:
    """The part of `indicators` that a dotted name belongs to; empty for the package itself and all others."""
    return name.split(".")[1] if within(name, PACKAGE) and "." in name else ""


def layer(part: str) -> int:
    found = [place for place, parts in enumerate(LAYERS) if part in parts]
    assert found, f"indicators.{part} has no layer: give it one in LAYERS"
    return found[0]


NAMES = sorted(sources())
OF_PACKAGE = [name for name in NAMES if within(name, PACKAGE)]
OF_PAGES = [name for name in NAMES if within(name, "pages")]


def test_every_module_has_its_layer() -> None:
    known = {part for parts in LAYERS for part in parts}
    assert {part_of(name) for name in OF_PACKAGE} - {""} - known == set()
    assert sum(len(parts) for parts in LAYERS) == len(known)


def test_the_package_itself_imports_nothing() -> None:
    assert imports(PACKAGE) == set()


@pytest.mark.parametrize("name", OF_PACKAGE)
def test_a_module_imports_its_own_layer_or_lower_ones(name: str) -> None:
    own = part_of(name)
    above = {found for found in imports(name) if part_of(found) and own and layer(part_of(found)) > layer(own)}
    assert above == set()
    assert {found for found in imports(name) if within(found, "pages") or within(found, "dashboard")} == set()
    assert PACKAGE not in imports(name)


def test_statistics_imports_nothing_of_ours() -> None:
    ours = (PACKAGE, "pages", "dashboard", "tests")
    modules = [name for name in OF_PACKAGE if part_of(name) == "statistics"]
    assert modules
    for name in modules:
        outside = {found for found in imports(name) if not within(found, f"{PACKAGE}.statistics")}
        assert {found for found in outside if any(within(found, place) for place in ours)} == set(), name


def modules_imported(name: str) -> set[str]:
    """The modules of ours that a module imports, but for the package it is in: packages hand on what is in them."""
    named = {module for found in imports(name) for module in (found, found.rpartition(".")[0]) if module in sources()}
    return {module for module in named if not within(name, module)}


def test_no_module_imports_itself_in_a_circle() -> None:
    try:
        TopologicalSorter({name: modules_imported(name) for name in OF_PACKAGE}).prepare()
    except CycleError as circle:
        pytest.fail(f"circle: {' -> '.join(circle.args[1])}")


@pytest.mark.parametrize("name", OF_PAGES)
def test_a_page_imports_anything_but_the_command_line_and_the_inside_of_formats(name: str) -> None:
    forbidden = {
        found
        for found in imports(name)
        if within(found, f"{PACKAGE}.__main__") or within(found, "dashboard") or inside_formats(found)
    }
    assert forbidden == set()


def inside_formats(found: str) -> bool:
    """Whether the name is a module of formats, or something in one, rather than a name of its door."""
    return any(within(found, name) for name in sources() if name.startswith(f"{PACKAGE}.formats."))


def test_the_server_imports_what_it_starts_with_and_no_page() -> None:
    ours = {found for found in imports("dashboard") if within(found, PACKAGE) or within(found, "pages")}
    assert {found for found in ours if within(found, "pages")} == {"pages._reads", "pages._failed", "pages._again"}
    assert {part_of(found) for found in ours} - {""} == {"door", "shipped", "store", "errors"}


@pytest.mark.parametrize("name", OF_PAGES)
def test_no_page_builds_a_store(name: str) -> None:
    """Only `build` and the start of a server do: one that vanishes under a running server is told, not replaced."""
    assert {found for found in imports(name) if within(found, f"{PACKAGE}.shipped")} == set()


def inputs(module: ast.Module) -> Iterator[tuple[str, set[str | None]]]:
    """What people type or drop, and the names of the arguments that it is asked with."""
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in BOUNDED:
            yield call.func.attr, {each.arg for each in call.keywords}


def unbounded(module: ast.Module) -> list[str]:
    return [kind for kind, told in inputs(module) if BOUNDED[kind] not in told]


@pytest.mark.parametrize("name", OF_PAGES)
def test_whatever_people_type_or_drop_is_bounded(name: str) -> None:
    assert unbounded(tree(name)) == []


def test_what_is_not_bounded_is_found() -> None:
    assert unbounded(ast.parse('st.text_input("a")\nform.text_area("b", max_chars=9)\nst.file_uploader("c")')) == [
        "text_input",
        "file_uploader",
    ]
    assert {kind for name in OF_PAGES for kind, _ in inputs(tree(name))} == {"text_input", "text_area", "file_uploader"}


@pytest.mark.parametrize("library", KEPT_TO)
def test_a_library_is_imported_in_its_place_alone(library: str) -> None:
    users = {name for name in NAMES if any(within(found, library) for found in imports(name))}
    assert {name for name in users if not any(within(name, place) for place in KEPT_TO[library])} == set()


@pytest.mark.parametrize("library", ["streamlit", "plotly", "afcharts", "deltalake"])
def test_the_libraries_of_today_are_found_in_their_place(library: str) -> None:
    """Or the test above could not fail."""
    users = {name for name in NAMES if any(within(found, library) for found in imports(name))}
    assert users


@pytest.mark.parametrize("name", NAMES)
def test_no_module_is_too_long(name: str) -> None:
    assert len(sources()[name].read_text(encoding="utf-8").splitlines()) <= LONGEST


def public_functions(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods whose name, and whose class's name, has no leading underscore."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node.body, f"{prefix}{node.name}.")


@pytest.mark.parametrize("name", OF_PACKAGE)
def test_modules_and_public_functions_say_what_they_are_for(name: str) -> None:
    """In a docstring, or in what the words of a check above it mean."""
    assert ast.get_docstring(tree(name))
    functions = public_functions(tree(name).body)
    assert [function for function, node in functions if not (ast.get_docstring(node) or is_a_check(node))] == []


def is_a_check(node: ast.FunctionDef) -> bool:
    calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(call.func, ast.Name) and call.func.id == "check" for call in calls)


@pytest.mark.parametrize("name", OF_PAGES)
def test_a_page_holds_no_class_and_no_html(name: str) -> None:
    assert [node.name for node in ast.walk(tree(name)) if isinstance(node, ast.ClassDef)] == []
    arguments = {node.arg for node in ast.walk(tree(name)) if isinstance(node, ast.keyword)}
    assert "unsafe_allow_html" not in arguments


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_printed(name: str) -> None:
    calls = [node.func for node in ast.walk(tree(name)) if isinstance(node, ast.Call)]
    assert [call.lineno for call in calls if isinstance(call, ast.Name) and call.id == "print"] == []


# The checks themselves


@pytest.mark.parametrize(
    ("text", "package", "found"),
    [
        ("import plotly.io as pio", "pages", {"plotly.io"}),
        ("from indicators import store", "pages", {"indicators.store"}),
        ("from indicators.model import Area, Unit", "pages", {"indicators.model.Area", "indicators.model.Unit"}),
        ("def f():\n    if 1:\n        import streamlit", "indicators", {"streamlit"}),
        ("from . import trend", "indicators.charts", {"indicators.charts.trend"}),
        ("from .style import Mode", "indicators.charts", {"indicators.charts.style.Mode"}),
        ("from .. import store", "indicators.charts", {"indicators.store"}),
        ("x = 1", "indicators", set()),
    ],
)
def test_every_form_of_import_is_found(text: str, package: str, found: set[str]) -> None:
    assert set(imported_by(ast.parse(text), package)) == found


def test_the_parts_and_layers_of_names() -> None:
    assert part_of("indicators.charts.trend.Plan") == "charts"
    assert part_of("indicators") == part_of("indicatorsx.charts") == part_of("pandas.io") == ""
    assert layer("store") < layer("shipped") < layer("__main__")
