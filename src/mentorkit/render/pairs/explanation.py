"""Why somebody was paired so: sentences for the screen, to be read aloud, and JSON."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from mentorkit.pairing.alternatives import Alternative
from mentorkit.pairing.common_hours import MoreHour
from mentorkit.pairing.competition import Competition
from mentorkit.pairing.explanation import ExplainedPair, ExplainedRole, Explanation
from mentorkit.pairing.situation import Situation, Terms
from mentorkit.render import terminal
from mentorkit.render.pairs import words
from mentorkit.render.pairs.figures import asked, figures_as_json
from mentorkit.render.pairs.proposal import same_terms
from mentorkit.render.timetable_words import counted, on

SHOWN = 3
"""How many of the alternatives are told; the rest is in the JSON."""

_LABELS = {"wiki": "home wiki"}
_WIDE = " " * 26
"""What stands before the words of a part of a fit."""


def as_text(found: Explanation, *, options: str = "") -> str:
    """Return the explanation in 80 columns; `options` are those of the next command's day."""
    view = _View(found)
    blocks = [block for role in found.roles for block in view.role(role)]
    if found.terms.what_if:
        blocks.insert(0, terminal.wrap(f"What {asked(found.terms)}?"))
    return "\n\n".join([*blocks, _next(found, options)])


def _next(found: Explanation, options: str) -> str:
    if any(role.competition and role.competition.ends for role in found.roles):
        kept = Terms(goal=found.terms.goal, without=found.terms.without)
        return f"next: mentorkit pair repair{same_terms(kept)}{options}"
    again = f"{same_terms(found.terms)}{options}"
    for role in found.roles:
        for pair in role.pairs:
            if not pair.fixed:
                return f"next: mentorkit pair --forbid {pair.mentor}--{pair.mentee}{again}"
            # Of such a pair no alternatives are told, but one may ask for another.
            if pair.fixed == "full" and (other := _another(found.situation, pair)):
                return f"next: mentorkit pair --lock {other}--{pair.mentee}{again}"
    return f"next: mentorkit pair explain{again}"


def _another(found: Situation, pair: ExplainedPair) -> str | None:
    """Return the mentor who fits a mentee best, of the others with a place that is not fixed."""
    taken = Counter(found.fixed.values())
    scores = {
        mentor: score
        for mentor, places in found.capacity.items()
        if mentor != pair.mentor and taken[mentor] < places
        if (score := found.fits.score((mentor, pair.mentee))) is not None
    }
    return max(scores, key=lambda mentor: scores[mentor], default=None)


