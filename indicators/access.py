"""Who may do what. Every function that writes asks here first, in one place that can refuse.

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
#: Longest name that is kept.
LONGEST = 200


class NotAllowed(UserError):
    """The person may not do this. Nothing was written."""


def allow(person: str, action: Action) -> str:
    """The person's name as it is kept. NotAllowed without a name, with one that is no name, or for who may not."""
    name = " ".join(person.split())
    if not name:
        raise NotAllowed(f"To {_DOING[action]}, give your name: it is kept with what was done.")
    if len(name) > LONGEST or not name.isprintable():
        raise NotAllowed(f"To {_DOING[action]}, give a name of at most {LONGEST} ordinary characters.")
    return name
