"""`survey form --send`: each person gets the form with a token, and at most three reminders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from mentorkit.cohort.model import Cohort, Person
from mentorkit.outcomes.follow_up import YEAR
from mentorkit.outcomes.survey_items import Wave
from mentorkit.outcomes.survey_tokens import Register
from mentorkit.problems import Misuse, Place, Problem
from mentorkit.recruit.fallbacks import choose
from mentorkit.recruit.letters import reach, spoken
from mentorkit.render.templates import Rendered, Templates
from mentorkit.rules.delivery import Posted, fingerprint
from mentorkit.rules.letter import Refusal
from mentorkit.verbs.notes import Note, Noted
from mentorkit.verbs.survey_form import Wanted, values

KIND = "survey"
"""What the journal and the gate call it, and the name of its template."""

REMINDERS = 3
"""How often somebody is reminded of a survey at most (measures: satisfaction)."""

_CHANNELS = ("mail", "wikimail")
"""A token is for one person's eyes: it never stands on a talk page."""


@dataclass(frozen=True, slots=True)
class Round:
    """When a survey is sent: on a day, by what is known of answers and of what went out before.

    `insist` reminds people although nothing is known of who has answered.
    """

    register: Register
    posted: Sequence[Posted]
    day: date
    insist: bool = False


def forms(cohort: Cohort, wanted: Wanted, now: Round, templates: Path | None) -> Noted:
    """Return the forms to send to those who have a token and, as far as is known, not answered.

    Who has answered is known by the list of tokens that were used, never by the answers. Codes:
    `no-consent`, `unsure`, `reminded`, `recently` and `not-imported`, see `render.letters.WHY`.
    Raises Misuse where a language has no form.
    """
    wordings = Templates(templates)
    tokens = {each.person: each.token for each in now.register.of(wanted.wave)}
    notes, refused = [], []
    for id_ in now.register.silent(wanted.wave):
        person = cohort.people.get(id_)
        if person is None:
            continue
        sent = _sent(person, wanted.wave, now.posted)
        why = _against(person, wanted.wave, sent, now, cohort.programme.letters.after)
        if why:
            refused.append(Refusal(id_, why))
        else:
            rounds = 1 + sum(each.state == "sent" for each in sent)
            notes.append(_note(person, tokens[id_], rounds, cohort, wanted, wordings))
    return Noted(tuple(notes), tuple(refused))


def _sent(person: Person, wave: Wave, posted: Sequence[Posted]) -> list[Posted]:
    """Return what somebody got of a wave, or may have got, by the journal."""
    wanted = {"letter": KIND, "wave": wave.wave, "asked": wave.role}
    return [
        each
        for each in posted
        if each.delivery.person == person.id
        and each.state in ("sent", "unsure")
        and wanted.items() <= each.delivery.about.items()
    ]


def _against(
    person: Person, wave: Wave, sent: Sequence[Posted], now: Round, after: int
) -> tuple[str, ...]:
    agreed = person.consent.follow_up
    if wave.wave == YEAR and not (agreed and agreed <= now.day):
        return ("no-consent",)
    if not sent:
        return ()
    if any(each.state == "unsure" for each in sent):
        return ("unsure",)
    if len(sent) > REMINDERS:
        return ("reminded",)
    if now.day < max(each.at.date() for each in sent) + timedelta(days=after):
        return ("recently",)
    known = any(answered == wave for answered, _ in now.register.responded)
    return () if known or now.insist else ("not-imported",)


def _note(
    person: Person, token: str, rounds: int, cohort: Cohort, wanted: Wanted, wordings: Templates
) -> Note:
    known = wordings.languages(KIND)
    missing = next((each for each in wanted.languages if each not in known), None)
    if missing:
        raise Misuse(f"--language: there is no form in '{missing}'", "leave it out")
    language = choose(spoken(person), frozenset(wanted.languages) or known)
    open_ = reach(person)
    channels = [each for each in _CHANNELS if open_[each]]
    wave = wanted.wave
    told = {**values(cohort, wanted), "token": token, "reminder": rounds - 1}
    return Note(
        person,
        KIND,
        fingerprint(KIND, wave.wave, wave.role, person.id, rounds),
        language,
        tuple(sorted(channels, key=lambda channel: channel != person.channel)),
        partial(_worded, wordings, language, told),
        {"wave": wave.wave, "asked": wave.role, "round": rounds},
    )


def _worded(
    wordings: Templates, language: str, told: Mapping[str, object], channel: str
) -> Rendered | Problem:
    made = wordings.render(language, KIND, {**told, "channel": channel})
    if isinstance(made, Problem) or str(told["token"]) in made.text:
        return made
    message = "the form has no place for the token"
    return Problem(Place(made.file, 1), "no-token", message, "write << token >> where it belongs")