class _View:
    """The blocks of text of one explanation."""

    def __init__(self, found: Explanation):
        self.found = found
        self.people = found.situation.people
        self.names = {person.id: person.name for person in self.people.values()}
        self.name = self.names[found.person]

    def role(self, role: ExplainedRole) -> Iterator[str]:
        """Yield what there is to say of the person as a mentee, or as a mentor."""
        if role.role == "mentor":
            yield self._mentor(role)
        elif not role.pairs:
            yield f"{terminal.harmless(self.name)} has no mentor."
        for pair in role.pairs:
            yield from self._pair(pair)
        title = "What else was possible?" if role.pairs else "Why?"
        said = [self._doors(role), *self._competition(role), *self._opening(role)]
        yield "\n".join([title, *(terminal.wrap(each, indent="  ") for each in said)])
        if not role.pairs and role.alternatives:
            yield "What else was possible?"
        yield from self._alternatives(role)

    def _mentor(self, role: ExplainedRole) -> str:
        mentees = [self.names[pair.mentee] for pair in role.pairs]
        if not mentees and not role.places:
            return terminal.wrap(f"{self.name} takes no mentees now: the capacity is 0.")
        whom = words.few(mentees, "mentees") if mentees else "nobody"
        places = counted(role.places, "place")
        return terminal.wrap(f"{self.name} mentors {whom}: {len(mentees)} of {places} taken.")

    def _pair(self, pair: ExplainedPair) -> Iterator[str]:
        mentor, mentee = self.names[pair.mentor], self.names[pair.mentee]
        fit = "Today's rules would not offer this pair; it stands all the same."
        if pair.fit.score is not None:
            fit = f"Fit {pair.fit.score:,} of 1,000."
        said = [f"{mentee} is paired with {mentor}. {fit}", self._status(pair, mentor)]
        yield "\n".join(map(terminal.wrap, said))
        if pair.points:
            yield "\n".join(self._parts(pair))
        if pair.hour:
            yield terminal.wrap(self._hour(pair.hour))

    def _parts(self, pair: ExplainedPair) -> Iterator[str]:
        for each in pair.points:
            if each.of:
                label = f"  {_LABELS.get(each.part, each.part):<11}{each.points:>4} of {each.of}"
                said = words.of_part(each.part, pair, self.people, self.found.topics)
                told = terminal.wrap(said, indent=_WIDE).removeprefix(_WIDE)
                yield f"{label:<{len(_WIDE)}}{told}"

    def _hour(self, hour: MoreHour) -> str:
        when = words.of_hour(hour, self.people[self.found.person])
        return (
            "What would help most? One more free hour "
            f"for {self.name} {when} would add {hour.gain}."
        )

    def _doors(self, role: ExplainedRole) -> str:
        other = _other(role)
        if not role.asked:
            return f"There is no {other} to choose from."
        closed = words.of_closed(role.closed, self.name)
        many = role.possible or "None"
        said = f"{many} of {counted(role.asked, other)} could be paired with {self.name}"
        if not closed:
            return f"{said}."
        return f"{said}. Of the others {closed}." if role.possible else f"{said}: {closed}."

    def _opening(self, role: ExplainedRole) -> Iterator[str]:
        person = self.people[self.found.person]
        if not role.possible and role.closed["hours"] and (lacking := words.to_write(person)):
            yield f"What would help most? That you {lacking}."
        elif role.hour:
            when = words.of_hour(role.hour, person)
            who = counted(role.hour.gain, _other(role))
            yield (
                f"What would help most? One more free hour for {self.name} {when} "
                f"would make time for a call with {who}."
            )

    def _competition(self, role: ExplainedRole) -> Iterator[str]:
        found = role.competition
        if found is None:
            return
        mentors = [self.names[mentor] for mentor in found.mentors]
        mentees = [self.names[mentee] for mentee in found.mentees]
        with_whom, who = words.few(mentors, "mentors"), words.few(mentees, "mentees")
        if role.role == "mentor":
            yield self._spare(found, with_whom, who)
        elif found.places:
            yield (
                f"{counted(len(mentees), 'mentee')} compete for {counted(found.places, 'place')} "
                f"with {with_whom}: {who}."
            )
        elif mentors:
            yield f"Every place with {with_whom} is taken by a pair that stands."
        else:
            one = role.possible == 1
            yield f"{'This one has no' if one else 'None of them has a'} place to give."
        if found.ends:
            pairs = counted(found.ends, "standing pair")
            yield f"If {pairs} ended, there would be room for {self.name}."

    def _spare(self, found: Competition, mentors: str, mentees: str) -> str:
        if not found.mentees:
            return f"Every mentee who could be paired with {self.name} has a mentor already."
        have = "has" if len(found.mentors) == 1 else "have"
        need = "needs one" if len(found.mentees) == 1 else "need one"
        places = counted(found.places, "place")
        return f"{mentors} {have} {places}, and only {len(found.mentees)} {need}: {mentees}."

    def _alternatives(self, role: ExplainedRole) -> Iterator[str]:
        shown = list(role.alternatives[:SHOWN])
        if role.fittest and role.fittest not in shown:
            shown.append(role.fittest)
        for other in shown:
            heading = f"With {self.names[other.partner or '']}, fit {other.score}"
            if other is shown[0]:
                heading += ", the next best for the programme"
            if other is role.fittest:
                heading += f", the best fit for {self.name}"
            about = other.moves[1:] if role.role == "mentee" else other.moves
            yield self._entry(heading, words.of_moves(about, self.names), *self._change(other))
        if left := len(role.alternatives) - len(shown):
            yield f"  {left} more with --json."
        for pair in role.pairs:
            if pair.without:
                yield self._without(pair, pair.without, shown)

    def _without(self, pair: ExplainedPair, other: Alternative, shown: list[Alternative]) -> str:
        heading = f"If {self.names[pair.mentee]} and {self.names[pair.mentor]} could not be a pair"
        for same in shown:
            if set(same.moves) == set(other.moves):
                partner = self.names[same.partner or ""]
                return self._entry(heading, f"As with {partner}, see above.")
        return self._entry(heading, words.of_moves(other.moves, self.names), *self._change(other))

    def _status(self, pair: ExplainedPair, mentor: str) -> str:
        since = "Proposed; nothing is saved yet."
        if pair.since:
            # Before the programme begins, its pairs stand already and have not begun.
            word = "since" if pair.since < self.found.situation.day else "from"
            since = f"A pair {word} {on(pair.since)} {pair.since.year}."
        if pair.fixed == "locked":
            return f"{since} It is locked, and stays whatever else changes."
        if pair.fixed == "full":
            return f"{since} {mentor} has more mentees than places, and such pairs stay."
        return since

    def _change(self, other: Alternative) -> Iterator[str]:
        floors = self.found.situation.floors
        said = (
            words.of_ended(other, self.names),
            words.of_change(self.found.figures, other, floors),
        )
        yield from filter(None, said)

    def _entry(self, heading: str, *sentences: str) -> str:
        lines = [terminal.wrap(heading, indent="  ")]
        return "\n".join([*lines, *(terminal.wrap(said, indent="    ") for said in sentences)])


