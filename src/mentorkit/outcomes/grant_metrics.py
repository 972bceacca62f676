"""What grant reports of the Wikimedia Foundation ask for, mapped from the cohort's files.

The Global Metrics of 2014 (Meta, the progress report form of annual plan grants) and the shorter
set that followed (as in Wiki Education's impact report of 2017-18). A programme for experienced
people gives 0 where a metric is not relevant, as the forms ask; what the files cannot tell is "not
measured", and what they tell in part is a lower bound.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from mentorkit.cohort.model import Cohort, PersonRole
from mentorkit.cohort.tables import ActivityRow
from mentorkit.outcomes.participants import enrolled
from mentorkit.outcomes.spans import ACTIVE, ARTICLES, is_content, rows_during
from mentorkit.outcomes.status import Horizons
from mentorkit.outcomes.windows import Edits
from mentorkit.rules.measures import Found, GrantMetric
from mentorkit.rules.report import source

ROLES: tuple[PersonRole, ...] = ("mentee", "mentor")


def grant_metrics(
    cohort: Cohort, edits: Sequence[Edits], horizons: Horizons
) -> tuple[GrantMetric, ...]:
    """Return both sets of metrics from a replayed cohort; those of edits over the programme.

    `edits` are those of the mentors and mentees who may be added up.
    """
    during = [(e, rows) for e in edits if (rows := rows_during(e, horizons)) is not None]
    takers = {p.id for role in ROLES for p in enrolled(cohort, role)}
    everybody = bool(during) and len(during) == len(takers)
    active = sum(_is_active(rows) for _, rows in during)
    rows = list(chain.from_iterable(rows for _, rows in during))
    read = _read(during)

    def of_edits(value: int, found: Found = "at_least") -> _Answer:
        return found, value if during else None, read

    involved: _Answer = ("counted", *_involved(cohort))
    answers: Mapping[str, _Answer] = {
        "active_editors": of_edits(active, "counted" if everybody else "at_least"),
        "new_editors": _NONE,
        "individuals": involved,
        "media_in_articles": ("not_measured", None, ()),
        "articles": of_edits(_sum(rows, _created_in_articles)),
        "bytes": of_edits(sum(row.bytes_added for row in rows)),
        "participants": involved,
        "newly_registered": _NONE,
        "content_pages": of_edits(_sum(rows, is_content)),
    }
    return tuple(
        GrantMetric(f"global.{name}", since, number, found, value, rule, sources)
        for since, number, name, rule in _ASKED
        for found, value, sources in [answers[name]]
    )


_Answer = tuple[Found, int | None, tuple[str, ...]]
_NONE: _Answer = ("not_relevant", 0, ())

_INVOLVED = "mentors and mentees enrolled, coordinators, and speakers of talks held; each once"
_EXPERIENCED = "the programme is for people who edit already; the forms ask for 0 then"
_ASKED = (
    (
        2014,
        1,
        "active_editors",
        f"mentors and mentees with {ACTIVE} edits or more in a month of the programme, of those "
        "whose edits may be counted",
    ),
    (2014, 2, "new_editors", _EXPERIENCED),
    (2014, 3, "individuals", _INVOLVED),
    (
        2014,
        4,
        "media_in_articles",
        "which uploads stand in articles is not among what is read of the wikis",
    ),
    (
        2014,
        5,
        "articles",
        "articles created in the programme's months; which ones were improved is not kept",
    ),
    (
        2014,
        6,
        "bytes",
        "bytes by which pages of all namespaces grew in the programme's months; what shrank, which "
        "the metric adds as a positive number, is not kept",
    ),
    (2017, 1, "participants", _INVOLVED),
    (2017, 2, "newly_registered", _EXPERIENCED),
    (
        2017,
        3,
        "content_pages",
        "articles, and files on Commons, created in the programme's months; which ones were "
        "improved is not kept",
    ),
)
"""What is asked for: the year of the set, the number in it, the metric, and what is counted."""


def _sum(rows: Iterable[ActivityRow], counts: Callable[[ActivityRow], bool]) -> int:
    """Return the pages created in the rows that count."""
    return sum(row.pages_created for row in rows if counts(row))


def _created_in_articles(row: ActivityRow) -> bool:
    return row.namespace == ARTICLES


def _involved(cohort: Cohort) -> tuple[int, tuple[str, ...]]:
    """Return how many people took part in whatever role, and where this stands."""
    places = {
        person.id: source(person.place("enrolled"))
        for role in ROLES
        for person in enrolled(cohort, role)
    }
    for session in cohort.sessions:
        if session.kind == "talk" and session.held and session.speaker:
            places.setdefault(session.speaker, source(session.place("speaker")))
    team = source(cohort.programme.place("coordinators"))
    for person in cohort.programme.coordinators:
        places.setdefault(person, team)
    return len(places), tuple(dict.fromkeys(places.values()))


def _is_active(rows: Sequence[ActivityRow]) -> bool:
    months: dict[str, int] = {}
    for row in rows:
        months[row.month] = months.get(row.month, 0) + row.edits
    return any(edits >= ACTIVE for edits in months.values())


def _read(during: Sequence[tuple[Edits, Sequence[ActivityRow]]]) -> tuple[str, ...]:
    files = [f"activity/{each.person.id}.csv" for each, rows in during if rows]
    return (*files, "activity/pulled.csv") if during else ()
