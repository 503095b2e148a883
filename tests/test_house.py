"""docs/house.md is true: the floors are those that are enforced, and every name on the page exists."""

import re
from importlib import import_module
from pathlib import Path

from tests.test_architecture import LAYERS, ROOT, sources

PAGE = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
#: Dotted names of parts, modules and what is in them: `store.read`, `pages._parts.card`.
NAMES = sorted(set(re.findall(r"`([a-z_]+(?:\.\w+)+)`", PAGE)))


def exists(name: str) -> bool:
    """Whether a dotted name is a module of ours, or something in one."""
    whole = name if name.startswith("pages.") else f"indicators.{name}"
    if whole in sources():
        return True
    module, _, inner = whole.rpartition(".")
    return module in sources() and hasattr(import_module(module), inner)


def test_the_floors_are_those_that_are_enforced() -> None:
    rows = re.findall(r"^\| (\d) \| (.+?) \|", PAGE, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, len(LAYERS) + 1))
    assert [tuple(re.findall(r"`(\w+)`", parts)) for _, parts in rows] == list(LAYERS)


def test_every_name_on_the_page_exists() -> None:
    files = [name for name in NAMES if name.endswith((".py", ".md"))]
    names = [name for name in NAMES if name not in files]
    assert len(names) > 40
    assert [name for name in names if not exists(name)] == []
    assert not exists("store.nowhere")
    assert not exists("nowhere.read")


def test_every_file_on_the_page_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)`|\]\(([\w.]+)\)", PAGE)
    paths = [ROOT / code if code else ROOT / "docs" / link for code, link in named]
    assert len(paths) > 3
    assert [path for path in paths if not Path(path).exists()] == []
