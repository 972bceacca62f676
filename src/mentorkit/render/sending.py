"""What `--send` says: who got a letter, who did not and why, what nobody knows."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from mentorkit.recruit.kinds import KINDS
from mentorkit.render import letters as drafts
from mentorkit.render import problems as problem_view
from mentorkit.render.language_names import language_name
from mentorkit.render.letter_screens import CHANNELS
from mentorkit.render.terminal import WIDTH, cells, fit, table, wrap
from mentorkit.render.timetable_words import counted
from mentorkit.rules.delivery import Posted
from mentorkit.rules.letter import Invitations
from mentorkit.rules.sending import Ready, Sending, Unasked, Waiting

_LONGEST = 24
"""How much of an id or a host the table shows."""

_STATES = {
    "refused": "not taken",
    "due": "not taken this time",
    "unsure": "may have arrived",
}


def question(sending: Sending) -> str:
    """Return what a person is asked before anything leaves."""
    ways = Counter(each.letter.channel for each in sending.ready)
    how = ", ".join(f"{number} by {CHANNELS[way]}" for way, number in sorted(ways.items()))
    hosts = sorted({each.parcel.host for each in sending.ready if each.parcel.host})
    where = f", on {', '.join(hosts)}" if hosts else ""
    return f"Send {counted(len(sending.ready), 'letter')} ({how}{where})?"


def as_text(sending: Sending, command: str, options: str = "", nothing: str = "") -> str:
    """Return the screen of a run that sent letters, 80 columns; `command` is that of the run.

    `nothing` is what to say where there was nobody to write to.
    """
    told = (sending.ready, sending.refused, sending.waiting, sending.unsure, sending.unasked)
    if not any(told):
        said = [wrap(nothing)] if nothing and not sending.problems else []
        return "\n\n".join([*said, _next(sending, command, options)])
    parts = [wrap(_totals(sending)), *_letters(sending)]
    if sending.unasked:
        parts.append("THE WIKI COULD NOT BE ASKED ABOUT THEM\n" + "\n".join(_not_asked(sending)))
    if sending.unsure:
        parts.append("NOBODY KNOWS WHETHER IT ARRIVED\n" + "\n".join(map(_doubt, sending.unsure)))
    if sending.waiting:
        parts.append("TO BE WRITTEN OR READ FIRST\n" + "\n".join(map(_waits, sending.waiting)))
    parts += drafts.listed(Invitations(refused=sending.refused))
    return "\n\n".join([*parts, _next(sending, command, options)])


def notes(sending: Sending) -> list[str]:
    """Return what belongs on stderr: wikis that did not answer, accounts under a new name."""
    said = [
        f"nobody on {host} was written to: {_failure(each)}"
        for host, each in sending.unasked.items()
    ]
    said += [f"what is unsure stays so: {why}" for why in sending.doubts]
    if sending.stopped:
        said.append(f"stopped: {sending.stopped}")
    for each in sending.ready:
        if each.renamed:
            said.append(
                f"{each.letter.person} has a new user name; write 'wiki: {each.renamed}' "
                f"in their file"
            )
    return said


def as_json(sending: Sending) -> dict[str, Any]:
    """Return the JSON of a run that sent letters."""
    found: dict[str, Any] = {
        "schema": 1,
        "letters": [_fields(each, sending) for each in sending.ready],
        "waiting": [
            {"person": each.letter.person, "letter": each.letter.kind, "why": list(each.why)}
            for each in sending.waiting
        ],
        "refused": [
            {"person": refusal.person, "why": list(refusal.why)} for refusal in sending.refused
        ],
        "unsure": [
            {
                "person": each.delivery.person,
                "letter": each.delivery.about.get("letter", ""),
                "channel": each.delivery.channel,
                "on": each.at.date().isoformat(),
            }
            for each in sending.unsure
        ],
        "unasked": {host: _failure(each) for host, each in sending.unasked.items()},
        "not_asked": {host: list(each.people) for host, each in sending.unasked.items()},
        "stopped": sending.stopped or None,
        "held_back": sending.held_back,
    }
    if sending.problems:
        found["problems"] = problem_view.as_json(sending.problems)["problems"]
    return found


def settled_as_text(found: Sequence[Posted], arrived: bool, options: str = "") -> str:
    """Return the screen after somebody said what became of letters."""
    what = "arrived" if arrived else "did not arrive, and may be sent again"
    lines = [f"{each.delivery.person}: {_kind(each)} {what}" for each in found]
    return "\n".join([*lines, "", f"next: mentorkit status{options}"])


def settled_as_json(found: Sequence[Posted], arrived: bool) -> dict[str, Any]:
    """Return the JSON of the same."""
    state = "sent" if arrived else "not-sent"
    settled = [
        {"person": each.delivery.person, "letter": _kind(each), "state": state} for each in found
    ]
    return {"schema": 1, "settled": settled}


def _fields(each: Ready, sending: Sending) -> dict[str, Any]:
    letter, result = each.letter, sending.results.get(each.key)
    channel, host = sending.way(each)
    fields: dict[str, Any] = {
        "person": letter.person,
        "letter": letter.kind,
        "language": letter.language,
        "channel": channel,
        "host": host or None,
        "file": letter.file if letter.kind in KINDS else None,
        "state": result.state if result else "later",
    }
    if result and result.why:
        fields["why"] = result.why
    if each.renamed:
        fields["renamed"] = each.renamed
    return fields | _of_notes(each)


def _of_notes(each: Ready) -> dict[str, Any]:
    """Return what a reminder reminds of, and of which survey, and how often, somebody is asked."""
    about = each.parcel.delivery.about
    fields: dict[str, Any] = {key: about[key] for key in ("wave", "round") if key in about}
    if "sessions" in about:
        marks = str(about["sessions"]).split()
        fields["sessions"] = [mark.partition("@")[0] for mark in marks]
    return fields


def _totals(sending: Sending) -> str:
    said = [f"Sent: {len(sending.ended('sent'))}.", f"No letter: {len(sending.refused)}."]
    failed = sum(len(sending.ended(state)) for state in _STATES)
    if failed:
        said.append(f"Not taken: {failed}.")
    if sending.waiting:
        said.append(f"To be written or read first: {len(sending.waiting)}.")
    later = len(sending.ended("waiting"))
    if later:
        said.append(f"Later: {later}.")
    if sending.unasked:
        said.append(f"Not asked about: {sum(len(x.people) for x in sending.unasked.values())}.")
    return " ".join(said)


def _letters(sending: Sending) -> Iterator[str]:
    sent = sending.ended("sent")
    if sent:
        rows = [_row(each, sending) for each in sent]
        shown = table(("to", "letter", "language", "by", "on"), rows)
        yield "SENT\n" + textwrap.indent(shown, "  ")
    failed = [each for state in _STATES for each in sending.ended(state)]
    if failed:
        yield "NOT TAKEN\n" + "\n".join(_failed(each, sending) for each in failed)
    later = sending.ended("waiting")
    if later:
        why = "enough went out today" if sending.held_back else "the run ended before them"
        people = ", ".join(each.letter.person for each in later)
        yield wrap(f"LATER, as {why}: {people}")


def _not_asked(sending: Sending) -> Iterator[str]:
    for host, each in sending.unasked.items():
        yield f"  {host}: {counted(len(each.people), 'person', 'people')}"


def _failure(unasked: Unasked) -> str:
    return f"{unasked.why}. {unasked.hint}".rstrip(" .")


def _row(each: Ready, sending: Sending) -> list[str]:
    letter, (channel, host) = each.letter, sending.way(each)
    return [
        fit(letter.person, min(_LONGEST, len(letter.person))),
        letter.kind,
        language_name(letter.language),
        CHANNELS[channel],
        fit(host, min(_LONGEST, len(host))),
    ]


def _failed(each: Ready, sending: Sending) -> str:
    result = sending.results[each.key]
    channel, _ = sending.way(each)
    said = f"{each.letter.person}: by {CHANNELS[channel]}, {_STATES[result.state]}"
    return wrap(f"{said}: {result.why}" if result.why else said, indent="  ")


def _kind(posted: Posted) -> str:
    return str(posted.delivery.about.get("letter", "letter"))


def _doubt(posted: Posted) -> str:
    way = CHANNELS[posted.delivery.channel]
    return wrap(
        f"{posted.delivery.person}: {_kind(posted)} by {way}, {posted.at.date()}", indent="  "
    )


def _waits(each: Waiting) -> str:
    letter = each.letter
    meant = {
        "unfinished": f"write {drafts.to_write(letter)}",
        "unreviewed": f"nobody has reviewed the wording in {language_name(letter.language)}; "
        "--unreviewed sends it all the same",
        "alike": "nearly the same was written about somebody else; see --lint, or --insist",
        "lint": "breaks a rule that protects its reader; see --lint, or --insist",
    }
    return wrap(f"{letter.person}: {'; '.join(meant[code] for code in each.why)}", indent="  ")


def _next(sending: Sending, command: str, options: str) -> str:
    if sending.unsure:
        person = sending.unsure[0].delivery.person
        return (
            "next: find out, then say so:\n"
            f"      mentorkit invite --settle {person} sent{options}\n"
            f"      mentorkit invite --settle {person} not-sent{options}"
        )
    advice = dict.fromkeys([*(x.hint for x in sending.unasked.values()), *sending.advice])
    if any(advice):
        return _once("; ".join(filter(None, advice)), f"{command} --send{options}")
    if sending.held_back:
        return f"next: on another day: {command} --send{options}"
    if sending.ended("waiting") or sending.ended("due") or sending.unasked:
        return f"next: in a while: {command} --send{options}"
    if any(each.letter.kind in KINDS for each in sending.waiting):
        return f"next: {command} --lint{options}"
    if sending.waiting:
        return f"next: let somebody read them, then: {command} --send --unreviewed{options}"
    return f"next: mentorkit status{options}"


def _once(advice: str, command: str) -> str:
    """Return that something is to be done, and then a command to be typed again."""
    said = f"{advice}:" if "again" in advice else f"{advice}, then:"
    line = f"next: {said} {command}"
    if cells(line) <= WIDTH:
        return line
    return f"next: {wrap(said, indent='      ').lstrip()}\n      {command}"
