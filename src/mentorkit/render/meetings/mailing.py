"""What `meet send` and `meet replies` say, for the terminal and as JSON."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from mentorkit.cohort.scalars import instant_text
from mentorkit.meetings.invitations import Change, Notice
from mentorkit.meetings.replies import Aside, Recorded, Replies, Why
from mentorkit.meetings.sending import FOLDER, Message, Sending, TurnedBack
from mentorkit.render import problems as problem_view
from mentorkit.render.letters import WHY
from mentorkit.render.terminal import WIDTH, fit, table, wrap
from mentorkit.render.timetable_words import counted
from mentorkit.rules.delivery import Posted

_HEADINGS: dict[Change, str] = {
    "invited": "INVITED",
    "moved": "MOVED",
    "changed": "CHANGED",
    "cancelled": "CALLED OFF",
    "removed": "NOT EXPECTED ANY MORE",
}

ASIDE: dict[Why, str] = {
    "no-reply": "no answer to an invitation is in it",
    "too-large": "larger than 1 MB, so it was not read",
    "broken": "its calendar cannot be read",
    "unknown-meeting": "about a meeting that is not in sessions/",
    "unknown-address": "from an address that nobody here has",
    "not-invited": "this person was not invited to this meeting",
    "somebody-else": "sent for somebody else: its sender is not the one who answers",
    "no-answer": "neither yes nor no nor perhaps is in it",
    "counter": "asks for another time",
    "cancelled": "the meeting was called off meanwhile",
    "older": "a later time or a later answer has taken its place",
    "ahead": "it answers a change that was never sent",
    "known": "recorded already",
}
"""Why a message counts for nothing, for people."""

HARMLESS: frozenset[Why] = frozenset(("no-reply", "cancelled", "older", "known"))
"""What any mailbox holds; the rest wants somebody's eyes."""

_SHOWN = 3
_ALIKE = 5
"""How many messages that are harmless for the same reason the screen lists."""


def as_json(sending: Sending) -> dict[str, Any]:
    """Return the JSON of `meet send`; `problems` are there where a template has some."""
    found: dict[str, Any] = {
        "schema": 1,
        "messages": [_message_fields(message, sending) for message in sending.messages],
        "without_address": [
            {"person": notice.person.id, "session": notice.ref}
            for notice in sending.without_address
        ],
        "no_message": [
            {"person": each.notice.person.id, "session": each.notice.ref, "why": list(each.why)}
            for each in sending.turned_back
        ],
        "unsure": [_posted_fields(each) for each in sending.unsure],
        "refused": [_posted_fields(each) for each in sending.refused],
    }
    if sending.stopped:
        found["stopped"] = sending.stopped
    if sending.problems:
        found["problems"] = problem_view.as_json(sending.problems)["problems"]
    return found


def _message_fields(message: Message, sending: Sending) -> dict[str, Any]:
    notice = message.notice
    result = (sending.results or {}).get(message.file)
    fields: dict[str, Any] = {
        "person": notice.person.id,
        "session": notice.ref,
        "change": notice.change,
        "method": notice.method,
        "sequence": notice.event.sequence,
        "language": message.language,
        "state": result.state if result else "due",
    }
    if message in sending.waiting:
        fields["file"] = message.file
    if result and result.why:
        fields["why"] = result.why
    return fields


def _posted_fields(posted: Posted) -> dict[str, Any]:
    about = posted.delivery.about
    fields: dict[str, Any] = {
        "person": posted.delivery.person,
        "session": about.get("session", ""),
        "at": instant_text(posted.at),
    }
    return fields | ({"why": posted.why} if posted.why else {})


def as_text(sending: Sending, options: str = "") -> str:
    """Return the screen of `meet send`; `options` are those that the next command needs."""
    parts = [_headline(sending)]
    if sending.results is None:
        parts += _by_change(message.notice for message in sending.messages)
    else:
        parts += _attempts(sending)
    parts += _left(sending)
    parts.append(_ending(sending, options))
    return "\n\n".join(part for part in parts if part) + "\n"


def question(sending: Sending, host: str) -> str:
    """Return what is asked before anything is sent."""
    return f"Send {_messages(sending.messages)} through {host}?"


