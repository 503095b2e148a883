"""Three answers for an indicator: on plan? different from the benchmark? changing? Each with its sentence.

`assess` is the one door. Reading order: `facts` gathers what the answers rest on (`freshness` when the next figure is
due), `answers` decides them with the functions of `statistics` (`process` where change is read from a process chart),
`sentences` says them in plain English. `words` are what a card, a title or a page's first lines say of an assessment,
`report` hands assessments out as text.
"""

from indicators.assessment import words
from indicators.assessment.answers import Answer, Assessment, assess, counted, drawn_plan
from indicators.assessment.facts import Facts
from indicators.assessment.freshness import Freshness, freshness
from indicators.assessment.process import Process, process
from indicators.assessment.report import as_json, as_table, freshness_table
