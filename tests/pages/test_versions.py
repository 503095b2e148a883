"""A run of a page shows one version of the figures, whoever publishes while it runs; the next run shows the new one."""

import shutil

import pytest
from streamlit.testing.v1 import AppTest

from indicators import store
from pages import _choices as choices

from .visits import faults, visit

pytestmark = pytest.mark.slow("publishes while pages run")


def publish(where: str, value: float, by: str = "Somebody else") -> None:
    """Somebody corrects the borough's latest population."""
    rows = store.read(where, indicators=["population"])
    latest = rows[(rows["area_code"] == "E07000241") & (rows["breakdown"] == "")].tail(1)
    store.publish(where, latest.assign(value=value), by=by, note="Meanwhile")


def shown(opened: AppTest) -> tuple[str, list[str]]:
    """The population on the overview, and the version that the page says it shows."""
    versions = [found.value.split(",")[0] for found in opened.markdown if found.value.startswith("Version ")]
    return opened.metric[0].value, versions


def test_what_is_published_during_a_run_is_shown_by_the_next(own_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, choose = visit("overview.py"), choices.choose_benchmark

    def meanwhile() -> None:
        publish(own_store, 2.0)
        choose()

    with monkeypatch.context() as patch:
        patch.setattr(choices, "choose_benchmark", meanwhile)
        opened.run()
    assert store.version(own_store) == 1
    assert shown(opened) == ("122,819 people", ["Version 0 of the figures"])
    assert shown(opened.run()) == ("2 people", ["Version 1 of the figures"])
    assert faults(opened) == []


def test_releases_that_come_later_are_not_of_the_run(own_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The history is read late in a run: by then there may be more of it."""
    opened, choose = visit("revisions.py"), choices.choose_benchmark

    def meanwhile() -> None:
        publish(own_store, 3.0)
        choose()

    publish(own_store, 2.0)
    with monkeypatch.context() as patch:
        patch.setattr(choices, "choose_benchmark", meanwhile)
        opened.run()
    assert store.version(own_store) == 2
    assert opened.table[0].value["Version"].tolist() == ["1", "0"]
    assert faults(opened) == []


@pytest.mark.parametrize("page", ["overview.py", "revisions.py", "about.py"])
def test_a_store_that_was_replaced_at_the_same_version_is_shown_as_it_is(own_store: str, page: str) -> None:
    backup = shutil.copytree(own_store, f"{own_store}-backup")
    publish(own_store, 2.0, "Somebody")
    opened = visit(page).run()
    assert told(opened, "Somebody")
    shutil.rmtree(own_store)
    shutil.copytree(backup, own_store)
    publish(own_store, 3.0, "Another")
    assert store.version(own_store) == 1
    opened.run()
    assert told(opened, "Another")
    assert not told(opened, "Somebody")
    assert faults(opened) == []


def told(opened: AppTest, name: str) -> bool:
    """Whether the page names a person, in a sentence or a table."""
    texts = [found.value for kind in (opened.markdown, opened.caption) for found in kind]
    return any(name in text for text in [*texts, *(table.value.to_csv() for table in opened.table)])
