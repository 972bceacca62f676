"""`meet show`: the programme week by week, in the local time of the one who asks."""

from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.meetings.timetable import Timetable, timetable
from mentorkit.rules.naming import find_person


def show(cohort: Cohort, as_of: date, word: str | None = None) -> Timetable:
    """Return the programme by the clocks of a person, else of the first coordinator.

    A coordinator sees all sessions, anybody else those that are for them. Where no zone is known
    times are in UTC. Raises Misuse where `word` means nobody.
    """
    if word:
        person = find_person(word, cohort.people)
        return timetable(cohort, as_of, person, own="coordinator" not in person.roles)
    hosts = map(cohort.people.get, cohort.programme.coordinators)
    return timetable(cohort, as_of, next(filter(None, hosts), None))
