"""Who signs in: every way to say it, and messages that give nothing away."""

import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from mentorkit.doors.credentials import Credentials, credentials_of
from mentorkit.problems import Misuse

SECRET = "planted-secret"
COMMAND = f"{sys.executable} -c"


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        (
            {"MENTORKIT_WIKI_USER": "Nuru@kit", "MENTORKIT_WIKI_PASSWORD": SECRET},
            Credentials("Nuru@kit", SECRET),
        ),
        (
            {
                "MENTORKIT_WIKI_USER": "Nuru@kit",
                "MENTORKIT_WIKI_PASSWORD_COMMAND": f"printf '{SECRET}\\nmore'",
            },
            Credentials("Nuru@kit", SECRET),
        ),
        ({"MENTORKIT_WIKI_TOKEN": f" {SECRET}\n"}, Credentials(token=SECRET)),
    ],
)
def test_credentials_come_from_the_environment(
    environment: dict[str, str], found: Credentials
) -> None:
    assert credentials_of(environment) == found
    assert SECRET not in repr(found)
    assert "Nuru" not in repr(found)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "nobody is signed in"),
        ({"USER": "Nuru", "PASSWORD": SECRET}, "not the name of a bot password"),
        ({"USER": "@kit", "PASSWORD": SECRET}, "not the name of a bot password"),
        ({"USER": "Nuru@kit"}, "there is no password"),
        ({"USER": "Nuru@kit", "TOKEN": SECRET}, "both set"),
        ({"TOKEN": f"{SECRET} {SECRET}"}, "no access token"),
        ({"TOKEN": f"{SECRET}\r\nX: y"}, "no access token"),
        ({"USER": "Nuru@kit", "PASSWORD_COMMAND": f"false {SECRET}"}, "ended with status 1"),
        ({"USER": "Nuru@kit", "PASSWORD_COMMAND": f"./{SECRET}"}, "cannot be run"),
        ({"USER": "Nuru@kit", "PASSWORD_COMMAND": f"'{SECRET}"}, "cannot be run"),
        ({"USER": "Nuru@kit", "KEYRING": "maybe", "PASSWORD": SECRET}, "neither yes nor no"),
    ],
)
def test_what_is_not_enough_is_said_without_a_secret(
    environment: dict[str, str], said: str
) -> None:
    with pytest.raises(Misuse, match=said) as raised:
        credentials_of({f"MENTORKIT_WIKI_{name}": value for name, value in environment.items()})
    assert SECRET not in raised.value.message + raised.value.hint
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_without_its_library_the_keyring_is_missed_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.delitem(sys.modules, "mentorkit.doors.keeping", raising=False)
    with pytest.raises(Misuse, match="not installed") as raised:
        credentials_of({"MENTORKIT_WIKI_USER": "Nuru@kit", "MENTORKIT_WIKI_KEYRING": "yes"})
    assert "mentorkit[keyring]" in raised.value.hint


class Keeping(KeyringBackend):
    """What the library asks in place of a desktop's own keeping."""

    priority = 1

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def get_password(self, service: str, username: str) -> str | None:
        if not (self.folder / "unlocked").exists():
            raise KeyringLocked(f"locked: {self.folder}")
        kept = self.folder / f"{service} {username}"
        return kept.read_text("utf-8") if kept.exists() else None

    def set_password(self, service: str, username: str, password: str) -> None:
        (self.folder / f"{service} {username}").write_text(password, "utf-8")


def test_the_keyring_is_asked_for_the_user(tmp_path: Path) -> None:
    environment = {"MENTORKIT_WIKI_USER": "Nuru@kit", "MENTORKIT_WIKI_KEYRING": "yes"}
    before = keyring.get_keyring()
    keyring.set_keyring(Keeping(tmp_path))
    try:
        keyring.set_password("mentorkit", "Nuru@kit", SECRET)
        with pytest.raises(Misuse, match="cannot be asked: KeyringLocked"):
            credentials_of(environment)
        (tmp_path / "unlocked").touch()
        assert credentials_of(environment).password == SECRET
        with pytest.raises(Misuse, match="has no password"):
            credentials_of({**environment, "MENTORKIT_WIKI_USER": "Zuri@kit"})
    finally:
        keyring.set_keyring(before)
