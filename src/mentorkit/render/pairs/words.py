"""The sentences that explain a pair: each part of its fit, a rule, a change of the programme."""

from collections.abc import Iterator, Mapping, Sequence

from mentorkit.cohort.model import Person
from mentorkit.pairing.alternatives import Alternative
from mentorkit.pairing.common_hours import CommonHours, MoreHour
from mentorkit.pairing.explanation import ExplainedPair
from mentorkit.pairing.figures import Figures
from mentorkit.pairing.fit import Refusal
from mentorkit.pairing.proposal import Move
from mentorkit.render.language_names import language_name
from mentorkit.render.timetable_words import counted, on, place

Names = Mapping[str, str]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

SHOWN = 5
"""Up to how many people or pairs are named in one sentence."""


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list of a sentence: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def few(words: Sequence[str], others: str) -> str:
    """Return a list of a sentence in which only the first few are named, and `others` counted."""
    if len(words) <= SHOWN + 1:
        return listed(words)
    return listed([*words[:SHOWN], f"{len(words) - SHOWN} other {others}"])


def of_part(part: str, pair: ExplainedPair, people: Mapping[str, Person], topics: Names) -> str:
    """Say what a part of a pair's fit rests on; nothing that is private to one of them."""
    mentor, mentee = people[pair.mentor], people[pair.mentee]
    said = {
        "languages": lambda: f"in common: {listed(list(map(language_name, pair.languages)))}",
        "topics": lambda: _topics(pair, mentee, topics),
        "hours": lambda: of_hours(pair.common),
        "wiki": lambda: _wikis(mentor.home, mentee.home, pair.fit.parts["wiki"]),
        "region": lambda: _region(pair.fit.parts["region"]),
        "preference": lambda: _preference(pair.fit.parts["preference"]),
    }
    return said[part]()


def _topics(pair: ExplainedPair, mentee: Person, topics: Names) -> str:
    wanted = len(set(mentee.wants))
    if not wanted:
        return f"{mentee.name} asks for no topic, which counts half"
    named = listed([topics.get(topic, topic) for topic in dict.fromkeys(pair.topics)])
    whole = f"the {counted(wanted, 'topic')} that {mentee.name} wants"
    if wanted == 1:
        whole = f"the topic that {mentee.name} wants"
        return f"{whole}: {named}" if named else f"not {whole}"
    met = len(set(pair.topics))
    if not met:
        return f"none of {whole}"
    return f"{'all' if met == wanted else met} of {whole}: {named}"


def of_hours(common: CommonHours | None) -> str:
    """Say how long two people are free together."""
    if common is None:
        return ""
    hours, minutes = divmod(common.minutes, 60)
    long = " ".join(f"{count} {unit}" for count, unit in ((hours, "h"), (minutes, "min")) if count)
    if common.always:
        return f"{long} in common every week"
    return f"{long} in common in the worst week, that of {on(common.week)}"


def _wikis(mentor: str | None, mentee: str | None, value: int) -> str:
    if mentor is None or mentee is None:
        return "not known of both people"
    if mentor == mentee:
        return f"both are at home on {mentor}"
    near = "related: the same project or the same language" if value else "not related"
    return f"{mentor} and {mentee}, {near}"


def _region(value: int) -> str:
    return "the same country" if value else "not the same country, as far as is known"


def _preference(value: int) -> str:
    if value == 0:
        return "neither asked for the other"
    return "one of the two asked for the other" if value < 1000 else "each asked for the other"


def of_closed(closed: Mapping[Refusal, int], person: str) -> str:
    """Say how many people each rule took away from somebody; empty where none did."""
    one = {
        "language": f"shares no language with {person}",
        "hours": f"has weeks without time for a call with {person}",
        "not offered": "is not offered",
    }
    many = {
        "language": f"share no language with {person}",
        "hours": f"have weeks without time for a call with {person}",
        "not offered": "are not offered",
    }
    return listed([f"{n} {one[rule] if n == 1 else many[rule]}" for rule, n in closed.items() if n])


