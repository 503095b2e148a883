"""A command that is killed at any moment leaves a whole store: it was done, once, or it was not, and can be done."""

from pathlib import Path

import pytest

from indicators import clock, snapshot, store
from indicators.model import Catalogue
from tests.durability.accounts import Account
from tests.durability.conftest import Keep, Share
from tests.durability.kinds import KINDS, QUARTER, Rounds
from tests.durability.processes import moments

pytestmark = pytest.mark.slow("processes of its own")

#: Of so many stores that were built one is mended, and so looked at as a whole four times more.
MENDED = 5
#: How many of each are killed for a tenth: fewer of those that take over a second of a processor each time.
TENTH = {"publish": 2, "comment": 4, "rollback": 4, "sign-off": 2, "build": 1}


@pytest.fixture
def where(held: str, shipped_catalogue: Catalogue) -> str:
    """A store with a second version, in which everything off plan has a comment."""
    rows = store.read(held, indicators=["jobs"])
    store.publish(held, rows.assign(value=rows["value"] + 1), by="Analyst", note="Another version")
    today = clock.today()
    quarter = snapshot.parse(QUARTER, shipped_catalogue.strategy.start, today)
    for one in snapshot.draft(held, quarter, shipped_catalogue, today).uncommented:
        made = {"text": "Known", "action": "", "by": "Officer", "catalogue": shipped_catalogue}
        snapshot.comment(held, quarter, one.slug, **made)
    return held


@pytest.mark.parametrize("name", KINDS)
def test_what_is_killed_was_done_once_or_not(
    name: str, where: str, tmp_path: Path, share: Share, record_property: Keep
) -> None:
    account = Account(f"{name}, killed")
    rounds = Rounds(KINDS[name], account, tmp_path)

    def place(number: int) -> str:
        return str(tmp_path / f"built-{number}") if name == "build" else where

    assert rounds.whole(rounds.kind.words(place(0), tmp_path, 0), place(0)).code == 0
    for number, moment in enumerate(moments(share.of(50, tenth=TENTH[name]), seed=11), start=1):
        rounds.killed(place(number), number, moment)
        if name == "build" and number % MENDED == 0:
            account.mend(place(number))
    account.mend(where)
    account.close(record_property)
