"""Records that cannot be so, by the command line: a clear problem, and never a wrong figure."""

import json
from pathlib import Path

import pytest

from many import Call, run_many
from running import lay_out, mentorkit_yaml

FILES = {
    "mentorkit.yaml": mentorkit_yaml(
        "p",
        """\
coordinators: [dana]
wikis: {fr.wikipedia.org: {}}
goals: {leaders_end: 1}
""",
    ),
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\n",
    "people/mia.yaml": "name: Mia\nwiki: MiaM\nroles: [mentor]\nenrolled: 2025-02-01\n",
    "people/ana.yaml": (
        "name: Ana\nwiki: AnaB\nroles: [mentee]\nenrolled: 2025-02-10\nstarted: 2025-03-03\n"
        "consent: {activity: 2025-02-10}\n"
    ),
    "pairs.yaml": "- {mentor: mia, mentee: ana, since: 2025-03-03}\n",
    "roles.yaml": """\
- id: r1
  person: ana
  class: speaker
  tier: B
  scope: A talk
  started: 2025-04-01
  evidence: https://fr.wikipedia.org/w/index.php?oldid=1
  claimed: {by: ana, on: 2025-04-02}
  verified: {by: "User:Zed", on: 2025-04-03}
  verdict: accepted
""",
    "sessions/mia--ana.yaml": "- {id: 1, at: 2025-03-10 12:00 UTC, minutes: 60, held: yes}\n",
    "activity/pulled.csv": (
        "person,wiki,user_id,from,through,last_edit\n"
        "ana,fr.wikipedia.org,7,2024-03-01,2025-06-10,2025-05-20T10:00:00Z\n"
    ),
    "activity/ana.csv": (
        "month,wiki,namespace,edits,reverted,bytes_added,pages_created,days_active,"
        "talk_partners,leadership_edits\n"
        "2025-04,fr.wikipedia.org,0,9,0,10,0,3,0,0\n"
        "2025-05,fr.wikipedia.org,0,5,0,10,0,2,0,0\n"
    ),
}
SECOND = "- id: r2\n" + FILES["roles.yaml"].partition("\n")[2].replace("accepted", "rejected")
SPACED = SECOND.replace("scope: A talk", 'scope: " a_talk "')
RIGHT = (
    "- {id: right, person: ana, class: rights, tier: A, wiki: fr.wikipedia.org,\n"
    "   started: 2025-04-20,\n"
    '   evidence: "https://fr.wikipedia.org/wiki/Special:Redirect/logid/71",\n'
    "   claimed: {by: ana, on: 2025-04-20},\n"
    '   verified: {by: "User:Zed", on: 2025-04-21}, verdict: accepted}\n'
)
RIGHT_AGAIN = RIGHT.replace("id: right", "id: again")
WAVE = "- {wave: end, role: mentee, closed: 2025-06-10, invited: 9, responded: 8, satisfied: 7}\n"
MONEY = (
    "lines: [{id: a, title: A, planned: 9 USD}]\n"
    "payments: [{id: p, line: a, amount: 1 CHF, committed: 2025-03-03}]\n"
)
RATES = (
    "rates: [{from: CHF, to: USD, rate: 1.1, on: 2025-03-01},\n"
    "        {from: CHF, to: USD, rate: 1.2, on: 2025-03-01}]\n"
)
DIVERSITY = "diversity: {group: women, at_least: 1, baseline: 0%}"

