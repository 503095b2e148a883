"""A server for all browser tests of a run, a browser, and pages that must not complain."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from . import chromium
from .serving import Server, serving

expect.set_options(timeout=20_000)  # milliseconds; a busy machine may need a few seconds to draw a page

#: Streamlit's own start on an address such as /indicator: it looks for its server below that path first, then above.
PROBES = re.compile(r"/\w+/_stcore/(health|host-config)$")


Scheme = Literal["light", "dark"]


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard with the shipped figures. The tests only read."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window. Without one the tests fail: what is not looked at is not known to work."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.NONE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield launched
        launched.close()


class Visitor(Protocol):
    """A person who has never been here opens an empty page of this size, and prefers light or dark."""

    def __call__(self, width: int = 1440, height: int = 1000, scheme: Scheme = "light") -> Page: ...


class Profiles:
    """What a browser keeps. Streamlit's own files take it longer to fetch and compile than a page takes to be drawn, so
    one profile for each server goes from visitor to visitor, without anything that the one before has left in it."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[str, BrowserContext] = {}

    def another(self, address: str) -> BrowserContext:
        """A new one that nobody has used."""
        return self._browser.new_context(base_url=address, locale="en-GB")

    def cleared(self, address: str) -> BrowserContext:
        """The one that is kept for the server at this address: no cookies, nothing stored by any page."""
        if address not in self._kept:
            self._kept[address] = self.another(address)
            return self._kept[address]
        kept = self._kept[address]
        kept.clear_cookies()
        page = kept.new_page()
        with_all = {"origin": address, "storageTypes": "all"}
        kept.new_cdp_session(page).send("Storage.clearDataForOrigin", with_all)
        page.close()
        return kept


@pytest.fixture(scope="package")
def profiles(browser: Browser) -> Profiles:
    """Those of this run."""
    return Profiles(browser)


@pytest.fixture
def new_visitor(profiles: Profiles, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Brings new visitors to the server that the test module names as SERVER, by default the one for all.

    Afterwards: no page may have logged an error, failed, or asked any other host for anything, and the server may
    not have written a line.
    """
    running: Server = request.getfixturevalue(getattr(request.module, "SERVER", "server"))
    written, complaints, contexts = running.log.stat().st_size, list[str](), list[BrowserContext]()
    heard: Mapping[Any, Callable[[Any], None]] = {
        "console": lambda message: complaints.extend(_complaint(message)),
        "weberror": lambda failed: complaints.append(str(failed.error)),
        "request": lambda asked: complaints.extend(_stranger(asked)),
    }

    def visitor(width: int = 1440, height: int = 1000, scheme: Scheme = "light") -> Page:
        context = profiles.another(running.address) if contexts else profiles.cleared(running.address)
        contexts.append(context)
        for event, hear in heard.items():
            context.on(event, hear)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        return page

    yield visitor
    for place, context in enumerate(contexts):
        for page in context.pages:
            page.close()
        for event, hear in heard.items():
            context.remove_listener(event, hear)
        if place:
            context.close()
    assert complaints == []
    assert running.log.read_bytes()[written:].decode() == ""


@pytest.fixture
def page(new_visitor: Visitor) -> Page:
    """A page of a first-time visitor, 1440 pixels wide."""
    return new_visitor()


def _complaint(message: ConsoleMessage) -> list[str]:
    source = str(message.location.get("url", ""))
    return [f"{message.text} ({source})"] if message.type == "error" and not PROBES.search(source) else []


def _stranger(asked: Request) -> list[str]:
    where = urlsplit(asked.url)
    here = where.scheme in ("data", "blob") or where.hostname == "127.0.0.1"
    return [] if here else [f"asks another host: {asked.url}"]