def notes(sending: Sending) -> list[str]:
    """Return what belongs on stderr: wordings that nobody reviewed."""
    unread = sorted({message.language for message in sending.messages if not message.reviewed})
    if not unread:
        return []
    return [
        f"no fluent reader has reviewed the wording in: {', '.join(unread)}; "
        "have one read it before you send"
    ]


def _headline(sending: Sending) -> str:
    results = sending.results
    if results is not None:
        states = [result.state for result in results.values()]
        unsent = len(sending.messages) - len(results)
        return wrap(
            f"Sent: {states.count('sent')}. Refused: {states.count('refused')}. "
            f"Not taken this time: {states.count('due') + unsent}. "
            f"Unsure: {states.count('unsure')}."
        )
    if not sending.messages:
        kept = sending.without_address or sending.turned_back or sending.refused
        if kept or sending.unsure or sending.problems:
            return "No message can be sent."
        whom = ", ".join(sorted(sending.people)) or "everybody"
        return wrap(f"Nothing to send: {whom} has been told of every coming meeting.")
    return wrap(f"{_messages(sending.messages)}. Nothing is sent yet.")


def _messages(messages: Sequence[Message]) -> str:
    meetings = len({message.notice.ref for message in messages})
    people = len({message.notice.person.id for message in messages})
    told = counted(len(messages), "message")
    return f"{told} about {counted(meetings, 'meeting')} to {counted(people, 'person', 'people')}"


def _by_change(notices: Iterable[Notice]) -> Iterator[str]:
    grouped: dict[Change, dict[str, list[Notice]]] = {}
    for notice in notices:
        grouped.setdefault(notice.change, {}).setdefault(notice.ref, []).append(notice)
    for change, heading in _HEADINGS.items():
        if change in grouped:
            rows = [_row(ref, each) for ref, each in grouped[change].items()]
            yield f"{heading}\n{_indented(table(['', '', ''], rows))}"


def _row(ref: str, notices: Sequence[Notice]) -> list[str]:
    session, start = notices[0].session, notices[0].event.start
    moment = start.astimezone(session.at.wall.tzinfo) if session else start
    when = f"{moment:%a} {moment.day} {moment:%b %H:%M} UTC"
    return [fit(ref, 26).rstrip(), when, _few([notice.person.id for notice in notices], 26)]


def _few(people: Sequence[str], width: int) -> str:
    """Return as many ids as fit a width, and how many more there are."""
    for shown in range(min(len(people), _SHOWN), 0, -1):
        more = len(people) - shown
        text = ", ".join(people[:shown]) + (f" and {more} more" if more else "")
        if len(text) <= width or shown == 1:
            return fit(text, width).rstrip()
    return ""


def _attempts(sending: Sending) -> Iterator[str]:
    headings = {"refused": "REFUSED", "due": "NOT TAKEN THIS TIME", "unsure": "UNSURE"}
    for state, heading in headings.items():
        rows = []
        for message in sending.messages:
            result = (sending.results or {}).get(message.file)
            if result and result.state == state:
                rows.append(f"{message.notice.person.id}, {message.notice.ref}: {result.why}")
        if rows:
            yield "\n".join([heading, *(wrap(row, indent="  ") for row in rows)])


def _left(sending: Sending) -> Iterator[str]:
    without = sorted({notice.person.id for notice in sending.without_address})
    if without:
        said = f"{', '.join(without)}: write 'email: …' in private/people/ID.yaml"
        yield f"WITHOUT AN ADDRESS\n{wrap(said, indent='  ')}"
    if sending.turned_back:
        yield "\n".join(["NO MESSAGE", *map(_turned_back, sending.turned_back)])
    if sending.refused:
        lines = (f"{_about(each)}: {each.why}" for each in sending.refused)
        heading = "REFUSED BEFORE (write another address, or settle it)"
        yield "\n".join([heading, *(wrap(line, indent="  ") for line in lines)])
    if sending.unsure:
        lines = (f"{_about(each)}, tried {_moment(each.at)}" for each in sending.unsure)
        heading = "UNSURE SINCE AN EARLIER RUN (nobody knows whether these arrived: ask)"
        yield "\n".join([heading, *(wrap(line, indent="  ") for line in lines)])


