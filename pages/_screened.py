"""What is remembered of an upload: what was screened, what the analyst has answered, what was compared.

The bytes of its files are kept once, by Streamlit, for as long as its page is open. Reports are kept by what they were
made of, the last few of all sessions together: they would fill the memory if each session kept its own.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from threading import Lock
from types import MappingProxyType

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from indicators import publishing, store
from indicators.errors import PublishedMeanwhile
from indicators.formats import MAX_UNPACKED
from indicators.markup import markup
from indicators.model import Selection
from indicators.screening import Answer, Report, screen_files
from pages import _choices as choices
from pages import _reads as reads

#: Uploads whose reports are remembered. One of 250,000 figures with 10,000 findings takes about 50 MB.
KEPT = 4
#: The reports of the last uploads, the latest last, by all that they were made of.
_REPORTS: OrderedDict[object, list[Report]] = OrderedDict()
_ALONE = Lock()


def reports(contents: Mapping[str, bytes]) -> list[Report]:
    """A report for every file, made once for each version of the store, set of files and answer of the analyst."""
    said = json.dumps(st.session_state.get("said", {}), sort_keys=True)
    key = (reads.key(), digests(contents), said, reads.today())
    with st.status("Looking at the files", expanded=False) as status:
        made = _remembered(key)
        if made is None:
            made = screen_files(
                contents,
                reads.catalogue(),
                reads.contents(reads.key()),
                reads.today(),
                _answers(),
                progress=lambda name: status.update(label=markup("Looking at {}", name)),
            )
            _remember(key, made)
        done = markup("{:,} files looked at", len(made)) if len(made) != 1 else markup("The file is looked at")
        status.update(label=done, state="complete")
    return made


def _remembered(key: object) -> list[Report] | None:
    with _ALONE:
        if key in _REPORTS:
            _REPORTS.move_to_end(key)
        return _REPORTS.get(key)


def _remember(key: object, made: list[Report]) -> None:
    with _ALONE:
        _REPORTS[key] = made
        while len(_REPORTS) > KEPT:
            _REPORTS.popitem(last=False)


def too_many(uploaded: Sequence[UploadedFile]) -> str:
    """Why so many files are not looked at; empty where they may be. Those that are too many are let go of at once."""
    if sum(file.size for file in uploaded) <= MAX_UNPACKED:
        return ""
    let_go()
    return (
        f"These {len(uploaded)} files have more than {MAX_UNPACKED // 2**20} MB together, and no more than that is "
        "looked at. They are not kept here: remove them above, and upload fewer at once."
    )


def let_go() -> None:
    """Have the server forget the files that this session has uploaded: nobody looks at them any more."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_session_files(context.session_id)


def digests(contents: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """What an upload is: the names of its files and the SHA-256 of their bytes."""
    return tuple((name, sha256(content).hexdigest()) for name, content in contents.items())


def _answers() -> Mapping[str, Answer]:
    """What the analyst has said of each file, by its digest: its layout, what it counts, what its symbols mean."""
    answers = st.session_state.get("said", {}).items()
    return {
        digest: Answer(file.get("layout"), file.get("markers", MappingProxyType({})), file.get("indicator") or "")
        for digest, file in answers
    }


def answer(digest: str, what: str, widget: str, marker: str = "") -> None:
    """Remember what the analyst has chosen in a widget: the file's layout, its indicator, or what a marker means."""
    answers = st.session_state.setdefault("said", {}).setdefault(digest, {})
    chosen = st.session_state[widget]
    if what in ("layout", "indicator"):
        answers[what] = chosen
    elif chosen:
        answers.setdefault("markers", {})[marker] = chosen


def proposal(contents: Mapping[str, bytes], files: Sequence[Report]) -> publishing.Proposal:
    """What publishing would change, compared with the version that the reports were made with.

    Where somebody else has published since, everything is looked at again from the start.
    """
    selection, state = Selection(choices.area(), choices.benchmark()), reads.state(reads.key())
    with st.spinner("Comparing with what is held", show_time=True):
        try:
            return publishing.propose(store.location(), files, reads.catalogue(), reads.today(), selection, state)
        except PublishedMeanwhile:
            st.session_state["compared"] = digests(contents), state
            st.rerun()


def compared_again(contents: Mapping[str, bytes], state: store.State) -> bool:
    """Whether somebody else has published since these files were last compared; then that is told."""
    before, st.session_state["compared"] = st.session_state.get("compared"), (digests(contents), state)
    again = before is not None and before[0] == digests(contents) and before[1] != state
    if again:
        last = reads.releases(reads.key())[0]
        said = (
            "Version {} was published in the meantime, by {}. "
            "Your files were screened and compared again: look at what would change now before you publish."
        )
        st.warning(markup(said, last.version, last.by), icon=":material/sync:")
    return again


def publish(
    proposed: publishing.Proposal, by: str, note: str, accepted: Sequence[str], contents: Mapping[str, bytes]
) -> store.Release | None:
    """The release. Refuses with a sentence, and then nothing is written."""
    made = publishing.publish(store.location(), proposed, by=by, note=note, accepted=accepted, contents=contents)
    if made:
        st.query_params["receipt"] = str(made.version)
        st.session_state["compared"] = digests(contents), made.state
    return made
