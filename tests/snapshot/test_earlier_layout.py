"""What was signed with an earlier program is still read and shown, and not a byte of it changes.

The archive was signed by the program as it was before methods 2.0, of the small store and catalogue of these tests.
"""

from hashlib import sha256
from pathlib import Path

import pytest

from indicators import store
from indicators.snapshot import Quarter, Snapshot, compare, standing, tables, to_json
from indicators.snapshot.archives import frozen
from indicators.snapshot.html import html
from indicators.snapshot.notes import standing as known
from indicators.snapshot.tables import counts
from tests.snapshot.reading import html_tables
from tests.snapshot.small import filled, made

ARCHIVE = Path(__file__).parents[1] / "data" / "snapshots" / "2019Q1-layout-1.zip"
SIGNED = "1c498b43ffec973013cc8a6b8e4473cf082dd821cbc90e60c4077fecb7052d53"
QUARTER = Quarter(2019, 1)


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A store in whose ledger the archive was signed."""
    place = filled(str(tmp_path / "store"))
    entry = store.Entry("sign-off", QUARTER.name, "The chair")
    assert store.record(place, entry, lambda _: None, ARCHIVE.read_bytes()).sha256 == SIGNED
    return place


@pytest.fixture
def signed(where: str) -> Snapshot:
    return frozen(where, SIGNED).snapshot


def test_it_says_what_it_said_when_it_was_signed(signed: Snapshot) -> None:
    reported = signed.reported["obesity"]
    assert (signed.method, signed.layout, signed.stood, signed.answered) == ("1.0", 1, True, ())
    assert (reported.actual, reported.plan.text, reported.change.text) == ("19.5%", "off plan", "getting worse")
    assert reported.plan.sentence == (
        "Off plan: 19.5% (18.5% to 20.5%) in 2018, clearly worse than the baseline of 17.0% in 2014."
    )
    assert reported.comment is not None
    assert reported.comment.text == "Two clinics closed."
    assert [change.sentence for change in signed.changes] == [
        "off plan, was on plan.",
        "19.5% in 2018, after 17.1% in 2017.",
        "Changing? Getting worse, was no significant change.",
    ]


def test_it_is_shown_in_todays_tables(signed: Snapshot) -> None:
    assert counts(signed).frame.to_dict("records") == [{"Theme": "Health", "Off plan": "1"}]
    head, obesity = html_tables(html(signed))["Health"]
    assert dict(zip(head, obesity, strict=True)) == {
        "Priority": "Healthy weight",
        "Indicator": "Obesity",
        "Expected": "no worse than 17.0% in 2014",
        "Actual": "19.5%",
        "95% interval": "18.5% to 20.5%",
        "Period": "2018",
        "On plan?": "off plan",
        "Different from England?": "better",
        "Changing?": "getting worse",
    }
    assert [table.kind for table in tables(signed)] == ["changes", "counts", "theme", "comments", "reasons", "sources"]
    assert known(signed) == ("As known on", "31 March 2019")


def test_not_a_byte_of_it_changes(where: str, signed: Snapshot) -> None:
    """Reading, showing and comparing it are no reason to write it again."""
    stands = standing(where, QUARTER)
    assert stands is not None
    assert list(stands.documents) == ["2019Q1.txt"]
    compare(signed, made(where, Quarter(2019, 2)))
    kept = Path(where) / store.KEPT / SIGNED
    assert kept.read_bytes() == ARCHIVE.read_bytes()
    assert sha256(store.kept(where, SIGNED)).hexdigest() == SIGNED
    assert signed.hash in to_json(signed).decode()  # the hash is the one on the paper, not a new one


def test_the_quarter_after_is_compared_with_it(where: str) -> None:
    """What it did not keep is no change: only what reads otherwise today is told, and that the methods are others."""
    after = made(where, Quarter(2019, 2))
    assert after.compared_with == "2019 Q1"
    assert [change.kind for change in after.changes] == ["methods"]
