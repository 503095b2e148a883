"""Who may come in: where the dashboard listens, the names it answers to, and what is said on every answer."""

import asyncio
import base64
import logging
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import streamlit
from click.testing import CliRunner
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from indicators import door
from indicators.__main__ import main
from indicators.errors import UserError

ROOT = Path(__file__).parents[1]
PROXY = "https://indicators.example.gov.uk"
HERE = ["127.0.0.1", "localhost", "[::1]"]


@pytest.fixture(autouse=True)
def _no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (door.HOSTS, door.BEHIND, door.METRICS, "STREAMLIT_SERVER_ADDRESS"):
        monkeypatch.delenv(name, raising=False)


# Where it listens


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "127.1", "localhost", "::1", "::ffff:127.0.0.1"])
def test_it_listens_on_this_computer_alone(address: str) -> None:
    door.listening(address)


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "0", "::", "10.0.0.4", "192.168.1.20", "::ffff:10.0.0.4", "no.such.host.invalid", "", None]
)
def test_it_listens_nowhere_else_unless_a_proxy_signs_people_in(
    address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(door.NotOpened) as told:
        door.listening(address)
    for word in (address or "all addresses", "other computers", "127.0.0.1", "INDICATORS_BEHIND", "under any name"):
        assert word in str(told.value)
    monkeypatch.setenv(door.BEHIND, PROXY)
    door.listening(address)


@pytest.mark.parametrize(
    "said",
    [
        "http://indicators.example",
        "indicators.example",
        "https://",
        "https://a/b",
        "https://u:p@a",
        "yes",
        "https://a b",
        "https://127.0.0.1",
        "https://localhost:8443",
        "https://0.0.0.0",
        "https://[::1]",
        "https://[::]",
        "https://a..b",
        "https://a:0",
        "https://a:99999",
    ],
)
def test_a_setting_that_names_no_proxy_is_refused(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(door.BEHIND, said)
    with pytest.raises(
        door.NotOpened, match=re.escape(f"INDICATORS_BEHIND is '{said}': it must be the address at which")
    ):
        door.listening("127.0.0.1")


@pytest.mark.parametrize("way", ["option", "environment"])
def test_serve_refuses_before_it_builds_anything(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_STORE", str(tmp_path / "store"))
    words = ["serve", "--address", "0.0.0.0"] if way == "option" else ["serve"]
    told = CliRunner().invoke(main, words, env={"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"} if way == "environment" else {})
    assert told.exit_code == 1
    assert "Error: The dashboard would listen on 0.0.0.0, where other computers reach it." in told.output
    assert not (tmp_path / "store").exists()


def test_serve_behind_a_proxy_says_where_people_find_it(built: str, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, words: called.append(words))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(subprocess, "call", lambda words, cwd: 0)
    monkeypatch.setenv(door.BEHIND, f"{PROXY}/")
    monkeypatch.chdir(ROOT)
    told = CliRunner().invoke(main, ["serve", "--address", "0.0.0.0", "--port", "80"])
    assert f"The dashboard is at {PROXY} (Ctrl+C stops it)." in told.output
    assert called[0][-2:] == ["--server.address=0.0.0.0", "--server.port=80"]


@pytest.mark.slow("starts Streamlit")
def test_streamlit_by_itself_refuses_it_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.address=0.0.0.0", "--server.port=0"]
    environment = os.environ | {"INDICATORS_STORE": str(tmp_path / "store")}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert told.returncode == 1
    assert "The dashboard would listen on 0.0.0.0, where other computers reach it." in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "store").exists()


def test_the_shipped_settings_listen_on_this_computer_alone() -> None:
    said = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert re.findall(r'^address = "(.*)"', said, re.MULTILINE) == [door.LOOPBACK]


# Names


def test_it_answers_to_its_own_names_the_proxy_s_and_those_of_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert door.hosts() == HERE
    monkeypatch.setenv(door.BEHIND, f"{PROXY}:8443/")
    monkeypatch.setenv(door.HOSTS, "Borough.example, stats.example  localhost")
    assert door.hosts() == [*HERE, "indicators.example.gov.uk", "borough.example", "stats.example"]


@pytest.mark.parametrize(
    "said", ["*", "*.example", "https://borough.example", "a/b", "borough.example:80", "-x", "a;b"]
)
def test_what_is_no_name_of_a_host_is_refused(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(door.HOSTS, f"fine.example {said}")
    with pytest.raises(UserError, match=re.escape(f"The setting INDICATORS_HOSTS has '{said}'")):
        door.middleware()


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://127.0.0.1:8501", "127.0.0.1:8501"),
        ("http://localhost:8501", "127.0.0.1:8501"),
        ("http://[::1]:8501", "localhost:8501"),
        ("https://Borough.example", "borough.example"),
        ("https://borough.example:8443", "borough.example:8443"),
    ],
)
def test_the_dashboard_s_own_pages_may_open_a_websocket(origin: str, host: str) -> None:
    assert door.is_from(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://evil.example", "127.0.0.1:8501"),
        ("http://evil.example:8501", "127.0.0.1:8501"),
        ("http://localhost:9999", "127.0.0.1:8501"),
        ("http://127.0.0.1", "127.0.0.1:8501"),
        ("http://127.0.0.1:8501.evil.example", "127.0.0.1:8501"),
        ("http://evil.example/127.0.0.1:8501", "127.0.0.1:8501"),
        ("http://x@127.0.0.1:8501", "127.0.0.1:8501"),
        ("https://other.example", "borough.example"),
        ("file://127.0.0.1:8501", "127.0.0.1:8501"),
        ("127.0.0.1:8501", "127.0.0.1:8501"),
        ("null", "127.0.0.1:8501"),
        ("", ""),
        ("", "127.0.0.1:8501"),
    ],
)
def test_no_page_of_another_site_may(origin: str, host: str) -> None:
    assert not door.is_from(origin, host)


