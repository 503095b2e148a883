"""How answers look: always a word, with a shape and a colour that say the same."""

from collections.abc import Sequence

from indicators import answer_words, wording
from indicators.answer_words import PLAN, WORDS
from indicators.assessment import Answer, Assessment, counted, judged_polarity, words
from indicators.markup import Markup, joined, markup
from indicators.model import Polarity

BACKGROUND = markup(":gray[○ background, not judged]")

#: What joins an answer on difference with the benchmark's name; others stand alone.
JOINED = {"better": "than", "worse": "than", "higher": "than", "lower": "than", "similar": "to"}
JOINED |= {"above": "", "below": "", "level with": ""}


def sign(word: str, shown: str = "", polarity: Polarity = "contextual") -> Markup:
    """The word, or what is shown in its place, with its shape and in its colour."""
    return markup(":{}[{} {}]", answer_words.colour(word, polarity), WORDS[word].shape, shown or word)


def signed(answer: Answer, polarity: Polarity = "contextual") -> Markup:
    """An answer with its shape, in its colour."""
    return sign(answer.word, answer.text, polarity)


def plan(answers: Assessment) -> Markup:
    """On plan? Uncertainty stands with the word."""
    if answers.plan.reason == "contextual":
        return BACKGROUND
    return markup("{} (uncertain)", signed(answers.plan)) if answers.certainty else signed(answers.plan)


def difference(answers: Assessment) -> Markup:
    """Different from the benchmark?"""
    word, name = answers.difference.word, answers.facts.benchmark_name
    joins = JOINED.get(word)
    if joins is None:
        return signed(answers.difference)
    return joined(" ", (signed(answers.difference), joins, name))


def change(answers: Assessment) -> Markup:
    """Changing? Coloured by whether that is good, where a direction is."""
    return signed(answers.change, judged_polarity(answers.facts.indicator))


def because(shown: Markup, answer: Answer) -> Markup:
    """What is shown with the short reason behind it, where there is one."""
    if not answer.reason or answer.reason == "contextual":
        return shown
    return markup("{}: {}", shown, wording.reason(answer.reason))


def counts(every: Sequence[Assessment]) -> Markup:
    """The counts of a theme's status words, background ones apart."""
    judged = [one for one in every if one.plan.reason != "contextual"]
    if not judged:
        return markup("Nothing here is judged: these figures are background.")
    numbers = counted(judged)
    shown = [markup("{} **{}**", sign(word), numbers[word, False]) for word in PLAN if (word, False) in numbers]
    shown += [
        markup("{} **{}**", sign(word, answer_words.last_known(word)), numbers[word, True])
        for word in PLAN
        if (word, True) in numbers
    ]
    uncertain, background = sum(bool(one.certainty) for one in judged), len(every) - len(judged)
    shown += [markup("uncertain **{}**", uncertain)] if uncertain else []
    shown += [markup("background {}", background)] if background else []
    return joined(" · ", shown)


def freshness(answers: Assessment) -> str:
    """When the next figure is due, that it is late, or that the series has ended."""
    fresh = answers.facts.fresh
    if fresh.ended or fresh.late:
        return words.age(answers)
    if fresh.due is None:
        return "No regular publication day is known for this indicator."
    return f"The next figure is due by {wording.day(fresh.due)}."
