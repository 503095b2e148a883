"""What a session remembers of an upload: what was screened, what the analyst has answered, what was compared."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType

import streamlit as st

from indicators import publishing, store
from indicators.errors import PublishedMeanwhile
from indicators.model import Selection
from indicators.screening import Answer, Report, screen_files
from pages import _choices as choices
from pages import _reads as reads


def reports(contents: Mapping[str, bytes]) -> list[Report]:
    """A report for every file, made once for each version of the store, set of files and answer of the analyst."""
    key = (reads.key(), digests(contents), json.dumps(st.session_state.get("said", {}), sort_keys=True))
    cache: tuple[object, list[Report]] = st.session_state.get("screened", (None, []))
    with st.status("Looking at the files", expanded=False) as status:
        if key != cache[0]:
            files = screen_files(
                contents,
                reads.catalogue(),
                reads.all_observations(reads.key()),
                reads.today(),
                _answers(),
                progress=lambda name: status.update(label=f"Looking at {name}"),
            )
            st.session_state["screened"] = cache = key, files
        many = len(cache[1])
        status.update(label=f"{many:,} files looked at" if many != 1 else "The file is looked at", state="complete")
    return cache[1]


def digests(contents: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """What an upload is: the names of its files and the SHA-256 of their bytes."""
    return tuple((name, sha256(content).hexdigest()) for name, content in contents.items())


def _answers() -> Mapping[str, Answer]:
    """What the analyst has said of each file, by its digest: its layout, and the meaning of its symbols."""
    answers = st.session_state.get("said", {}).items()
    return {digest: Answer(file.get("layout"), file.get("markers", MappingProxyType({}))) for digest, file in answers}


def answer(digest: str, what: str, widget: str, marker: str = "") -> None:
    """Remember what the analyst has chosen in a widget: the file's layout, or what a marker of it means."""
    answers = st.session_state.setdefault("said", {}).setdefault(digest, {})
    chosen = st.session_state[widget]
    if what == "layout":
        answers["layout"] = chosen
    elif chosen:
        answers.setdefault("markers", {})[marker] = chosen


def proposal(contents: Mapping[str, bytes], files: Sequence[Report]) -> publishing.Proposal:
    """What publishing would change, compared with the version that the reports were made with.

    Where somebody else has published since, everything is looked at again from the start.
    """
    selection, version = Selection(choices.area(), choices.benchmark()), reads.key()[0]
    with st.spinner("Comparing with what is held", show_time=True):
        try:
            return publishing.propose(store.location(), files, reads.catalogue(), reads.today(), selection, version)
        except PublishedMeanwhile:
            st.session_state["compared"] = digests(contents), version
            st.rerun()


def compared_again(contents: Mapping[str, bytes], version: int) -> bool:
    """Whether somebody else has published since these files were last compared; then that is told."""
    before, st.session_state["compared"] = st.session_state.get("compared"), (digests(contents), version)
    again = before is not None and before[0] == digests(contents) and before[1] != version
    if again:
        last = reads.releases(reads.key())[0]
        st.warning(
            f"Version {last.version} was published in the meantime, by {last.by}. Your files were screened and "
            "compared again: look at what would change now before you publish.",
            icon=":material/sync:",
        )
    return again


def publish(
    proposed: publishing.Proposal, by: str, note: str, accepted: Sequence[str], contents: Mapping[str, bytes]
) -> store.Release | None:
    """The release. Refuses with a sentence, and then nothing is written."""
    made = publishing.publish(store.location(), proposed, by=by, note=note, accepted=accepted, contents=contents)
    if made:
        st.query_params["receipt"] = str(made.version)
        st.session_state["compared"] = digests(contents), made.version
    return made
