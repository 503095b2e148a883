"""How much of what is tried in bulk is tried: `make test` tries a share of it, `make whole` all of it."""

import os
from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

#: Set to 1 by `make whole`. What a share leaves out is more of the same: no kind of thing is tried there alone.
WHOLE = os.environ.get("WHOLE") == "1"


def share(of: Sequence[T], part: int, first: int = 0) -> list[T]:
    """Every `part`th of them from number `first` on, counted from 0; all of them where the whole is asked for."""
    return list(of) if WHOLE else list(islice(of, first % part, None, part))
