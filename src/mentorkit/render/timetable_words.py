"""The words of the timetable that the screen and the page share."""

from collections.abc import Sequence
from datetime import date

from mentorkit.meetings.timetable import ClockChange, Entry, Timetable, Week


def titled(entry: Entry, names: Sequence[str]) -> str:
    """Return what a session is called; `names` are those of a pair, as they are to be shown."""
    session = entry.session
    if entry.of_pair:
        both = " and ".join(names)
        title = session.title or ("In person" if session.kind == "in-person" else "")
        return f"{title}: {both}" if title else both
    if session.kind == "talk":
        return f"Talk: {session.title}" if session.title else "Talk"
    usual = "Meeting in person" if session.kind == "in-person" else "Cohort call"
    return session.title or usual


def week_name(week: Week, table: Timetable) -> str:
    """Return what a week, or several in a row, is called."""
    if week.number == 0:
        return "Before the programme"
    if week.number > table.count:
        return "After the programme"
    if week.through > week.number:
        return f"Weeks {week.number} to {week.through}"
    return f"Week {week.number}"


def span(first: date, last: date, between: str) -> str:
    """Return two dates in words, the month once if it is the same."""
    if first == last:
        return f"{last.day} {last:%B}"
    if (first.month, first.year) == (last.month, last.year):
        return f"{first.day}{between}{last.day} {last:%B}"
    return f"{first.day} {first:%B}{between}{last.day} {last:%B}"


def place(zone_name: str) -> str:
    """Return the town by which a time zone is known."""
    return zone_name.rpartition("/")[2].replace("_", " ")


def changed_clocks(change: ClockChange) -> tuple[str, str]:
    """Return which way clocks go, on which day, and where, in words."""
    way = "forward" if change.forward else "back"
    day = f"Clocks go {way} on {change.day:%A} {change.day.day} {change.day:%B}"
    return day, ", ".join(sorted(map(place, change.zones)))


def on(day: date) -> str:
    """Return a date in words, without its year."""
    return f"{day.day} {day:%B}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, whose plural takes an s unless `many` says otherwise."""
    return f"{number} {one if number == 1 else many or one + 's'}"