def _other(role: ExplainedRole) -> str:
    return "mentor" if role.role == "mentee" else "mentee"


def as_json(found: Explanation) -> dict[str, Any]:
    """Return the explanation for programs, with every alternative."""
    return {
        "schema": 1,
        "person": found.person,
        "goal": found.situation.goal,
        "floors": list(found.situation.floors),
        "figures": figures_as_json(found.figures),
        "roles": [_role(role) for role in found.roles],
    }


def _role(role: ExplainedRole) -> dict[str, Any]:
    return {
        "role": role.role,
        "places": role.places,
        "pairs": [_pair(pair) for pair in role.pairs],
        "asked": role.asked,
        "possible": role.possible,
        "closed": dict(role.closed),
        "alternatives": [alternative_as_json(other) for other in role.alternatives],
        "fittest": role.fittest.partner if role.fittest else None,
        "competition": _competition(role.competition) if role.competition else None,
        "hour": _hour(role.hour) if role.hour else None,
    }


def _pair(pair: ExplainedPair) -> dict[str, Any]:
    found: dict[str, Any] = {
        "mentor": pair.mentor,
        "mentee": pair.mentee,
        "score": pair.fit.score,
        "since": pair.since.isoformat() if pair.since else None,
        "fixed": pair.fixed,
        "without": alternative_as_json(pair.without) if pair.without else None,
    }
    if pair.common is None:
        return found | {"why": pair.fit.why}
    return found | {
        "parts": dict(pair.fit.parts),
        "points": {each.part: {"points": each.points, "of": each.of} for each in pair.points},
        "starts": pair.fit.starts,
        "languages": list(pair.languages),
        "topics": list(pair.topics),
        "common": {
            "minutes": pair.common.minutes,
            "week": pair.common.week.isoformat(),
            "always": pair.common.always,
        },
        "hour": _hour(pair.hour) if pair.hour else None,
    }


def _hour(hour: MoreHour) -> dict[str, Any]:
    days = [words.DAYS[day][:3].lower() for day in hour.days]
    return {"days": days, "start": f"{hour.start:02}:00", "gain": hour.gain}


def _competition(found: Competition) -> dict[str, Any]:
    return {
        "mentees": list(found.mentees),
        "mentors": list(found.mentors),
        "places": found.places,
        "ends": found.ends,
    }


def alternative_as_json(other: Alternative) -> dict[str, Any]:
    """Return a what-if for programs; `partner` is null where it is nobody."""
    return {
        "partner": other.partner,
        "score": other.score,
        "figures": figures_as_json(other.figures),
        "ended": [f"{mentor}--{mentee}" for mentor, mentee in other.ended],
        "moves": [
            {"mentee": move.mentee, "from": move.before, "to": move.after} for move in other.moves
        ],
        "as_good": other.as_good,
    }
