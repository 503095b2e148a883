"""Many who publish at the same moment: each release is there once, as it was told, and every refusal was told."""

from pathlib import Path

import pytest

from tests.durability.accounts import Account
from tests.durability.conftest import Keep, Share
from tests.durability.many import at_once

pytestmark = pytest.mark.slow("processes of its own")


def test_many_processes_publish_the_same_rows(tmp_path: Path, share: Share, record_property: Keep) -> None:
    where, account = str(tmp_path / "store"), Account("publishes from many processes at once")
    at_once(where, tmp_path, share.of(40), 5, account)
    account.mend(where)
    account.close(record_property)
