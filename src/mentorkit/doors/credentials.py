"""Who one is on the wikis, and passwords: from the environment, a command or the keyring.

They are never in files, arguments, logs or messages: what is kept here does not show itself, and no
message says what a variable or a command holds.
"""

import importlib
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field

from mentorkit.problems import Misuse

USER = "MENTORKIT_WIKI_USER"
PASSWORD = "MENTORKIT_WIKI_PASSWORD"  # noqa: S105 (the name of a variable)
PASSWORD_COMMAND = "MENTORKIT_WIKI_PASSWORD_COMMAND"  # noqa: S105
KEYRING = "MENTORKIT_WIKI_KEYRING"
TOKEN = "MENTORKIT_WIKI_TOKEN"  # noqa: S105

SERVICE = "mentorkit"
"""The name under which the keyring keeps the password of MENTORKIT_WIKI_USER."""

_SIGN_IN = (
    f"make a bot password on Special:BotPasswords and set {USER}=Name@app and {PASSWORD_COMMAND}; "
    f"or set {TOKEN} to an owner-only OAuth 2 access token"
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs in to the wikis: a bot password's user (Name@app) and password, or a token."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def hidden(self, said: str) -> str:
        """Return somebody's words without what must stay secret."""
        for secret in (self.password, self.token, self.user):
            if secret:
                said = said.replace(secret, "…")
        return said


def credentials_of(environment: Mapping[str, str]) -> Credentials:
    """Read who signs in from MENTORKIT_WIKI_… variables; a password command is run here.

    Raises Misuse, in which no secret stands, where they are not enough or make no sense.
    """
    token = environment.get(TOKEN, "").strip()
    user = environment.get(USER, "").strip()
    if token and user:
        raise Misuse(f"{USER} and {TOKEN} are both set", "unset the one that is not meant")
    if token:
        if not token.isascii() or not token.isprintable() or " " in token:
            raise Misuse(f"{TOKEN} is no access token", "copy it again, on one line")
        return Credentials(token=token)
    if not user:
        raise Misuse("nobody is signed in to the wikis", _SIGN_IN)
    name, _, app = user.partition("@")
    if not name or not app:
        raise Misuse(f"{USER} is not the name of a bot password", _SIGN_IN)
    password = _kept(environment, user) or password_of(environment, PASSWORD, PASSWORD_COMMAND)
    if not password:
        hint = f"set {PASSWORD_COMMAND} to a command that prints the bot password, or {PASSWORD}"
        raise Misuse(f"{USER} is set, but there is no password", hint)
    return Credentials(user, password)


def password_of(environment: Mapping[str, str], name: str, command_name: str) -> str:
    """Return the first line that the command of one variable prints, else what the other holds.

    Raises Misuse where the command fails or takes longer than 60 seconds.
    """
    command = environment.get(command_name, "")
    if not command:
        return environment.get(name, "")
    hint = f"look at {command_name}; it must print the password on one line"
    try:
        done = subprocess.run(
            shlex.split(command),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise Misuse(f"the password command cannot be run: {reason}", hint) from None
    if done.returncode:
        raise Misuse(f"the password command ended with status {done.returncode}", hint)
    return done.stdout.decode("utf-8", "replace").split("\n")[0].rstrip("\r")


def _kept(environment: Mapping[str, str], user: str) -> str:
    """Return what the computer's keyring keeps, where the environment says to look there."""
    wanted = environment.get(KEYRING, "").casefold()
    if wanted in ("", "no", "0"):
        return ""
    if wanted not in ("yes", "1"):
        raise Misuse(f"{KEYRING} is neither yes nor no", "write one of the two")
    try:
        keyring = importlib.import_module("mentorkit.doors.keeping")
    except ImportError:
        hint = "install it: pip install 'mentorkit[keyring]'"
        raise Misuse("the keyring cannot be asked: its library is not installed", hint) from None
    try:
        password = keyring.password_of(SERVICE, user)
    except keyring.Locked as error:
        hint = f"look whether it is unlocked, or set {PASSWORD_COMMAND} instead"
        message = f"the keyring cannot be asked: {type(error).__name__}"
        raise Misuse(message, hint) from None
    if not password:
        hint = f"keep it there: keyring set {SERVICE} NAME@APP"
        raise Misuse(f"the keyring has no password for {USER}", hint)
    return str(password)
