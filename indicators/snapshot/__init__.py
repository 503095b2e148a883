"""The quarterly snapshot for the executive group: what was known at the end of a quarter, frozen when it is signed off.

Reading order: `quarters`, `model` (a snapshot as plain data), `known` (what had been published by a day), `making`
and `comparing` (in words), `tables` (what page and files show), `comments`, `freezing` and `archives` (what people
add, and how it is sealed), `rendering` (the documents).
"""

from indicators.snapshot.archives import Frozen, frozen
from indicators.snapshot.comments import comment, edits
from indicators.snapshot.comparing import KINDS, compare, grouped
from indicators.snapshot.freezing import NotSigned, by_hash, draft, sign_off, signatures, standing
from indicators.snapshot.known import on_day
from indicators.snapshot.model import Change, Comment, Reported, Section, Snapshot, to_json
from indicators.snapshot.quarters import Quarter, available, of, parse
from indicators.snapshot.tables import UNJUDGED, Cell, Table, comparison, tables