def to_write(person: Person) -> str:
    """Say which keys somebody's file lacks, without which no hours are known; empty if none."""
    lacking = [key for key in ("timezone", "available") if not getattr(person, key)]
    keys = listed([f"'{key}'" for key in lacking])
    return f"write {keys} in people/{person.id}.yaml" if lacking else ""


def to_widen(person: Person) -> str:
    """Say how to find more hours for somebody whose hours are too few, or not known at all."""
    more = f"ask for more hours, then widen 'available' in people/{person.id}.yaml"
    return to_write(person) or more


def of_hour(hour: MoreHour, person: Person) -> str:
    """Say which hour of the week it is, on somebody's own clocks."""
    days = listed([f"{DAYS[day]}s" for day in hour.days], "or")
    span = f"{hour.start:02}:00-{hour.start + 1:02}:00"
    return f"on {days} {span} {place(person.timezone or '')} time"


def of_moves(moves: Sequence[Move], names: Names) -> str:
    """Say who would have to move, to whom."""
    if not moves:
        return "Nobody else would have to move."
    return f"{few([_move(move, names) for move in moves], 'mentees would move too')}."


def _move(move: Move, names: Names) -> str:
    who = names[move.mentee]
    if move.after is None:
        return f"{who} would be left without a mentor"
    if move.before is None:
        return f"{who}, who has no mentor now, would have {names[move.after]}"
    return f"{who} would move from {names[move.before]} to {names[move.after]}"


def of_ended(other: Alternative, names: Names) -> str:
    """Say which standing pairs would not be kept; empty where all would."""
    pairs = [f"{names[mentor]} with {names[mentee]}" for mentor, mentee in other.ended]
    many = counted(len(pairs), "standing pair")
    return f"{many} would end: {few(pairs, 'pairs')}." if pairs else ""


def of_change(before: Figures, other: Alternative, floors: Sequence[int]) -> str:
    """Say what the programme would be like: only what would be otherwise.

    Empty where all that would be otherwise is that a standing pair ends.
    """
    people, fits = list(_people(before, other.figures, floors)), list(_fits(before, other.figures))
    said = [", and ".join(each) for each in (people, fits) if each]
    if said:
        said[0] = f"in the programme {said[0]}"
        return " ".join(f"{each[0].upper()}{each[1:]}." for each in said)
    if other.as_good or other.ended:
        return "The programme would be as well off as now." if other.as_good else ""
    return "No figure of the programme would change, but some low fits would be lower."


def _people(before: Figures, after: Figures, floors: Sequence[int]) -> Iterator[str]:
    if more := after.paired - before.paired:
        would = "have" if more > 0 else "be without"
        noun = "mentee" if abs(more) == 1 else "mentees"
        yield f"{abs(more)} more {noun} would {would} a mentor"
    if said := list(_below(before, after, floors)):
        yield listed(said)


def _fits(before: Figures, after: Figures) -> Iterator[str]:
    if before.lowest != after.lowest and None not in (before.lowest, after.lowest):
        yield f"the lowest fit would be {after.lowest} instead of {before.lowest}"
    if less := before.total - after.total:
        way = "fall" if less > 0 else "rise"
        yield f"the total would {way} by {abs(less):,} to {after.total:,}"


_NONE = {True: "no pair", False: "none"}


def _below(before: Figures, after: Figures, floors: Sequence[int]) -> Iterator[str]:
    """Yield how many pairs would be under each floor where it would be another number.

    Who is under one floor is under those above it too: the same change is told once.
    """
    first, told = True, 0
    for floor, was, now in zip(floors, before.below, after.below, strict=True):
        if now - was not in (0, told):
            many = (counted(now, "pair") if first else f"{now}") if now else _NONE[first]
            yield f"{many} instead of {was or 'none'} {'would be ' if first else ''}under {floor}"
            first = False
        told = now - was
