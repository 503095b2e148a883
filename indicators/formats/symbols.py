"""What a file's own notes say its symbols mean, in the statuses of the project.

Only what the words say is taken. A symbol whose meaning stands nowhere in the file stays unknown, and whoever reads
the file is asked: "-" and ".." mean different things to different publishers.
"""

import re
from collections.abc import Iterable, Mapping

from indicators.formats.tabular import plain

#: Words in a symbol's explanation and the status they stand for, the more particular first: "suppressed as
#: unreliable" is about the sample, "not available as the group is disclosive" about people.
_WORDS = (
    ("u", re.compile(r"unreliable|not reliable", re.IGNORECASE)),
    ("c", re.compile(r"disclosive|confidential|suppressed|withheld", re.IGNORECASE)),
    ("low", re.compile(r"nil|negligible|round(?:s|ed|ing)? to (?:zero|0)|less than", re.IGNORECASE)),
    ("z", re.compile(r"not applicable", re.IGNORECASE)),
    ("x", re.compile(r"missing|not available|unavailable|no data|not published", re.IGNORECASE)),
)
#: "- These figures are missing."; "!" and two dots are symbols too, a letter by itself is not.
_EXPLAINED = re.compile(r"([^\w\s\"'(\[]{1,2})\s+(\S.*)")
#: 'z, ".." denotes a nil or negligible number' and "[x] = not available".
_QUOTED = re.compile(r"[\"“']+([^\w\s\"'“”]{1,3})[\"”']+\s+(?:denotes?|means?|indicates?)\s+([^.]*)")
_BRACKETED = re.compile(r"(\[\w{1,4}\])\s*=\s*([^,.;]+)")


def status_of(words: str) -> str:
    """The status that an explanation stands for, one of c, x, z, u and low; empty if it is about something else."""
    return next((status for status, pattern in _WORDS if pattern.search(words)), "")


def markers(lines: Iterable[str]) -> Mapping[str, str]:
    """Symbols and their statuses from the lines of a file that explain them."""
    statuses: dict[str, str] = {}
    for line in map(plain, lines):
        explained = _EXPLAINED.fullmatch(line)
        pairs = [(explained[1], explained[2])] if explained else []
        for symbol, words in (*pairs, *_QUOTED.findall(line), *_BRACKETED.findall(line)):
            if status := status_of(words):
                statuses.setdefault(symbol, status)
    return statuses
