"""Rules about the events at which people can meet in person."""

from collections.abc import Iterator

from mentorkit.cohort.context import Context
from mentorkit.problems import Problem


def events_end_after_they_begin(context: Context) -> Iterator[Problem]:
    """An event's last day does not come before its first."""
    programme = context.cohort.programme
    for index, event in enumerate(programme.events):
        if event.end < event.start:
            message = f"'to' ({event.end}) is before 'from' ({event.start})"
            path = ("events", index, "to")
            yield programme.problem(path, "order", message, "correct one of the two dates")


def events_have_their_own_ids(context: Context) -> Iterator[Problem]:
    """An id names one event."""
    programme = context.cohort.programme
    seen: set[str] = set()
    for index, event in enumerate(programme.events):
        if event.id in seen:
            message = f"the id '{event.id}' is used already"
            path = ("events", index, "id")
            yield programme.problem(path, "duplicate-id", message, "give each event its own")
        seen.add(event.id)


def people_attend_listed_events(context: Context) -> Iterator[Problem]:
    """What people travel to is an event of mentorkit.yaml; the private key is not quoted."""
    cohort = context.cohort
    listed = {event.id for event in cohort.programme.events}
    for person in (*cohort.people.values(), *cohort.candidates.values()):
        for index, event in enumerate(person.attends):
            if event not in listed:
                hint = "add it to 'events' in mentorkit.yaml, or correct the id"
                yield person.problem(("attends", index), "no-event", "no such event", hint)
