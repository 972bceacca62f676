"""pair explain: why somebody was paired so, or how the whole hangs together."""

from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.pairing.explanation import Explanation, Overview
from mentorkit.pairing.explanation import explain as explain_person
from mentorkit.pairing.explanation import overview as explain_all
from mentorkit.pairing.situation import PLAIN, Terms
from mentorkit.problems import Misuse
from mentorkit.rules.naming import find_person
from mentorkit.rules.replay import as_known_on


def explain(cohort: Cohort, as_of: date, word: str, terms: Terms = PLAIN) -> Explanation:
    """Explain the pairs of the person whom a word means, as of a day.

    The word is an id, a user name or the start of a name. Raises Misuse where nobody or several
    people are meant, and for somebody who is neither a mentor nor a mentee on that day.
    """
    person = find_person(word, cohort.people)
    try:
        return explain_person(cohort, person.id, as_of, terms)
    except KeyError:
        raise Misuse(*_absent(cohort, person.id, as_of, terms)) from None


def overview(cohort: Cohort, as_of: date, terms: Terms = PLAIN) -> Overview:
    """Explain all pairs together, as of a day."""
    return explain_all(cohort, as_of, terms)


def _absent(cohort: Cohort, key: str, as_of: date, terms: Terms) -> tuple[str, str]:
    """Return why there is nothing to explain of somebody, and what to do."""
    known = as_known_on(cohort, as_of).people.get(key)
    name = cohort.people[key].name
    if known is None:
        return f"{name} is not enrolled yet on {as_of}", "look from a later day with --as-of"
    if known.left:
        hint = "look from an earlier day with --as-of"
        return f"{name} left on {known.left}, so there is no pair to explain", hint
    if key in terms.without:
        return f"{name} is not here if --without {key} is asked", "leave one of the two out"
    hint = f"see 'roles' in people/{key}.yaml"
    return f"{name} is neither a mentor nor a mentee here", hint
