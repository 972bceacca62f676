"""A letter as its recipient will read it: word for word, or as a wiki shows it."""

from dataclasses import dataclass

from mentorkit.cohort.model import Cohort
from mentorkit.doors import preview
from mentorkit.doors.wiki import Wiki
from mentorkit.problems import Misuse, WikiFailed
from mentorkit.render.talk_page import Section, as_section
from mentorkit.rules.direction import wiki_language
from mentorkit.rules.letter import Letter


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it would go out.

    `section` is there for a talk page, `shown` is what the wiki makes of it, or empty where
    `failed` says why that is not known.
    """

    letter: Letter
    section: Section | None = None
    shown: str = ""
    failed: str = ""


def preview_of(letter: Letter, cohort: Cohort) -> Preview:
    """Return a letter as it would go out; a wiki that does not answer is no failure."""
    if letter.channel != "talk":
        return Preview(letter)
    section = as_section(letter.subject, letter.text, letter.language, wiki_language(letter.host))
    try:
        page = f"User talk:{letter.to}"
        said = preview.shown(_open(cohort, letter.host), page, section.title, section.text)
    except (WikiFailed, Misuse) as failure:
        return Preview(letter, section, failed=failure.message)
    return Preview(letter, section, said)


def _open(cohort: Cohort, host: str) -> Wiki:
    programme = cohort.programme
    wiki = programme.wikis.get(host)
    return Wiki(
        host,
        contact=programme.page or f"{programme.name} ({', '.join(programme.coordinators)})",
        api=wiki.api if wiki else None,
        loopback_only=programme.fictional,
    )
