"""The door of a running dashboard: what is said on every kind of answer, who is let in, and pages that work with it."""

import http.client
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from indicators import door

from .pages import visit
from .serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FOREIGN = "evil.example:80"
#: uvicorn 0.54 says so of every websocket that is answered before it is opened, though the answer is whole.
UVICORN = "ASGI callable returned without completing handshake."
WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture(scope="module")
def silent(server: Server) -> Iterator[Server]:
    """The dashboard, which writes nothing about whoever it refuses, but for a line of uvicorn's for each websocket."""
    written = server.log.stat().st_size
    yield server
    assert set(server.log.read_bytes()[written:].decode().splitlines()) <= {UVICORN}


def answer(server: Server, path: str, method: str = "GET", **said: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of the answer to a request, as it goes over the wire."""
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in said.items()})
        got = connection.getresponse()
        text = "" if got.status == 101 else got.read().decode("utf-8", "replace")
        return got.status, {name.lower(): value for name, value in got.getheaders()}, text
    finally:
        connection.close()


def knock(server: Server, **said: str) -> int:
    """The status of the answer to whoever wants to open the websocket, once uvicorn has written its line of it: it does
    so after the answer, and whoever looks at the log next would find it."""
    before = server.log.read_bytes().count(UVICORN.encode())
    status, headers, _ = answer(server, door.STREAM, **WEBSOCKET | said)
    assert guarded(headers)
    by = time.monotonic() + 20
    while status != 101 and server.log.read_bytes().count(UVICORN.encode()) == before:
        assert time.monotonic() < by, "uvicorn wrote nothing of a websocket that was refused"
        time.sleep(0.01)
    return status


def guarded(headers: dict[str, str]) -> bool:
    """Whether an answer says what a browser may do with it, once."""
    policy = headers.get("content-security-policy", "")
    return "frame-ancestors 'none'" in policy and {
        name.lower(): headers.get(name.lower()) for name in door.HEADERS
    } == {name.lower(): value for name, value in door.HEADERS.items()}


def test_every_kind_of_answer_says_what_a_browser_may_do(silent: Server) -> None:
    _, _, start = answer(silent, "/")
    (script, *_) = re.findall(r'src="\./(static/[^"]+)"', start)
    kinds = {
        "/": 200,
        "/indicator?indicator=jobs": 200,
        f"/{script}": 200,
        "/favicon.png": 200,
        "/_stcore/health": 200,
        "/_stcore/host-config": 200,
        "/media/nowhere.csv": 404,
        "/_stcore/metrics": 404,
        "/..%5cwindows": 400,
    }
    answers = {path: answer(silent, path) for path in kinds}
    assert {path: status for path, (status, _, _) in answers.items()} == kinds
    assert [path for path, (_, headers, _) in answers.items() if not guarded(headers)] == []
    refused = answer(silent, "/_stcore/upload_file/a/b", "PUT")
    assert (refused[0], guarded(refused[1])) == (403, True)


def test_a_foreign_name_is_refused(silent: Server) -> None:
    for path in ("/", "/_stcore/health", "/static/nowhere.js"):
        status, headers, text = answer(silent, path, Host=FOREIGN)
        assert (status, guarded(headers), headers["content-type"]) == (400, True, "text/plain; charset=utf-8")
        assert text == door.unnamed(FOREIGN)


def test_a_websocket_is_opened_by_the_dashboard_s_own_page_alone(silent: Server) -> None:
    here = silent.address
    elsewhere = f"http://{FOREIGN}"
    assert knock(silent, Origin=here) == 101
    assert knock(silent, Origin=here.replace("127.0.0.1", "localhost")) == 101
    assert knock(silent, Origin=elsewhere) == 403
    assert knock(silent, Origin="http://localhost:9999") == 403
    assert knock(silent) == 403
    assert knock(silent, Origin=elsewhere, Host=FOREIGN) == 400
    assert knock(silent, Origin=here, Host=FOREIGN) == 400


def test_charts_downloads_and_uploads_work_with_what_a_page_may_load(
    page: Page, server: Server, tmp_path: Path
) -> None:
    """The visitor's own test looks that nothing was refused: a browser logs that as an error."""
    visit(page, "/indicator?indicator=obesity-year-6")
    page.get_by_role("figure").hover()
    with page.expect_download() as saved:
        page.locator('.modebar-btn[data-title*="ownload"]').first.click()
    assert Path(saved.value.path()).read_text(encoding="utf-8").startswith("<svg")
    with page.expect_download() as file:
        page.get_by_role("button", name="Download CSV").first.click()
    assert "Welwyn Hatfield" in Path(file.value.path()).read_text(encoding="utf-8")
    status, headers, _ = answer(server, urlsplit(file.value.url).path)
    assert (status, guarded(headers)) == (200, True)
    visit(page, "/snapshot?quarter=2018Q2")
    with page.expect_download() as paper:
        page.get_by_role("button", name="Download HTML").click()
    assert "<html" in Path(paper.value.path()).read_text(encoding="utf-8")
    visit(page, "/upload")
    (tmp_path / "figures.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    page.locator('[data-testid="stFileUploader"] input').set_input_files(tmp_path / "figures.csv")
    expect(page.get_by_role("heading", name="figures.csv")).to_be_visible()


def test_a_file_of_another_kind_is_told_where_it_is_dropped(page: Page) -> None:
    visit(page, "/upload")
    place = page.get_by_test_id("stFileUploader")
    expect(place).to_contain_text("CSV, TSV, TAB, TXT, XLSX, XLSM, XLSB, XLS, ODS, ZIP")
    dropped = page.evaluate_handle(
        "() => { const data = new DataTransfer();"
        " data.items.add(new File(['%PDF-1.4'], 'figures.pdf', {type: 'application/pdf'})); return data }"
    )
    page.get_by_test_id("stFileUploaderDropzone").dispatch_event("drop", {"dataTransfer": dropped})
    expect(place).to_contain_text("application/pdf files are not allowed")


def test_what_a_page_may_not_load_is_not_loaded(browser: Browser, server: Server) -> None:
    """Or nothing above could fail."""
    context = browser.new_context(base_url=server.address)
    page = visit(context.new_page(), "/about")
    with page.expect_event("requestfailed") as failed:
        page.evaluate("() => { new Image().src = 'http://elsewhere.invalid/picture.png' }")
    context.close()
    assert (failed.value.url, failed.value.failure) == ("http://elsewhere.invalid/picture.png", "csp")
