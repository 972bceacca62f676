"""What the contact gate weighs: a message about to be sent, earlier ones, and what a wiki says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from mentorkit.rules.delivery import Posted

MEETING, MEETING_OFF = "meeting", "meeting.cancelled"
"""The kinds of messages about a meeting: that it is to be, and that somebody need not come."""


@dataclass(frozen=True, slots=True)
class TalkPage:
    """Somebody's user talk page as a wiki has it now.

    `title` is the wiki's own spelling; `revision` the latest one, 0 where there is no page.
    `redirect` is where the page leads instead, or empty; `foreign` whether that is another
    person's page, or one that is nobody's. `model` is the content model, `editable` whether who
    asked may edit it. `refuses` says that the page turns away messages like ours ({{nobots}}),
    `opted_out` that it or the user page is in the category of those who want none. `unclosed`:
    what comes below its text is not shown. `text` is its wikitext, empty for any other model.
    """

    title: str = ""
    exists: bool = False
    revision: int = 0
    redirect: str = ""
    foreign: bool = False
    model: str = "wikitext"
    editable: bool = True
    refuses: bool = False
    opted_out: bool = False
    unclosed: bool = False
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a wiki says of a user today; `name` is the account's own, also after a renaming.

    `blocked` counts where it keeps them from answering: from the whole wiki or from their own
    talk page. `locked` is the global account. `emailable`: whoever is signed in may mail them.
    `language` is that of the wiki, as a BCP 47 tag.
    """

    host: str
    name: str
    user_id: int = 0
    found: bool = True
    blocked: bool = False
    locked: bool = False
    emailable: bool = False
    bot: bool = False
    talk: TalkPage = TalkPage()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A message about to be sent: the kind of letter, the channel (empty: any), and the day.

    The kind is that of its template, such as "invite.mentee"; an empty one is a first letter.
    """

    letter: str
    channel: str
    on: date

    @property
    def recruits(self) -> bool:
        """Whether it asks somebody who is not in the programme to come."""
        return not self.letter or recruits(self.letter)

    @property
    def follows_up(self) -> bool:
        """Whether it reminds somebody of an earlier one."""
        return follows_up(self.letter)

    @property
    def thanks_for_no(self) -> bool:
        """Whether it thanks somebody for a no: the last letter that they get."""
        return self.letter.startswith("declined.")

    @property
    def on_wiki(self) -> bool:
        """Whether it goes through a wiki."""
        return self.channel in ("talk", "wikimail")


class Written(NamedTuple):
    """A letter that was sent to somebody on a day, or perhaps was (`unsure`).

    `who` stands for the user name (`rules.user_key`), or is empty. A letter on a talk page has its
    wiki's host as `page`, and the `key` of its delivery. `account` stands for the account itself
    (`rules.marks.account_key`) where a wiki was looked at.
    """

    person: str
    letter: str
    on: date
    who: str = ""
    unsure: bool = False
    page: str = ""
    key: str = ""
    account: str = ""

    @property
    def recruits(self) -> bool:
        """Whether it asked somebody to come; a letter of no known kind did."""
        return not self.letter or recruits(self.letter)

    @property
    def follows_up(self) -> bool:
        """Whether it reminded somebody of an earlier one."""
        return follows_up(self.letter)


def follows_up(letter: str) -> bool:
    """Whether a kind of letter reminds somebody of an invitation."""
    return letter.startswith("follow-up.") and letter != "follow-up.year"


def recruits(letter: str) -> bool:
    """Whether a kind of letter asks somebody to come, for the first time or again."""
    return letter.partition(".")[0] in ("invite", "ask") or follows_up(letter)


def written_in(posted: Iterable[Posted]) -> list[Written]:
    """Return the letters, of all that a journal holds, that were sent or may have been."""
    return [
        Written(
            each.delivery.person,
            str(each.delivery.about.get("letter", "")),
            each.at.date(),
            each.delivery.to,
            each.state == "unsure",
            str(each.delivery.about.get("host", "")) if each.delivery.channel == "talk" else "",
            each.delivery.key,
            str(each.delivery.about.get("account", "")),
        )
        for each in posted
        if each.delivery.kind == "letter" and each.state in ("sent", "unsure")
    ]


def further_marks(letters: Iterable[Written]) -> Mapping[str, set[str]]:
    """Return by what else those are known whom letters went to, by id and by the key of a name.

    A letter goes to the name of its day: it ties an id to that name and to the account.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for letter in letters:
        found[letter.person] |= {letter.who, letter.account}
        found[letter.who].add(letter.account)
    # Of a letter that names nobody, nothing is known of anybody else who is not named.
    found.pop("", None)
    return found