REFUSED = {  # a change of a file, by its old and new text: what is said
    "evidence that is no permalink": (
        *("roles.yaml", "w/index.php?oldid=1", "wiki/Projet"),
        "roles.yaml:7:13: this page can change: it is no permanent link",
    ),
    "a verifier who is the mentor": (
        *("roles.yaml", "User:Zed", "User:MiaM"),
        "roles.yaml:9:18: the verifier is this person's mentor",
    ),
    "a verifier who is the person": (
        *("roles.yaml", '"User:Zed"', "ana"),
        "roles.yaml:9:18: the verifier is this person",
    ),
    "a verdict in the future": (
        *("roles.yaml", "on: 2025-04-03", "on: 2027-04-03"),
        "2027-04-03 has not come yet",
    ),
    "a role that begins after its verdict": (
        *("roles.yaml", "started: 2025-04-01", "started: 2027-04-01"),
        "it began on 2027-04-01, after it was accepted on 2025-04-03",
    ),
    "two verdicts in one record": (
        *("roles.yaml", "  verdict: accepted\n", "  verdict: accepted\n  verdict: rejected\n"),
        "the key 'verdict' stands twice",
    ),
    "two verdicts in two records": (
        *("roles.yaml", "  verdict: accepted\n", f"  verdict: accepted\n{SECOND}"),
        "r1 on line 1 is the same role, and accepted",
    ),
    "a wave of answers twice": (
        *("surveys.yaml", "", WAVE * 2),
        "the wave 'end' of mentees is listed more than once",
    ),
    "more satisfied than answered": (
        *("surveys.yaml", "", WAVE.replace("7}", "9}")),
        "9 satisfied of 8 who answered",
    ),
    "a currency without a rate": (
        *("money.yaml", "", MONEY),
        "no rate between CHF and USD",
    ),
    "a wave that closed before the programme": (
        *("surveys.yaml", "", WAVE.replace("2025-06-10", "2025-03-02")),
        "surveys.yaml:1:37: 'closed' (2025-03-02) is before the programme began (2025-03-03)",
    ),
    "two rates of one day": (
        *("money.yaml", "", MONEY + RATES),
        "money.yaml:4:36: line 3 has a rate between CHF and USD for 2025-03-01 already",
    ),
    "paid before it was promised": (
        *("money.yaml", "", MONEY.replace("CHF, ", "USD, paid: 2025-03-02, ")),
        "money.yaml:2:50: 'paid' (2025-03-02) is before 'committed' (2025-03-03)",
    ),
    "a consent to come": (
        *("people/ana.yaml", "{activity: 2025-02-10}", "{activity: 2027-08-27}"),
        "people/ana.yaml:6:21: 2027-08-27 has not come yet",
    ),
    "a share of nothing elsewhere": (
        *("mentorkit.yaml", "leaders_end: 1", DIVERSITY),
        "mentorkit.yaml:8:58: a share of nothing elsewhere leaves nothing to compare with",
    ),
    "a person who left and came back": (
        *("people/ana.yaml", "started: 2025-03-03\n", "left: 2025-03-05\nleft_code: lapsed\n"),
        "ana left on 2025-03-05, and mia--ana/1 was held after that",
    ),
    "a goal of 0": (
        *("mentorkit.yaml", "leaders_end: 1", "leaders_end: 0"),
        "a goal of nothing is always met",
    ),
    "an attrition of 0": (
        *("mentorkit.yaml", "leaders_end: 1", "attrition: 0%"),
        "no share is below 0 %, so this can never be met",
    ),
    "one right twice": (
        *("roles.yaml", "  verdict: accepted\n", f"  verdict: accepted\n{RIGHT}{RIGHT_AGAIN}"),
        "right on line 11 is the same role",
    ),
    "an activity file cut off in a line": (
        *("activity/ana.csv", "2025-05,fr.wikipedia.org,0,5,0,10,0,2,0,0\n", "2025-05,fr.wik"),
        "activity/ana.csv:3",
    ),
    "an activity file cut off after a line": (
        *("activity/ana.csv", "2025-05,fr.wikipedia.org,0,5,0,10,0,2,0,0\n", ""),
        "activity/ana.csv:1:1: fr.wikipedia.org was read up to an edit in 2025-05",
    ),
    "an activity file edited by hand": (
        *("activity/ana.csv", "0,9,0,10,0,3", "0,9,10,10,0,3"),
        "activity/ana.csv:2",
    ),
    "an activity file that is not what was pulled": (
        *("activity/SHA256SUMS", "", f"{'0' * 64}  ana.csv\n"),
        "activity/ana.csv:1:1: this file was changed since it was pulled",
    ),
    "activity of a wiki that was not read": (
        *("activity/pulled.csv", "ana,fr.wikipedia.org", "mia,fr.wikipedia.org"),
        "activity/ana.csv:2:9: fr.wikipedia.org was never read of this person",
    ),
    "activity of a month that was not read": (
        *("activity/ana.csv", "\n2025-04,", "\n2023-04,"),
        "activity/ana.csv:2:1: fr.wikipedia.org was read from 2024-03-01 to 2025-06-10 only",
    ),
    "activity that was read in the future": (
        *("activity/pulled.csv", "2025-06-10", "2199-06-10"),
        "activity/pulled.csv:2:35: through must be today",
    ),
    "evidence whose right side is what stands there today": (
        *("roles.yaml", "?oldid=1", "?diff=cur&oldid=1"),
        "roles.yaml:7:13: this page can change: it is no permanent link",
    ),
    "two verdicts in two records, one with other blanks": (
        *("roles.yaml", "  verdict: accepted\n", f"  verdict: accepted\n{SPACED}"),
        "r1 on line 1 is the same role, and accepted",
    ),
}
WARNED = {  # what a report leaves out, and says so; with what becomes of the goal
    "a role before enrolment": (
        *("roles.yaml", "started: 2025-04-01", "started: 2025-02-10"),
        "ana enrolled on 2025-02-10, so this is no new role",
        "held before enrolment",
    ),
    "an accepted role without evidence": (
        *("roles.yaml", "  evidence: https://fr.wikipedia.org/w/index.php?oldid=1\n", ""),
        "accepted without evidence, so the report does not count it",
        "accepted without a permanent link or a letter",
    ),
}


