"""What a pull of one wiki makes of activity/: the records as they are now, and their files."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from mentorkit.cohort.digests import digest_of, format_digests
from mentorkit.cohort.tables import PulledRow, format_activity, format_pulled, not_read
from mentorkit.doors.activity import DIGESTS, FOLDER, PULLED, Recorded
from mentorkit.outcomes.pulling import Known, left_behind


def within_what_was_read(recorded: Recorded) -> Recorded:
    """Return the records without the rows that pulled.csv does not vouch for.

    A pull that was killed leaves some, and reads them again.
    """
    activity = {}
    for person, rows in recorded.activity.items():
        pulled = (row for row in recorded.pulled if row.person == person)
        outside = {number for number, _, _ in not_read(rows, pulled)}
        activity[person] = tuple(row for n, row in enumerate(rows) if n not in outside)
    return replace(recorded, activity=activity)


def merged(recorded: Recorded, host: str, known: Mapping[str, Known], today: date) -> Recorded:
    """Return the records with what was read of one wiki today, by person."""
    activity, changed = dict(recorded.activity), dict(recorded.changed)
    for person, own in known.items():
        others = [row for row in activity.get(person, ()) if row.wiki != host]
        activity[person] = (*others, *own.rows)
        left = changed.pop(person, frozenset()) - {host}
        if left:
            changed[person] = left
    pulled: list[PulledRow] = [k.pulled for k in known.values()]
    for row in recorded.pulled:
        if row.wiki != host:
            pulled.append(row)
        elif row.person not in known:
            pulled.append(left_behind(row, today))
    digests = {person: was for person, was in recorded.digests.items() if person in activity}
    for person in known.keys() - changed.keys():
        digests[person] = digest_of(format_activity(activity[person]).encode())
    rows = tuple(sorted(pulled, key=lambda row: row.key))
    return Recorded(activity, rows, digests=digests, changed=changed)


def files_of(
    before: Recorded, after: Recorded, people: Iterable[str]
) -> tuple[Mapping[str, bytes], ...]:
    """Return the files to write, group after group, once a wiki was read for these people.

    Nobody's file may differ from its digest when the power fails between two groups: a digest goes
    before its file changes, and comes back last. That of a file which somebody changed stays, until
    all of the file was read anew, so that it is not forgotten.
    """
    if not after.pulled:
        return ()
    stay = {
        person: was
        for person, was in before.digests.items()
        if person in before.changed or after.digests.get(person) == was
    }
    files = {
        f"{FOLDER}/{person}.csv": format_activity(after.activity[person]).encode()
        for person in sorted(people)
    }
    groups = [files, {PULLED: format_pulled(after.pulled).encode()}]
    if stay != before.digests:
        groups.insert(0, {DIGESTS: format_digests(stay).encode()})
    if after.digests or before.digests:
        groups.append({DIGESTS: format_digests(after.digests).encode()})
    return tuple(groups)
