"""Who may say that a leadership role was taken: neither the person nor any of their mentors."""

from collections import defaultdict
from collections.abc import Mapping

from mentorkit.cohort.model import Cohort


def as_called(name: str) -> str:
    """Return a name as it is compared: without a "User:" in any language, `_` or capitals."""
    return name.rpartition(":")[2].strip().replace("_", " ").casefold()


def names_of(cohort: Cohort, id_: str) -> set[str]:
    """Return everything that a record may call a person, as `as_called` writes it."""
    person = cohort.people.get(id_)
    users = (person.wiki, *person.wikis.values()) if person else ()
    return {as_called(name) for name in (id_, *users) if name}


def outsiders_only(cohort: Cohort) -> Mapping[str, set[str]]:
    """Return, for each person, the names of those who cannot take their work as an outsider.

    They are the person, every mentor they ever had, and the coordinators.
    """
    team = set[str]().union(*(names_of(cohort, each) for each in cohort.programme.coordinators))
    return {person: names | team for person, names in barred(cohort).items()}


def barred(cohort: Cohort) -> Mapping[str, set[str]]:
    """Return, for each person, the names of those whose word on them does not count.

    They are the person and every mentor they ever had (measures: a role is verified by somebody
    who is neither).
    """
    names: dict[str, set[str]] = defaultdict(set)
    for person in cohort.people:
        names[person] |= names_of(cohort, person)
    for pair in cohort.pairs:
        names[pair.mentee] |= names_of(cohort, pair.mentor)
    return names
