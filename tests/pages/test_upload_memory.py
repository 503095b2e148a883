"""What an upload leaves in the server's memory: its bytes while its page is open, its reports among the last few."""

from collections.abc import Iterator

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from indicators.screening import screen_files
from pages import _screened as screened
from tests.pages.visits import faults, visit

TOO_MANY = (
    "These 2 files have more than 0 MB together, and no more than that is looked at. "
    "They are not kept here: remove them above, and upload fewer at once."
)


@pytest.fixture(name="looked")
def _looked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """The names of the files of each upload that was looked at, from the start of the test on."""
    looked: list[list[str]] = []

    def screen(contents: dict[str, bytes], *given: object, **more: object) -> object:
        looked.append(list(contents))
        return screen_files(contents, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(screened, "screen_files", screen)
    screened._REPORTS.clear()
    yield looked
    screened._REPORTS.clear()


@pytest.fixture(name="let_go")
def _let_go(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sessions whose files the server has forgotten."""
    sessions: list[str] = []
    monkeypatch.setattr(
        MemoryUploadedFileManager, "remove_session_files", lambda manager, session: sessions.append(session)
    )
    return sessions


def dropped(*names: str) -> AppTest:
    """The upload page of a new visitor, with files of these names."""
    opened = visit("upload.py")
    for name in names:
        opened.file_uploader[0].upload(name, f"a,b\n{name},1\n".encode())
    return opened.run()


@pytest.mark.slow("opens the upload page several times")
def test_reports_are_made_once_for_all_visitors_and_the_last_are_remembered(
    own_store: str, looked: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = dropped("one.csv")
    assert [header.value for header in opened.run().header] == [header.value for header in dropped("one.csv").header]
    assert looked == [["one.csv"]]
    monkeypatch.setattr(screened, "KEPT", 2)
    for names in (["two.csv"], ["one.csv"], ["three.csv"], ["one.csv"], ["two.csv"]):
        dropped(*names)
    assert looked == [["one.csv"], ["two.csv"], ["three.csv"], ["two.csv"]]
    assert len(screened._REPORTS) == 2


@pytest.mark.slow("opens the upload page twice")
def test_no_session_keeps_reports_of_its_own(own_store: str, looked: list[list[str]]) -> None:
    opened = dropped("one.csv")
    assert "screened" not in opened.session_state
    assert looked == [["one.csv"]]


@pytest.mark.slow("opens the upload page several times")
def test_files_that_are_too_many_together_are_not_looked_at_nor_kept(
    own_store: str, looked: list[list[str]], let_go: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screened, "MAX_UNPACKED", len(b"a,b\none.csv,1\n") + len(b"a,b\ntwo.csv,1\n"))
    let_go.clear()
    dropped("one.csv", "two.csv")
    assert looked == [["one.csv", "two.csv"]]
    before = len(let_go)
    monkeypatch.setattr(screened, "MAX_UNPACKED", screened.MAX_UNPACKED - 1)
    opened = dropped("one.csv", "two.csv")
    assert TOO_MANY in faults(opened)
    assert looked == [["one.csv", "two.csv"]]
    assert len(let_go) == before + 2, "once on the first page, once on the upload page"


@pytest.mark.slow("opens the upload page several times")
def test_who_leaves_the_page_leaves_no_files_behind(own_store: str, let_go: list[str]) -> None:
    opened = dropped("one.csv")
    let_go.clear()
    opened.run()
    assert let_go == []
    opened.switch_page("about.py").run()
    assert len(let_go) > 0
