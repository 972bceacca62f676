"""status: today's brief, from all that the files and the tool's own records say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mentorkit.cohort.model import Cohort
from mentorkit.doors.activity import Recorded, read_activity
from mentorkit.doors.directory import Directory, open_cohort
from mentorkit.doors.journal import known_secret, read_posted
from mentorkit.meetings import plan
from mentorkit.outcomes import follow_up, watch
from mentorkit.pairing.situation import situation
from mentorkit.recruit.allotment import FILE as ALLOTMENT
from mentorkit.recruit.allotment import read_arms
from mentorkit.recruit.answers import FILE as ANSWERS
from mentorkit.recruit.answers import read_lines
from mentorkit.recruit.refusals import FILE as REFUSED
from mentorkit.recruit.refusals import refused_by_wikis
from mentorkit.rules.agenda import Agenda, Seen, agenda, faulty
from mentorkit.rules.letter import letter_file
from mentorkit.rules.matter import Matter
from mentorkit.rules.replay import as_prepared_on
from mentorkit.verbs.recruiting import Records, matters, recruiting, to_ask_again, to_invite


def status(root: Path, today: date, as_of: date) -> Agenda:
    """Return what is late and what is next in the cohort at `root`.

    `today` is the real date; from an earlier `as_of` the cohort is seen as it was known then.
    Where mentorkit.yaml cannot be used, the agenda says no more than how many problems there are.
    Raises Misuse where `root` is no cohort directory.
    """
    cohort, problems = open_cohort(root, today)
    recorded = read_activity(root, today)
    directory = Directory(root, cohort.sources if cohort else {})
    lines, unread = read_lines(directory.read_text(ANSWERS) or "")
    arms, untold = read_arms(directory.read_text(ALLOTMENT) or "")
    faults = sum(not problem.warning for problem in (*problems, *recorded.faults, *unread, *untold))
    if cohort is None:
        return Agenda(as_of, tuple(faulty(faults)))
    known = as_prepared_on(cohort, as_of) if as_of < today else cohort
    away = refused_by_wikis(directory.read_text(REFUSED) or "", as_of)
    records = Records(lines, read_posted(root).posted, known_secret(root), arms, away)
    drafts = directory.names("out/invitations", ".txt")
    # An answer that cannot be read may have been a no.
    new = () if unread or untold else uninvited(known, records, drafts, as_of)
    seen = Seen(
        problems=faults,
        lacking=lacking_calls(cohort, as_of),
        uninvited=new,
        pulled=recorded.pulled,
        late=tuple(_late(known, recorded, as_of)),
        ahead=(
            *(() if unread or untold else _drafted(known, records, directory, as_of)),
            *(() if unread or untold else matters(known, records, as_of)),
            *follow_up.prompts(known, as_of),
            *follow_up.due_soon(known, as_of),
            *(() if unread or untold else to_ask_again(known, records, as_of)),
        ),
        notes=_notes(known, records, as_of, "invite" if new else "drafted"),
    )
    found = replace(agenda(known, as_of, seen), recruiting=recruiting(known, records, as_of))
    return found if faults else _explained(found, cohort, as_of)


def _late(known: Cohort, recorded: Recorded, as_of: date) -> Iterator[Matter]:
    alarm = watch.alarm(known, as_of)
    if alarm:
        yield alarm
    # Of files with faults nothing is concluded about anybody.
    pulled = () if recorded.faults else recorded.pulled
    yield from watch.to_call(known, recorded.activity, pulled, as_of)
    yield from watch.lapsed(known, as_of)


def _drafted(
    known: Cohort, records: Records, directory: Directory, as_of: date
) -> Iterator[Matter]:
    """Yield the drafts of invitations that lack no words, of people who may be written to."""
    for candidate in to_invite(known, records, as_of)[0]:
        draft = directory.read_text(letter_file(candidate.id))
        if draft is None or "\nUnfinished: " in f"\n{_head(draft)}":
            continue
        do = "mentorkit invite --send"
        yield Matter("drafted", candidate.address, candidate.place().file_line, do)


def _head(draft: str) -> str:
    return draft.partition("\n\n")[0]


def _explained(found: Agenda, cohort: Cohort, as_of: date) -> Agenda:
    """Return the agenda with the way to learn why, where `pair` finds nobody a mentor either."""
    if not any(matter.kind == "mentor" for matter in (*found.late, *found.next)):
        return found
    decision = situation(cohort, as_of)
    stand = {*decision.fixed, *decision.standing}
    if any(mentee not in stand for _, mentee in decision.cells(decision.solve())):
        return found
    why = "mentorkit pair explain"
    late, ahead = (
        tuple(replace(each, do=why) if each.kind == "mentor" else each for each in matters_)
        for matters_ in (found.late, found.next)
    )
    return replace(found, late=late, next=ahead)


def lacking_calls(cohort: Cohort, as_of: date) -> Mapping[str, int]:
    """Return how many calls each pair has still to plan, by reference; none after the end.

    They are those that `meet plan` proposes, and those for which it finds no time.
    """
    if as_of > cohort.programme.end:
        return {}
    return plan.lacking_calls(cohort, as_of)


def uninvited(cohort: Cohort, records: Records, drafts: Sequence[str], as_of: date) -> list[str]:
    """Return the ids of the candidates who may be written to, and have no draft and no answer."""
    may, _ = to_invite(cohort, records, as_of)
    return [each.id for each in may if letter_file(each.id) not in drafts]


def _notes(cohort: Cohort, records: Records, as_of: date, kind: str) -> Mapping[str, str]:
    """Return what is to be known of matters; below `kind`, of those whom only a wiki refuses."""
    meaning, (_, refused) = {"risk": watch.meaning(cohort)}, to_invite(cohort, records, as_of)
    if not refused:
        return meaning
    were = "1 more was" if len(refused) == 1 else f"{len(refused)} more were"
    said = f"{were} refused by what the wiki says of them; {REFUSED} says why"
    return meaning | {kind: f"{said}. Sending asks the wiki again."}
