"""Satisfaction from the end survey, with those who did not answer, and within what may be told.

The denominator is everyone enrolled: who did not answer is not satisfied. Numbers are withheld
where fewer than five answered, where fewer than five answered one way, or where all answered
alike; whether the goal is met may always be told.
"""

from dataclasses import dataclass
from typing import Literal

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.waves import SurveyWave
from mentorkit.outcomes.participants import enrolled
from mentorkit.rules.disclosure import LEAST, shown
from mentorkit.rules.report import Figure, NotCounted, source

Who = Literal["mentee", "mentor"]

END = "end"


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one role to the end survey; `wave` is None until it has closed."""

    who: Who
    enrolled: int
    wave: SurveyWave | None

    @property
    def satisfied(self) -> int:
        """How many answered 4 or 5 of 5."""
        return self.wave.satisfied if self.wave else 0

    @property
    def unanswered(self) -> int:
        """How many of those enrolled did not answer."""
        return max(0, self.enrolled - (self.wave.responded if self.wave else 0))

    @property
    def withheld(self) -> bool:
        """Whether the number would tell on somebody."""
        if self.wave is None:
            return False
        cells = (self.wave.satisfied, self.wave.responded - self.wave.satisfied)
        return self.wave.responded < LEAST or None in shown(cells)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the counts stand."""
        return (source(self.wave.place()),) if self.wave else ()


def answers(cohort: Cohort, who: Who) -> Answers:
    """Return the answers to the wave "end"; no other wave, such as one a year on, stands in."""
    wave = next((w for w in cohort.surveys if w.role == who and w.wave == END), None)
    return Answers(who, len(enrolled(cohort, who)), wave)


def figure(of: Answers) -> Figure:
    """Return the figure of those satisfied; blank until the survey has closed."""
    told = of.wave is not None and not of.withheld
    return Figure(
        f"satisfied.{of.who}s",
        of.satisfied if told else None,
        of.enrolled,
        f"enrolled {of.who}s who answered 4 or 5 of 5 in the end survey; no answer counts as no",
        of.sources,
        withheld=of.withheld,
        note=_note(of),
        not_counted=_not_counted(of),
    )


def _not_counted(of: Answers) -> tuple[NotCounted, ...]:
    """Return who is not satisfied, or did not say; nothing where a number would tell on one."""
    if of.wave is None or of.withheld:
        return ()
    reasons = (
        ("answered otherwise", of.wave.responded - of.wave.satisfied),
        ("did not answer", of.unanswered),
    )
    return tuple(NotCounted(why, count, of.sources) for why, count in reasons if count)


def _note(of: Answers) -> str:
    if of.wave is None:
        return f"no survey wave '{END}' has closed yet"
    if of.withheld:
        # How many were silent would, with the goal's status, bring the hidden number back.
        return "the number is withheld: too few answered one way"
    return f"{of.unanswered} did not answer" if of.unanswered else ""
