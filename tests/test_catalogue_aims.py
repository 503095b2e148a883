"""What the strategy wants of its measures, as it is read, and its faults: aims, baselines, targets, stated figures."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from indicators import catalogue
from indicators.model import Margin, Measure, Milestone, StatedFigure
from tests.test_catalogue import GOOD, change, faults_of

STRATEGY, OBESITY, JOBS = "strategy.toml", "definitions/obesity-year-6.toml", "definitions/jobs.toml"

#: The measure that is kept, the one with a target, and the one of a theme that is not judged.
KEPT = ", themes 'health', priorities 'weight', measures 'obesity-year-6'"
REACHED = ", themes 'health', priorities 'weight-in-numbers', measures 'obesity-year-6'"
SHOWN = ", themes 'economy', priorities 'work', measures 'jobs'"

#: A margin in a line of a measure.
MARGIN = 'margin = { half_width = 2.5, period = "2018/19", source = "A list" }'

QUOTE = "Quote what the strategy says, and tell where it stands."
NEEDS = "The aim 'reach' needs a number, its day, who set it and when."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "data"))


# fmt: off
#: What is changed in which file, and what is then said after the file's name.
ONE_FAULT = [
    # The words that an aim follows
    (STRATEGY, 'words = "a healthy weight"\n', "", f"{KEPT}: key 'words' is missing. {QUOTE}"),
    (STRATEGY, 'words = "a healthy weight"', 'words = " "', f"{KEPT}: key 'words' is missing. {QUOTE}"),
    (STRATEGY, 'place = "Priorities"\nbaseline', "baseline", f"{KEPT}: key 'place' is missing. {QUOTE}"),
    (STRATEGY, 'words = "a healthy weight"', 'words = "a healthy weight"\nword = "weight"',
     f"{KEPT}: key 'word' is unknown. Nearest: 'words'."),
    # A target
    (STRATEGY, "target = 14\n", "", f"{REACHED}: key 'target' is missing. {NEEDS}"),
    (STRATEGY, "target_date = 2020-08-31\n", "", f"{REACHED}: key 'target_date' is missing. {NEEDS}"),
    (STRATEGY, 'set_by = "Health Partners"\n', "", f"{REACHED}: key 'set_by' is missing. {NEEDS}"),
    (STRATEGY, 'set_by = "Health Partners"', 'set_by = ""', f"{REACHED}: key 'set_by' is missing. {NEEDS}"),
    (STRATEGY, "set_on = 2016-01-14\n", "", f"{REACHED}: key 'set_on' is missing. {NEEDS}"),
    (STRATEGY, "target = 14", 'target = "14"', f"{REACHED}, key 'target': '14' is not a number."),
    (STRATEGY, "target_date = 2020-08-31", 'target_date = "August 2020"',
     f"{REACHED}, key 'target_date': 'August 2020' is not a date. Write it like 2015-07-01, without quotes."),
    (STRATEGY, "target_date = 2020-08-31", "target_day = 2020-08-31\ntarget_date = 2020-08-31",
     f"{REACHED}: key 'target_day' is unknown. Nearest: 'target_date'."),
    # Milestones
    (STRATEGY, "{ day = 2018-08-31, value = 15.5 }", "{ day = 2019-09-30, value = 15.5 }",
     f"{REACHED}, path 2, key 'day': 2019-08-31 is not after path 1, key 'day', 2019-09-30."),
    (STRATEGY, "{ day = 2018-08-31, value = 15.5 }", "{ day = 2019-08-31, value = 15.5 }",
     f"{REACHED}, path 2, key 'day': 2019-08-31 is not after path 1, key 'day', 2019-08-31."),
    (STRATEGY, "{ day = 2019-08-31, value = 15 }", "{ day = 2020-08-31, value = 15 }",
     f"{REACHED}, key 'target_date': 2020-08-31 is not after path 2, key 'day', 2020-08-31."),
    (STRATEGY, "{ day = 2018-08-31, value = 15.5 }", "{ day = 2015-07-01, value = 15.5 }",
     f"{REACHED}, path 1, key 'day': 2015-07-01 is not after the strategy's 'start', 2015-07-01."),
    (STRATEGY, "path = [", 'baseline = 2018-08-31\nbaseline_reason = "Late."\npath = [',
     f"{REACHED}, path 1, key 'day': 2018-08-31 is not after 'baseline', 2018-08-31."),
    (STRATEGY, "{ day = 2018-08-31, value = 15.5 }", "{ day = 2018-08-31 }",
     f"{REACHED}, path 1: key 'value' is missing."),
    (STRATEGY, "{ day = 2018-08-31, value = 15.5 }", "{ day = 2018, value = 15.5 }",
     f"{REACHED}, path 1, key 'day': '2018' is not a date. Write it like 2015-07-01, without quotes."),
    # Keys that an aim has no use for
    (STRATEGY, "baseline = 2016-08-31", "target = 14\nbaseline = 2016-08-31",
     f"{KEPT}, key 'target': the aim 'keep' has no use for it. Aims that have are 'reach'."),
    (STRATEGY, "baseline = 2016-08-31", "target_date = 2020-08-31\nbaseline = 2016-08-31",
     f"{KEPT}, key 'target_date': the aim 'keep' has no use for it. Aims that have are 'reach'."),
    (STRATEGY, "baseline = 2016-08-31", "path = [{ day = 2018-08-31, value = 15 }]\nbaseline = 2016-08-31",
     f"{KEPT}, key 'path': the aim 'keep' has no use for it. Aims that have are 'reach'."),
    (STRATEGY, 'aim = "keep"', 'aim = "match"',
     f"{KEPT}, key 'baseline': the aim 'match' has no use for it. Aims that have are 'reach', 'keep', 'improve'."),
    (STRATEGY, '"jobs", aim = "context"', '"jobs", aim = "context", tolerance = 5',
     f"{SHOWN}, key 'tolerance': the aim 'context' has no use for it. Aims that have are 'reach', 'keep', "
     "'improve', 'match'."),
    (STRATEGY, "baseline = 2016-08-31", 'set_by = "Health Partners"\nbaseline = 2016-08-31',
     f"{KEPT}, key 'set_by': there is no 'tolerance' that somebody has set."),
    # Tolerance and baseline
    (STRATEGY, "tolerance = 0.5", "tolerance = -0.5", f"{REACHED}, key 'tolerance': -0.5 is below 0."),
    (STRATEGY, 'baseline_reason = "New scales."\n', "",
     f"{KEPT}: key 'baseline_reason' is missing. Say why this period and not the last before the strategy."),
    (STRATEGY, 'baseline_reason = "New scales."', 'baseline_reason = " "',
     f"{KEPT}: key 'baseline_reason' is missing. Say why this period and not the last before the strategy."),
    (STRATEGY, "baseline = 2016-08-31\n", "",
     f"{KEPT}: key 'baseline' is missing. 'baseline_reason' needs the day on which its period ends."),
    (STRATEGY, "baseline = 2016-08-31", 'baseline = "2015/16"',
     f"{KEPT}, key 'baseline': '2015/16' is not a date. Write it like 2015-07-01, without quotes."),
    (STRATEGY, "baseline = 2016-08-31", 'baseline_of = "job"\nbaseline = 2016-08-31',
     f"{KEPT}, key 'baseline_of': there is no indicator 'job'. Nearest: 'jobs'."),
    (STRATEGY, 'baseline = 2016-08-31\nbaseline_reason = "New scales."', 'baseline_of = "jobs"',
     f"{KEPT}: key 'baseline_reason' is missing. Say why this period and not the last before the strategy."),
    (STRATEGY, 'aim = "keep"\nwords = "a healthy weight"\nplace = "Priorities"\nbaseline = 2016-08-31\n',
     'aim = "match"\nwords = "a healthy weight"\nplace = "Priorities"\nbaseline_of = "jobs"\n',
     f"{KEPT}, key 'baseline_of': the aim 'match' has no use for it. Aims that have are 'reach', 'keep', 'improve'."),
    # Further aims, and how exactly a survey can tell
    (STRATEGY, 'aim = "keep"', 'aim = "keep"\nalso = ["reach"]',
     f"{KEPT}, key 'also': 'reach' is not one of keep, improve, match."),
    (STRATEGY, 'aim = "keep"', 'aim = "keep"\nalso = ["matches"]',
     f"{KEPT}, key 'also': 'matches' is not one of keep, improve, match."),
    (STRATEGY, 'aim = "keep"', 'aim = "keep"\nalso = ["keep"]', f"{KEPT}, key 'also': 'keep' is the aim already."),
    (STRATEGY, 'aim = "keep"', 'aim = "keep"\nalso = ["match", "match"]',
     f"{KEPT}, key 'also': 'match' is there 2 times."),
    (STRATEGY, '"jobs", aim = "context"', '"jobs", aim = "context", also = ["match"]',
     f"{SHOWN}, key 'also': the aim 'context' has no use for it. Aims that have are 'reach', 'keep', 'improve', "
     "'match'."),
    (STRATEGY, 'aim = "keep"', f'aim = "keep"\n{MARGIN.replace("2.5", "0")}',
     f"{KEPT}, margin, key 'half_width': 0 is not above 0."),
    (STRATEGY, 'aim = "keep"', f'aim = "keep"\n{MARGIN.replace("2.5", "-2.5")}',
     f"{KEPT}, margin, key 'half_width': -2.5 is not above 0."),
    (STRATEGY, 'aim = "keep"', 'aim = "keep"\nmargin = { half_width = 2.5, period = "2018/19" }',
     f"{KEPT}, margin: key 'source' is missing."),
    (STRATEGY, 'aim = "keep"', 'aim = "keep"\nmargin = { half_width = "2.5", period = "2018/19", source = "A list" }',
     f"{KEPT}, margin, key 'half_width': '2.5' is not a number."),
    (STRATEGY, '"jobs", aim = "context"', f'"jobs", aim = "context", {MARGIN}',
     f"{SHOWN}, key 'margin': the aim 'context' has no use for it. Aims that have are 'reach', 'keep', 'improve', "
     "'match'."),
    # Rebases
    (OBESITY, 'by = "Health Partners"\n', "", ", rebases 1: key 'by' is missing."),
    (OBESITY, 'by = "Health Partners"', 'by = ""', ", rebases 1, key 'by' is empty."),
    (OBESITY, 'reason = "A new service"\n', "", ", rebases 1: key 'reason' is missing."),
    (OBESITY, 'reason = "A new service"', 'reason = " "', ", rebases 1, key 'reason' is empty."),
    (OBESITY, "day = 2018-09-01\n", "", ", rebases 1: key 'day' is missing."),
    (OBESITY, "[[rebases]]", '[[rebases]]\nday = 2018-09-01\nby = "A"\nreason = "B"\n[[rebases]]',
     ", rebases, key 'day': '2018-09-01' is there 2 times."),
    # Sums
    (OBESITY, "[[rebases]]", '[[sums]]\nparts = ["sex=male", "sex=females"]\n[[rebases]]',
     ", sums: 'sex=females' is no value of a dimension. Nearest: 'sex=female'."),
    (OBESITY, "[[rebases]]", '[[sums]]\nwhole = "sex=mal"\nparts = ["sex=male"]\n[[rebases]]',
     ", sums: 'sex=mal' is no value of a dimension. Nearest: 'sex=male'."),
    (OBESITY, "[[rebases]]", '[[sums]]\nwhole = "sex=male"\nnumber = 100\nparts = ["sex=female"]\n[[rebases]]',
     ", sums: the parts add up to 'sex=male' or to 100. Leave out one of the two."),
    (OBESITY, "[[rebases]]", "[[sums]]\nnumber = 100\n[[rebases]]", ", sums 1: key 'parts' is missing."),
    (OBESITY, "[[rebases]]", "[[sums]]\nparts = []\n[[rebases]]", ", sums 1, key 'parts' is empty."),
    # Bounds, and what a total lies within
    (OBESITY, "[[rebases]]", '[[bounds]]\nleast = 0\nmost = 9\nbreakdowns = ["sex=females"]\n[[rebases]]',
     ", bounds: 'sex=females' is no value of a dimension. Nearest: 'sex=female'."),
    (OBESITY, "[[rebases]]", "[[bounds]]\nleast = 9\nmost = 9\n[[rebases]]",
     ", bounds: the least, 9, is not below the most, 9."),
    (JOBS, 'cadence = "annual"', 'cadence = "annual"\nwithin = { indicator = "obesity-year-7" }',
     ", within, key 'indicator': there is no indicator 'obesity-year-7'. Nearest: 'obesity-year-6'."),
    # What is worked out
    (OBESITY, "survey = true", "survey = true\ncompute_interval = true",
     ", key 'compute_interval': the interval of a survey is never worked out from its counts."),
    (JOBS, 'cadence = "annual"', 'cadence = "annual"\nprocess_on = "yearly-change"',
     ", key 'process_on': 'yearly-change' is for months and quarters, not for 'annual'."),
    (JOBS, 'cadence = "annual"', 'cadence = "monthly"\nprocess_on = "yearly-changes"',
     ", key 'process_on': 'yearly-changes' is not one of value, yearly-change. Nearest: 'yearly-change'."),
    # Stated figures
    (STRATEGY, "start = 2012-01-01\n", "",
     ", figures '79,000 jobs': key 'start' is missing. Say which days the figure is about, to have it compared."),
    (STRATEGY, "end = 2012-12-31\n", "",
     ", figures '79,000 jobs': key 'end' is missing. Say which days the figure is about, to have it compared."),
    (STRATEGY, "end = 2012-12-31", "end = 2011-12-31",
     ", figures '79,000 jobs', key 'end': 2011-12-31 is before 'start', 2012-01-01."),
    (STRATEGY, 'breakdown = "sex=male"', 'breakdown = "sex=males"',
     ", figures 'One boy in six', key 'breakdown': 'sex=males' is no value of a dimension. Nearest: 'sex=male'."),
    (STRATEGY, 'note = "Nearly."', 'breakdowns = "sex=male"',
     ", figures 'One boy in six': key 'breakdowns' is unknown. Nearest: 'breakdown'."),
]

#: Changes after which there is nothing to say.
NO_FAULT = [
    ("a baseline before the strategy", "baseline = 2016-08-31", "baseline = 2014-08-31"),
    ("a tolerance of nothing", "tolerance = 0.5", "tolerance = 0"),
    ("no tolerance and no path", "tolerance = 0.5\n", ""),
    ("a tolerance that somebody has set", "baseline = 2016-08-31",
     'tolerance = 1\nset_by = "Health Partners"\nset_on = 2016-01-14\nbaseline = 2016-08-31'),
    ("a match that is kept too, from a named baseline", 'aim = "keep"', 'aim = "match"\nalso = ["keep"]'),
    ("a baseline in the line of another", "baseline = 2016-08-31", 'baseline_of = "jobs"'),
    ("the usual baseline", 'baseline = 2016-08-31\nbaseline_reason = "New scales."\n', ""),
    ("a figure without a number", "value = 79000\nstart = 2012-01-01\nend = 2012-12-31\n", ""),
    ("a figure without a series", 'indicator = "jobs"\nvalue = 79000\nstart = 2012-01-01\nend = 2012-12-31\n',
     "value = 79000\n"),
]
# fmt: on


def test_measures_are_read_with_baseline_and_target() -> None:
    weight, numbers, loneliness = catalogue.load(GOOD).strategy.themes[0].priorities
    assert weight.measures == (
        Measure(
            indicator="obesity-year-6",
            aim="keep",
            words="a healthy weight",
            place="Priorities",
            note="Also to match.",
            baseline=date(2016, 8, 31),
            baseline_reason="New scales.",
        ),
    )
    assert numbers.measures == (
        Measure(
            indicator="obesity-year-6",
            aim="reach",
            words="below one in seven",
            place="Priorities",
            tolerance=0.5,
            target=14.0,
            target_date=date(2020, 8, 31),
            set_by="Health Partners",
            set_on=date(2016, 1, 14),
            path=(Milestone(date(2018, 8, 31), 15.5), Milestone(date(2019, 8, 31), 15.0)),
        ),
    )
    assert loneliness.measures == ()


def test_further_aims_and_a_margin_are_read(data: Path) -> None:
    change(data, STRATEGY, ('aim = "keep"', f'aim = "keep"\nalso = ["match"]\nbaseline_of = "jobs"\n{MARGIN}'))
    (measure,) = catalogue.load(data).strategy.themes[0].priorities[0].measures
    assert (measure.aim, measure.also, measure.baseline_of) == ("keep", ("match",), "jobs")
    assert measure.margin == Margin(2.5, "2018/19", "A list")


def test_stated_figures_are_read_with_their_days() -> None:
    jobs, boys = catalogue.load(GOOD).strategy.figures
    assert jobs == StatedFigure(
        "79,000 jobs", "Places", "jobs", 79000.0, start=date(2012, 1, 1), end=date(2012, 12, 31)
    )
    assert isinstance(jobs.value, float)
    assert boys == StatedFigure(
        text="One boy in six",
        place="Health",
        indicator="obesity-year-6",
        value=16.7,
        breakdown="sex=male",
        start=date(2012, 9, 1),
        end=date(2013, 8, 31),
        note="Nearly.",
    )


@pytest.mark.parametrize(("file", "old", "new", "fault"), ONE_FAULT)
def test_a_fault_names_file_key_and_nearest(data: Path, file: str, old: str, new: str, fault: str) -> None:
    change(data, file, (old, new))
    assert faults_of(data) == (file + fault,)


@pytest.mark.parametrize(("old", "new"), [case[1:] for case in NO_FAULT], ids=[case[0] for case in NO_FAULT])
def test_what_may_be_left_out(data: Path, old: str, new: str) -> None:
    change(data, STRATEGY, (old, new))
    assert set(catalogue.load(data).indicators) == {"jobs", "obesity-year-6"}


def test_a_target_without_anything_is_told_key_by_key(data: Path) -> None:
    change(data, STRATEGY, ('baseline = 2016-08-31\nbaseline_reason = "New scales."\n', ""), ('"keep"', '"reach"'))
    keys = ("target", "target_date", "set_by", "set_on")
    assert faults_of(data) == tuple(f"{STRATEGY}{KEPT}: key '{key}' is missing. {NEEDS}" for key in keys)


def test_a_theme_that_is_not_judged_quotes_nothing(data: Path) -> None:
    gone = ('words = "a healthy weight"\nplace = "Priorities"\n', "")
    change(data, STRATEGY, gone, ("judged = true", "judged = false"))
    assert catalogue.load(data).strategy.themes[0].priorities[0].measures[0].words == ""


def test_an_aim_that_cannot_be_read_asks_for_nothing(data: Path) -> None:
    change(data, STRATEGY, ('aim = "reach"', 'aim = "raech"'), ("target = 14\n", ""))
    (fault,) = faults_of(data)
    assert fault.startswith(f"{STRATEGY}{REACHED}, key 'aim': 'raech' is not one of ")
    assert fault.endswith(" Nearest: 'reach'.")


def test_a_definition_that_cannot_be_read_has_every_breakdown(data: Path) -> None:
    change(data, OBESITY, ('title = "Year 6 obesity"', "title = Year 6 obesity"))
    (fault,) = faults_of(data)
    assert fault.startswith(f"{OBESITY} is not TOML that can be read: ")
