"""The options that say how to pair, shared by pair and its commands."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.goals import GoalName
from mentorkit.pairing.situation import Terms
from mentorkit.pairing.terms import Asked, read

Fair = Annotated[
    GoalName | None,
    typer.Option("--fair", help="What is fair, else as 'pairing.fair' says.", show_default=False),
]
Afresh = Annotated[
    bool, typer.Option("--afresh", help="Ignore the standing pairs that are not locked.")
]
Lock = Annotated[
    list[str] | None,
    typer.Option("--lock", metavar="MENTOR--MENTEE", help="What if these two were together."),
]
Forbid = Annotated[
    list[str] | None,
    typer.Option("--forbid", metavar="MENTOR--MENTEE", help="What if these two could not be."),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="PERSON", help="What if somebody was not here."),
]


def terms_of(
    cohort: Cohort,
    day: date,
    fair: GoalName | None,
    afresh: bool,
    lock: Sequence[str] | None,
    forbid: Sequence[str] | None,
    without: Sequence[str] | None,
) -> Terms:
    """Return the terms that these options ask for; raises Misuse with all that cannot be."""
    return read(cohort, day, Asked(fair, afresh, lock or (), forbid or (), without or ()))
