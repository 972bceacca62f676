"""Wiki activity before, during and after the programme, in edits per 30 days.

Four windows of whole calendar months (UTC):

    baseline  the six months that end before the month of a mentee's enrolment
    during    the months most of which lie in the programme, from the mentee's enrolment on
    post3     the three months after the month in which the programme ended
    post12    the tenth to twelfth month after it

A mentee is counted in a window if they agreed to have edits counted and every wiki they were
looked for on was read for every day of it: what was not read is blank, not zero. Averages of
before and after invite a wrong conclusion, since people chosen in a busy spell fall back with or
without a programme (regression to the mean); the renderings say so beside them.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from mentorkit.cohort.model import Person
from mentorkit.cohort.tables import ActivityRow, PulledRow
from mentorkit.outcomes.statistics import middle, quartiles
from mentorkit.outcomes.status import Horizons
from mentorkit.rules.disclosure import LEAST
from mentorkit.rules.report import ActivityWindow, Figure, NotCounted, source
from mentorkit.rules.report_pictures import EditsShown, MenteeMonths, MonthOfEdits

_MONTHS_BEFORE = 6

RULES = {
    "baseline": "in the six whole months before the month of enrolment",
    "during": "in the months most of which lie in the programme, from enrolment on",
    "post3": "in the three whole months after the programme's last month",
    "post12": "in the tenth to twelfth month after the programme's last month",
}


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> "Month":
        """Return the month so many months later, or earlier if negative."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.month, self.days)

    @property
    def days(self) -> int:
        """The number of days."""
        return _days_in(self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@cache
def _days_in(year: int, month: int) -> int:
    # Asked for each of thousands of people, in the same few months.
    return monthrange(year, month)[1]


def months_from(first: Month, last: Month) -> list[Month]:
    """Return the months from the first to the last, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [first.plus(step) for step in range(count)]


@dataclass(frozen=True, slots=True)
class Edits:
    """A mentee's edits by month, and the days from..through on which all their wikis were read.

    `rows` are the counts that they come from, by month, wiki and namespace.
    """

    person: Person
    by_month: Mapping[str, int]
    from_: date
    through: date
    rows: Sequence[ActivityRow] = ()

    def knows(self, months: Sequence[Month]) -> bool:
        """Whether every day of the months was read."""
        return bool(months) and self.from_ <= months[0].first and months[-1].last <= self.through

    def per_30_days(self, months: Sequence[Month]) -> float | None:
        """Return the edits per 30 days in the months, or None where they are not all known."""
        if not self.knows(months):
            return None
        edits = sum(self.by_month.get(str(month), 0) for month in months)
        return edits * 30 / sum(month.days for month in months)


def edits_of(
    mentees: Sequence[Person],
    activity: Mapping[str, Sequence[ActivityRow]],
    pulled: Sequence[PulledRow],
    as_of: date,
) -> list[Edits]:
    """Return the edits of each mentee who agreed and was looked for, as read by a day."""
    reads: dict[str, list[PulledRow]] = defaultdict(list)
    for row in pulled:
        if row.from_ <= as_of:
            reads[row.person].append(row)
    newest = str(Month.of(as_of))
    found = []
    for person in mentees:
        rows = reads[person.id]
        if not (person.consent.activity and person.enrolled and rows):
            continue
        by_month: Counter[str] = Counter()
        counts = [row for row in activity.get(person.id, ()) if row.month <= newest]
        for counted in counts:
            by_month[counted.month] += counted.edits
        through = min(as_of, *(row.through for row in rows))
        found.append(Edits(person, by_month, max(row.from_ for row in rows), through, counts))
    return found


def window_of(name: str, enrolled: date, horizons: Horizons) -> list[Month]:
    """Return the months of a window for somebody enrolled on a day."""
    return _window_from(name, Month.of(enrolled), horizons)


@cache
def _window_from(name: str, joined: Month, horizons: Horizons) -> list[Month]:
    # Asked for each of thousands of people, who enrolled in few months.
    end = Month.of(horizons.end)
    match name:
        case "baseline":
            return months_from(joined.plus(-_MONTHS_BEFORE), joined.plus(-1))
        case "during":
            return [month for month in programme_months(horizons) if month >= joined]
        case "post3":
            return months_from(end.plus(1), end.plus(3))
        case _:
            return months_from(end.plus(10), end.plus(12))


def programme_months(horizons: Horizons) -> list[Month]:
    """Return the months most of which lie in the programme; all it touches where none does."""
    touched = months_from(Month.of(horizons.start), Month.of(horizons.end))

    def within(month: Month) -> int:
        span = min(month.last, horizons.end) - max(month.first, horizons.start)
        return span.days + 1

    return [month for month in touched if within(month) * 2 > month.days] or touched


def windows(
    edits: Sequence[Edits], horizons: Horizons, *, everyone: bool
) -> tuple[ActivityWindow, ...]:
    """Return the four windows over all mentees whose edits are known in them.

    The median is of all; who moved, and how far, follows `to_add_up`. Neither is told of fewer
    than `LEAST` of whom not all are named. With `everyone` all may be named.
    """
    base = _rates(edits, "baseline", horizons)
    found = []
    for name in RULES:
        rates = _rates(edits, name, horizons)
        known = [e for e in edits if e.person.id in rates]
        both = [e for e in known if e.person.id in base and name != "baseline"]
        told = [] if _tells(both, everyone=everyone) else to_add_up(both, everyone=everyone)
        changes = [rates[e.person.id] - base[e.person.id] for e in told]
        withheld = _tells(known, everyone=everyone)
        found.append(
            ActivityWindow(
                id=name,
                months=_span(edits, name, horizons),
                people=len(known),
                median=None if withheld else _one_digit(middle(list(rates.values()))),
                compared=len(changes),
                change=_one_digit(middle(changes)),
                quartiles=_both_one_digit(quartiles(changes)),
                up=sum(1 for change in changes if change > 0),
                down=sum(1 for change in changes if change < 0),
                apart=_unnamed(both, everyone=everyone) if len(told) < len(both) else 0,
                withheld=withheld,
            )
        )
    return tuple(found)


def _tells(edits: Sequence[Edits], *, everyone: bool) -> bool:
    """Whether the middle of them would tell on one: they are few, and not all of them named."""
    return len(edits) < LEAST and _unnamed(edits, everyone=everyone) > 0


def _unnamed(edits: Sequence[Edits], *, everyone: bool) -> int:
    return len(edits) - len(named_of(edits, everyone=everyone))


def _rates(edits: Sequence[Edits], name: str, horizons: Horizons) -> Mapping[str, float]:
    each = ((e.person.id, _rate(e, name, horizons)) for e in edits)
    return {person: rate for person, rate in each if rate is not None}


def _rate(edits: Edits, name: str, horizons: Horizons) -> float | None:
    enrolled = edits.person.enrolled
    return edits.per_30_days(window_of(name, enrolled, horizons)) if enrolled else None


def _span(edits: Sequence[Edits], name: str, horizons: Horizons) -> str:
    """Return the months of a window in words; people enrolled in different months differ."""
    joined = [e.person.enrolled for e in edits if e.person.enrolled] or [horizons.start]
    each = [months for day in joined if (months := window_of(name, day, horizons))]
    if not each:
        return ""
    first, last = min(months[0] for months in each), max(months[-1] for months in each)
    return f"{first} to {last}"


def _one_digit(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _both_one_digit(values: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if values is None else (round(values[0], 1), round(values[1], 1))


def shown(edits: Sequence[Edits], horizons: Horizons, *, everyone: bool) -> EditsShown:
    """Return edits month by month: of each mentee who may be named, and of all together.

    From the earliest baseline to the third month after the programme; a month of all together is
    blank unless it was read whole for each of them. Who may not be named is in the totals only
    where at least `LEAST` others are, so that no subtraction brings a person's months back. With
    `everyone` all may be named.
    """
    joined = [Month.of(e.person.enrolled) for e in edits if e.person.enrolled]
    if not joined:
        return EditsShown()
    span = months_from(min(joined).plus(-_MONTHS_BEFORE), Month.of(horizons.end).plus(3))
    named = named_of(edits, everyone=everyone)
    hidden = len(edits) - len(named)
    together = to_add_up(edits, everyone=everyone)
    during = programme_months(horizons)
    every = {e.person.id: _in_each(e, span) for e in edits}
    found = []
    for number, month in enumerate(span):
        counts = [every[e.person.id][number] for e in together]
        known = [count for count in counts if count is not None]
        total = sum(known) if known and len(known) == len(counts) else None
        found.append(MonthOfEdits(str(month), _phase(month, min(joined), during), total))
    alphabetical = sorted(named, key=lambda e: (e.person.name.casefold(), e.person.id))
    each = (MenteeMonths(e.person.name, every[e.person.id]) for e in alphabetical)
    apart = len(edits) - len(together)
    return EditsShown(tuple(found), tuple(each), hidden - apart, apart)


def named_of(edits: Sequence[Edits], *, everyone: bool) -> Sequence[Edits]:
    """Return those who agreed to be named; all with `everyone`."""
    return [e for e in edits if everyone or e.person.consent.named]


def to_add_up(edits: Sequence[Edits], *, everyone: bool) -> Sequence[Edits]:
    """Return those whom a total may hold: all, unless 1 to 4 of them are not named."""
    named = named_of(edits, everyone=everyone)
    return named if few(_unnamed(edits, everyone=everyone)) else edits


def few(unnamed: int) -> bool:
    """Whether a total with so many who are not named, less that of the others, tells on them."""
    return 0 < unnamed < LEAST


def _in_each(edits: Edits, span: Sequence[Month]) -> tuple[int | None, ...]:
    return tuple(edits.by_month.get(str(m), 0) if edits.knows([m]) else None for m in span)


def _phase(month: Month, selected: Month, during: Sequence[Month]) -> str:
    if month < selected:
        return "before"
    if month < during[0]:
        return "selection"
    return "during" if month <= during[-1] else "after"


def figures(
    found: Sequence[ActivityWindow],
    edits: Sequence[Edits],
    mentees: Sequence[Person],
    horizons: Horizons,
) -> list[Figure]:
    """Return the figure of each window; its denominator is the mentees counted in it."""
    return [
        Figure(
            f"activity.{window.id}",
            window.median,
            window.people,
            f"median over mentees of their edits per 30 days on all wikis {RULES[window.id]}",
            _sources(edits, window.id, horizons),
            withheld=window.withheld,
            unit="edits",
            note=_note(window, len(mentees)),
            not_counted=_not_counted(edits, mentees, window.id, horizons),
        )
        for window in found
    ]


def _not_counted(
    edits: Sequence[Edits], mentees: Sequence[Person], name: str, horizons: Horizons
) -> tuple[NotCounted, ...]:
    silent = [person for person in mentees if not person.consent.activity]
    read = {e.person.id: e for e in edits}
    agreed = [person for person in mentees if person.consent.activity]
    unread = [p for p in agreed if p.id not in read or _rate(read[p.id], name, horizons) is None]
    reasons = (("have not agreed to have edits counted", silent), ("not read whole", unread))
    return tuple(
        NotCounted(why, len(people), tuple(source(p.place("consent")) for p in people))
        for why, people in reasons
        if people
    )


def _sources(edits: Sequence[Edits], name: str, horizons: Horizons) -> tuple[str, ...]:
    counted = [e for e in edits if _rate(e, name, horizons) is not None]
    files = [f"activity/{e.person.id}.csv" for e in counted if e.by_month]
    return (*files, "activity/pulled.csv") if counted else ()


def _note(window: ActivityWindow, mentees: int) -> str:
    missing = mentees - window.people
    if missing and not window.people:
        return "these months are not over, or not read yet"
    left = f"{missing} of {mentees} mentees not counted: not agreed, or not all of it read yet"
    few_counted = f"withheld: fewer than {LEAST} are counted, and not all of them are named"
    return "; ".join([left] * bool(missing) + [few_counted] * window.withheld)
