"""A store in the cloud: an S3 in memory, spoken to as the real one is, with the settings that the README names."""

import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from indicators import store
from tests.browser.serving import free_port
from tests.durability.accounts import Account
from tests.durability.conftest import Keep, Share
from tests.durability.kinds import KINDS, Rounds
from tests.durability.many import at_once
from tests.durability.processes import moments
from tests.durability.servers import PATIENCE
from tests.harm import figures

ROOT = Path(__file__).parents[2]
STORAGE = ROOT / ".venv-s3" / "bin" / "python"

pytestmark = [
    pytest.mark.slow("a server of its own, and processes"),
    pytest.mark.skipif(not STORAGE.exists(), reason="`make test` installs an S3 in .venv-s3; it is not there"),
]

#: What is killed over the cloud; of a tenth the first.
CLOUD = ("comment", "publish", "rollback", "sign-off")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """What finds and opens the storage, in which there is a bucket."""
    port = free_port()
    address, log = f"http://127.0.0.1:{port}", tmp_path / "storage"
    command = [str(STORAGE), "-m", "moto.server", "--host", "127.0.0.1", "--port", f"{port}"]
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
    try:
        make_bucket(address, process)
        told = {
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "eu-west-2",
            "AWS_ENDPOINT_URL": address,
            "AWS_ALLOW_HTTP": "true",
        }
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        yield told
    finally:
        process.kill()
        process.wait()


def make_bucket(address: str, process: "subprocess.Popen[bytes]") -> None:
    """A bucket, once the storage answers."""
    asked = urllib.request.Request(f"{address}/borough", method="PUT")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(asked, timeout=PATIENCE):
            return
        time.sleep(0.05)
    raise TimeoutError(f"No storage answers at {address}.")


def test_a_store_in_the_cloud(
    settings: Mapping[str, str], built: str, few: str, tmp_path: Path, share: Share, record_property: Keep
) -> None:
    where, account = "s3://borough/store", Account("S3, commands killed")
    if share.full:
        assert Rounds(KINDS["build"], account, tmp_path, settings).whole(["build"], f"{where}-built").code == 0
        assert store.read(f"{where}-built").equals(store.read(built))
        account.verify(f"{where}-built")
    store.publish(where, store.read(few), by="data/published", note="Some", kind="build")
    assert store.read(where).equals(store.read(few))
    for name in CLOUD if share.full else CLOUD[:1]:
        rounds = Rounds(KINDS[name], account, tmp_path, settings)
        assert rounds.whole(rounds.kind.words(where, tmp_path, 0), where).code == 0
        for number, moment in enumerate(moments(share.of(10), seed=13), start=1):
            rounds.killed(where, number, replace(moment, anchor="start"))
    store.publish(where, figures("obesity-year-6", [2001], 1.0), by="Analyst", note="Kept", content=b"figures")
    assert store.kept(where, store.history(where)[0].sha256) == b"figures"
    account.mend(where)
    account.close(record_property)


def test_processes_publish_into_the_cloud_at_once(
    settings: Mapping[str, str], tmp_path: Path, share: Share, record_property: Keep
) -> None:
    account = Account("S3, publishes from processes at once")
    at_once("s3://borough/shared", tmp_path, share.of(8, tenth=2), 5 if share.full else 2, account, settings)
    account.mend("s3://borough/shared")
    account.close(record_property)
