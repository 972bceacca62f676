"""The first files of a cohort: enough to pass `check`, and comments that teach the rest.

In the YAML files a line that begins with `#` and no blank is an example: without its `#` it is
data that `check` accepts, once the people whom it names have files.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from string import Template

from mentorkit.cohort.writing import plain_or_quoted

WEEKS = 13


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new programme is called, and its first and last day."""

    id: str
    name: str
    first: date
    last: date


def usual_dates(today: date) -> tuple[date, date]:
    """Return the first Monday of the month after `today`, and the Sunday thirteen weeks on."""
    month = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    first = month + timedelta(days=-month.weekday() % 7)
    return first, usual_end(first)


def usual_end(first: date) -> date:
    """Return the last day of a programme of thirteen weeks."""
    return first + timedelta(weeks=WEEKS, days=-1)


def first_files(beginning: Beginning) -> dict[str, bytes]:
    """Return the files of a new cohort by name; the same beginning gives the same bytes."""
    values = {
        "id": plain_or_quoted(beginning.id, flow=False),
        "name": plain_or_quoted(beginning.name, flow=False),
        "heading": beginning.name,
        "first": beginning.first,
        "soon": beginning.first + timedelta(days=14),
        "back": beginning.first + timedelta(days=17),
        "last": beginning.last,
        "later": _a_year_after(beginning.last),
    }
    return {
        name: Template(text.lstrip("\n")).substitute(values).encode()
        for name, text in sorted(_FILES.items())
    }


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


