"""Tell people of their meetings by mail, once each, and read what they answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from mentorkit.cohort.model import Cohort, Person
from mentorkit.cohort.nodes import Value
from mentorkit.cohort.scalars import instant_text
from mentorkit.doors.journal import JournalFile
from mentorkit.doors.mail import Mail
from mentorkit.meetings.invitations import Notice, Outbox, outbox
from mentorkit.meetings.records import Facts
from mentorkit.meetings.records import recorded as written
from mentorkit.meetings.replies import Aside, Incoming, Recorded, Replies, heed
from mentorkit.meetings.sending import Message, Sending, TurnedBack
from mentorkit.meetings.wording import values
from mentorkit.problems import Exit, Misuse, Problem, WikiFailed, in_order
from mentorkit.recruit.fallbacks import choose
from mentorkit.recruit.letters import sender_of, spoken
from mentorkit.render.meetings.imip import as_mail, read_answers
from mentorkit.render.templates import Rendered, Templates
from mentorkit.rules.contact import MEETING, MEETING_OFF, Contact
from mentorkit.rules.delivery import Posted, Result
from mentorkit.rules.gate import Gate
from mentorkit.rules.mail_address import wire
from mentorkit.rules.moment import Moment
from mentorkit.rules.naming import find_person
from mentorkit.verbs.rehearsal import must_pass

TEMPLATE = "meeting"
LARGEST_MAILBOX = 200_000_000
"""How many bytes of a file are read for answers."""

PATIENCE = 3
"""How many connections in a row may be lost before a run gives up."""

_WHO = "Check MENTORKIT_SMTP_USER and that address, then run the command again"


def prepare(
    cohort: Cohort,
    posted: Sequence[Posted],
    who: Sequence[str] = (),
    *,
    gate: Gate,
    templates: Path | None,
    moment: Moment,
) -> Sending:
    """Return every message that is due at a moment and that the gate lets pass, in words.

    `who` are the people to look at, or everybody; `posted` is the journal, `templates` the cohort's
    own folder of wordings. Raises Misuse when a word means nobody, or several.
    """
    organiser = sender_of(cohort)
    if organiser is None or not organiser.email:
        return Sending(problems=(_nobody_sends(cohort, organiser),))
    chosen = {find_person(word, cohort.people).id for word in who}
    box = outbox(cohort, posted, organiser.id, moment.earliest)
    box = _narrowed(box, chosen) if chosen else box
    wordings = Templates(templates)
    known = wordings.languages(TEMPLATE)
    messages: list[Message] = []
    problems: list[Problem] = []
    turned_back: list[TurnedBack] = []
    for notice in box.notices:
        why = _against(notice, gate, moment.day)
        if why:
            turned_back.append(TurnedBack(notice, why))
            continue
        language = choose(spoken(notice.person), known)
        said = wordings.render(language, TEMPLATE, values(notice, cohort, organiser, language))
        if isinstance(said, Problem):
            problems.append(said)
        else:
            message = Message(notice, language, said.reviewed, said.subject, said.text)
            messages.append(message)
    made = Sending.of(box, messages, in_order(problems), chosen)
    return replace(made, turned_back=tuple(turned_back))


def _against(notice: Notice, gate: Gate, day: date) -> tuple[str, ...]:
    """Return the codes of what the gate has against a message about a meeting."""
    kind = MEETING_OFF if notice.method == "CANCEL" else MEETING
    return gate.refusals(notice.person, Contact(kind, "mail", day))


def drafts(cohort: Cohort, sending: Sending) -> dict[str, bytes]:
    """Return the files of the messages that are still to be sent, by name.

    Their date is that of the change, so that a draft that says the same is the same file.
    """
    return {
        message.file: _content(cohort, message, message.notice.event.stamp)
        for message in sending.waiting
    }


def deliver(
    cohort: Cohort,
    sending: Sending,
    journal: JournalFile,
    mail: Mail,
    clock: Callable[[], datetime],
    tell: Callable[[str], None] = lambda text: None,
) -> Sending:
    """Send the messages one by one, each noted in the journal before and after.

    It stops where the mail server cannot be reached any more, or takes nothing from this sender.
    `clock` gives the moment, with a zone; `tell` is told what is being done. Raises Refused where
    the journal cannot be written.
    """
    results: dict[str, Result] = {}
    organiser, lost, stopped = sender_of(cohort), 0, ""
    address = wire((organiser.email if organiser else None) or "")
    for number, message in enumerate(sending.messages, 1):
        tell(f"message {number} of {len(sending.messages)}")
        try:
            mail.ready()
        except WikiFailed as failure:
            stopped = f"{failure.message}. {failure.hint}"
            break
        content = _content(cohort, message, clock())
        delivery = message.notice.delivery
        journal.intend(delivery, clock())
        result = mail.send(address, wire(message.notice.person.email or ""), content)
        journal.conclude(delivery.key, result, clock())
        results[message.file] = result
        if mail.turned_away:
            stopped = f"the mail server takes nothing from {address}: {result.why}. {_WHO}"
            break
        lost = 0 if mail.connected else lost + 1
        if lost == PATIENCE:
            stopped = "the mail server ends every connection; run the command again later"
            break
    tell("")
    return replace(sending, results=results, stopped=stopped)


def settle(
    cohort: Cohort,
    sending: Sending,
    journal: JournalFile,
    which: tuple[str, str],
    arrived: bool,
    now: datetime,
) -> None:
    """Note what is known by now of the messages about a meeting to somebody, `which` names both.

    They are those that are unsure or were refused; or else, where it was sent by hand, the one
    that is due. Raises Misuse where there is none.
    """
    known = {person: cohort.people[person] for person in cohort.people}
    gone = {each.delivery.person for each in sending.unsure} - known.keys()
    session, word = which
    # Somebody who was erased may still stand in the journal.
    person = word if word in gone else find_person(word, known).id
    open_ = [
        each.delivery.key
        for each in (*sending.unsure, *sending.refused)
        if (each.delivery.about.get("session"), each.delivery.person) == (session, person)
    ]
    for key in open_:
        journal.settle(key, arrived, now)
    if open_:
        return
    due = next(
        (m for m in sending.messages if (m.notice.ref, m.notice.person.id) == (session, person)),
        None,
    )
    if due is None or not arrived:
        message = f"no message to {person} about {session} is unsure, refused or due"
        raise Misuse(message, "see what is: mentorkit meet send")
    journal.intend(due.notice.delivery, now)
    journal.settle(due.notice.delivery.key, arrived, now)


def stale(names: Iterable[str], sending: Sending) -> list[str]:
    """Return the drafts, of those that lie there, that are to be sent no more."""
    fresh = {message.file for message in sending.waiting}
    return [
        name
        for name in names
        if name not in fresh and (not sending.people or name.split(".")[-2] in sending.people)
    ]


def status(sending: Sending) -> Exit:
    """Return how a run ends: 3 where the mail server failed, 1 where anything went wrong."""
    if sending.stopped:
        return Exit.WIKI
    states = {result.state for result in (sending.results or {}).values()}
    missed = states & {"refused", "unsure", "due"}
    return Exit.PROBLEMS if sending.problems or missed else Exit.FINE


def read(cohort: Cohort, posted: Sequence[Posted], files: Iterable[tuple[str, bytes]]) -> Replies:
    """Return what people answered in some files: calendars, mails and mailboxes, by name."""
    read = [found for name, source in files for found in read_answers(name, source)]
    incoming = [found for found in read if isinstance(found, Incoming)]
    return heed(cohort, posted, incoming, [found for found in read if isinstance(found, Aside)])


def write(cohort: Cohort, replies: Replies, today: date) -> dict[str, bytes]:
    """Return the new bytes of the private files of sessions that answers change, by name.

    `today` is the real date. Raises Refused where a file cannot be changed exactly.
    """
    said: dict[str, dict[str, Value]] = {}
    for each in replies.recorded:
        said.setdefault(each.session.ref, {})[each.person.id] = _record(each)
    sessions = [session for session in cohort.sessions if session.ref in said]
    files = written(cohort, [Facts(each, {}, {"answers": said[each.ref]}) for each in sessions])
    must_pass({**cohort.sources, **files}, today)
    return files


def _record(reply: Recorded) -> Value:
    record: dict[str, Value] = {
        "answer": reply.answer,
        "revision": str(reply.session.revision),
        "stamp": instant_text(reply.stamp),
    }
    return record | ({"comment": reply.comment} if reply.comment else {})


def _content(cohort: Cohort, message: Message, moment: datetime) -> bytes:
    organiser = sender_of(cohort)
    if organiser is None:
        raise LookupError("a message was made although nobody sends")
    wording = Rendered(message.subject, message.text, ("mail",), message.reviewed)
    return as_mail(message.notice, wording, organiser, cohort.programme.id, moment)


def _narrowed(box: Outbox, people: set[str]) -> Outbox:
    def of(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
        return tuple(notice for notice in notices if notice.person.id in people)

    def about(posted: tuple[Posted, ...]) -> tuple[Posted, ...]:
        return tuple(each for each in posted if each.delivery.person in people)

    return Outbox(of(box.notices), of(box.without_address), about(box.refused), about(box.unsure))


def _nobody_sends(cohort: Cohort, organiser: Person | None) -> Problem:
    if organiser is None:
        message = "nobody sends the invitations: no coordinator has a file in people/"
        hint = "add people/ID.yaml with roles: [coordinator], and sender: ID to mentorkit.yaml"
        return cohort.programme.problem(("sender",), "no-sender", message, hint)
    hint = f"write 'email: …' in private/people/{organiser.id}.yaml"
    message = f"{organiser.id} sends the invitations and has no mail address"
    return organiser.problem((), "no-sender", message, hint)
