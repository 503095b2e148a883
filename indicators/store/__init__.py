"""What is kept: the observations with all their versions, and the ledger of comments and sign-offs beside them.

Two Delta Lake tables in one place. `observations` publishes, reads and rolls back figures, `ledger` records what people
say about a quarter; both are written by `commits`. `log` reads their entries, `proving` makes the hashes that prove
them, `places` reads and writes files. docs/reliability.md says what is promised.
"""

from indicators.store.contents import Contents, Rows, frame
from indicators.store.delta import KEPT, MEANWHILE, RETENTION, kept, location
from indicators.store.ledger import Entry, count, entries, record, said
from indicators.store.log import NOTHING, State
from indicators.store.observations import (
    ORDER,
    Release,
    contents,
    exists,
    history,
    publish,
    read,
    roll_back,
    same,
    state,
    untouched,
    version,
)
from indicators.store.valid import SLUG, WITHOUT_VALUE
from indicators.store.verifying import Fault, Litter, Verdict, mend, verify
