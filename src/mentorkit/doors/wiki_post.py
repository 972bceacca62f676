"""What the two ways through a wiki have in common: an account a host, and what its codes mean."""

from collections.abc import Callable

from mentorkit.doors.wiki_account import CHECK, WikiAccount, Written
from mentorkit.problems import WikiFailed
from mentorkit.rules.delivery import Facts, Result

Begin = Callable[[Facts], None]
"""Called right before a letter is handed over, with the facts that tell it again afterwards."""

_OURS = {
    "assertnameduserfailed",
    "assertuserfailed",
    "autoblocked",
    "badaccess",
    "blockedemailuser",
    "blockedfrommail",
    "cantcreate",
    "cantsend",
    "captcha",
    "confirmemail",
    "globalblocking-blocked",
    "mailnologin",
    "mustbeloggedin",
    "mwoauth-invalid-authorization",
    "permissiondenied",
    "readapidenied",
    "usermaildisabled",
    "writeapidenied",
}
"""Codes that tell of our own account, or of the whole wiki: no fault of who is written to."""


class WikiPost:
    """Letters through wikis. `accounts` gives the signed-in account of a host.

    `over` says of a host why nothing more can be sent through it in this run.
    """

    def __init__(self, accounts: Callable[[str], WikiAccount]):
        self._accounts = accounts
        self.over: dict[str, WikiFailed] = {}

    def result(self, wiki: WikiAccount, written: Written) -> Result:
        """Return what a write came to that was not lost; note where it is over with a host."""
        if written.outcome == "done":
            return Result("sent")
        if written.outcome == "later":
            if not wiki.signed_in:
                said = f"{wiki.host} has signed us out: {written.why}"
                self.over[wiki.host] = WikiFailed(said, CHECK)
            return Result("due", written.why)
        if written.code in _OURS or (written.code == "blocked" and self._barred(wiki)):
            said = f"{wiki.host} takes nothing from {wiki.name}: {written.why}"
            self.over[wiki.host] = WikiFailed(said, f"see to what {wiki.name} may do there")
            return Result("due", written.why)
        return Result("refused", written.why)

    def _barred(self, wiki: WikiAccount) -> bool:
        try:
            return wiki.barred()
        except WikiFailed:
            return True
