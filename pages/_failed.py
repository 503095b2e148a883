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
