"""Everything about a signed snapshot in one file: data, observations, the catalogue's files, documents.

It is a ZIP archive, kept beside the store under its SHA-256; opening it checks the hash.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from indicators import store
from indicators.snapshot.model import Snapshot, from_json, to_json

#: The data inside an archive, and the folder of its documents.
DATA, DOCUMENTS = "snapshot.json", "documents/"
#: The date that everything in an archive carries, so that equal content makes equal bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Frozen:
    """A snapshot, its documents by file name, and the hash of the archive; a draft has neither of these two."""

    snapshot: Snapshot
    documents: Mapping[str, bytes]
    sha256: str

    def document(self, form: str) -> tuple[str, bytes] | None:
        """The frozen document of a form, "pdf", with its name; None where it was not frozen."""
        return next(((name, content) for name, content in self.documents.items() if name.endswith(f".{form}")), None)


def archive(
    snapshot: Snapshot, documents: Mapping[str, bytes], observations: bytes, catalogue: Mapping[str, bytes]
) -> bytes:
    """Everything about a snapshot, always the same bytes for the same content."""
    members = {DATA: to_json(snapshot), "observations.csv": observations}
    members |= {f"{DOCUMENTS}{name}": content for name, content in documents.items()}
    members |= {f"catalogue/{name}": content for name, content in catalogue.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        for name in sorted(members):
            written.writestr(zipfile.ZipInfo(name, _EPOCH), members[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def frozen(where: str, sha256: str) -> Frozen:
    """What was signed under a hash. StoreError where it is missing or no longer has that hash."""
    with zipfile.ZipFile(io.BytesIO(store.kept(where, sha256))) as opened:
        documents = {
            name.removeprefix(DOCUMENTS): opened.read(name) for name in opened.namelist() if name.startswith(DOCUMENTS)
        }
        return Frozen(from_json(opened.read(DATA)), documents, sha256)