def _turned_back(each: TurnedBack) -> str:
    reasons = "; ".join(WHY.get(code, code) for code in each.why)
    return wrap(f"{each.notice.person.id}, {each.notice.ref}: {reasons}", indent="  ")


def _about(posted: Posted) -> str:
    return f"{posted.delivery.person}, {posted.delivery.about.get('session', '')}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _ending(sending: Sending, options: str) -> str:
    lines = [wrap(f"Stopped: {sending.stopped}")] if sending.stopped else []
    waiting = sending.waiting
    if waiting:
        files = counted(len(waiting), "draft")
        lines.append(f"{files} in {FOLDER}/.")
    lines.append(f"next: mentorkit {_next(sending, options)}")
    return "\n".join(lines)


def _next(sending: Sending, options: str) -> str:
    unsure = [
        (each.delivery.about.get("session", ""), each.delivery.person) for each in sending.unsure
    ]
    unsure += [
        (message.notice.ref, message.notice.person.id)
        for message in sending.messages
        if sending.results
        and message.file in sending.results
        and sending.results[message.file].state == "unsure"
    ]
    if sending.waiting:
        return f"meet send --send{options}"
    if unsure:
        return f"meet send --settle {unsure[0][0]} {unsure[0][1]} sent{options}"
    return f"meet replies FILE{options}" if sending.results else f"status{options}"


def replies_as_json(replies: Replies, written: bool) -> dict[str, Any]:
    """Return the JSON of `meet replies`; `written` is whether the answers were saved."""
    return {
        "schema": 1,
        "answers": [_answer_fields(each) for each in replies.recorded],
        "aside": [
            {"source": each.source, "why": each.why, "detail": each.detail}
            for each in replies.aside
        ],
        "written": written,
    }


def _answer_fields(each: Recorded) -> dict[str, Any]:
    return {
        "person": each.person.id,
        "session": each.session.ref,
        "answer": each.answer,
        "revision": each.session.revision,
        "stamp": instant_text(each.stamp),
        "comment": each.comment,
    }


def replies_as_text(
    replies: Replies, written: bool, files: Sequence[str], options: str = ""
) -> str:
    """Return the screen of `meet replies` for some files, named as they were typed.

    `options` are those that the next command needs.
    """
    found = len(replies.recorded)
    parts = [f"New answers: {found}. Left aside: {len(replies.aside)}."]
    if found:
        rows = [
            [each.person.id, each.session.ref, each.answer, each.comment]
            for each in replies.recorded
        ]
        taken = [max(len(row[i]) for row in rows) for i in range(3)]
        room = max(8, WIDTH - 2 - sum(taken) - 6)
        shown = [[*row[:3], fit(row[3], min(room, len(row[3]))) if row[3] else ""] for row in rows]
        parts.append(_indented(table(["", "", "", ""], shown)))
    if replies.aside:
        parts.append("\n".join(["LEFT ASIDE", *_asides(replies.aside)]))
    parts.append(_replies_ending(found, written, files, options))
    return "\n\n".join(parts) + "\n"


def _asides(aside: Sequence[Aside]) -> Iterator[str]:
    """Yield what wants somebody's eyes first, and not all of what any mailbox holds."""
    yield from (_aside(each) for each in aside if each.why not in HARMLESS)
    for why in ASIDE:
        alike = [each for each in aside if each.why == why and why in HARMLESS]
        yield from map(_aside, alike[:_ALIKE])
        if more := len(alike[_ALIKE:]):
            yield wrap(f"{more} more: {ASIDE[why]}", indent="  ")


def _aside(each: Aside) -> str:
    about = f" ({each.detail})" if each.detail else ""
    return wrap(f"{each.source}: {ASIDE[each.why]}{about}", indent="  ")


def _replies_ending(found: int, written: bool, files: Sequence[str], options: str) -> str:
    if written and found:
        return f"Saved in private/sessions/.\nnext: mentorkit status{options}"
    if found:
        again = f"meet replies {shlex.join(files)}{options} --write"
        return f"Nothing is saved yet.\nnext: mentorkit {again}"
    return f"Nothing to save.\nnext: mentorkit status{options}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
