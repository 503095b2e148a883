"""What is kept: the observations with all their versions, and the ledger of comments and sign-offs beside them.

Two Delta Lake tables in one place. `delta` has what they share, `observations` publishes, reads and rolls back
figures, `ledger` records what people say about a quarter.
"""

from indicators.store.delta import KEPT, MEANWHILE, RETENTION, kept, location
from indicators.store.ledger import Entry, count, entries, record
from indicators.store.observations import (
    ORDER,
    SLUG,
    WITHOUT_VALUE,
    Release,
    exists,
    history,
    publish,
    read,
    roll_back,
    version,
)
