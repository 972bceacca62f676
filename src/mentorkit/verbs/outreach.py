"""outreach: announcements and whom they reached, the wikis' answers, and the notice that asks."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.views import ViewRow
from mentorkit.outcomes.community import heard, people_reached
from mentorkit.problems import Misuse, Problem, Refused, nearest
from mentorkit.recruit.fallbacks import choose
from mentorkit.recruit.letters import sender_of
from mentorkit.recruit.outreach import (
    NOTICE_KIND,
    Notice,
    Outreach,
    announcements,
    answers,
    notice,
)
from mentorkit.render.templates import Rendered, Templates
from mentorkit.render.wikitext import escaped
from mentorkit.rules.assent import NOTICE
from mentorkit.rules.replay import as_known_on


def overview(cohort: Cohort, rows: Iterable[ViewRow], day: date) -> Outreach:
    """Return where the programme was announced and what the wikis answered, as known on a day."""
    known = as_known_on(cohort, day)
    return Outreach(
        day,
        announcements(known, rows, day),
        answers(known, day, cohort),
        people_reached(heard(known)) if known.outreach else None,
    )


def notice_to(cohort: Cohort, host: str, templates: Path, day: date) -> Notice | Problem:
    """Return the notice to a wiki, in its language, as wikitext; or a problem of its template.

    `templates` is the cohort's own folder of wordings, which may be absent. Raises Misuse where
    mentorkit.yaml has no such wiki, and Refused where the wiki has objected.
    """
    wikis = cohort.programme.wikis
    if host not in wikis:
        hint = nearest(host, wikis) or "add it under 'wikis' in mentorkit.yaml"
        raise Misuse(f"mentorkit.yaml has no wiki '{host}'", hint)
    assent = wikis[host].assent
    if assent and assent.result in ("objection", "withdrawn"):
        hint = "an objection stands until that community itself takes it back"
        raise Refused(f"{host} has objected: it is not asked again", hint)
    wordings = Templates(templates)
    language = choose((host.split(".")[0],), wordings.languages(NOTICE_KIND))
    values = notice(cohort, host, sender_of(cohort), language, day)
    made = wordings.render(language, NOTICE_KIND, escaped(values))
    if not isinstance(made, Rendered):
        return made
    return Notice(host, language, made.subject, made.text, made.reviewed, day + NOTICE)
