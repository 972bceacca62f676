"""`meet agenda`: texts for meetings, each in its readers' language. Nothing is sent."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from mentorkit.cohort.model import Cohort, Person, Session
from mentorkit.meetings import briefings
from mentorkit.meetings.agendas import STAGES, Stage, stages, stands
from mentorkit.meetings.briefings import Kind, Paper, Papers, Values
from mentorkit.problems import Misuse, Problem, in_order
from mentorkit.recruit.fallbacks import choose, near
from mentorkit.recruit.letters import sender_of, spoken, talk_page
from mentorkit.render.meetings.agendas import KINDS, as_file
from mentorkit.render.templates import Templates
from mentorkit.render.wikitext import escaped, shown
from mentorkit.rules.naming import find_session
from mentorkit.rules.replay import as_known_on

WIKI = ".wiki"
"""Ends the names of templates that make wikitext."""

ANNOUNCEMENT, MINUTES, HANDBOOK = "talk.announcement", "minutes.wiki", "handbook.wiki"


class Writer:
    """Makes the texts of a cohort as known on a day, and keeps what was wrong with templates.

    `templates` is the cohort's own folder of wordings, which may be absent; `language` the one to
    write everything in, instead of each reader's own.
    """

    def __init__(self, cohort: Cohort, as_of: date, templates: Path | None, language: str | None):
        self.cohort = as_known_on(cohort, as_of)
        self.stages = stages(self.cohort)
        self.problems: list[Problem] = []
        self._wordings = Templates(templates)
        self._language = language
        sender = sender_of(self.cohort)
        self._sender = briefings.signed(sender, talk_page(sender) if sender else "")

    def of(self, session: Session) -> Iterator[Paper]:
        """Yield the texts for a session that takes place; most calls of a pair have none."""
        stage = self.stages.get(session.ref)
        if stage is not None:
            yield from self._agenda(session, stage)
        elif session.series == "talks":
            values = briefings.of_talk(session, self.cohort, self._sender)
            for name in (ANNOUNCEMENT, ANNOUNCEMENT + WIKI):
                yield from self._paper("announcement", name, session, (), values)
        elif session.series == "cohort":
            values = briefings.of_minutes(session, self.cohort)
            yield from self._paper("minutes", MINUTES, session, (), values)

    def handbooks(self) -> Iterator[Paper]:
        """Yield the handbook in each language that one of the mentors would have it in."""
        mentors = [each for each in self.cohort.having("mentor") if each.left is None]
        values = briefings.of_handbook(self.cohort, self._sender)
        known = self._wordings.languages(HANDBOOK)
        wanted = {choose(spoken(each), known) for each in mentors} or {"en"}
        for language in [self._language] if self._language else sorted(wanted):
            yield from self._paper("handbook", HANDBOOK, None, (), values, (language,))

    def _agenda(self, session: Session, stage: Stage) -> Iterator[Paper]:
        mentor, mentee = (self.cohort.people[each] for each in session.series.split("--"))
        values = briefings.of_pair(session, stage, self.cohort, self._sender)
        asked = _for_both(mentee, mentor)
        yield from self._paper(stage, f"agenda.{stage}", session, (mentor, mentee), values, asked)

    def _paper(
        self,
        kind: Kind,
        name: str,
        session: Session | None,
        people: tuple[Person, ...],
        values: Values,
        asked: Sequence[str] = (),
    ) -> Iterator[Paper]:
        wiki = name.endswith(WIKI)
        language = self._chosen(name, asked)
        told = {**(escaped(values) if wiki else values), "language": language}
        made = self._wordings.render(language, name, told)
        if isinstance(made, Problem):
            self.problems.append(made)
            return
        # A subject is read by people, not by the wiki.
        subject = shown(made.subject) if wiki else made.subject
        yield Paper(kind, session, people, language, wiki, made.reviewed, subject, made.text)

    def _chosen(self, name: str, asked: Sequence[str]) -> str:
        known = self._wordings.languages(name)
        if self._language is None:
            return choose(asked, known)
        if self._language not in known:
            hint = f"the languages are {', '.join(sorted(known))}"
            raise Misuse(f"there is no wording in '{self._language}'", hint)
        return self._language


def agendas(
    cohort: Cohort, as_of: date, *, templates: Path | None, language: str | None = None
) -> Papers:
    """Return the texts for all sessions: agendas of pairs, announcements, pages for minutes.

    Raises Misuse where there is no wording in a `language` that is asked for.
    """
    writer = Writer(cohort, as_of, templates, language)
    known = writer.cohort
    standing = sorted(
        (session for session in known.sessions if stands(session, known)),
        key=lambda session: (not session.of_pair, session.begins, session.ref),
    )
    papers = [paper for session in standing for paper in writer.of(session)]
    meeting = {session.series for session in standing}
    running = (pair for pair in known.pairs if pair.until is None or pair.until >= as_of)
    without = sorted({pair.ref for pair in running} - meeting)
    return Papers(as_of, tuple(papers), tuple(without), _once(writer.problems))


def agenda(
    cohort: Cohort,
    as_of: date,
    word: str,
    *,
    templates: Path | None,
    language: str | None = None,
) -> Papers:
    """Return the texts for the session that a word means.

    Raises Misuse where there is no such session, it does not take place, or it has no text.
    """
    writer = Writer(cohort, as_of, templates, language)
    session = find_session(word, writer.cohort.sessions)
    if not stands(session, writer.cohort):
        off = f" (called off on {session.cancelled})" if session.cancelled else ", the pair is over"
        raise Misuse(f"{session.ref} does not take place{off}", "see mentorkit meet show")
    papers = tuple(writer.of(session))
    if not papers and not writer.problems:
        raise Misuse(f"{session.ref} has no agenda of its own", _with_one(session, writer.stages))
    return Papers(as_of, papers, problems=_once(writer.problems))


def handbooks(
    cohort: Cohort, as_of: date, *, templates: Path | None, language: str | None = None
) -> Papers:
    """Return the handbook for mentors, in each language that they need or in one.

    Raises Misuse where there is no wording in a `language` that is asked for.
    """
    writer = Writer(cohort, as_of, templates, language)
    papers = tuple(writer.handbooks())
    return Papers(as_of, papers, problems=_once(writer.problems))


def files(papers: Papers) -> dict[str, bytes]:
    """Return the files to write, by name; all of them are the tool's own."""
    return {paper.file: as_file(paper) for paper in papers.papers}


def stale(names: Iterable[str], papers: Papers) -> list[str]:
    """Return the files, of those that lie there, that no session has any more.

    A text whose template has a fault is kept as it was.
    """
    fresh = {paper.file for paper in papers.papers}
    return [] if papers.problems else [name for name in names if name not in fresh]


def _for_both(mentee: Person, mentor: Person) -> tuple[str, ...]:
    """Return the mentee's languages, those that the mentor has too before the others."""
    shared = {form for code in mentor.languages for form in near(code)}
    own = spoken(mentee)
    both = [code for code in own if not shared.isdisjoint(near(code))]
    return (*both, *(code for code in own if code not in both))


def _with_one(session: Session, staged: dict[str, Stage]) -> str:
    numbers = {
        stage: ref.rpartition("/")[2]
        for ref, stage in staged.items()
        if ref.rpartition("/")[0] == session.series
    }
    named = [f"{KINDS[stage]} {numbers[stage]}" for stage in STAGES if stage in numbers]
    return f"those that have one: {', '.join(named)}" if named else ""


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in order; the same line of a template is told once."""
    return tuple(in_order(dict.fromkeys(problems)))
