"""`meet remind --send`: each person's reminder goes out, and of each meeting only once."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from mentorkit.cohort.model import Cohort, Person
from mentorkit.meetings.reminders import (
    KIND,
    Reminder,
    mark,
    may_be_public,
    told_before,
    untold,
    upcoming,
    values,
)
from mentorkit.problems import Problem
from mentorkit.recruit.fallbacks import choose
from mentorkit.recruit.letters import reach, sender_of, spoken
from mentorkit.render.templates import Rendered, Templates
from mentorkit.rules.delivery import Posted, fingerprint
from mentorkit.rules.moment import Moment
from mentorkit.verbs.notes import Note, Noted

_CHANNELS = ("mail", "wikimail", "talk")
"""The ways of a reminder in turn: only a mail has the link in it."""


def reminders(
    cohort: Cohort,
    posted: Sequence[Posted],
    moment: Moment,
    within: int,
    *,
    templates: Path | None,
) -> Noted:
    """Return what everybody is still to be reminded of, seen from a moment, `within` days ahead.

    `posted` is the journal: who was reminded of a meeting, or may have been, is reminded again
    only where it moved. `templates` is the cohort's own folder of wordings.
    """
    sender = sender_of(cohort)
    found = upcoming(cohort, moment, within, sender.id if sender else None)
    told = told_before(posted)
    wordings = Templates(templates)
    notes = []
    for reminder in found.reminders:
        left = untold(reminder, told.get(reminder.person.id, ()))
        if left is not None:
            notes.append(_note(left, found.cohort, sender, wordings))
    return Noted(tuple(notes))


def _note(reminder: Reminder, cohort: Cohort, sender: Person | None, wordings: Templates) -> Note:
    person = reminder.person
    language = choose(spoken(person), wordings.languages(KIND))
    marks = [mark(each.session) for each in reminder.coming]
    return Note(
        person,
        KIND,
        fingerprint(KIND, person.id, *sorted(marks)),
        language,
        _channels(reminder, cohort, wordings.channels(language, KIND)),
        partial(_worded, reminder, cohort, sender, wordings, language),
        {"sessions": " ".join(marks)},
    )


def _channels(reminder: Reminder, cohort: Cohort, known: Sequence[str]) -> tuple[str, ...]:
    """Return the ways to somebody, in turn; the one that they chose comes first."""
    person = reminder.person
    open_ = {**reach(person)}
    open_["talk"] = open_["talk"] and may_be_public(reminder, cohort)
    found = [each for each in _CHANNELS if each in known and open_[each]]
    return tuple(sorted(found, key=lambda channel: channel != person.channel))


def _worded(
    reminder: Reminder,
    cohort: Cohort,
    sender: Person | None,
    wordings: Templates,
    language: str,
    channel: str,
) -> Rendered | Problem:
    told = values(reminder, cohort, sender, channel)
    return wordings.render(language, KIND, {**told, "language": language})
