"""The frame round every page: page set-up, navigation, the sidebar's choices; then the page itself."""

from pathlib import Path

import streamlit as st

from indicators.errors import UserError
from pages import _choices as choices
from pages import _downloads as downloads
from pages import _failed as failed
from pages import _parts as parts
from pages import _reads as reads
from pages import _screened as screened

ICON = Path(__file__).with_name("icon.svg")  # a named icon would be fetched from another host
UPLOAD = "Publish figures"
st.set_page_config(page_icon=ICON, layout="wide")  # each page brings its own title
pages = [
    st.Page("overview.py", title="Overview", icon=":material/dashboard:", default=True),
    st.Page("theme.py", title="Themes", icon=":material/category:"),
    st.Page("indicator.py", title="Indicators", icon=":material/show_chart:"),
    st.Page("snapshot.py", title="Snapshot", icon=":material/event_note:"),
    st.Page("upload.py", title=UPLOAD, icon=":material/upload_file:"),
    st.Page("revisions.py", title="Revisions", icon=":material/history:"),
    st.Page("about.py", title="About", icon=":material/info:"),
]
page = st.navigation(pages, position="hidden")

try:
    with downloads.telling():
        try:
            reads.begin()  # first: whatever is published from here on is not of this run
        finally:
            with st.sidebar:  # where there is no store there are other pages still
                parts.navigation(pages)
                choices.choose_area()
                choices.choose_benchmark()
        if page.title != UPLOAD:
            screened.let_go()
        page.run()
except UserError as error:
    failed.instead(error)
