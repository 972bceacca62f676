"""How well a mentor and a mentee would go together: an integer score, and why there is none.

Six parts, each an integer 0..1000; the score is their weighted mean, rounded down:

    languages   one in common 500, two or more 1000; none: the pair is not possible
    topics      1000 * wanted and offered // wanted; 500 where nothing is wanted
    hours       50 for every start in common in the worst week, at most 1000; none: not possible
    wiki        same home 1000; same project or same language 500
    region      same country 1000
    preference  each names the other 1000, one the other 500
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import mul
from types import MappingProxyType
from typing import Literal

from mentorkit.cohort.model import Person
from mentorkit.cohort.programme import Programme, country_of
from mentorkit.pairing.hours import Hours, in_common
from mentorkit.problems import Misuse
from mentorkit.rules.fit_matrix import PARTS

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

_REFUSED = {-1: NO_LANGUAGE, -2: NO_HOURS, -3: NOT_OFFERED}
_NO_LANGUAGE, _NO_HOURS, _NOT_OFFERED = _REFUSED


@dataclass(frozen=True, slots=True)
class Fits(Mapping[Cell, Fit]):
    """The fit of every mentor with every mentee, each side in the order of its ids.

    `scores[row][column]`, a mentee's row and a mentor's column, holds the score, or a number
    below 0 where the pair is not possible. Only that table is kept; the parts of a fit are worked
    out when they are asked for.
    """

    mentors: Mapping[str, int]
    mentees: Mapping[str, int]
    scores: Sequence[Sequence[int]]
    _sides: Mapping[str, "_Side"]
    _hours: Hours
    _weights: Sequence[int]

    def __getitem__(self, cell: Cell) -> Fit:
        """Return the fit of a mentor and a mentee; KeyError if they are not of this cohort."""
        score = self.scores[self.mentees[cell[1]]][self.mentors[cell[0]]]
        if score < 0:
            return _REFUSED[score]
        mentor, mentee = map(self._sides.__getitem__, cell)
        shared = self._hours.shared(mentor.person, mentee.person)
        return Fit(score, _values(mentor, mentee, shared), shared)

    def score(self, cell: Cell) -> int | None:
        """Return the score of a cell, or None where the pair is not possible."""
        mentor, mentee = cell
        score = self.scores[self.mentees[mentee]][self.mentors[mentor]]
        return score if score >= 0 else None

    def __iter__(self) -> Iterator[Cell]:
        """Yield every cell, by mentor and then by mentee."""
        return product(self.mentors, self.mentees)

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.mentors) * len(self.mentees)


def fits(programme: Programme, mentors: Iterable[Person], mentees: Iterable[Person]) -> Fits:
    """Return the fit of every mentor with every mentee.

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
    sides = {person.id: _side(person) for person in (*offering, *wanting)}
    hours = Hours(programme, [side.person for side in sides.values()])
    facing = {
        zone: [(sides[mentor.id], hours.facing(mentor, zone)) for mentor in offering]
        for zone in {mentee.timezone for mentee in wanting}
    }
    zones = {mentor.timezone for mentor in offering}
    minimum = programme.pairing.minimum
    scores = [
        _row(
            sides[mentee.id],
            {zone: hours.facing(mentee, zone) for zone in zones},
            facing[mentee.timezone],
            weights,
            minimum,
        )
        for mentee in wanting
    ]
    rows, columns = _positions(wanting), _positions(offering)
    for mentor, mentee in _closed(programme, offering, wanting):
        if mentor in columns and mentee in rows and scores[rows[mentee]][columns[mentor]] >= 0:
            scores[rows[mentee]][columns[mentor]] = _NOT_OFFERED
    return Fits(columns, rows, scores, sides, hours, weights)


def _row(
    mentee: "_Side",
    own: Mapping[str | None, Sequence[int]],
    mentors: Sequence[tuple["_Side", Sequence[int]]],
    weights: Sequence[int],
    minimum: int,
) -> "array[int]":
    """Return the scores of one mentee with each mentor and the mentor's weeks; see `Fits`.

    `own` has the mentee's weeks by the zone of a mentor.
    """
    row, whole = array("h"), sum(weights)
    for mentor, weeks in mentors:
        if mentor.languages.isdisjoint(mentee.languages):
            row.append(_NO_LANGUAGE)
        elif shared := in_common(weeks, own[mentor.person.timezone]):
            score = sum(map(mul, weights, _values(mentor, mentee, shared))) // whole
            row.append(score if score >= minimum else _NOT_OFFERED)
        else:
            row.append(_NO_HOURS)
    return row


def _positions(people: Iterable[Person]) -> dict[str, int]:
    return {person.id: position for position, person in enumerate(people)}


@dataclass(frozen=True, slots=True)
class _Side:
    """What the fit asks of one person."""

    person: Person
    languages: frozenset[str]
    wants: frozenset[str]
    offers: frozenset[str]
    project: str | None
    wiki_language: str | None
    country: str | None
    prefers: frozenset[str]


def _side(person: Person) -> _Side:
    project, language = _project_and_language(person.home)
    return _Side(
        person=person,
        languages=frozenset(language.casefold() for language in person.languages),
        wants=frozenset(person.wants),
        offers=frozenset(person.offers),
        project=project,
        wiki_language=language,
        country=country_of(person.near) or None,
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


def _values(mentor: _Side, mentee: _Side, shared: int) -> tuple[int, ...]:
    wants = mentee.wants
    return (
        500 if len(mentor.languages & mentee.languages) == 1 else 1000,
        1000 * len(wants & mentor.offers) // len(wants) if wants else 500,
        of_hours(shared),
        _wiki(mentor, mentee),
        1000 if mentor.country and mentor.country == mentee.country else 0,
        500 * ((mentee.person.id in mentor.prefers) + (mentor.person.id in mentee.prefers)),
    )


def of_hours(shared: int) -> int:
    """Return the part of a fit that so many starts in common are worth, 0..1000."""
    return min(1000, 50 * shared)


def _wiki(mentor: _Side, mentee: _Side) -> int:
    home = mentor.person.home
    if home is None or mentee.person.home is None:
        return 0
    if home == mentee.person.home:
        return 1000
    same_language = mentor.wiki_language and mentor.wiki_language == mentee.wiki_language
    return 500 if mentor.project == mentee.project or same_language else 0


def _by_id(person: Person) -> str:
    return person.id
