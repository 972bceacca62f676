"""The ways that letters go, opened for one run: wikis, signed in to, and the mail server."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mentorkit.cohort.model import Cohort, Person
from mentorkit.doors.credentials import Credentials, credentials_of
from mentorkit.doors.journal import secret_of
from mentorkit.doors.mail import Mail, account_of
from mentorkit.doors.talk_pages import TalkPages
from mentorkit.doors.wiki_account import WikiAccount
from mentorkit.doors.wiki_mail import WikiMail
from mentorkit.problems import WikiFailed
from mentorkit.render.mail import as_letter
from mentorkit.rules.delivery import Channel, Facts, Posted, Result
from mentorkit.rules.mail_address import wire
from mentorkit.rules.parcel import Parcel
from mentorkit.verbs.delivering import Post


class Accounts:
    """The wikis of a cohort, each signed in to when it is first needed.

    A cohort of fictional people reaches wikis on this computer only. `tell` is told what is being
    asked; `sleep` waits for seconds.
    """

    def __init__(
        self,
        cohort: Cohort,
        credentials: Credentials,
        tell: Callable[[str], None] = lambda text: None,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._sleep = sleep
        self._cohort = cohort
        self._credentials = credentials
        self._tell = tell
        self._known: dict[str, WikiAccount] = {}
        self._failed: dict[str, WikiFailed] = {}

    def __call__(self, host: str) -> WikiAccount:
        """Return our account on a wiki. Raises WikiFailed, and Misuse for a wrong address."""
        if host in self._failed:
            raise self._failed[host]
        if host not in self._known:
            try:
                self._known[host] = self._signed_in(host)
            except WikiFailed as failure:
                self._failed[host] = failure
                raise
        return self._known[host]

    def _signed_in(self, host: str) -> WikiAccount:
        programme = self._cohort.programme
        if host not in programme.wikis and programme.fictional:
            message = f"{host} does not stand under wikis: in mentorkit.yaml"
            raise WikiFailed(message, "put it back there; its letters wait until then")
        wiki = WikiAccount.of(programme, host, self._tell, self._sleep)
        wiki.sign_in(self._credentials)
        return wiki


class LetterMail:
    """Sends letters by mail, from a person and in a programme; nobody can ask what arrived."""

    def __init__(self, mail: Mail, sender: Person, programme: str, clock: Callable[[], datetime]):
        self.over: dict[str, WikiFailed] = {}
        self._mail = mail
        self._sender = sender
        self._programme = programme
        self._clock = clock

    def send(
        self, parcel: Parcel, begin: Callable[[Facts], None], earlier: Posted | None = None
    ) -> Result:
        """Hand a letter to the mail server. Raises WikiFailed where it cannot be reached."""
        content = as_letter(parcel, self._sender, self._programme, self._clock())
        self._mail.ready()
        begin({})
        result = self._mail.send(wire(self._sender.email or ""), wire(parcel.to), content)
        if self._mail.turned_away:
            said = f"the mail server takes nothing from this sender: {result.why}"
            self.over[""] = WikiFailed(said, "ask whoever runs the mail server")
        return result

    def arrived(self, posted: Posted, *, surely: bool = False) -> bool | None:
        """Return None: that cannot be known."""
        return None


@contextmanager
def open_posts(
    cohort: Cohort,
    root: Path,
    environment: Mapping[str, str],
    channels: Collection[Channel],
    *,
    sender: Person,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    accounts: Accounts | None = None,
    tell: Callable[[str], None] = lambda text: None,
) -> Iterator[dict[Channel, Post]]:
    """Open the ways that some channels need; connections begin with the first letter.

    `root` is the cohort directory, `environment` says who signs in. `accounts` are the wikis'
    where they are signed in to already. Raises Misuse where the environment is not enough, and
    Refused where the cohort's secret cannot be read.
    """
    posts: dict[Channel, Post] = {}
    if not {"talk", "wikimail"}.isdisjoint(channels):
        accounts = accounts or Accounts(cohort, credentials_of(environment), tell, sleep)
        posts["talk"] = TalkPages(accounts, secret_of(root), sleep)
        posts["wikimail"] = WikiMail(accounts)
    if "mail" not in channels:
        yield posts
        return
    account = account_of(environment)
    with Mail(account, loopback_only=cohort.programme.fictional) as mail:
        posts["mail"] = LetterMail(mail, sender, cohort.programme.id, clock)
        yield posts
