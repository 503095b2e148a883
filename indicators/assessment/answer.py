"""An answer: its word, what it rests on, and the sentence that holds its numbers."""

from dataclasses import dataclass, replace
from typing import Literal

from indicators.answer_words import last_known

CANNOT_SAY = "cannot say"
NOT_ASSESSED = "not assessed"
UNCOMPARED = "not a thing to compare"
#: Words that stand where there is no answer.
UNANSWERED = (CANNOT_SAY, NOT_ASSESSED)

#: What an answer rests on: an interval, the publisher's own comparison, that all are counted, a place among areas of
#: the same type, the figures as they are printed.
Ground = Literal["", "tested", "publisher", "complete", "position", "not tested"]


@dataclass(frozen=True)
class Answer:
    """A word, why there is none where the word says so, and the sentence that holds numbers, period and rule.

    `last_known` says that it is about an old figure, and `age` in a sentence why there is no newer one; `ground` is
    what it rests on, `shown` what people read in place of a word that says too little: "3rd highest of 22 districts".
    """

    word: str
    sentence: str
    reason: str = ""
    last_known: bool = False
    ground: Ground = ""
    shown: str = ""
    age: str = ""

    @property
    def whole(self) -> str:
        """The sentence, and why there is no newer figure."""
        return f"{self.sentence} {self.age}".strip()

    @property
    def text(self) -> str:
        """What people read: "last known: off plan"."""
        shown = self.shown or self.word
        return last_known(shown) if self.last_known else shown

    @property
    def given(self) -> bool:
        """Whether there is an answer."""
        return self.word not in UNANSWERED

    def aged(self, why: str) -> "Answer":
        """The answer as the last known one, for a reason; no answer stays none."""
        if not self.given or self.word == UNCOMPARED:
            return self
        return replace(self, last_known=True, age=why)
