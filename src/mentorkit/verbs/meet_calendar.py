"""meet calendar: everybody's calendar of what is planned."""

from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.meetings import events
from mentorkit.render.meetings.feeds import as_ics

FOLDER = "out/calendars"
"""Where the calendars lie, below the cohort directory."""


def calendars(cohort: Cohort, as_of: date) -> dict[str, bytes]:
    """Return every `.ics` file, by its name below the cohort directory.

    There is one for each person, each pair and the cohort, an empty one too where nothing is
    planned: that tells a calendar program which subscribes to it to take its old events off.
    """
    feeds = events.calendars(cohort, as_of)
    return {f"{FOLDER}/{path}.ics": as_ics(feed) for path, feed in feeds.items()}
