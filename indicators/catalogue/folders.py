"""Which files of `data/` are read: a folder of one's own may lie over the shipped one, file by file."""

import os
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import CatalogueError, nearest

#: The setting that names the folder which lies over the shipped one.
SETTING = "INDICATORS_DATA"
DATA = Path(__file__).resolve().parents[2] / "data"
STRATEGY, AREAS, NEIGHBOURS, SOURCES = "strategy.toml", "areas.csv", "neighbours.csv", "published/sources.toml"
DEFINITIONS = "definitions/*.toml"
#: The files that the figures of an indicator may stand in: as text, or where they are many.
FIGURES = ("published/*.csv", "published/*.parquet")


@dataclass(frozen=True)
class Folders:
    """The shipped folder, and one of somebody's own where one lies over it: what is in that wins."""

    shipped: Path = DATA
    own: Path | None = None

    def file(self, name: str) -> Path:
        """Where a file is read from."""
        return self.own / name if self.own is not None and self._replaced(name) else self.shipped / name

    def names(self, pattern: str) -> list[str]:
        """The names of the files of a kind in both folders, each once, in order."""
        both = [self.shipped] if self.own is None else [self.shipped, self.own]
        return sorted({path.relative_to(folder).as_posix() for folder in both for path in folder.glob(pattern)})

    def figures(self) -> list[Path]:
        """The files of figures in both folders, by name: where one's own has an indicator, as text or not, that."""
        both = [self.shipped] if self.own is None else [self.shipped, self.own]
        found: dict[str, list[Path]] = {}
        for folder in both:
            here: dict[str, list[Path]] = {}
            for path in sorted(path for pattern in FIGURES for path in folder.glob(pattern)):
                here.setdefault(path.stem, []).append(path)
            found |= here
        return [path for slug in sorted(found) for path in found[slug]]

    def told(self, name: str) -> str:
        """What a file is called where something is wrong in it: by its place too, where it lies over a shipped one."""
        if self.own is None or not self._replaced(name):
            return name
        return f"{self.own / name} ({'in place of' if (self.shipped / name).exists() else 'beside'} data/{name})"

    def strange(self) -> list[str]:
        """The faults of one's own folder itself: a file that would lie over nothing, since no file is called so."""
        if self.own is None:
            return []
        known = [STRATEGY, AREAS, NEIGHBOURS, SOURCES]
        fitting = {*known, *(name for pattern in (DEFINITIONS, *FIGURES) for name in self.names(pattern))}
        places = (self.own, self.own / "definitions", self.own / "published")
        kinds = ("*.toml", "*.csv", "*.parquet")
        found = [path for place in places for kind in kinds for path in place.glob(kind)]
        names = sorted(path.relative_to(self.own).as_posix() for path in found)
        return [
            f"{self.own / name} lies over nothing: no file of data/ is called so.{nearest(name, known)}"
            for name in names
            if name not in fitting
        ]

    def _replaced(self, name: str) -> bool:
        return self.own is not None and (self.own / name).is_file()


def chosen() -> Folders:
    """The shipped folder, with the one that the setting names over it. CatalogueError where that is no folder."""
    own = os.environ.get(SETTING, "")
    if own and not Path(own).is_dir():
        raise CatalogueError([f"{SETTING} names {own}, and there is no such folder."])
    return Folders(own=Path(own).resolve() if own else None)