def changed(name: str, old: str, new: str) -> dict[str, str]:
    text = FILES.get(name, "")
    assert text.count(old) == 1 or not text
    return {**FILES, name: text.replace(old, new) if text else new}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `report` says of each, on stderr; it prints nothing else and ends with status 1."""
    folder = tmp_path_factory.mktemp("bad")
    calls = [
        Call(["report"], lay_out(folder / str(number), changed(*case[:3])))
        for number, case in enumerate(REFUSED.values())
    ]
    found = run_many(calls)
    assert [(one.status, one.out) for one in found] == [(1, "")] * len(calls)
    return dict(zip(REFUSED, (one.err for one in found), strict=True))


def test_without_a_change_there_is_a_report(tmp_path: Path) -> None:
    (one,) = run_many([Call(["report", "--json"], lay_out(tmp_path, FILES))])
    assert (one.status, one.err) == (0, "")
    assert json.loads(one.out)["goals"][0]["value"] == 1


@pytest.mark.parametrize("what", REFUSED)
def test_no_report_is_made_of_what_cannot_be(said: dict[str, str], what: str) -> None:
    assert REFUSED[what][3] in " ".join(said[what].split())
    assert "Traceback" not in said[what]


@pytest.mark.parametrize("what", WARNED)
def test_what_counts_for_nothing_is_left_out_and_said(what: str, tmp_path: Path) -> None:
    name, old, new, warning, why = WARNED[what]
    cohort = lay_out(tmp_path, changed(name, old, new))
    checked, made = run_many([Call(["check"], cohort), Call(["report", "--json"], cohort)])
    assert warning in " ".join((checked.out + checked.err).split())
    told = json.loads(made.out)
    assert (told["goals"][0]["status"], told["goals"][0]["value"]) != ("met", 1)
    figure = next(each for each in told["figures"] if each["id"] == "leaders_end")
    assert figure["value"] == 0
    assert [each["why"] for each in figure["not_counted"]] == [why]


def test_a_goal_of_more_than_there_are_people_is_out_of_reach(tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, changed("mentorkit.yaml", "leaders_end: 1", "leaders_end: 2"))
    days = {"2025-03-02": "too_early", "2025-03-03": "cannot_be_met", "2025-06-15": "not_met"}
    calls = [Call(["report", "--json", "--as-of", day], cohort) for day in days]
    checked, *made = run_many([Call(["check"], cohort), *calls])
    assert "the goal is 2, more than there are mentees: 1" in checked.out + checked.err
    said = [json.loads(one.out)["goals"][0]["status"] for one in made]
    assert said == list(days.values())


def test_two_rights_of_one_day_are_two_roles_by_their_log_entries(tmp_path: Path) -> None:
    other = RIGHT_AGAIN.replace("logid/71", "logid/72")
    files = changed("roles.yaml", "  verdict: accepted\n", f"  verdict: accepted\n{RIGHT}{other}")
    checked, made = run_many(
        [
            Call(["check"], lay_out(tmp_path, files)),
            Call(["report", "--json", "--as-of", "2025-06-20"], tmp_path),
        ]
    )
    assert "told-twice" not in checked.out + checked.err
    assert made.status == 0
    figures = {each["id"]: each["value"] for each in json.loads(made.out)["figures"]}
    assert figures["roles.accepted"] == 3
