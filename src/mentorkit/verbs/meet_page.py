"""`meet show --format html`: one page for everybody, with everybody's local time."""

from dataclasses import dataclass
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.meetings.timetable import timetable
from mentorkit.render.meetings.page import as_html, unnamed

FILE = "out/meetings.html"
"""Where the page lies, below the cohort directory."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the ids of those whom it does not name because nobody asked them yet."""

    html: str
    unasked: tuple[str, ...]


def page(cohort: Cohort, as_of: date) -> Page:
    """Return the page of a cohort's sessions as known on a day.

    Somebody whose `consent:` leaves out `named` has been asked, and said no.
    """
    table = timetable(cohort, as_of)
    people = (cohort.people[name] for name in unnamed(table))
    unasked = (person.id for person in people if "consent" not in person.model_fields_set)
    return Page(as_html(table), tuple(unasked))
