"""How far recruiting has come, in numbers of people: never by name, and never in public."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Passed:
    """How many people were invited, answered at all, and last said yes, no, or later."""

    invited: int = 0
    answered: int = 0
    accepted: int = 0
    declined: int = 0
    later: int = 0


@dataclass(frozen=True, slots=True)
class Recruiting:
    """The funnel from those who were found to those who have a place, as known on a day.

    `found` counts everybody who was ever a candidate, invited, or an applicant, as far as the
    files still know them; `eligible` those of them who may be, or were, invited, or applied.
    `channels` is `total` by the way on which somebody's first letter went: talk, wikimail, mail,
    "hand" where nobody wrote down how, or "unnoted" where only the answer is known.
    `placed` have a place by the selection, `waiting` wait for one. `wikis` are the
    hosts by what their communities said: assents, waits, objects.
    """

    found: int = 0
    eligible: int = 0
    total: Passed = Passed()
    channels: Mapping[str, Passed] = field(default_factory=dict)
    applied: int = 0
    placed: int = 0
    waiting: int = 0
    wikis: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
