"""What a page says whose run has failed: a sentence where it can be mended, else a reference to the server's log."""

import streamlit as st

from indicators import errors
from indicators.markup import Markup, typed

NOT_SHOWN = Markup("This cannot be shown")


def show(error: Exception, title: Markup = NOT_SHOWN) -> bool:
    """Say it, and that it is said: Streamlit then says nothing of its own."""
    foreseen = isinstance(error, errors.UserError)
    said = str(error) if foreseen else errors.WENT_WRONG.format(errors.logged(error))
    st.error(typed(said), title=title, icon=":material/error:")
    return True


def instead(error: errors.UserError) -> None:
    """Say it in place of the page, whom to tell where only the store can be mended, and the way to try again."""
    show(error)
    if isinstance(error, errors.StoreError):
        st.markdown("If somebody else looks after this dashboard, tell them what it says here.")
    st.button("Try again", icon=":material/refresh:", key="try-again")
