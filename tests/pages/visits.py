"""Pages opened the way an address opens them in a browser, and what stands on them."""

import re
from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest

FRAME = Path(__file__).parents[2] / "pages" / "frame.py"
#: The file names of all pages in the navigation: a new page is tested at once.
PAGES = re.findall(r'st\.Page\("(\w+\.py)"', FRAME.read_text(encoding="utf-8"))
PATIENCE = 60  # seconds: the first page of a process also imports everything and reads the store


def visit(page: str, **address: str) -> AppTest:
    """The page of this file name, opened by a fresh visitor at an address with these parameters.

    AppTest starts at the default page and can only then go to another; the parameters stay with it.
    """
    opened = AppTest.from_file(FRAME, default_timeout=PATIENCE)
    opened.query_params.update(address)
    opened.run()
    return opened if page == "overview.py" else opened.switch_page(page).run()


def go(opened: AppTest, **address: str) -> AppTest:
    """The same page in the same session, at another address."""
    opened.query_params = dict(address)
    return opened.run()


def as_read(text: str) -> str:
    """The text without what keeps Markdown from acting on it: as it is read on the page."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("\u2060", "").replace("  \n", "\n")


def faults(opened: AppTest) -> list[str]:
    """What must never be on a page: tracebacks and errors."""
    return [found.message for found in opened.exception] + [as_read(found.value) for found in opened.error]


def said(opened: AppTest) -> str:
    """The sentences that a page sets apart: what it cannot show, and why."""
    return "\n".join(as_read(found.value) for found in [*opened.info, *opened.warning])


def alternatives(opened: AppTest) -> list[str]:
    """The text alternatives of the charts on the page."""
    return [chart.proto.alt for chart in opened.get("plotly_chart")]


def figures(opened: AppTest) -> list[pd.DataFrame]:
    """The tables that hold the figures of a view."""
    return [table.value for table in opened.table if "Figure" in table.value]
