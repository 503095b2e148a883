"""What every layout's module has: how its files are read, and what people are told of it, in Markdown."""

from typing import Protocol

from indicators.formats.files import File
from indicators.formats.reading import Reading


class Layout(Protocol):
    """A module of `formats` that is a layout."""

    @property
    def __name__(self) -> str:
        """The module's own name: the layout's, with underscores."""

    @property
    def TITLE(self) -> str:
        """What people call it."""

    @property
    def DESCRIPTORS(self) -> tuple[str, ...]:
        """What tells one measure of it from another: the keys that `match` in `[[files]]` of a definition may have."""

    @property
    def DOWNLOAD(self) -> str:
        """Which files it is, and how to get them."""

    @property
    def RECOGNISED(self) -> str:
        """By what in its content a file is recognised."""

    @property
    def MATCH(self) -> str:
        """What the descriptors hold, and which of them a definition needs."""

    @property
    def TRAPS(self) -> tuple[str, ...]:
        """What is easily taken for something else."""

    def recognises(self, file: File) -> bool:
        """Whether the file's content is in this layout. Looks no further than it must."""

    def read(self, file: File) -> Reading:
        """The file's cells and faults. Never raises for what is wrong inside the file: that is a fault."""


def explanation(layout: Layout) -> str:
    """How to download it, how it is recognised, what tells its measures apart, and its traps, in Markdown."""
    descriptors = ", ".join(f"`{name}`" for name in layout.DESCRIPTORS)
    return "\n\n".join(
        [
            f"**How to download it.** {layout.DOWNLOAD}",
            f"**How it is recognised.** {layout.RECOGNISED}",
            f"**What tells its measures apart.** {descriptors}. {layout.MATCH}",
            "**Traps.**",
            "\n".join(f"- {trap}" for trap in layout.TRAPS),
        ]
    )


def as_dict(name: str, layout: Layout) -> dict[str, object]:
    """The same part by part, with the layout's name and title."""
    parts = ("TITLE", "DOWNLOAD", "RECOGNISED", "DESCRIPTORS", "MATCH", "TRAPS")
    return {"name": name} | {part.casefold(): getattr(layout, part) for part in parts}
