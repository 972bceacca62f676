"""A wiki with somebody signed in: questions as that account, and writes, each sent one time.

A question may be asked again, a write may not: when its answer is lost, nobody knows yet whether
the wiki did it. What is sure is that an error of MediaWiki's own comes before anything was saved.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mentorkit.doors.credentials import PASSWORD, TOKEN, USER, Credentials
from mentorkit.doors.wiki import ApiFailed, Document, Unwell, Wiki
from mentorkit.problems import WikiFailed

Outcome = Literal["done", "refused", "later", "lost"]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a write.

    done: the wiki says so in `document`. refused: surely not done, and `code` says why, in
    MediaWiki's word. later: surely not done, and the wiki's reason passes. lost: nobody knows.
    `why` is in words, on one line.
    """

    outcome: Outcome
    code: str = ""
    why: str = ""
    document: Document = field(default_factory=dict)


class WikiAccount(Wiki):
    """One wiki, and after `sign_in` an account there: `name`, and `user_id` on this wiki.

    While `signed_in` is false nothing is asked and nothing written, only signed in.
    """

    name = ""
    user_id = 0
    signed_in = False
    _credentials = Credentials()
    _csrf = ""
    _entering = False

    def sign_in(self, credentials: Credentials) -> None:
        """Sign in; whatever is asked from then on fails rather than be asked as anybody else.

        Whoever was signed in before can only be signed in again. Raises WikiFailed, in which no
        secret stands.
        """
        self._credentials = credentials
        self.signed_in, self._entering = False, True
        try:
            self._begin()
        except WikiFailed as failure:
            message, hint = credentials.hidden(failure.message), credentials.hidden(failure.hint)
            raise WikiFailed(message, hint) from None
        finally:
            self._entering = False
        self.signed_in = True

    def ask(self, **parameters: str | int) -> Document:
        """Send one reading request and return its document; tries again where that can help.

        Where the wiki has forgotten who we are, signs in again, once. Raises WikiFailed.
        """
        try:
            return super().ask(**parameters)
        except ApiFailed as failure:
            if self._entering or not _forgotten(failure.code):
                raise
        self.sign_in(self._credentials)
        return super().ask(**parameters)

    def ready(self) -> None:
        """See to it that the next write needs no question before it. Raises WikiFailed."""
        if not self._csrf:
            found = self.ask(action="query", meta="tokens", type="csrf")
            self._csrf = str(found["query"]["tokens"]["csrftoken"])

    def write(self, **parameters: str | int) -> Written:
        """Send one write and say what became of it.

        It is sent a second time only where the wiki surely did nothing, because our token or our
        session had run out.
        """
        written = self._written(parameters)
        if written.code != "badtoken" and not _forgotten(written.code):
            return written
        try:
            if written.code == "badtoken":
                self._csrf = ""
                self.ready()
            else:
                self.sign_in(self._credentials)
        except WikiFailed as failure:
            return Written("later", written.code, self._plain(failure.message))
        return self._written(parameters)

    def barred(self) -> bool:
        """Return whether our account is blocked from the whole wiki. Raises WikiFailed."""
        me = self.ask(action="query", meta="userinfo", uiprop="blockinfo")["query"]["userinfo"]
        return "blockid" in me and not me.get("blockpartial")

    def _written(self, parameters: dict[str, str | int]) -> Written:
        try:
            self.ready()
        except WikiFailed as failure:
            return Written("later", "", self._plain(failure.message))
        try:
            document = self._once({**parameters, "token": self._csrf}, writes=True)
        except Unwell as unwell:
            return Written(_outcome(unwell.code), unwell.code, self._plain(str(unwell)))
        told = document.get(str(parameters["action"]))
        return self._told(told if isinstance(told, dict) else {}, document)

    def _told(self, told: Document, document: Document) -> Written:
        """Return what an answer comes to that is no error but need not be a success."""
        result = told.get("result")
        if result is None:
            return Written("lost", why="the answer does not say what was done")
        if result in ("Success", "Warnings"):
            return Written("done", document=document)
        for error in told.get("errors", ()):
            # The wiki's own mail server failed.
            code = str(error.get("code"))
            return Written("later", code, self._plain(f"{code}: {error.get('message')}"))
        # A captcha, or an extension's objection: nothing was saved.
        code = next((key for key in ("captcha", "spamblacklist") if key in told), "failure")
        code = str(told.get("code", code))
        return Written("refused", code, self._plain(f"{code}: {told.get('info', result)}"))

    def _once(self, parameters: Mapping[str, str | int], *, writes: bool = False) -> Document:
        if self._entering:
            return super()._once(parameters, writes=writes)
        if not self.signed_in:
            # Without a session a wiki takes an edit all the same, from nobody.
            raise Unwell("nobody is signed in", attempts=1, hint=CHECK, code=_SIGNED_OUT)
        return super()._once({**parameters, "assertuser": self.name}, writes=writes)

    def _begin(self) -> None:
        self._csrf = ""
        self._transport.cookies.clear()
        self._transport.sign(self._credentials.token)
        if not self._credentials.token:
            self._log_in()
        found = self.ask(action="query", meta="userinfo|tokens", type="csrf")["query"]
        me = found["userinfo"]
        if me.get("anon") or not me.get("id"):
            raise WikiFailed(f"{self.host} signed nobody in", CHECK)
        if self.name and self.name != str(me["name"]):
            raise WikiFailed(f"{self.host}: another account is signed in now", CHECK)
        self.name, self.user_id = str(me["name"]), int(me["id"])
        self._csrf = str(found["tokens"]["csrftoken"])

    def _log_in(self) -> None:
        """Sign in with a bot password, for which MediaWiki has action=login."""
        told = self.ask(action="query", meta="tokens", type="login")
        parameters: dict[str, str | int] = {
            "action": "login",
            "lgname": self._credentials.user,
            "lgpassword": self._credentials.password,
            "lgtoken": str(told["query"]["tokens"]["logintoken"]),
        }
        send: Callable[[], Document] = lambda: self._once(parameters, writes=True)  # noqa: E731
        said = self._patiently(send).get("login")
        answer = said if isinstance(said, dict) else {}
        if answer.get("result") != "Success":
            reason = self._plain(str(answer.get("reason") or answer.get("result")))
            raise WikiFailed(f"{self.host} does not sign us in: {reason}", CHECK)

    def _plain(self, said: str) -> str:
        """Return a wiki's words on one line, short, and without what must stay secret."""
        hidden = self._credentials.hidden(said)
        if self._csrf:
            hidden = hidden.replace(self._csrf, "…")
        return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", hidden).strip()[:200]


_SIGNED_OUT = "signed-out"
CHECK = f"check {USER} and {PASSWORD} (or its command), or {TOKEN}"
"""What to do where a wiki does not know who we are."""


def _forgotten(code: str) -> bool:
    return code in ("assertuserfailed", "assertnameduserfailed", "assertbotfailed")


_PASSING = {_SIGNED_OUT, "badtoken", "maxlag", "ratelimited", "readonly"}


def _outcome(code: str) -> Outcome:
    if not code or code.startswith("internal_api_error"):
        return "lost"
    # Extensions have codes of their own for what was too much in too short a time.
    passing = code in _PASSING or "throttle" in code or "ratelimit" in code
    return "later" if passing else "refused"
