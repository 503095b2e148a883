"""The browser that the tests drive. `python -m tests.browser.chromium` makes sure that there is one.

One that is there is used; else Debian's is installed, where that is allowed; else Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-liberation")
#: No sandbox, as containers have no room for one; and nothing that calls home or starts slowly.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NONE = (
    "There is no browser for the tests: none of "
    f"{', '.join(NAMES)} is installed, and neither apt-get nor Playwright could fetch one. "
    "Install Chromium and try again."
)


def find() -> str | None:
    """The path of a browser that starts; None where there is none."""
    installed = [path for path in map(shutil.which, NAMES) if path]
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return next((path for path in [*installed, own] if _starts(path)), None)


def ensure() -> str | None:
    """The path of a browser, fetched where there was none; None where none can be had."""
    return find() or _debian() or _playwright()


def _starts(path: str) -> bool:
    """Some systems have a `chromium-browser` that only says where to get one."""
    return Path(path).exists() and _run(path, "--version")


def _debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    fetched = _run("apt-get", "update") and _run("apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES)
    return find() if fetched else None


def _playwright() -> str | None:
    return find() if _run(sys.executable, "-m", "playwright", "install", "chromium") else None


def _run(*command: str) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    found = ensure()
    if found is None:
        sys.exit(NONE)
    click.echo(f"The browser tests drive {found}.")
