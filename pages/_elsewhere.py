"""What is said first where another area is looked at than the strategy's own, or one that is no more."""

import streamlit as st

from indicators import succession
from indicators.assessment import words
from indicators.markup import markup, typed
from pages import _choices as choices
from pages import _reads as reads


def say() -> None:
    """That the strategy is another area's; that the area was abolished, and what took its place."""
    own, chosen = reads.catalogue().strategy.area, choices.area()
    if chosen != own:
        said = "The strategy is {}’s. For comparison, the same aims are applied here to {}’s own figures."
        st.caption(markup(said, choices.name(own), choices.name(chosen)))
    gone = succession.abolished(reads.catalogue(), chosen)
    if gone is not None:
        st.info(typed(words.abolished(choices.name(chosen), gone)), icon=":material/history:")
