"""A file with more faults than anybody can read: the first of each kind are told, and all others are counted."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from indicators.screening import CHECKS, Report, as_frame, counted, fitting
from indicators.screening.finding import MOST, Finding, capped, in_order
from tests.screening.situation import FIXTURES, els, els_row, screened

MORE = 250
TIDY = (FIXTURES / "formula-text.csv").read_text(encoding="utf-8").splitlines()[0]
#: The megabytes that a process may take which screens a file of 500,000 faults: pandas and the file's own cells are
#: half of them.
MEGABYTES = 850
MEASURE = """
import resource
import sys
from pathlib import Path
from tests.screening.situation import screened
report = screened(sys.stdin.buffer.read())
# Not getrusage, whose peak is that of whoever started this process where that was higher.
told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
kilobytes = max(int(told["VmHWM"].split()[0]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(len(report.findings), kilobytes // 1024)
"""


def tidy(line: str) -> str:
    return "\n".join([TIDY, *(line.format(place) for place in range(MOST + MORE))]) + "\n"


def row(breakdown: str = "", value: str = "16.1", note: str = "", slug: str = "obesity") -> str:
    return f"{slug},E07000241,2018-01-01,2018-12-31,2018,{breakdown},{value},,,,,,,,{note}"


@pytest.mark.slow("10,000 faults of each kind")
@pytest.mark.parametrize(
    ("check", "content"),
    [
        ("not-a-number", els(*(els_row(f"word{place}") for place in range(MOST + MORE)))),
        ("unreadable-period", els(*(els_row("16.1", f"x{place}") for place in range(MOST + MORE)))),
        ("duplicate-rows", tidy(row(value="{}"))),
        ("unknown-breakdown", tidy(row(breakdown="sex={}"))),
        ("unknown-indicator", tidy(row(slug="obe{}"))),
        ("formula-text", tidy(row(note="=1+{}"))),
    ],
)
def test_the_first_are_told_and_the_rest_is_counted(check: str, content: str) -> None:
    report = screened(content)
    found = [each for each in report.findings if each.check == check]
    assert len(found) == MOST + 1
    assert [each.unlisted for each in found] == [0] * MOST + [MORE]
    assert [each.row for each in found[:2]] == [2, 3]
    assert counted(found) == MOST + MORE
    assert found[-1].sentence == (
        f"refreshed.csv: 250 more places in the file, beside the 10,000 that are listed. {CHECKS[check].mend}"
    )
    assert report.blocked == (CHECKS[check].level == "error")


def finding(check: str = "not-a-number", row: int = 1, file: str = "a.csv", unlisted: int = 0) -> Finding:
    return Finding(
        check, CHECKS[check].level, CHECKS[check].stage, "Found.", "Mend it.", file, row=row, unlisted=unlisted
    )


def test_each_check_and_file_has_its_own_share() -> None:
    many = [finding(row=place, file=file) for file in ("a.csv", "b.csv") for place in range(MOST + 2)]
    told = in_order(capped([*many, finding("sentinel"), finding(unlisted=40)], CHECKS))
    assert Counter((each.check, each.file) for each in told) == {
        ("not-a-number", "a.csv"): MOST + 1,
        ("not-a-number", "b.csv"): MOST + 1,
        ("sentinel", "a.csv"): 1,
    }
    assert [(each.file, each.unlisted) for each in told if each.unlisted] == [("a.csv", 42), ("b.csv", 2)]


def test_a_sheet_holds_the_gravest_and_says_what_is_left_out() -> None:
    warnings = [finding("small-count", row=place) for place in range(5)]
    errors = [finding(row=place) for place in range(3)]
    assert fitting([*warnings, *errors], 8) == in_order([*warnings, *errors])
    told = fitting([*warnings, *errors, finding("sentinel", unlisted=30)], 5)
    assert [(each.check, each.unlisted) for each in told[:4]] == [("not-a-number", 0)] * 3 + [("sentinel", 30)]
    assert told[4].message == "5 more findings do not fit on one sheet."
    assert len(as_frame(told)) == 5


def test_letters_that_are_broken_all_over_are_counted() -> None:
    report = screened(els(*(els_row().replace("Welwyn", f"Â£{place}") for place in range(30))))
    broken = [found for found in report.findings if found.check == "wrong-encoding"]
    assert (len(broken), broken[-1].unlisted) == (21, 10)
    assert broken[-1].message == "10 more places in the file, beside the 20 that are listed."


def test_a_file_with_more_measures_than_any_publisher_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.screening.MEASURES", 2)
    report: Report = screened("\n".join([TIDY, *(row(breakdown=f"sex={place}") for place in range(3))]) + "\n")
    assert [found.sentence for found in report.findings] == [
        "refreshed.csv: refreshed.csv has 3 different measures. Download fewer areas or years."
    ]


@pytest.mark.slow("half a million rows")
def test_half_a_million_faults_take_no_more_memory_than_is_there() -> None:
    content = els(*(els_row(f"word{place}") for place in range(500_000))).encode()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=content, capture_output=True, cwd=Path(__file__).parents[2], check=True
    )
    findings, megabytes = map(int, done.stdout.split())
    assert findings == MOST + 1
    assert megabytes < MEGABYTES
