"""How answers look: always a word, with a shape and a colour that say the same."""

from collections.abc import Sequence

from indicators import wording
from indicators.answer_words import PLAN, WORDS
from indicators.assessment import Answer, Assessment, counted

BACKGROUND = ":gray[○ background, not judged]"


def sign(word: str) -> str:
    """The word with its shape, in its colour."""
    return f":{WORDS[word].colour}[{WORDS[word].shape} {word}]"


def plan(answers: Assessment) -> str:
    """On plan? Uncertainty stands with the word."""
    if answers.plan.reason == "contextual":
        return BACKGROUND
    return f"{sign(answers.plan.word)}{' (uncertain)' if answers.certainty else ''}"


def difference(answers: Assessment) -> str:
    """Different from the benchmark?"""
    word = answers.difference.word
    if word == "cannot say":
        return sign(word)
    return f"{sign(word)} {'to' if word == 'similar' else 'than'} {answers.facts.benchmark_name}"


def change(answers: Assessment) -> str:
    """Changing? What is unusually high or low is coloured by whether that is good, where a direction is."""
    word, polarity = answers.change.word, answers.facts.indicator.polarity
    good_if = WORDS[word].good_if
    if good_if is None or polarity == "contextual":
        return sign(word)
    return f":{'green' if good_if == polarity else 'red'}[{WORDS[word].shape} {word}]"


def because(shown: str, answer: Answer) -> str:
    """What is shown with the short reason behind it, where there is one."""
    if not answer.reason or answer.reason == "contextual":
        return shown
    return f"{shown}: {wording.reason(answer.reason)}"


def counts(every: Sequence[Assessment]) -> str:
    """The counts of a theme's status words, background ones apart."""
    judged = [one for one in every if one.plan.reason != "contextual"]
    if not judged:
        return "Nothing here is judged: these figures are background."
    numbers = counted(judged)
    words = " · ".join(f"{sign(word)} **{numbers[word]}**" for word in PLAN if word in numbers)
    return f"{words} · uncertain **{numbers['uncertain']}** · background {len(every) - len(judged)}"


def freshness(answers: Assessment) -> str:
    """When the next figure is due, or that it is late."""
    fresh = answers.facts.fresh
    if fresh.due is None:
        return "No regular publication day is known for this indicator."
    if fresh.late:
        return f"A newer figure was due by {wording.day(fresh.due)} and has not been published here."
    return f"The next figure is due by {wording.day(fresh.due)}."
