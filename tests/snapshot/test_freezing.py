"""Sign-off: what stands in its way, what it freezes, and that what is frozen never changes."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from indicators import store, wording
from indicators.access import NotAllowed
from indicators.errors import StoreError, UnknownName
from indicators.model import Catalogue, Measure
from indicators.snapshot import NotSigned, Quarter, comment, freezing, frozen, signatures, standing, to_json
from indicators.snapshot.archives import DATA
from indicators.snapshot.freezing import by_hash, hashed
from indicators.snapshot.known import Known
from indicators.snapshot.model import Unreadable, from_json
from indicators.snapshot.tables import tables
from tests.build import ENGLAND, line
from tests.snapshot.shipped import drafted
from tests.snapshot.small import CATALOGUE, SECOND, THIRD, filled, made, published, rendered, signed

RUNNING = Quarter(2026, 4)


@pytest.fixture
def where(tmp_path: Path) -> str:
    return filled(str(tmp_path / "store"))


def said(where: str, quarter: Quarter = SECOND, text: str = "Two clinics closed.") -> None:
    comment(where, quarter, "obesity", text=text, action="Reopen", by="An officer", catalogue=CATALOGUE)


def test_off_plan_without_a_remarkstands_in_the_way(where: str) -> None:
    with pytest.raises(NotSigned, match=r"Off plan without a comment: Obesity\. Comment on each before 2019 Q2"):
        signed(where)
    assert store.entries(where) == []
    assert signed(where, Quarter(2017, 2)).quarter == "2017Q2"  # on plan: nobody needs to say why


def test_a_quarter_that_runs_cannot_be_signed(where: str) -> None:
    with pytest.raises(NotSigned, match=r"2026 Q4 runs until 31 December 2026"):
        signed(where, RUNNING)


def test_nobody_signs_without_a_name(where: str) -> None:
    with pytest.raises(NotAllowed, match="To sign off a quarter, give your name"):
        signed(where, by="")


def test_a_sign_off_freezes_everything_under_one_hash(where: str) -> None:
    said(where)
    entry = signed(where)
    found = frozen(where, entry.sha256)
    assert found.snapshot.signed is not None
    assert (found.snapshot.signed.by, found.snapshot.signed.corrects) == ("The chair", "")
    assert found.documents == rendered(found.snapshot)
    assert found.snapshot == hashed(found.snapshot)
    with zipfile.ZipFile(io.BytesIO(store.kept(where, entry.sha256))) as archive:
        names = archive.namelist()
        rows = archive.read("observations.csv").decode().splitlines()
        assert json.loads(archive.read(DATA))["findings"]["obesity"]["comment"]["text"] == "Two clinics closed."
    assert {"catalogue/strategy.toml", "catalogue/areas.csv", "documents/2019Q2.txt"} <= set(names)
    assert len(rows) == 1 + 12  # six years, two areas


def test_newer_data_a_target_and_a_definition_change_nothing_that_was_signed(where: str) -> None:
    said(where)
    before = frozen(where, signed(where).sha256)
    published(where, *line([12.0, 30.0], first=2018), *line([5.0], first=2013, area=ENGLAND))
    said(where, text="Said later")
    catalogue = replace(CATALOGUE, indicators={"obesity": replace(CATALOGUE.indicators["obesity"], decimals=3)})
    assert made(where, catalogue=catalogue).reported["obesity"].actual == "12.000%"
    after = standing(where, SECOND)
    assert after is not None
    assert (after.snapshot, after.documents, after.sha256) == (before.snapshot, before.documents, before.sha256)


def test_while_a_quarter_is_commented_on_it_is_put_together_once(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gathered: list[Quarter] = []
    gather = freezing.gather

    def counted(where: str, quarter: Quarter, catalogue: Catalogue, today: date) -> Known:
        gathered.append(quarter)
        return gather(where, quarter, catalogue, today)

    monkeypatch.setattr(freezing, "gather", counted)
    for text in ("Two clinics closed.", "Three clinics closed."):
        said(where, text=text)
        remark = made(where).reported["obesity"].comment
        assert remark is not None
        assert remark.text == text
    assert gathered == [SECOND, SECOND.previous]
    published(where, *line([12.0], first=2018))
    assert made(where).reported["obesity"].actual == "12.0%"
    assert gathered == [SECOND, SECOND.previous] * 2
    signed(where)
    assert gathered == [*[SECOND, SECOND.previous] * 2, SECOND]  # what is frozen is read again from the store


def test_a_quarter_that_is_put_together_while_somebody_publishes_is_not_kept(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gather = freezing.gather

    def meanwhile(where: str, quarter: Quarter, catalogue: Catalogue, today: date) -> Known:
        known = gather(where, quarter, catalogue, today)
        monkeypatch.setattr(freezing, "gather", gather)
        published(where, *line([12.0], first=2018))
        return known

    monkeypatch.setattr(freezing, "gather", meanwhile)
    assert made(where).reported["obesity"].actual == "19.5%"
    assert made(where).reported["obesity"].actual == "12.0%"


def test_the_quarter_after_is_compared_with_what_was_signed(where: str) -> None:
    said(where)
    signed(where)
    published(where, *line([12.0], first=2018))
    changes = [(change.kind, change.sentence) for change in made(where, THIRD).changes]
    assert ("revised", "2018: 12.0%, was 19.5%.") in changes


def test_a_second_sign_off_is_refused_and_names_the_first(where: str) -> None:
    said(where)
    first = signed(where)
    with pytest.raises(NotSigned, match=rf"2019 Q2 was signed off on .* by The chair \({first.sha256[:12]}\)"):
        signed(where)
    assert len(signatures(store.entries(where), SECOND)) == 1


def test_a_correction_names_what_it_corrects_and_both_stay(where: str) -> None:
    said(where)
    first = signed(where)
    published(where, *line([19.4], first=2018))
    for corrects, reason, message in (
        (first.sha256, "", "A correction needs a reason"),
        ("0" * 64, "Wrong figure", "is not what stands"),
        (first.sha256[:7], "Wrong figure", "is not what stands"),
    ):
        with pytest.raises(NotSigned, match=message):
            signed(where, corrects=corrects, reason=reason)
    second = signed(where, corrects=first.sha256[:12].upper(), reason="A figure was wrong")
    now, then = standing(where, SECOND), frozen(where, first.sha256)
    assert now is not None
    assert now.snapshot.signed is not None
    assert (now.sha256, now.snapshot.signed.corrects, now.snapshot.signed.reason) == (
        second.sha256,
        then.snapshot.hash,
        "A figure was wrong",
    )
    assert (now.snapshot.reported["obesity"].actual, then.snapshot.reported["obesity"].actual) == ("19.4%", "19.5%")
    with pytest.raises(NotSigned, match="is not what stands"):
        signed(where, corrects=first.sha256, reason="The first again")


def test_a_correction_of_nothing_is_refused(where: str) -> None:
    said(where)
    with pytest.raises(NotSigned, match="has not been signed off yet, so there is nothing to correct"):
        signed(where, corrects="0" * 64, reason="Why")


def test_what_is_signed_is_what_was_read(where: str) -> None:
    said(where)
    read = made(where).hash
    said(where, text="Said while the chair was reading")
    with pytest.raises(NotSigned, match="2019 Q2 has changed since you opened it"):
        signed(where, read=read)
    assert signed(where, read=made(where).hash).quarter == "2019Q2"


def test_of_two_who_correct_the_second_is_told(where: str) -> None:
    said(where)
    first = signed(where)
    signed(where, corrects=first.sha256, reason="One", by="One")
    with pytest.raises(NotSigned, match=r"is not what stands for 2019 Q2: that was signed on .* by One"):
        signed(where, corrects=first.sha256, reason="Another", by="Another")


def test_a_correction_may_name_the_hash_that_stands_on_the_paper(where: str) -> None:
    said(where)
    first = frozen(where, signed(where).sha256)
    second = frozen(where, signed(where, corrects=first.snapshot.hash[:16], reason="A typing error").sha256)
    assert second.snapshot.signed is not None
    assert second.snapshot.signed.corrects == first.snapshot.hash
    assert store.entries(where)[-1].corrects == first.sha256
    assert by_hash(where, first.snapshot.hash[:12]) == by_hash(where, first.sha256[:12]) == first
    for wrong in ("0" * 64, first.sha256[:7]):
        with pytest.raises(UnknownName, match="No signed snapshot has a hash that begins with"):
            by_hash(where, wrong)


def test_a_first_sign_off_has_no_reason(where: str) -> None:
    said(where)
    with pytest.raises(NotSigned, match="there is nothing to correct"):
        signed(where, reason="Why")


def test_the_catalogue_that_is_frozen_is_the_one_that_was_judged_by(where: str) -> None:
    said(where)
    with pytest.raises(NotSigned, match=r"The files in data/ have changed since the dashboard was started"):
        signed(where, files={"strategy.toml": b"changed"})


def test_the_ledger_and_the_snapshot_tell_the_same_moment(where: str) -> None:
    said(where)
    entry = signed(where)
    found = frozen(where, entry.sha256).snapshot.signed
    assert found is not None
    assert found.at == wording.moment(store.entries(where)[-1].at)


def test_of_many_who_sign_at_once_one_does(where: str) -> None:
    said(where)

    def attempt(name: str) -> str:
        try:
            return signed(where, by=name).sha256
        except NotSigned as refused:
            return str(refused)

    with ThreadPoolExecutor(4) as people:
        outcomes = list(people.map(attempt, ["A", "B", "C", "D"]))
    assert sum("was signed off on" in outcome for outcome in outcomes) == 3
    assert len(signatures(store.entries(where))) == 1


def test_a_remarkmade_while_somebody_signs_is_not_lost(where: str) -> None:
    said(where)

    def interrupted(snapshot: object) -> dict[str, bytes]:
        said(where, text="Said in between")
        return {}

    with pytest.raises(NotSigned, match="Somebody commented on 2019 Q2 in the meantime"):
        signed(where, render=interrupted)
    assert signatures(store.entries(where)) == []


def test_a_damaged_archive_is_not_opened(where: str) -> None:
    said(where)
    entry = signed(where)
    kept = Path(where) / store.KEPT / entry.sha256
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreError, match="is damaged: it no longer has that SHA-256"):
        standing(where, SECOND)


def test_equal_content_makes_equal_bytes(tmp_path: Path) -> None:
    """Two stores filled at different moments hold the same, so a draft of the past is the same in both."""
    one, other = filled(str(tmp_path / "one")), filled(str(tmp_path / "other"))
    published(other, *line([18.0], first=2025))  # not known then
    assert to_json(made(one)) == to_json(made(other))
    assert made(one).hash != made(one, THIRD).hash


def test_a_target_counts_from_the_day_it_was_set(where: str) -> None:
    from datetime import date

    theme = CATALOGUE.strategy.themes[0]
    target = Measure(
        "obesity", "reach", target=10.0, target_date=date(2020, 12, 31), set_by="G", set_on=date(2019, 8, 1)
    )
    priority = replace(theme.priorities[0], measures=(target,))
    strategy = replace(CATALOGUE.strategy, themes=(replace(theme, priorities=(priority,)),))
    catalogue = replace(CATALOGUE, strategy=strategy)
    before, after = made(where, SECOND, catalogue), made(where, THIRD, catalogue)
    assert before.reported["obesity"].plan.reason == "no target"
    assert after.reported["obesity"].expected != ""
    assert ("target", "aim is reach, 10.0% by 31 December 2020, set by G on 1 August 2019, was reach.") in [
        (change.kind, change.sentence) for change in after.changes
    ]


def test_a_snapshot_survives_writing_and_reading(where: str) -> None:
    said(where)
    one = made(where)
    assert from_json(to_json(one)) == one
    for wrong in (b"", b"{}", b"[1]", b'{"layout": 1}', b"\xff"):
        with pytest.raises(Unreadable):
            from_json(wrong)
    with pytest.raises(Unreadable, match="a later version of the dashboard made it"):
        from_json(to_json(one).replace(b'"layout": 1', b'"layout": 99'))


def test_a_snapshot_of_another_version_is_read_with_fields_too_many_or_with_those_that_have_a_default_missing(
    where: str,
) -> None:
    one = made(where)
    record = json.loads(to_json(one)) | {"of_a_later_version": 1}
    for finding in record["findings"].values():
        assert (finding.pop("comment"), finding.pop("flags")) == (None, "")
    assert from_json(json.dumps(record).encode()) == one


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("running", "no"), ("running", 0), ("label", 7), ("label", None), ("sections", "none"), ("findings", [])],
)
def test_a_snapshot_with_a_value_of_another_type_is_refused(where: str, field: str, wrong: object) -> None:
    record = json.loads(to_json(made(where)))
    assert field in record
    with pytest.raises(Unreadable, match=r"^This is not a snapshot that can be read\.$"):
        from_json(json.dumps(record | {field: wrong}).encode())


@pytest.mark.slow("whole quarters")
def test_what_is_read_has_the_same_tables_in_the_same_order(built: str) -> None:
    """The page of a signed quarter is drawn from what was written, its documents from what was made."""
    one = drafted(built, "2018Q2")
    other = from_json(to_json(one))
    assert list(other.reported) == list(one.reported)
    for mine, read in zip(tables(one), tables(other), strict=True):
        assert mine == read
        pd.testing.assert_frame_equal(mine.frame, read.frame)
