"""By which way a letter goes to who takes part, and when a wiki is asked first."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.doors.wiki_account import WikiAccount
from mentorkit.problems import WikiFailed
from mentorkit.rules.delivery import Delivery, Posted, fingerprint
from mentorkit.rules.sending import Allowed, Sending
from mentorkit.rules.user_key import address_key
from mentorkit.verbs.letter import kind_called, write
from mentorkit.verbs.past import Past, gate_of
from mentorkit.verbs.sending import Office, prepare

CohortOf = Callable[..., Cohort]
DAY = date(2025, 4, 1)
SECRET = b"0" * 32
FR = "fr.wikipedia.org"
FILES = {
    "mentorkit.yaml": "id: small-2025\nname: Small\nfictional: yes\nfrom: 2025-03-03\n"
    "to: 2025-06-01\ncoordinators: [dana]\nremote: private\n"
    f"wikis: {{{FR}: {{assent: {{result: assent, closed: 2025-01-20}}}}}}\n",
    "people/dana.yaml": "name: Dana\nwiki: Dana D\nroles: [coordinator]\nlanguages: [en]\n",
    "people/zoe.yaml": f"name: Zoe\nwiki: Zoe Z\nhome: {FR}\nroles: [mentee]\nlanguages: [en]\n",
    "private/people/dana.yaml": "email: dana@example.org\n",
    "private/people/zoe.yaml": "email: zoe@example.org\n",
}


def bounced(letter: str) -> tuple[Posted, ...]:
    """Return a journal in which mail to Zoe was turned down."""
    to = address_key(SECRET, "zoe@example.org")
    key = fingerprint("letter", "zoe", letter, 1)
    delivery = Delivery(key, "letter", "zoe", "mail", to, {"letter": letter})
    at = datetime(2025, 3, 31, 9, tzinfo=UTC)
    return (Posted(delivery, "refused", at, "550", frozenset({("mail", to)})),)


def prepared(cohort: Cohort, posted: tuple[Posted, ...], asked: list[str]) -> Sending:
    def accounts(host: str) -> WikiAccount:
        asked.append(host)
        raise WikiFailed(f"{host} does not answer", "try later")

    past = Past("", posted, {}, SECRET)
    kind = kind_called("check-in")
    drafted = write(cohort, kind, ["zoe"], templates=None, past=past, as_of=DAY)
    office = Office(cohort, gate_of(cohort, past, DAY), None, SECRET, posted, DAY)
    return prepare(office, drafted, accounts, Allowed(unreviewed=True))


def test_mail_to_who_takes_part_asks_no_wiki(cohort_of: CohortOf) -> None:
    asked: list[str] = []
    found = prepared(cohort_of(FILES), (), asked)
    assert [each.letter.channel for each in found.ready] == ["mail"]
    assert asked == []


def test_what_came_back_goes_by_the_wiki_only_after_a_look(cohort_of: CohortOf) -> None:
    asked: list[str] = []
    found = prepared(cohort_of(FILES), bounced("check-in"), asked)
    assert asked == [FR]
    assert found.ready == ()
    assert list(found.unasked) == [FR]


@pytest.mark.parametrize("channel", ["mail", "talk"])
def test_a_chosen_channel_never_opens_one_that_the_kind_has_not(
    cohort_of: CohortOf, channel: str
) -> None:
    private = f"email: zoe@example.org\nchannel: {channel}\n"
    wording = "---\nsubject: Hello\nchannel: talk mail\nreviewed: yes\n---\nHow is it going?\n"
    files = {"private/people/zoe.yaml": private, "templates/en/check-in.txt.j2": wording}
    found = prepared(cohort_of(FILES | files), (), [])
    assert [each.letter.channel for each in found.ready] == (["mail"] if channel == "mail" else [])
    assert found.ready or [each.why for each in found.refused] == [("channel",)]
