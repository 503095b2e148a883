"""How far a line goes in a time: what its periods held were apart that lie as far from each other.

A figure behind a gap of years, or years before all that is held, is not to be found where the last one is: prices
double in twenty years. Changes over so many steps are no multiple of those over one, because some lines go on and
others come back; so they are taken from the line itself.
"""

import numpy as np

from indicators.screening.panel import SCALE, Panel, middle

#: Deviations over a time that are usual.
_USUAL = 2.5
#: Changes over so many steps that say what is usual; over more than half of what is held there are hardly any.
_SOME = 3


def pace(panel: Panel, steps: int) -> tuple[float, float]:
    """How far the areas together usually go in so many usual steps, and how much farther or less far is usual, as
    logarithms; nothing where too few periods are held to know. Over longer than half of what is held it goes on."""
    held = np.where(np.isfinite(panel.held), panel.logs, np.nan)
    held = held[:, np.isfinite(held).any(axis=0)]
    most = held.shape[1] // 2
    over = min(steps, most)
    if over < 1 or held.shape[1] - over < _SOME:
        return 0.0, 0.0
    changes = middle(held[:, over:] - held[:, :-over])
    changes = changes[np.isfinite(changes)]
    if len(changes) < _SOME:
        return 0.0, 0.0
    center = float(np.median(changes))
    spread = _USUAL * SCALE * float(np.median(np.abs(changes - center)))
    return center * steps / over, spread * float(np.sqrt(steps / over))
