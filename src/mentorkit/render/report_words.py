"""The report's words and numbers, the same in every format: labels, results, sources."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from mentorkit.rules.report import ActivityWindow, Figure, Goal, Number, Report, Status

STATUS: Mapping[Status, str] = {
    "met": "met",
    "not_met": "not met",
    "too_early": "too early",
    "cannot_be_met": "cannot be met",
    "undetermined": "undetermined",
}

FELL_SHORT: Sequence[Status] = ("not_met", "cannot_be_met")

GOALS = {
    "leaders_end": "New leadership role by the end",
    "leaders_year": "New leadership role, a year on",
    "attrition": "Mentees who left",
    "mentors_satisfied": "Mentors satisfied",
    "mentees_satisfied": "Mentees satisfied",
    "reach": "People reached",
    "wikis_assent": "Wikis that assent",
    "diversity": "Mentees of the declared group",
}

FIGURES = {
    "mentees.enrolled": "Mentees enrolled",
    "mentees.started": "Mentees who started",
    "mentees.left": "Mentees who left by the end",
    "mentees.left_year": "Mentees who left within a year",
    "mentors.enrolled": "Mentors enrolled",
    "mentors.left": "Mentors who left by the end",
    "leaders_end": "Mentees in a new role by the end",
    "leaders_year": "Mentees in a new role within a year",
    "roles.accepted": "Role claims accepted",
    "roles.pending": "Role claims pending",
    "roles.rejected": "Role claims rejected",
    "sessions.planned": "Sessions planned",
    "sessions.held": "Sessions held",
    "sessions.missed": "Sessions not held",
    "sessions.cancelled": "Sessions cancelled",
    "sessions.unlogged": "Sessions not logged",
    "sessions.ahead": "Sessions still ahead",
    "in_person.pairs_done": "Pairs that met in person",
    "satisfied.mentors": "Mentors satisfied",
    "satisfied.mentees": "Mentees satisfied",
    "activity.baseline": "Edits a month, before",
    "activity.during": "Edits a month, during",
    "activity.post3": "Edits a month, 3 months after",
    "activity.post12": "Edits a month, a year after",
    "reach.low": "People reached, at least",
    "reach.high": "People reached, at most",
    "assent.wikis": "Wikis that assent",
    "money.planned": "Money planned",
    "money.committed": "Money committed",
    "money.spent": "Money spent",
    "cost_per_leader": "Cost of one new leader",
}

SECTIONS: Mapping[str, Sequence[str]] = {
    "Participants": ("mentees.", "mentors."),
    "Leadership roles": ("leaders_", "roles."),
    "Meetings": ("sessions.", "in_person."),
    "Satisfaction": ("satisfied.",),
    "Wiki activity": ("activity.",),
    "Reach and assent": ("reach.", "assent."),
    "Money": ("money.", "cost_per_leader"),
}
"""The sections of the report, and how the ids of their figures begin."""

ANSWERS = {
    "assent": "assent",
    "no_objection": "no objection",
    "objection": "objection",
    "withdrawn": "assent withdrawn",
    None: "no answer yet",
}

UNITS = {
    "unique": "people",
    "views": "views",
    "impressions": "impressions",
    "subscribers": "subscribers",
}

REGRESSION = (
    "Before and after stand side by side, but one is not the cause of the other: people chosen in "
    "a busy spell fall back, and people chosen in a quiet one pick up, with or without a programme."
)

INTERVAL = (
    "The counts are facts about this cohort. A 95 % interval (Wilson) says what another cohort of "
    "such people might have given."
)


def day(when: date) -> str:
    """Return a date in words, as in "20 June 2025"."""
    return f"{when.day} {when:%B} {when.year}"


def number(value: Number | None) -> str:
    """Return a number with thousands apart: cents for money, one digit for averages."""
    if value is None:
        return "-"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"


def value(figure: Figure) -> str:
    """Return a figure's value with its currency, or the word for why there is none."""
    if figure.withheld:
        return "withheld"
    if figure.value is None:
        return "blank"
    return f"{number(figure.value)} {figure.unit}" if _is_money(figure) else number(figure.value)


def of(figure: Figure) -> str:
    """Return a figure's denominator: a number, or "total" for what is part of nothing."""
    return "total" if figure.denominator is None else number(figure.denominator)


def value_of(figure: Figure) -> str:
    """Return a figure with its denominator, as in "7 of 15"."""
    if figure.denominator is None:
        return value(figure)
    if figure.id.startswith("activity."):
        return f"{value(figure)} ({number(figure.denominator)} mentees)"
    if figure.id == "cost_per_leader":
        return f"{value(figure)} ({number(figure.denominator)} leaders)"
    return f"{value(figure)} of {number(figure.denominator)}"


def _is_money(figure: Figure) -> bool:
    return isinstance(figure.value, Decimal)


def median(window: ActivityWindow) -> str:
    """Return a window's median, or that it is blank."""
    return "blank" if window.median is None else number(window.median)


def change(window: ActivityWindow) -> tuple[str, str]:
    """Return the median change from baseline and its middle half; empty where not compared."""
    middle = "" if window.change is None else f"{window.change:+,.1f}"
    if window.quartiles is None:
        return middle, ""
    first, third = window.quartiles
    return middle, f"{first:+,.1f} to {third:+,.1f}"


