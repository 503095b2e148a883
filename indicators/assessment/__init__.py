"""Three answers for an indicator: on plan? different from the benchmark? changing? Each with its sentence.

`assess` is the one door. Reading order: `facts` gathers what the answers rest on, `answers` decides them with
the functions of `statistics`, `sentences` says them in plain English,
`report` hands them out as text.
"""

from indicators.assessment.answers import Answer, Assessment, Process, assess, counted, drawn_plan, process
from indicators.assessment.facts import Facts, Freshness, freshness
from indicators.assessment.report import as_json, as_table

__all__ = [
    "Answer",
    "Assessment",
    "Facts",
    "Freshness",
    "Process",
    "as_json",
    "as_table",
    "assess",
    "counted",
    "drawn_plan",
    "freshness",
    "process",
]
