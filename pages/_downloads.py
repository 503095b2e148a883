"""The one button by which a page hands out a file: made when somebody presses it, the page stays as it is."""

from collections.abc import Callable

import streamlit as st

from indicators.markup import markup


def button(what: str, content: bytes | Callable[[], bytes], name: str, mime: str | None = None) -> None:
    """ "Download CSV": `content` are the bytes, or what makes them; without `mime` the kind is told from the name."""
    label = markup("Download {}", what)
    st.download_button(label, content, name, mime, icon=":material/download:", on_click="ignore", key=f"{what}-{name}")
