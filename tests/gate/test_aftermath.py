"""What became of a letter on a talk page: it stands, somebody wrote below it, or it is gone."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.rules.aftermath import aftermath
from mentorkit.rules.answer import Answer
from mentorkit.rules.contact import Contact, Seen, TalkPage
from mentorkit.rules.delivery import Delivery, Posted
from mentorkit.rules.gate import Gate
from mentorkit.rules.marker import marker
from running import mentorkit_yaml

CohortOf = Callable[..., Cohort]

SECRET = b"0" * 32
KEY = "k1"
MARK = marker(SECRET, KEY)
FR = "fr.wikipedia.org"
LETTER = f"== Une invitation ==\n\nBonjour\n\n[[User:Dana D|Dana D]] 09:00 (UTC)<!-- {MARK} -->"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "removed"),
        ("== Bonjour ==\nsalut", "removed"),
        (LETTER, ""),
        (f"== Avant ==\nx\n{LETTER}\n\n== Après ==\nautre chose", ""),
        (f"{LETTER}\n</div>\n\n<!-- {'a' * 26} -->\n", ""),
        (f"{LETTER}\n= Partie =\nx", ""),
        (f"{LETTER}\n:Nein, danke. --~~~~", "answered"),
        (f"{LETTER}\n</div>\n: Non merci [[User:B]]\n\n== Après ==\nx", "answered"),
        (f"{LETTER}\n=== Réponse ===\nnon", "answered"),
        (f"{LETTER} Non merci", "answered"),
        (f"<!-- {LETTER} -->", "removed"),
    ],
)
def test_what_became_of_a_letter(text: str, found: str) -> None:
    assert aftermath(text, MARK) == found


FILES = {
    "mentorkit.yaml": mentorkit_yaml(
        "small",
        f"""\
remote: private
wikis:
  {FR}: {{assent: {{result: assent, closed: 2024-01-20}}}}
""",
    ),
    "private/candidates/c1.yaml": f"wiki: Some User\nhome: {FR}\nroles: [mentee]\n",
}


def posted(letter: str = "invite.mentee", host: str = FR) -> Posted:
    about = {"letter": letter, "host": host}
    sent = Delivery(KEY, "letter", "c1", "talk", "", about)
    return Posted(sent, "sent", datetime(2025, 1, 10, tzinfo=UTC))


def seen(text: str) -> Seen:
    talk = TalkPage(exists=True, revision=9, text=text)
    return Seen(FR, "Some User", 7, emailable=True, talk=talk)


REMINDER = Contact("follow-up.mentee", "wikimail", date(2025, 2, 1))
AGAIN = Contact("invite.mentee", "talk", date(2026, 2, 1))


@pytest.mark.parametrize("about", [REMINDER, AGAIN], ids=["reminder", "a year later"])
@pytest.mark.parametrize(
    ("text", "codes"),
    [(LETTER, ()), ("== x ==", ("removed",)), (f"{LETTER}\n:non", ("answered",))],
)
def test_whoever_removed_a_letter_or_wrote_below_it_gets_no_other(
    about: Contact, text: str, codes: tuple[str, ...], cohort_of: CohortOf
) -> None:
    cohort = cohort_of(FILES)
    gate = Gate(cohort, (), [posted()], about.on, secret=SECRET)
    assert gate.refusals(cohort.candidates["c1"], about, seen(text)) == codes


def test_what_was_recorded_since_counts_for_more(cohort_of: CohortOf) -> None:
    cohort = cohort_of(FILES)
    said = [Answer("c1", "later", date(2025, 1, 12), "", date(2025, 1, 25))]
    gate = Gate(cohort, said, [posted()], REMINDER.on, secret=SECRET)
    for text in ("", f"{LETTER}\n:later please"):
        codes = gate.refusals(cohort.candidates["c1"], REMINDER, seen(text))
        assert not {"removed", "answered"} & set(codes)


def test_only_letters_that_ask_somebody_to_come_and_only_on_that_wiki(cohort_of: CohortOf) -> None:
    cohort = cohort_of(FILES)
    elsewhere = Gate(cohort, (), [posted(host="sw.wikipedia.org")], REMINDER.on, secret=SECRET)
    assert elsewhere.refusals(cohort.candidates["c1"], REMINDER, seen("")) == ()
    answer = Contact("unsure.mentee", "wikimail", REMINDER.on)
    gate = Gate(cohort, (), [posted()], REMINDER.on, secret=SECRET)
    assert gate.refusals(cohort.candidates["c1"], answer, seen("")) == ()
