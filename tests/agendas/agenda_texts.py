"""The cohort of these tests, and every text that can be made of it."""

from datetime import UTC, date, datetime
from pathlib import Path

from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from mentorkit.rules.moment import Moment
from mentorkit.verbs import meet_agenda, meet_remind
from running import REAL_TODAY

HERE = Path(__file__).parent
COHORT = HERE / "cohort"
LANGUAGES = ("ar", "en", "es", "fr")
AS_OF = date(2025, 3, 1)
REMINDED = date(2025, 3, 5)


def the_cohort() -> Cohort:
    """The cohort of this folder."""
    found, problems = open_cohort(COHORT, REAL_TODAY)
    assert [problem.code for problem in problems if not problem.warning] == []
    assert found is not None
    return found


def moment(day: date) -> Moment:
    """The beginning of a day that is looked from later."""
    return Moment(datetime(2026, 11, 22, 12, tzinfo=UTC), day)


def every_text() -> dict[str, str]:
    """All texts in their readers' languages, then those for everybody in each language."""
    cohort = the_cohort()
    made = meet_agenda.files(meet_agenda.agendas(cohort, AS_OF, templates=None))
    for language in LANGUAGES:
        for papers in (
            meet_agenda.handbooks(cohort, AS_OF, templates=None, language=language),
            *(
                meet_agenda.agenda(cohort, AS_OF, ref, templates=None, language=language)
                for ref in ("talks/1", "cohort/1", "cohort/2")
            ),
        ):
            files = meet_agenda.files(papers).items()
            made |= {name.replace("out/", f"{language}/"): text for name, text in files}
    drafts = meet_remind.remind(cohort, moment(REMINDED), 7, templates=None)
    made |= meet_remind.files(drafts)
    return {name: content.decode() for name, content in made.items()}