_FILES = {
    ".gitignore": """
# Personal data, and what mentorkit makes anew, stay out of git.
private/
out/
.*.mentorkit
""",
    "README.md": """
# $heading

The files of a mentoring programme, kept with mentorkit. Edit them by hand; `mentorkit check`
finds every slip, and `mentorkit status` says what is late and what is next.

| file | holds |
|---|---|
| `mentorkit.yaml` | the programme: dates, topics, wikis and their assent, meetings, goals |
| `people/` | one file a person |
| `pairs.yaml` | who mentors whom; `mentorkit pair` proposes it |
| `sessions/` | one file a pair, which `mentorkit meet plan` proposes; cohort calls; talks |
| `roles.yaml`, `tasks.yaml` | leadership roles taken, practicum tasks |
| `outreach.yaml`, `money.yaml`, `surveys.yaml` | announcements, budget, counts of answers |
| `activity/` | pulled from the wikis by mentorkit |
| `private/` | never in git: addresses, candidates, reasons |
| `out/` | never in git: letters, calendars, reports |
""",
    "mentorkit.yaml": """
# The programme. A line that begins with # and no blank is an example: take the # away and write
# your own. After a change, run: mentorkit check
id: $id   # part of every calendar entry; do not change it later
name: $name
from: $first
to: $last
follow_up: $later   # when you ask again who leads

# Where is this repository pushed to? Look that only your team can read it, then say so.
#remote: private

# Who coordinates, by the names of their files in people/, and who signs and sends.
#coordinators: [dana]
#sender: dana

# What mentees may want to learn and mentors offer; people's files use the words on the left.
#topics:
#  wikiproject-coordination: Coordinating a WikiProject
#  gadgets: Writing gadgets

# The wikis you work on. Nobody on a wiki is invited before it has answered your notice with
# assent or no_objection; the other answers are objection and withdrawn. Edits to pages whose
# titles begin as under leadership are counted apart. role detect also looks at pages that list
# coordinators, and below which people ask for advanced rights.
#wikis:
#  fr.wikipedia.org:
#    assent: {result: assent, notice: https://fr.wikipedia.org/wiki/X, closed: $first}
#    leadership: ["Projet:"]
#    coordinator_lists: ["Projet:X/Coordination"]
#    rights_requests: ["Wikipédia:Administrateur"]

# Who meets how often.
meetings:
  pair: {every: 2 weeks, minutes: 60}
  cohort: {count: 4, minutes: 90}
  talks: {count: 5, minutes: 60}
  in_person: {pair: 1, cohort: 1}

# Days without meetings, and events at which people can meet in person; who goes to one has
# attends: [wikimania] in private/people/.
#holidays: [$soon..$back]
#events:
#  - {id: wikimania, title: Wikimania, from: $soon, to: $back,
#     near: "Nairobi, Kenya", zone: Africa/Nairobi}

# How much each part of a pair's fit counts, and below which fit, of 1000, no pair is offered.
#pairing:
#  weights: {languages: 150, topics: 300, hours: 300, wiki: 150, region: 50, preference: 50}
#  minimum: 250

# How many places there are, by role; mentorkit select counts them.
#places: {mentee: 15}

# What the report measures the programme by. Attrition is to stay below its number.
#goals:
#  leaders_end: 6
#  leaders_year: 12
#  attrition: 25%
#  mentors_satisfied: 12
#  mentees_satisfied: 12
#  reach: 2000
#  wikis_assent: 1
#  diversity: {group: women, at_least: 5, baseline: 13%}
""",
    "pairs.yaml": """
# Who mentors whom. mentorkit pair --write adds pairs here. When a pair ends, write until and
# ended: completed, mentor-left, mentee-left or rematched. locked: yes keeps a pair together.
#- {mentor: bola, mentee: amina, since: $first}
""",
    "roles.yaml": """
# Leadership roles that mentees took on. class is one of wp_coord, sw_maint, event_org, speaker,
# admin_ask, rights, ambassador, mentor, grantee, affiliate, committee, policy_lead, policy_part,
# translation_lead, campaign_lead, newsletter_editor, tech_task_lead; tier is A, B or C.
# verdict is accepted, rejected or pending; whoever verifies is neither the mentee nor the mentor.
# It counts if it began after enrolment, and is shown by a page that nobody edits any more.
#- id: r1
#  person: amina
#  class: wp_coord
#  tier: A
#  scope: WikiProject X
#  started: $soon
#  evidence: https://fr.wikipedia.org/w/index.php?oldid=1
#  claimed: {by: amina, on: $soon}
#  verified: {by: dana, on: $soon}
#  verdict: accepted
""",
    "tasks.yaml": """
# Practicum tasks: what, for whom outside the pair, when; who accepted the work.
#- id: t1
#  person: amina
#  title: Set up the project's page of requests
#  for: WikiProject X
#  due: $soon
#  done: $soon
#  accepted: {by: "User:Example", on: $soon}
""",
    "outreach.yaml": """
# Announcements, and how many people they reached: a number, or LOW-HIGH. unit is unique, views,
# impressions or subscribers, of which only unique counts people; known says how you know.
#- {id: o1, title: Call for mentees, on: $first, reach: 900-1400, unit: views, known: page views}
""",
    "money.yaml": """
# The budget. Planned money stands in lines; what was promised, and when it was paid, in payments.
lines:
#  - {id: coordinator, title: Coordinator, planned: 9000 USD}
rates:
#  - {from: EUR, to: USD, rate: 1.08, on: $first, source: https://example.org/rates}
payments:
#  - {id: p1, line: coordinator, amount: 2000 EUR, committed: $first, paid: $soon}
""",
    "surveys.yaml": """
# Counts of answers, one line for each survey and role; the answers themselves stay in private/.
#- {wave: end, role: mentee, closed: $last, invited: 15, responded: 13, satisfied: 11}
""",
    "sessions/cohort.yaml": """
# Meetings of the whole cohort. kind is call or in-person. Afterwards, say whether it was held, as
# in: mentorkit meet log cohort/1 --held. An id is never used again.
#- id: 1
#  at: $first 15:00 Etc/UTC
#  minutes: 90
#  kind: call
#  title: Kick-off
#  where: online
#  held: yes
""",
    "sessions/talks.yaml": """
# Talks by guests. The link to join stands in private/sessions/talks.yaml, under the same id.
#- id: 1
#  at: $soon 15:00 Etc/UTC
#  minutes: 60
#  kind: talk
#  title: Closing a discussion
#  speaker: kwame
""",
    "people/README.md": """
# People

One file a person. Its name is the person's id, in a-z, 0-9 and single hyphens. Make one with
`mentorkit people add`, or many from a spreadsheet with `mentorkit people import FILE.csv`.

`people/amina.yaml`:

```yaml
name: Amina                          # what she wants to be called
wiki: AminaD                         # her user name on the wikis
home: fr.wikipedia.org
roles: [mentee]                      # mentee, mentor, speaker, coordinator
enrolled: $first
languages: [fr, en]
timezone: Africa/Dakar
available: [mon-fri 18:00-21:00, sat 10:00-16:00]   # by her own clock
away: [$soon..$back]                 # days without meetings
wants: [gadgets]                     # a mentor has offers, and capacity
consent: {named: $first, activity: $first, follow_up: $first}
```

Whoever leaves gets `left: DATE` and `left_code`: withdrew, removed, unreachable or lapsed.
Addresses and everything else that is private go to `private/people/`.
""",
    "private/README.md": """
# Private

git leaves this folder alone, so it is on this computer only: see that it is backed up.

* `people/ID.yaml`, beside the file of the same name in `people/`: email, phone, near, attends,
  groups, never, prefer, at_risk, left_why, notes
* `candidates/ID.yaml`: people who may be invited; see the README there
* `pairs.yaml`: mentor, mentee, since, and the `reason` in words
* `roles.yaml`: id, and `why` a role was rejected
* `surveys/`: who was asked, and the answers, written by `mentorkit survey`
* `sessions/`: id, and link, phone, address, missed, why, notes
* `mentorkit.yaml`: `forbid: [bola--amina]`, pairs that are not to be
""",
    "private/candidates/README.md": """
# Candidates

One file for each person to invite, as in `private/candidates/kofi.yaml`:

```yaml
name: Kofi
wiki: KofiM
home: fr.wikipedia.org
roles: [mentee]                      # as what: mentee, mentor or speaker
languages: [fr, en]                  # the letter is in the first that it can be in
why: Au printemps, vos réponses ont aidé bien des personnes sur le forum des nouveaux.
```

`why` is one sentence about public work, in your own words and in the language of the letter.
`mentorkit invite` writes the letters.
""",
}
