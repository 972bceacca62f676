"""Rules about surveys.yaml: counts that cannot be, and waves before there was a programme."""

from collections import Counter
from collections.abc import Iterator

from mentorkit.cohort.context import Context
from mentorkit.cohort.waves import SurveyWave
from mentorkit.problems import Problem


def survey_counts_fit(context: Context) -> Iterator[Problem]:
    """Nobody answers who was not asked, and nobody is satisfied who did not answer."""
    for wave in context.cohort.surveys:
        if wave.responded > wave.invited:
            message = f"{wave.responded} answered of {wave.invited} invited"
            yield wave.problem(("responded",), "counts", message, "correct one of the counts")
        if wave.satisfied > wave.responded:
            message = f"{wave.satisfied} satisfied of {wave.responded} who answered"
            yield wave.problem(("satisfied",), "counts", message, "correct one of the counts")
        yield from _items_fit(wave)
    waves = Counter((wave.wave, wave.role) for wave in context.cohort.surveys)
    for wave in context.cohort.surveys:
        if waves.pop((wave.wave, wave.role), 0) > 1:
            message = f"the wave '{wave.wave}' of {wave.role}s is listed more than once"
            yield wave.problem(("wave",), "duplicate-id", message, "keep one of them")


def _items_fit(wave: SurveyWave) -> Iterator[Problem]:
    for name, item in (("v1", wave.items.v1), ("v2", wave.items.v2), ("v3", wave.items.v3)):
        for key, part, whole in (
            ("answered", item.answered if item else 0, wave.invited),
            ("agree", item.agree if item else 0, item.answered if item else 0),
        ):
            if part > whole:
                message = f"{name}: {part} of {whole}"
                yield wave.problem(("items", name, key), "counts", message, "correct one of both")


_WHOLE = 5
"""No wave of fewer answers is ever counted, so of fewer people not all are on file yet."""


def waves_ask_those_who_take_part(context: Context) -> Iterator[Problem]:
    """No more people of a role are asked than had enrolled by the day on which a wave closed.

    Who left is still among them, and so is whoever has no date, or a file with a fault. Of a
    role that fewer than five people have nothing is known.
    """
    cohort = context.cohort
    unread = len(context.ids - cohort.people.keys())
    for wave in cohort.surveys:
        days = [person.enrolled for person in cohort.having(wave.role)]
        most = unread + sum(day is None or day <= wave.closed for day in days)
        if len(days) >= _WHOLE and wave.invited > most:
            message = f"{wave.invited} invited, but only {most} {wave.role}s by {wave.closed}"
            hint = f"correct the count or 'closed', or add to people/ the {wave.role}s who are "
            hint += "missing there; who left is counted too"
            yield wave.problem(("invited",), "counts", message, hint)


def waves_close_once_there_is_a_programme(context: Context) -> Iterator[Problem]:
    """Nobody can say how they found a programme that has not begun."""
    start = context.cohort.programme.start
    for wave in context.cohort.surveys:
        if wave.closed < start:
            message = f"'closed' ({wave.closed}) is before the programme began ({start})"
            hint = "correct it, or 'from' in mentorkit.yaml"
            yield wave.problem(("closed",), "order", message, hint)
