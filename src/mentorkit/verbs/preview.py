"""A letter as its recipient will read it: word for word, or as a wiki shows it."""

from dataclasses import dataclass
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.doors import preview
from mentorkit.doors.wiki import Wiki
from mentorkit.problems import Misuse, WikiFailed
from mentorkit.recruit.letters import sender_of, user_on
from mentorkit.render.talk_page import SIGNATURE, Section, as_section
from mentorkit.render.wikitext import escape
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


def preview_of(letter: Letter, cohort: Cohort, day: date) -> Preview:
    """Return a letter as it would go out on a day; a wiki that does not answer is no failure.

    Nobody signs in for it, so the wiki is not asked to sign: it would show this computer's address.
    """
    if letter.channel != "talk":
        return Preview(letter)
    section = as_section(letter.subject, letter.text, letter.language, wiki_language(letter.host))
    try:
        page = f"User talk:{letter.to}"
        signed = section.text.replace(SIGNATURE, _signature(letter, cohort, day))
        said = preview.shown(Wiki.of(cohort.programme, letter.host), page, section.title, signed)
    except (WikiFailed, Misuse) as failure:
        return Preview(letter, section, failed=failure.message)
    return Preview(letter, section, said)


def _signature(letter: Letter, cohort: Cohort, day: date) -> str:
    sender = sender_of(cohort)
    name = (user_on(sender, letter.host) or sender.name) if sender else ""
    return f"{escape(name)} ({day})"
