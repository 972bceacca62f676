"""Cohorts whose pages are looked at, as the text of their files."""

from itertools import cycle

AS_OF = "2025-04-02"

PROGRAMME = """\
id: test-2025
name: Test
fictional: yes
remote: private
from: 2025-03-03
to: 2025-06-01
coordinators: [dana]
"""

AGREED = "consent: {named: 2025-01-01}\n"

DANA = f"name: Dana\nroles: [coordinator]\ntimezone: Europe/Paris\n{AGREED}"

ZONES = [
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Dakar",
    "America/Godthab",
    "America/Santiago",
    "America/Argentina/Buenos_Aires",
    "Asia/Ho_Chi_Minh",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Paris",
    "Pacific/Kiritimati",
]

COHORT_CALLS = """\
- {id: 1, at: 2025-03-08 14:00 Europe/Paris, minutes: 90, title: Kick-off, held: yes}
- {id: 2, at: 2025-04-05 06:30 Etc/UTC, minutes: 90, title: Second}
- {id: 3, at: 2025-05-17 10:00 Africa/Dakar, minutes: 1500, kind: in-person, where: Dakar}
- {id: 4, at: 2025-05-24 10:00 Etc/UTC, minutes: 60, cancelled: 2025-04-01}
"""


def person_file(role: str, name: str, zone: str | None, also: str = AGREED) -> str:
    """Return a person's file; the name is quoted as YAML quotes it."""
    clocks = f"timezone: {zone}\n" if zone else ""
    return f'name: "{name}"\nroles: [{role}]\nlanguages: [en]\n{clocks}{also}'


def pair_calls(start: str, zone: str) -> str:
    """Return the file of a pair: a call long ago, a missed one, one to come, and a visit."""
    return (
        f"- {{id: 1, at: 2025-03-04 {start} {zone}, minutes: 60, held: yes}}\n"
        f"- {{id: 2, at: 2025-03-18 {start} {zone}, minutes: 60, held: no}}\n"
        f"- {{id: 3, at: 2025-04-03 {start} {zone}, minutes: 60}}\n"
        f"- {{id: 4, at: 2025-04-17 {start} {zone}, minutes: 60, cancelled: 2025-04-01}}\n"
        f"- {{id: 5, at: 2025-05-17 {start} {zone}, minutes: 60, kind: in-person, where: Dakar}}\n"
    )


def pairs(count: int, also: str = AGREED) -> dict[str, str]:
    """Return a cohort of so many pairs over all zones, each with a few calls."""
    files = {"mentorkit.yaml": PROGRAMME, "people/dana.yaml": DANA}
    zones = cycle(ZONES)
    listed = []
    for number in range(1, count + 1):
        mentor, mentee = f"mentor{number}", f"mentee{number}"
        zone = next(zones)
        files[f"people/{mentor}.yaml"] = person_file("mentor", f"Mentor {number}", zone, also)
        files[f"people/{mentee}.yaml"] = person_file(
            "mentee", f"Mentee {number}", next(zones), also
        )
        # Half past the hour, away from the calls for everybody.
        files[f"sessions/{mentor}--{mentee}.yaml"] = pair_calls(f"{12 + number % 8}:30", zone)
        listed.append(f"- {{mentor: {mentor}, mentee: {mentee}, since: 2025-03-03}}\n")
    return files | {"pairs.yaml": "".join(listed), "sessions/cohort.yaml": COHORT_CALLS}


def odd() -> dict[str, str]:
    """Return a cohort with the names that a page is most easily broken by."""
    return {
        "mentorkit.yaml": PROGRAMME.replace(
            "name: Test", "name: \"برنامج الإرشاد <script>alert('1')</script> & co\""
        ),
        "people/dana.yaml": DANA,
        "people/long.yaml": person_file("mentor", "W" * 200, "America/Argentina/Buenos_Aires"),
        "people/right.yaml": person_file("mentee", "علياء بنت منصور", "Africa/Cairo"),
        "people/turned.yaml": person_file("mentee", "Turned \\u202Eeman\\u2066", "Asia/Tehran"),
        "people/quoted.yaml": person_file("mentee", "<b onclick=x>O'Ne\\\"il &amp;", None),
        "people/lost.yaml": person_file("speaker", "นก", None),
        "pairs.yaml": "- {mentor: long, mentee: right, since: 2025-03-03}\n",
        "sessions/long--right.yaml": pair_calls("19:30", "Africa/Cairo"),
        "sessions/cohort.yaml": COHORT_CALLS.replace("Second", '"\\"><img src=x onerror=y>"'),
        "sessions/talks.yaml": "- {id: 1, at: 2025-04-04 12:00 Africa/Cairo, minutes: 60, "
        f"kind: talk, speaker: lost, title: {'Verylongword' * 12}, where: 'здесь'}}\n",
    }


EMPTY = {"mentorkit.yaml": PROGRAMME, "people/dana.yaml": DANA}
