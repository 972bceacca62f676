"""`meet remind`: a reminder of coming meetings for each person, as a draft."""

from collections.abc import Iterable
from pathlib import Path

from mentorkit.cohort.model import Cohort
from mentorkit.meetings.reminders import FOLDER, KIND, Draft, Drafts, upcoming, values
from mentorkit.problems import Problem, in_order
from mentorkit.recruit.fallbacks import choose
from mentorkit.recruit.letters import sender_of, spoken, user_on
from mentorkit.render.meetings.reminders import as_file
from mentorkit.render.templates import Templates
from mentorkit.rules.moment import Moment

__all__ = ["FOLDER", "files", "remind", "stale"]

TEMPLATE = KIND


def remind(cohort: Cohort, moment: Moment, within: int, *, templates: Path | None) -> Drafts:
    """Return a draft for each person who has a meeting at most `within` days after a moment's day.

    `templates` is the cohort's own folder of wordings, which may be absent.
    """
    sender = sender_of(cohort)
    found = upcoming(cohort, moment, within, sender.id if sender else None)
    wordings = Templates(templates)
    known = wordings.languages(TEMPLATE)
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for reminder in found.reminders:
        person = reminder.person
        language = choose(spoken(person), known)
        told = values(reminder, found.cohort, sender)
        made = wordings.render(language, TEMPLATE, {**told, "language": language})
        if isinstance(made, Problem):
            problems.append(made)
            continue
        user = user_on(person, person.home)
        reach = {"mail": person.email, "wikimail": user}
        channels = tuple(channel for channel in made.channels if reach.get(channel))
        drafts.append(
            Draft(reminder, user, language, channels, made.reviewed, made.subject, made.text)
        )
    once = in_order(dict.fromkeys(problems))
    return Drafts(moment.day, within, tuple(drafts), found.without, tuple(once))


def files(drafts: Drafts) -> dict[str, bytes]:
    """Return the files to write, by name; all of them are the tool's own."""
    return {draft.file: as_file(draft) for draft in drafts.drafts}


def stale(names: Iterable[str], drafts: Drafts) -> list[str]:
    """Return the drafts, of those that lie there, that remind of nothing which comes up now.

    While a template has a fault they are all kept.
    """
    fresh = {draft.file for draft in drafts.drafts}
    return [] if drafts.problems else [name for name in names if name not in fresh]
