"""Rules about what people answered to invitations."""

from collections.abc import Iterator

from mentorkit.cohort.context import Context
from mentorkit.problems import Problem


def answers_are_of_those_invited(context: Context) -> Iterator[Problem]:
    """Whoever answers is known and, where the meeting is a pair's, one of the two."""
    for session in context.cohort.sessions:
        invited = set(session.series.split("--")) if session.of_pair else context.ids
        for person in session.answers:
            path = ("answers", person)
            if person not in context.ids:
                hint = "correct the id, or remove the answer"
                yield session.problem(path, "no-person", "no such person", hint)
            elif person not in invited:
                hint = "correct the id, or move the answer to the meeting that it is of"
                message = "this person was not invited to this meeting"
                yield session.problem(path, "not-invited", message, hint)


def answers_are_of_a_revision(context: Context) -> Iterator[Problem]:
    """An answer is to a revision of the session that there has been."""
    for session in context.cohort.sessions:
        for person, answer in session.answers.items():
            if answer.revision > session.revision:
                message = f"the meeting has only got to revision {session.revision}"
                hint = "correct the answer's revision, or the meeting's"
                path = ("answers", person, "revision")
                yield session.problem(path, "revision", message, hint)
