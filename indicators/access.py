"""Who may do what, and how much they may say. Every function that writes asks here first, in one place that can refuse.

Until people sign in, a person is the name they give. A name is needed for everything that is kept in the history.
"""

from collections.abc import Mapping
from typing import Literal

from indicators.errors import UserError

Action = Literal["publish", "roll back", "build", "comment", "sign off"]
_DOING: Mapping[Action, str] = {
    "publish": "publish something",
    "roll back": "roll back something",
    "build": "build something",
    "comment": "comment",
    "sign off": "sign off a quarter",
}
#: The most characters that are kept of what people type, on a page and on the command line: of a name; of a note or
#: why one goes back, a few sentences that are read in a table; of a comment, an action or why a quarter is corrected,
#: what fits beside its indicator on paper; of what is searched, a handful of words.
NAME, NOTE, COMMENT, SEARCH = 200, 1000, 2000, 200


class NotAllowed(UserError):
    """The person may not do this. Nothing was written."""


class TooLong(UserError):
    """What somebody has typed is longer than what is kept. Nothing was written."""


def allow(person: str, action: Action) -> str:
    """The person's name as it is kept. NotAllowed without a name, with one that is no name, or for who may not."""
    name = " ".join(person.split())
    if not name:
        raise NotAllowed(f"To {_DOING[action]}, give your name: it is kept with what was done.")
    if len(name) > NAME or not name.isprintable():
        raise NotAllowed(f"To {_DOING[action]}, give a name of at most {NAME} ordinary characters.")
    return name


def bounded(what: str, text: str, most: int) -> str:
    """The text. TooLong where it has more characters than are kept; `what` is what it is called."""
    if len(text) > most:
        cut = f"Shorten it by {len(text) - most:,}"
        raise TooLong(f"The {what} has {len(text):,} characters; at most {most:,} are kept. {cut}: nothing is saved.")
    return text
