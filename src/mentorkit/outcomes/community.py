"""The communities around: how many people heard of the programme, and which wikis assent."""

from collections.abc import Sequence
from datetime import date

from mentorkit.cohort.model import Announcement, Cohort
from mentorkit.cohort.programme import Assent
from mentorkit.rules.assent import NOTICE, assents, coordinators
from mentorkit.rules.report import Figure, Heard, NotCounted, WikiAnswer, source

AGAINST = ("objection", "withdrawn")
"""The answers that settle it: the wiki does not let the programme in."""


def heard(cohort: Cohort) -> tuple[Heard, ...]:
    """Return the announcements, oldest first."""
    return tuple(
        Heard(a.title, a.on, a.reach.low, a.reach.high, a.unit, a.url, a.known)
        for a in sorted(cohort.outreach, key=lambda each: (each.on, each.id))
    )


def people_reached(announcements: Sequence[Heard]) -> tuple[int, int] | None:
    """Return the fewest and the most different people who can have heard.

    Channels overlap by nobody knows how much, so the fewest are those of the largest channel and
    the most are all channels' together. Only channels that count people count; None where there
    are announcements and none of them does.
    """
    people = [each for each in announcements if each.unit == "unique"]
    if announcements and not people:
        return None
    return max((each.low for each in people), default=0), sum(each.high for each in people)


def day_reached(announcements: Sequence[Heard], target: int) -> date | None:
    """Return the first day on which one channel alone had reached so many people."""
    enough = [h.on for h in announcements if h.unit == "unique" and h.low >= target]
    return min(enough, default=None)


def reach_figures(cohort: Cohort, announcements: Sequence[Heard]) -> list[Figure]:
    """Return the two bounds of the number of people reached."""
    bounds = people_reached(announcements)
    counted = [each for each in cohort.outreach if each.unit == "unique"]
    apart = len(announcements) - len(counted)
    note = f"not included: {apart} that count views or subscribers, not people" if apart else ""
    low, high = bounds if bounds else (None, None)
    largest = [each for each in counted if each.reach.low == low][:1]
    views = [each for each in cohort.outreach if each.unit != "unique"]
    other = [each for each in counted if each not in largest]
    no_people = _apart("count views or subscribers, not people", views)
    return [
        Figure(
            "reach.low",
            low,
            None,
            "people in the largest single channel that counts people: everybody else may be the "
            "same people again",
            _sources(largest),
            note=note,
            not_counted=(*_apart("may be the same people again", other), *no_people),
        ),
        Figure(
            "reach.high",
            high,
            None,
            "people in all channels that count people, added up as if none overlapped",
            _sources(counted),
            note=note,
            not_counted=no_people,
        ),
    ]


def _apart(why: str, announcements: Sequence[Announcement]) -> tuple[NotCounted, ...]:
    sources = _sources(announcements)
    return (NotCounted(why, len(announcements), sources),) if announcements else ()


def _sources(announcements: Sequence[Announcement]) -> tuple[str, ...]:
    return tuple(source(each.place()) for each in announcements)


def wiki_answers(cohort: Cohort) -> tuple[WikiAnswer, ...]:
    """Return what each wiki of the programme answered, by host."""
    found, team = [], coordinators(cohort)
    for host, wiki in sorted(cohort.programme.wikis.items()):
        answer = wiki.assent or Assent()
        counts = assents(wiki.assent, team)
        found.append(WikiAnswer(host, answer.result, answer.closed, counts, answer.notice))
    return tuple(found)


def day_assented(cohort: Cohort, answers: Sequence[WikiAnswer], target: int) -> date | None:
    """Return the day on which so many wikis had assented, or None if not, or not written down.

    An answer without a day counts from when the wiki was asked, so it undoes no day before that.
    """
    days = []
    for answer in answers:
        asked = cohort.programme.wikis[answer.host].assent
        since = answer.closed or (asked.opened if asked else None) or date.min
        days += [(since, answer.closed is None)] if answer.counts else []
    if not 0 < target <= len(days):
        return None
    day, unwritten = sorted(days)[target - 1]
    return None if unwritten else day


def assent_figure(cohort: Cohort, answers: Sequence[WikiAnswer]) -> Figure:
    """Return the figure of the wikis that assent."""
    against = sum(1 for answer in answers if answer.result in AGAINST)
    team = coordinators(cohort)
    given = [wiki.assent for wiki in cohort.programme.wikis.values()]
    own = sum(1 for each in given if assents(each, frozenset()) and not assents(each, team))
    notes = [f"{against} objected or withdrew"] * bool(against)
    notes += [f"{own} closed by a coordinator, which does not count"] * bool(own)
    yes = [answer.host for answer in answers if answer.counts]
    place = cohort.programme.place
    return Figure(
        "assent.wikis",
        len(yes),
        len(answers),
        f"wikis that assented, or raised no objection to a notice of {NOTICE.days} days or more",
        tuple(source(place("wikis", host, "assent")) for host in yes),
        note="; ".join(notes),
        not_counted=tuple(
            NotCounted(_why_not(answer), 1, (source(place("wikis", answer.host)),))
            for answer in answers
            if not answer.counts
        ),
    )


def _why_not(answer: WikiAnswer) -> str:
    settled = {
        None: "has not answered yet",
        "objection": "objected",
        "withdrawn": "withdrew its assent",
    }
    told = settled.get(answer.result, "its answer has not run its time, or a coordinator closed it")
    return f"{answer.host} {told}" if answer.result in settled else f"{answer.host}: {told}"
