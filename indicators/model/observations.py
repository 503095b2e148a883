"""The one schema of observations, and the fixed words that stand in them."""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

#: One row per indicator, area, period and breakdown. Fixed: files, store, export and charts all use these names.
OBSERVATIONS = pa.schema(
    [
        pa.field("indicator", pa.string(), nullable=False),  # slug
        pa.field("area_code", pa.string(), nullable=False),  # ONS nine-character code
        pa.field("period_start", pa.date32(), nullable=False),
        pa.field("period_end", pa.date32(), nullable=False),  # inclusive
        pa.field("period_label", pa.string(), nullable=False),
        pa.field("breakdown", pa.string(), nullable=False),  # "" for the headline, else "sex=female"
        pa.field("value", pa.float64()),  # null when missing; zero is a value
        pa.field("lower", pa.float64()),  # 95% interval, as published
        pa.field("upper", pa.float64()),
        pa.field("count", pa.float64()),
        pa.field("denominator", pa.float64()),
        pa.field("status", pa.string(), nullable=False),  # "" or one of STATUSES
        pa.field("flags", pa.string(), nullable=False),  # names from FLAGS, separated by a space
        pa.field("published_comparison", pa.string(), nullable=False),  # "" or one of COMPARISONS
        pa.field("note", pa.string(), nullable=False),
    ]
)

#: What makes an observation the same observation. A duplicate is an error.
KEY = ("indicator", "area_code", "period_start", "period_end", "breakdown")

#: Why a value is missing or weak, in the publisher's meaning, with the words shown to people.
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "c": "confidential: the publisher withholds it so that nobody can be recognised",
        "x": "not available from the publisher",
        "z": "not applicable",
        "u": "unreliable: to be read with caution",
        "low": "rounds to zero",
    }
)

#: What is special about a value that is there.
FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "provisional": "the publisher will revise it",
        "incomplete": "the period is not complete yet",
        "estimated": "estimated by the publisher",
        "break_before": "not comparable with the periods before it",
        "carried_forward": "carried forward by the publisher from an earlier period, not measured again",
        "rebuilt": "rebuilt here from the areas that became this one",
    }
)

#: The publisher's own verdict on the value against England.
COMPARISONS = ("better", "similar", "worse", "higher", "lower")

#: Stands for the group of similar areas where a benchmark is asked for; not an ONS code.
SIMILAR_AREAS = "similar"
