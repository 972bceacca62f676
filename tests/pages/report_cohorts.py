"""Cohorts whose report pages are looked at, as the text of their files."""

from itertools import count

from page_cohorts import AGREED, DANA, PROGRAMME, pairs

GOALS = """\
follow_up: 2026-06-01
wikis:
  fr.wikipedia.org: {assent: {result: assent, opened: 2025-01-10, closed: 2025-02-01}}
goals:
  leaders_end: 2
  leaders_year: 3
  attrition: 25%
  mentors_satisfied: 2
  mentees_satisfied: 2
  reach: 2000
  wikis_assent: 3
  diversity: {group: women, at_least: 5, baseline: 13%}
"""

NASTY = '<b onclick=x>{{O}}Ne[[il]] | &amp; """ <nowiki>'
LONG = "Verylongword" * 12
AGREED_ALL = """\
enrolled: 2025-02-20
started: 2025-03-04
consent: {named: 2025-01-01, activity: 2025-01-01}
"""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _mentee(name: str, also: str = AGREED_ALL) -> str:
    return f"name: {_quoted(name)}\nroles: [mentee]\nlanguages: [en]\ntimezone: Etc/UTC\n{also}"


def _role(number: int, person: str, scope: str) -> str:
    return (
        f"- id: r{number}\n  person: {person}\n  class: wp_coord\n  tier: A\n"
        f"  scope: {_quoted(scope)}\n  wiki: fr.wikipedia.org\n  started: 2025-03-10\n"
        "  evidence: https://fr.wikipedia.org/w/index.php?oldid=1&x=%7C{{!}}[[a]]~~~~\n"
        f"  claimed: {{by: dana, on: 2025-03-12}}\n  verified: {{by: dana, on: 2025-03-20}}\n"
        "  verdict: accepted\n"
    )


def odd() -> dict[str, str]:
    """Return a cohort whose every text is one that a page or a wiki is easily broken by."""
    names = {
        "nasty": NASTY,
        "long": LONG,
        "right": "علياء بنت منصور",
        "turned": "Turned \u202eeman",
        "list": "* # ; : = not a list",
        "sign": "~~~~ __TOC__ '''bold''' -{zh}-",
    }
    lines = [
        f"  - {{id: a{i}, title: {_quoted(t)}, planned: 1000 EUR}}\n"
        for i, t in enumerate(names.values())
    ]
    heard = [
        f"- {{id: o{i}, title: {_quoted(t)}, on: 2025-02-0{i}, reach: 100-900, unit: unique, "
        f"known: {_quoted(t)}, url: 'https://example.org/|]]?a=[b]'}}\n"
        for i, t in zip(count(1), names.values(), strict=False)
    ]
    payments = "".join(
        f"  - {{id: p{i}, line: a{i}, amount: {i * 400} EUR, committed: 2025-03-05}}\n"
        for i in (1, 2, 3)
    )
    activity = (
        "month,wiki,namespace,edits,reverted,bytes_added,pages_created,days_active,"
        "talk_partners,leadership_edits\n"
    )
    pulled = "person,wiki,user_id,from,through,last_edit\n"
    files = {f"people/{key}.yaml": _mentee(name) for key, name in names.items()}
    files |= {
        f"activity/{key}.csv": f"{activity}2025-01,fr.wikipedia.org,0,{i},0,0,0,1,0,0\n"
        for i, key in enumerate(sorted(names), 1)
    }
    pulled += "".join(
        f"{key},fr.wikipedia.org,{i},2024-01-01,2025-03-31,\n"
        for i, key in enumerate(sorted(names), 1)
    )
    return files | {
        "mentorkit.yaml": PROGRAMME.replace("name: Test", f"name: {_quoted(NASTY)}") + GOALS,
        "people/dana.yaml": DANA,
        "people/esi.yaml": f"name: Esi\nroles: [mentor]\ntimezone: Etc/UTC\n{AGREED}",
        "roles.yaml": "".join(_role(i, key, name) for i, (key, name) in enumerate(names.items())),
        "money.yaml": f"lines:\n{''.join(lines)}payments:\n{payments}",
        "outreach.yaml": "".join(heard),
        "activity/pulled.csv": pulled,
        "sessions/cohort.yaml": "".join(
            f"- {{id: {i}, at: 2025-03-0{i} 12:00 Etc/UTC, minutes: 60, title: {_quoted(t)}}}\n"
            for i, t in zip(count(1), names.values(), strict=False)
        ),
    }


def many() -> dict[str, str]:
    """Return a cohort of a hundred pairs, all enrolled: marks become bars, people totals."""
    files = pairs(100, AGREED_ALL)
    return files | {"mentorkit.yaml": PROGRAMME + GOALS}
