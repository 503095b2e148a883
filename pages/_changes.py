"""What changed, drawn: its revised, new and withdrawn figures, each a table that is made when it is opened."""

import streamlit as st

from indicators import markup as drawn
from indicators import releases
from indicators.changes import Changes
from indicators.markup import markup
from pages import _reads as reads

#: Rows that are shown on the page.
SHOWN = 1000


def tables(changes: Changes, key: str) -> None:
    """A table for each kind of change that there is; `key` tells the page's several changes apart."""
    for title, rows in (("Revised", changes.revised), ("New", changes.new), ("Withdrawn", changes.withdrawn)):
        if len(rows):
            shown = st.expander(markup("{}: {:,}", title, len(rows)), on_change="rerun", key=f"{key}-{title}")
            if shown.open:
                table = drawn.table(releases.changed(rows.head(SHOWN), reads.catalogue()))
                shown.table(table, hide_index=True, border="horizontal", alt=f"{title} figures")
                if len(rows) > SHOWN:
                    shown.caption(markup("The first {:,} of {:,}.", SHOWN, len(rows)))
