"""How long a quarter's documents take, from the store to the bytes, and a signed quarter from its archive.

`python -m benchmarks.snapshot`: seconds, the best of three, in one run on a warm store. Bounds: PDF 2 s, workbook 3 s,
each with putting the snapshot together; a signed quarter is opened in 0.15 s, of which its page's rerun pays nothing
once it is kept (`benchmarks.pages` measures that).
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date

from indicators import catalogue as catalogues
from indicators import shipped, store
from indicators.snapshot import Quarter, Snapshot, comment, draft, rendering, sign_off, standing

QUARTER, TODAY = Quarter(2018, 2), date(2026, 11, 23)
BOUNDS = {"pdf": 2.0, "xlsx": 3.0, "html": 2.0, "json": 2.0, "open what is signed": 0.15}


def best(act: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of a few."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return min(taken)


def measure() -> dict[str, float]:
    """Seconds for each form, with putting the snapshot together, and for opening what is signed."""
    catalogue = catalogues.load()
    with tempfile.TemporaryDirectory() as where:
        shipped.build(where, catalogue)

        def make() -> Snapshot:
            return draft(where, QUARTER, catalogue, TODAY)

        found = {"put together": best(make)}
        for form, render in rendering.FORMS.items():
            found[form] = best(lambda render=render: render(make()))
        for finding in make().findings.values():
            if finding.needs_comment:
                comment(where, QUARTER, finding.slug, text="Why.", action="", by="A", catalogue=catalogue)
        files = catalogues.files()
        sign_off(where, QUARTER, by="A", catalogue=catalogue, files=files, today=TODAY, render=rendering.documents)
        found["open what is signed"] = best(lambda: standing(where, QUARTER))
        found["read the ledger"] = best(lambda: store.entries(where))
    return found


if __name__ == "__main__":
    for name, seconds in measure().items():
        bound = BOUNDS.get(name)
        verdict = "" if bound is None else f"   bound {bound:.2f}: {'kept' if seconds <= bound else 'MISSED'}"
        print(f"{name:<22}{seconds:>8.3f} s{verdict}")
