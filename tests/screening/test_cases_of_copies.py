"""Small inputs that went wrong, as they were reported: figures of another year, another area, another download."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.model import Catalogue
from indicators.publishing import Blocked, propose, publish
from indicators.screening import screen_upload
from tests.screening.situation import TODAY
from tests.sources import CASES, REAL_DATA, needs_sources

pytestmark = [needs_sources, pytest.mark.slow("screens reported files against all that ships")]


def told(name: str, known: Catalogue, held: pd.DataFrame, check: str) -> list[str]:
    (report,) = screen_upload(name, (CASES / name).read_bytes(), known, held, TODAY)
    return [found.message for found in report.warnings if found.check == check]


def test_last_year_relabelled(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    name = "26-last-year-relabelled-as-new.csv"
    assert told(name, shipped_catalogue, shipped_rows, "repeated-period") == [
        "obesity-adults: all 25 new figures for 2025/26 are exactly those of 2024/25."
    ]


def test_two_districts_exchanged(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    name = "areas-exchanged-els-adult-obesity.csv"
    held = shipped_rows[~shipped_rows["period_label"].isin(["2023/24", "2024/25"])].reset_index(drop=True)
    (found,) = told(name, shipped_catalogue, held, "another-area")
    assert "8 of 8 figures under Welwyn Hatfield are those held for St Albans" in found


def test_a_month_of_crime_joined_with_itself(
    own_store: str, shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    name = "29-police-two-downloads-joined.zip"
    content = Path(CASES / name).read_bytes()
    (report,) = screen_upload(name, content, shipped_catalogue, shipped_rows, TODAY)
    assert [found.check for found in report.warnings] == ["doubled-crimes"]
    borough = report.observations[report.observations["area_code"] == "E07000241"].set_index("indicator")["count"]
    assert borough.to_dict() == {
        "anti-social-behaviour": 240,
        "burglary": 31,
        "crime-recorded-street": 723,
        "drug-offences": 16,
        "violence-sexual-offences": 325,
    }
    proposal = propose(own_store, [report], shipped_catalogue, TODAY)
    given = {"by": "Jo", "note": "January 2022", "contents": {name: content}}
    with pytest.raises(Blocked, match="Each crime is counted once"):
        publish(own_store, proposal, accepted=[], **given)
    assert publish(own_store, proposal, accepted=["doubled-crimes"], **given) is not None


def test_a_month_of_crime_under_next_years_label(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    """The rates are new, as they are of another year's residents; the counts are not."""
    content = (REAL_DATA / "police-uk_2021-01-hertfordshire-street.csv").read_bytes()
    later = content.replace(b",2021-01,", b",2022-01,")
    (report,) = screen_upload("street.csv", later, shipped_catalogue, shipped_rows, TODAY)
    messages = {found.message for found in report.warnings if found.check == "repeated-period"}
    assert "burglary: all 10 new counts for January 2022 are exactly those of January 2021." in messages
    assert len(messages) == 5
