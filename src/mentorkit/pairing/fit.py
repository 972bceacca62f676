"""How well a mentor and a mentee would go together: an integer score, and why there is none.

Six parts, each an integer 0..1000; the score is their weighted mean, rounded down:

    languages   one in common 500, two or more 1000; none: the pair is not possible
    topics      1000 * wanted and offered // wanted; 500 where nothing is wanted
    hours       50 for every start in common in the worst week, at most 1000; none: not possible
    wiki        same home 1000; same project or same language 500
    region      same country 1000
    preference  each names the other 1000, one the other 500
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import and_, mul
from types import MappingProxyType
from typing import Literal

from mentorkit.cohort.model import Person
from mentorkit.cohort.programme import Programme
from mentorkit.problems import Misuse
from mentorkit.rules.availability import Horizon, horizon, meeting_starts, weekly

PARTS = ("languages", "topics", "hours", "wiki", "region", "preference")
"""The parts of a fit, in the order in which they are shown; the names of the weights too."""

USUAL_MINUTES = 60
"""The length of a pair call where the programme names none."""

Cell = tuple[str, str]
"""A mentor's id and a mentee's id."""

Refusal = Literal["language", "hours", "not offered"]


@dataclass(frozen=True, slots=True)
class Fit:
    """The fit of one cell; `starts` counts the quarter-hours at which a call may begin.

    Where there is no score, nothing but the reason is told, so that a private "never" looks like
    a score below the minimum.
    """

    score: int | None
    values: tuple[int, ...] = ()
    starts: int = 0
    why: Refusal | None = None

    @property
    def parts(self) -> Mapping[str, int]:
        """The parts by name, each 0..1000; empty where there is no score."""
        return MappingProxyType(dict(zip(PARTS, self.values, strict=False)))


NO_LANGUAGE = Fit(None, why="language")
NO_HOURS = Fit(None, why="hours")
NOT_OFFERED = Fit(None, why="not offered")


def fits(
    programme: Programme, mentors: Iterable[Person], mentees: Iterable[Person]
) -> dict[Cell, Fit]:
    """Return the fit of every mentor with every mentee, in the order of the ids.

    The rules are asked in one order, the public ones first: `language`, `hours`, `not offered`.
    The last one stands alike for somebody's private `never`, the coordinator's `forbid`, one
    person on both sides, and a score below the minimum. Raises Misuse if the weights sum to 0.
    """
    weights = tuple(getattr(programme.pairing.weights, part) for part in PARTS)
    if not sum(weights):
        raise Misuse(
            f"{programme.place('pairing', 'weights')}: the weights of the fit sum to nothing",
            "give at least one part a weight above 0",
        )
    offering, wanting = sorted(mentors, key=_by_id), sorted(mentees, key=_by_id)
    sides = _sides(programme, [*offering, *wanting])
    closed = _closed(programme, offering, wanting)
    found = {}
    for mentor in offering:
        for mentee in wanting:
            cell = (mentor.id, mentee.id)
            fit = _fit(sides[mentor.id], sides[mentee.id], weights)
            if fit.score is not None and (cell in closed or fit.score < programme.pairing.minimum):
                fit = NOT_OFFERED
            found[cell] = fit
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """What the fit asks of one person; `weeks` are the possible starts of each distinct week."""

    id: str
    languages: frozenset[str]
    wants: frozenset[str]
    offers: frozenset[str]
    weeks: tuple[int, ...]
    home: str | None
    project: str | None
    wiki_language: str | None
    country: str | None
    prefers: frozenset[str]


def _sides(programme: Programme, people: Sequence[Person]) -> dict[str, _Side]:
    over = horizon(programme.start, programme.end)
    call = programme.meetings.pair
    minutes = call.minutes if call else USUAL_MINUTES
    by_week = zip(*(_starts(person, minutes, over) for person in people), strict=True)
    # Weeks in which nobody's clock has changed are alike, and one of them is enough.
    distinct = dict.fromkeys(by_week)
    by_person = zip(*distinct, strict=True)
    return {p.id: _side(p, weeks) for p, weeks in zip(people, by_person, strict=True)}


def _starts(person: Person, minutes: int, over: Horizon) -> tuple[int, ...]:
    if person.timezone is None:
        return (0,) * over.weeks
    return weekly(meeting_starts(person.available, person.timezone, over, minutes), over)


def _side(person: Person, weeks: tuple[int, ...]) -> _Side:
    project, language = _project_and_language(person.home)
    country = (person.near or "").rpartition(",")[2].strip().casefold()
    return _Side(
        id=person.id,
        languages=frozenset(language.casefold() for language in person.languages),
        wants=frozenset(person.wants),
        offers=frozenset(person.offers),
        weeks=weeks,
        home=person.home,
        project=project,
        wiki_language=language,
        country=country or None,
        prefers=frozenset(person.prefer),
    )


def _project_and_language(home: str | None) -> tuple[str | None, str | None]:
    """Split fr.wikipedia.org into wikipedia.org and fr; Commons, Wikidata … have no language."""
    if home is None:
        return None, None
    label, _, rest = home.partition(".")
    if label == "www" or rest == "wikimedia.org" or "." not in rest:
        return home, None
    return rest, label


def _closed(
    programme: Programme, mentors: Sequence[Person], mentees: Sequence[Person]
) -> frozenset[Cell]:
    """Return the cells that somebody closed, for reasons that are nobody else's business."""
    cells = set(programme.forbid)
    cells |= {(mentor.id, mentee) for mentor in mentors for mentee in (*mentor.never, mentor.id)}
    cells |= {(mentor, mentee.id) for mentee in mentees for mentor in mentee.never}
    return frozenset(cells)


def _fit(mentor: _Side, mentee: _Side, weights: tuple[int, ...]) -> Fit:
    languages = len(mentor.languages & mentee.languages)
    if not languages:
        return NO_LANGUAGE
    shared = min(map(int.bit_count, map(and_, mentor.weeks, mentee.weeks)))
    if not shared:
        return NO_HOURS
    wants = mentee.wants
    values = (
        500 if languages == 1 else 1000,
        1000 * len(wants & mentor.offers) // len(wants) if wants else 500,
        min(1000, 50 * shared),
        _wiki(mentor, mentee),
        1000 if mentor.country and mentor.country == mentee.country else 0,
        500 * ((mentee.id in mentor.prefers) + (mentor.id in mentee.prefers)),
    )
    return Fit(sum(map(mul, weights, values)) // sum(weights), values, shared)


def _wiki(mentor: _Side, mentee: _Side) -> int:
    if mentor.home is None or mentee.home is None:
        return 0
    if mentor.home == mentee.home:
        return 1000
    same_language = mentor.wiki_language and mentor.wiki_language == mentee.wiki_language
    return 500 if mentor.project == mentee.project or same_language else 0


def _by_id(person: Person) -> str:
    return person.id
