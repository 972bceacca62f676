"""The report's numbers in words, each knowing where the report's JSON has it.

A phrase is words with numbers in between. Every format is made of the same phrases, so that no
two can disagree; the page keeps each number's origin beside it.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from mentorkit.rules.report import Figure, Goal, Number


class Told(NamedTuple):
    """A number as it is shown, and the path to its value in JSON: "goals/reach/low"."""

    text: str
    path: str


class Link(NamedTuple):
    """A web address and the text that leads there."""

    text: str
    url: str


Phrase = Sequence[str | Told | Link]


def plain(phrase: Phrase) -> str:
    """Return a phrase as text."""
    return "".join(part if isinstance(part, str) else part.text for part in phrase)


def number(value: Number | None) -> str:
    """Return a number with thousands apart: cents for money, one digit for averages."""
    if value is None:
        return "-"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"


def percent(share: float) -> str:
    """Return a share from 0 to 1 in whole percent, halves away from the even ones."""
    return f"{share * 100:.0f} %"


def told(value: Number | None, path: str) -> str | Told:
    """Return a number with the path to it, or the sign for none."""
    return number(value) if value is None else Told(number(value), path)


def value(figure: Figure) -> Phrase:
    """Return a figure's value with its currency, or the word for why there is none."""
    if figure.withheld:
        return ("withheld",)
    if figure.value is None:
        return ("blank",)
    shown = told(figure.value, f"figures/{figure.id}/value")
    return (shown, f" {figure.unit}") if isinstance(figure.value, Decimal) else (shown,)


def denominator(figure: Figure) -> Phrase:
    """Return a figure's denominator: a number, or "total" for what is part of nothing."""
    if figure.denominator is None:
        return ("withheld",) if figure.withheld else ("total",)
    return (told(figure.denominator, f"figures/{figure.id}/denominator"),)


_EACH = {"cost_per_leader": "leaders", "cost_per_mentee": "mentees"}


def value_of(figure: Figure) -> Phrase:
    """Return a figure with its denominator, as in "7 of 15", and whether there is time left."""
    if figure.denominator is None:
        return value(figure)
    whole = denominator(figure)
    if figure.id.startswith("activity."):
        return (*value(figure), " (", *whole, " mentees)")
    if figure.id in _EACH:
        return (*value(figure), " (", *whole, f" {_EACH[figure.id]})")
    return (*value(figure), " of ", *whole, *([" so far"] if figure.so_far else []))


def target(goal: Goal) -> Phrase:
    """Return what a goal asks for; not "12 of 8" while fewer than that have enrolled."""
    path = f"goals/{goal.id}/target"
    if isinstance(goal.target, Fraction):
        return ("< ", Told(percent(float(goal.target)), path))
    few = goal.denominator is None or goal.denominator < goal.target
    if few or goal.id == "wikis_assent":
        return (told(goal.target, path),)
    return (Told(f"{goal.target}", path), " of ", _whole(goal))


def _whole(goal: Goal) -> Told:
    return Told(f"{goal.denominator}", f"goals/{goal.id}/denominator")


def result(goal: Goal) -> Phrase:
    """Return what a goal has come to so far."""
    if goal.withheld:
        return _withheld(goal)
    if goal.value is None:
        return ("not known yet",)
    if goal.id == "reach" and goal.low is not None and goal.high is not None:
        low = Told(f"{goal.low:,.0f}", "goals/reach/low")
        high = Told(f"{goal.high:,.0f}", "goals/reach/high")
        return (low, "-", high) if goal.low != goal.high else (low,)
    if goal.denominator == 0 and not goal.value:
        return ("nobody yet",)
    counted = Told(f"{goal.value}", f"goals/{goal.id}/value")
    still = (goal.possible or 0) - goal.value
    if goal.status == "cannot_be_met" and still > 0 and goal.id != "attrition":
        return (counted, ", at most ", Told(f"{goal.possible}", f"goals/{goal.id}/possible"))
    if goal.denominator is None:
        return (counted,)
    return (counted, " of ", _whole(goal), *([" so far"] if goal.status == "too_early" else []))


def _withheld(goal: Goal) -> Phrase:
    aim = Told(f"{goal.target}", f"goals/{goal.id}/target")
    if goal.status == "met":
        return (aim, " or more")
    settled = goal.status in ("not_met", "cannot_be_met")
    return ("below ", aim, *([] if settled else [" so far"]))


def interval(goal: Goal) -> Phrase:
    """Return a goal's interval or bounds as whole percents; one number where both are the same."""
    if goal.range is None or goal.low is None or goal.high is None or goal.id == "reach":
        return ()
    kind = "95 %: " if goal.range == "wilson" else "bounds "
    first, last = f"{goal.low * 100:.0f}", percent(goal.high)
    high = Told(last, f"goals/{goal.id}/high")
    if f"{first} %" == last:
        return (kind, high) if goal.range == "wilson" else (high,)
    return (kind, Told(first, f"goals/{goal.id}/low"), "-", high)
