"""Three answers for an indicator: on plan? different from the benchmark? changing? Each with its sentence.

`assess` is the one door. Reading order: `facts` gathers what the answers rest on (`rates` make counts comparable,
`position` finds an area's place, `freshness` when the next figure is due); `plan`, `difference` and `change` decide an
answer each with the functions of `statistics` (`process` where change is read from a process chart); `answers` puts
them together. `sentences` and `movement` say them in plain English, `age` why there is no newer figure, `since_start`
what has become of the baseline, `projection` where the pace would lead by a target's date. `words` are what a card, a
title or a page's first lines say of an assessment, `report` hands assessments out as text.
"""

from indicators.assessment import words
from indicators.assessment.answer import NOT_ASSESSED, Answer
from indicators.assessment.answers import Assessment, assess, counted, drawn_plan, off_plan, worsening
from indicators.assessment.change import judged_polarity
from indicators.assessment.facts import Facts, measure_of
from indicators.assessment.freshness import Freshness, freshness
from indicators.assessment.process import Process, process
from indicators.assessment.report import answer_rate, as_json, as_table, freshness_table, rate_lines