# Requests


def asked(
    path: str = "/",
    kind: str = "http",
    method: str = "GET",
    server: tuple[str, int | None] = ("127.0.0.1", 8501),
    closed: bool = False,
    **said: str,
) -> tuple[int, dict[str, str]]:
    """Status and headers of the answer to a request, as a server passes it on; 200 where it is let in. A websocket may
    be `closed` from within, before it was opened."""
    sent: list[Any] = []

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        if closed:
            await send({"type": "websocket.close", "code": 1000})
            return
        begun = "http.response.start" if scope["type"] == "http" else "websocket.accept"
        await send({"type": begun, "status": 200, "headers": []})

    async def send(message: Any) -> None:
        sent.append(message)

    application: Any = inside
    for each in reversed(door.middleware()):
        application = each.cls(application, **each.kwargs)
    headers = [(name.lower().encode(), value.encode()) for name, value in ({"Host": "127.0.0.1:8501"} | said).items()]
    scope = {"type": kind, "method": method, "path": path, "headers": headers, "server": server, "query_string": b""}
    if kind == "websocket":
        scope.pop("method")
        scope["extensions"] = {"websocket.http.response": {}}
    asyncio.run(application(scope, None, send))
    first = sent[0]
    return first.get("status", 200), {name.decode(): value.decode() for name, value in first["headers"]}


def connected(origin: str | None = "http://127.0.0.1:8501", path: str = "/_stcore/stream", **said: str) -> int:
    return asked(path, "websocket", **said | ({"Origin": origin} if origin is not None else {}))[0]


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:1", "[::1]:8501"])
def test_whoever_asks_for_this_computer_is_let_in(host: str) -> None:
    assert asked(Host=host)[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8501",
        "",
        "a b",
        "localhost@evil",
        "localhost:x",
        "localhost:8501:8501",
        "localhost/",
        "evil.example,localhost",
        "[::1",
        "*",
    ],
)
def test_whoever_asks_for_a_foreign_name_is_not(host: str) -> None:
    assert asked(Host=host)[0] == 400
    assert connected(f"http://{host}", Host=host) == 400


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("evil.example", "the name 'evil.example'"),
        ("", "a request that asks for no name"),
        ("<b>é</b>", "the name '<b>\\xe9</b>'"),
        ("a" * 500, f"the name '{'a' * 80}...'"),
    ],
)
def test_whoever_asks_for_a_foreign_name_is_told_what_helps(host: str, named: str) -> None:
    sent: list[Any] = []

    async def inside(*_: Any) -> None:
        raise AssertionError("nobody is let in")

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", host.encode("latin-1"))]}
    asyncio.run(door.Names(inside, HERE)(scope, None, send))  # type: ignore[arg-type]
    first, body = sent
    kind = {name.decode(): value.decode() for name, value in first["headers"]}["content-type"]
    assert (first["status"], kind) == (400, "text/plain; charset=utf-8")
    assert body["body"].decode() == (
        f"The dashboard does not answer to {named}. On the computer where it runs it is at 127.0.0.1 and localhost; "
        "whoever runs it adds other names to the setting INDICATORS_HOSTS."
    )


def test_a_websocket_is_opened_by_the_dashboard_s_own_page_alone() -> None:
    assert connected() == 200
    assert [connected("http://evil.example"), connected(None), connected("null")] == [403] * 3
    assert connected(path="/_stcore/other") == 404


