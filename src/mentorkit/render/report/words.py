"""The report's words and numbers, the same in every format: labels, results, sources."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from mentorkit.render.report import told
from mentorkit.render.report.names import FIGURES, GOALS, SECTIONS
from mentorkit.render.report.told import number, plain
from mentorkit.rules.report import (
    ActivityWindow,
    Figure,
    Goal,
    LineOfBudget,
    NotCounted,
    Report,
    Status,
)
from mentorkit.rules.report_pictures import RateUsed

__all__ = ["FIGURES", "GOALS", "SECTIONS", "number"]

STATUS: Mapping[Status, str] = {
    "met": "met",
    "not_met": "not met",
    "too_early": "too early",
    "cannot_be_met": "cannot be met",
    "undetermined": "undetermined",
}

FELL_SHORT: Sequence[Status] = ("not_met", "cannot_be_met")

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


def value(figure: Figure) -> str:
    """Return a figure's value with its currency, or the word for why there is none."""
    return plain(told.value(figure))


def of(figure: Figure) -> str:
    """Return a figure's denominator: a number, or "total" for what is part of nothing."""
    return plain(told.denominator(figure))


def value_of(figure: Figure) -> str:
    """Return a figure with its denominator, as in "7 of 15"."""
    return plain(told.value_of(figure))


def median(window: ActivityWindow) -> str:
    """Return a window's median, or the word for why there is none."""
    if window.withheld:
        return "withheld"
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
    """Return what a goal asks for."""
    return plain(told.target(goal))


def result(goal: Goal) -> str:
    """Return what a goal has come to so far."""
    return plain(told.result(goal))


def details(goal: Goal) -> list[str]:
    """Return when a goal was met or will be judged, and its interval or bounds."""
    found = []
    if goal.met_on:
        found.append(f"met {goal.met_on}")
    elif goal.status == "too_early":
        found.append(f"from {goal.final}")
    span = plain(told.interval(goal))
    return [*found, span] if span else found


def span(report: Report) -> str:
    """Return when the programme runs, as a sentence in the right tense."""
    runs = "will run" if report.as_of < report.start else "runs"
    if report.as_of > report.end:
        runs = "ran"
    return f"The programme {runs} from {day(report.start)} to {day(report.end)}."


WIDE = 10.0
"""From how many per cent on a budget line's variance is pointed out."""


def variance(line: LineOfBudget, over: bool) -> str:
    """Return by how much a line is above or below its plan; pointed out above `WIDE` per cent.

    A line below its plan is only news once the programme is `over`.
    """
    if line.variance is None:
        return ""
    shown = f"{line.variance:+,.1f} %"
    wide = line.variance > WIDE or (over and line.variance < -WIDE)
    return f"{shown} (!)" if wide else shown


VARIANCE = (
    "The variance is what is committed against what was planned; (!) marks more than 10 % above, "
    "or, after the end, below."
)


def rate(used: RateUsed) -> str:
    """Return a rate of exchange, as in "1 EUR = 1.08 USD on 2025-03-01"."""
    return f"1 {used.source_currency} = {used.rate} {used.target_currency} on {used.on}"


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


def ids(report: Report, name: str) -> tuple[str, ...]:
    """Return the ids of the figures of a section."""
    return tuple(figure.id for figure in section(report, name))


def goal_of(report: Report, name: str) -> Goal | None:
    """Return a goal that the programme set, or None."""
    return next((goal for goal in report.goals if goal.id == name), None)


_FOLDERS = ("people", "sessions", "activity")
"""The folders whose files are called after a person or a pair."""


DISCREET = (
    "mentees.left",
    "mentees.left_year",
    "mentors.left",
    "attrition",
    "mentees.completed",
    "left.withdrew",
    "left.removed",
    "left.unreachable",
    "left.lapsed",
    "follow_up.reachable",
    "practicum.planned",
    "practicum.started",
    "practicum.handed_in",
    "practicum.taken",
    "practicum.accepted",
    "practicum.overdue",
    "in_person.pairs_done",
    "sessions.held",
    "sessions.cancelled",
    "sessions.missed",
    "sessions.unlogged",
    "sessions.ahead",
)
"""The figures and goals whose lines would say who left, or which pair missed what."""


def places(report: Report, counted: Figure | Goal) -> list[str]:
    """Return where a figure or goal comes from, as far as its readers may know."""
    everything = report.for_coordinators or counted.id not in DISCREET
    return public(counted.sources, report.unnamed, everything=everything)


def places_apart(report: Report, apart: NotCounted) -> list[str]:
    """Return where data stand that are not counted, as far as its readers may know."""
    return public(apart.sources, report.unnamed, everything=report.for_coordinators)


def public(
    places: Iterable[str], unnamed: Collection[str], *, everything: bool = True
) -> list[str]:
    """Return places in files; of a person who is unnamed, or a pair with one, only the folder.

    Without `everything` only the folder of anybody, and only the file of the pairs and the tasks.
    """
    return list(dict.fromkeys(_public(place, unnamed, everything) for place in places))


def _public(place: str, unnamed: Collection[str], everything: bool) -> str:
    file, _, _ = place.partition(":")
    folder, _, name = file.partition("/")
    if file in ("pairs.yaml", "tasks.yaml"):
        return place if everything else file
    people = name.rpartition(".")[0].split("--")
    of_pair = folder != "sessions" or len(people) > 1
    hidden = not set(people).isdisjoint(unnamed) or (of_pair and not everything)
    return f"{folder}/" if folder in _FOLDERS and hidden else place


def sources(places: Iterable[str]) -> str:
    """Return where a figure comes from, in short: "roles.yaml:4 :13-16", "people/ (15 files)".

    Files of folders are only counted, since their names are those of people and pairs. How many
    lie behind a folder that is told without them is not known.
    """
    folders: dict[str, set[str]] = defaultdict(set)
    files: dict[str, set[int]] = defaultdict(set)
    told_of = list(places)
    for place in told_of:
        file, _, line = place.partition(":")
        folder = file.partition("/")[0]
        if folder in _FOLDERS:
            folders[folder] |= {file} - {f"{folder}/"}
        else:
            files[file] |= {int(line)} if line else set()
    bare = {place for place in told_of if place.endswith("/")}
    counted = [_folder(f, len(names), more=f"{f}/" in bare) for f, names in folders.items()]
    return ", ".join([*counted, *(file + _lines(lines) for file, lines in files.items())])


def _folder(name: str, files: int, *, more: bool) -> str:
    if not files:
        return f"{name}/"
    counted = f"{files} {'file' if files == 1 else 'files'}"
    return f"{name}/ ({counted}{' and others' if more else ''})"


def _lines(numbers: Iterable[int]) -> str:
    """Return line numbers in order, those that follow each other as a stretch: ":4 :13-16"."""
    stretches: list[list[int]] = []
    for line in sorted(numbers):
        if stretches and line == stretches[-1][-1] + 1:
            stretches[-1].append(line)
        else:
            stretches.append([line])
    return " ".join(f":{s[0]}-{s[-1]}" if len(s) > 1 else f":{s[0]}" for s in stretches)