def moved(window: ActivityWindow) -> tuple[int | str, int | str]:
    """Return how many edit more and how many less than before; empty where not compared."""
    return (window.up, window.down) if window.compared else ("", "")


def target(goal: Goal) -> str:
    """Return what a goal asks for; not "12 of 8" while fewer than that have enrolled."""
    if isinstance(goal.target, Fraction):
        return f"< {percent(float(goal.target))}"
    few = goal.denominator is None or goal.denominator < goal.target
    if few or goal.id == "wikis_assent":
        return number(goal.target)
    return f"{goal.target} of {goal.denominator}"


def result(goal: Goal) -> str:
    """Return what a goal has come to so far."""
    if goal.withheld:
        return _withheld(goal)
    if goal.value is None:
        return "not known yet"
    if goal.id == "reach" and goal.low is not None and goal.high is not None:
        return f"{goal.low:,.0f}-{goal.high:,.0f}" if goal.low != goal.high else f"{goal.low:,.0f}"
    whole = f"{goal.value} of {goal.denominator}"
    still = (goal.possible or 0) - goal.value
    if goal.status == "cannot_be_met" and still > 0 and goal.id != "attrition":
        return f"{goal.value}, at most {goal.possible}"
    return f"{whole} so far" if goal.status == "too_early" else whole


def _withheld(goal: Goal) -> str:
    if goal.status == "met":
        return f"{goal.target} or more"
    return f"below {goal.target}" + ("" if goal.status in FELL_SHORT else " so far")


def details(goal: Goal) -> list[str]:
    """Return when a goal was met or will be judged, and its interval or bounds."""
    found = []
    if goal.met_on:
        found.append(f"met {goal.met_on}")
    elif goal.status == "too_early":
        found.append(f"from {goal.final}")
    if goal.range is None or goal.low is None or goal.high is None or goal.id == "reach":
        return found
    span = percents(goal.low, goal.high)
    return [*found, f"95 %: {span}" if goal.range == "wilson" else f"bounds {span}"]


def percent(share: float) -> str:
    """Return a share from 0 to 1 in whole percent, halves away from the even ones."""
    return f"{share * 100:.0f} %"


def percents(low: float, high: float) -> str:
    """Return two shares in whole percent; "40 %" where they are the same."""
    first, last = f"{low * 100:.0f}", percent(high)
    return last if f"{first} %" == last else f"{first}-{last}"


def summary(report: Report) -> str:
    """Return how many goals stand how, as in "6 met, 1 too early"."""
    counts = ((sum(g.status == s for g in report.goals), words) for s, words in STATUS.items())
    told = [f"{count} {words}" for count, words in counts if count]
    return ", ".join(told) if told else "mentorkit.yaml sets no goals"


def disappointment(report: Report) -> str:
    """Return a sentence on the first goal that fell short, or is not settled; empty if none."""
    for status in (*FELL_SHORT, "undetermined"):
        lead = "A disappointment" if status in FELL_SHORT else "Not settled"
        for goal in report.goals:
            if goal.status == status:
                what = f"'{GOALS[goal.id]}' is {result(goal)}, the goal {target(goal)}"
                return f"{lead}: {what} ({STATUS[goal.status]})."
    return ""


def section(report: Report, name: str) -> list[Figure]:
    """Return the figures of a section of the report."""
    return [figure for figure in report.figures if figure.id.startswith(tuple(SECTIONS[name]))]


_FOLDERS = ("people", "sessions", "activity")
"""The folders whose files are called after a person or a pair."""


def public(places: Iterable[str], unnamed: Collection[str]) -> list[str]:
    """Return places in files; of a person who is unnamed, or a pair with one, only the folder."""
    return list(dict.fromkeys(_public(place, unnamed) for place in places))


def _public(place: str, unnamed: Collection[str]) -> str:
    folder, _, name = place.partition(":")[0].partition("/")
    people = name.rpartition(".")[0].split("--")
    hidden = folder in _FOLDERS and not set(people).isdisjoint(unnamed)
    return f"{folder}/" if hidden else place


def sources(places: Iterable[str]) -> str:
    """Return where a figure comes from, in short: "roles.yaml:4 :13-16", "people/ (15 files)".

    Files of folders are only counted, since their names are those of people and pairs.
    """
    folders: dict[str, set[str]] = defaultdict(set)
    files: dict[str, set[int]] = defaultdict(set)
    for place in places:
        file, _, line = place.partition(":")
        folder = file.partition("/")[0]
        if folder in _FOLDERS:
            folders[folder].add(file)
        else:
            files[file] |= {int(line)} if line else set()
    counted = [f"{f}/ ({len(n)} {'file' if len(n) == 1 else 'files'})" for f, n in folders.items()]
    return ", ".join([*counted, *(file + _lines(lines) for file, lines in files.items())])


def _lines(numbers: Iterable[int]) -> str:
    """Return line numbers in order, those that follow each other as a stretch: ":4 :13-16"."""
    stretches: list[list[int]] = []
    for line in sorted(numbers):
        if stretches and line == stretches[-1][-1] + 1:
            stretches[-1].append(line)
        else:
            stretches.append([line])
    return " ".join(f":{s[0]}-{s[-1]}" if len(s) > 1 else f":{s[0]}" for s in stretches)