def test_a_page_of_another_site_writes_nothing() -> None:
    path = "/_stcore/upload_file/a/b"
    assert asked(path, method="PUT", Origin="http://127.0.0.1:8501")[0] == asked(path, method="PUT")[0] == 200
    assert asked(path, method="PUT", Origin="http://evil.example")[0] == 403


@pytest.mark.parametrize("address", ["10.0.0.4", "::", "::ffff:10.0.0.4"])
def test_where_others_reach_it_nobody_is_let_in_but_by_the_proxy(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where another program than Streamlit serves it, of which the start is not asked."""
    assert asked(server=(address, 8501))[0] == 403
    assert asked("/_stcore/stream", "websocket", server=(address, 8501), Origin="http://127.0.0.1:8501")[0] == 403
    monkeypatch.setenv(door.BEHIND, PROXY)
    assert asked(server=(address, 8501), Host="indicators.example.gov.uk")[0] == 200
    assert asked(server=(address, 8501), Host="evil.example")[0] == 400


def test_a_socket_that_is_a_file_is_this_computer_s() -> None:
    assert asked(server=("/run/indicators.socket", None))[0] == 200


def test_measurements_are_given_out_where_the_setting_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/_stcore/metrics", "/below/_stcore/metrics", "/_stcore/metrics/"):
        assert asked(path)[0] == 404
    monkeypatch.setenv(door.METRICS, "1")
    assert asked("/_stcore/metrics")[0] == 200


@pytest.mark.parametrize(
    "asks",
    [
        {},
        {"kind": "websocket", "path": "/_stcore/stream", "Origin": "http://127.0.0.1:8501"},
        {"kind": "websocket", "path": "/_stcore/stream", "Origin": "http://evil.example"},
        {"kind": "websocket", "path": "/x/_stcore/stream", "Origin": "http://127.0.0.1:8501", "closed": True},
        {"Host": "evil.example"},
        {"path": "/_stcore/metrics"},
    ],
)
def test_every_answer_says_what_a_browser_may_do(asks: dict[str, Any]) -> None:
    _, said = asked(**asks)
    assert (said["x-frame-options"], said["x-content-type-options"]) == ("DENY", "nosniff")
    assert said["referrer-policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in said["content-security-policy"].split(";"))
    assert policy["img-src"] == "'self' data: blob:"
    own = " ws://127.0.0.1:8501 wss://127.0.0.1:8501" if "Host" not in asks else ""
    assert policy["connect-src"] == f"'self'{own}"
    for name in ("object-src", "base-uri", "frame-ancestors", "frame-src"):
        assert policy[name] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in policy["script-src"] + policy["default-src"]


def test_the_script_that_may_run_is_the_one_in_streamlit_s_page() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [f"sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}" for script in scripts]
    assert hashes == [door.SCRIPT]


# What nobody foresaw


def test_a_fault_of_the_server_has_a_reference_and_the_headers(caplog: pytest.LogCaptureFixture) -> None:
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"127.0.0.1:8501")]}
    answer = asyncio.run(door.failed(Request(scope), ValueError("a secret")))
    said = bytes(answer.body).decode()
    assert answer.status_code == 500
    assert "a secret" not in said
    assert answer.headers["x-frame-options"] == "DENY"
    assert referred(said, caplog) == "ValueError: a secret"


def referred(said: str, caplog: pytest.LogCaptureFixture) -> str:
    """What stands in the log under the reference that somebody was told."""
    (reference,) = re.findall(r"Reference ([0-9A-F]{8})", said)
    (found,) = [each for each in caplog.records if each.getMessage() == f"Reference {reference}"]
    assert found.levelno == logging.ERROR
    return logging.Formatter().format(found).splitlines()[-1]


def fails() -> None:
    """A page whose run fails, with what the server does then."""
    from pages import _failed

    _failed.show(KeyError("a secret"))


def refuses() -> None:
    """A page whose run, or what it does when somebody presses a button, is refused in words."""
    from indicators.errors import UserError
    from pages import _failed

    _failed.show(UserError("Not *like* this."))


def test_a_page_that_fails_says_a_reference_and_nothing_of_what_is_inside(caplog: pytest.LogCaptureFixture) -> None:
    (told,) = AppTest.from_function(fails).run().error
    assert "secret" not in told.value
    assert "KeyError" not in told.value
    assert "whether it was done" in told.value
    assert referred(told.value, caplog) == "KeyError: 'a secret'"


def test_a_page_that_is_refused_says_why(caplog: pytest.LogCaptureFixture) -> None:
    (told,) = AppTest.from_function(refuses).run().error
    assert told.value == r"Not \*like\* this."
    assert not [each for each in caplog.records if each.name.startswith("indicators")]
