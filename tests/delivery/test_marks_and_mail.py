"""The secret and its markers, and letters as mail."""

import base64
import stat
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from delivery_sender import parcel
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.cohort.model import Person
from mentorkit.doors.journal import KEY, open_journal, secret_of
from mentorkit.problems import Refused
from mentorkit.render.mail import as_letter
from mentorkit.rules.marker import marker
from mentorkit.rules.parcel import Parcel

NOW = datetime(2025, 3, 4, 23, 30, tzinfo=UTC)
NURU = Person.model_validate(
    {"id": "nuru", "name": 'Nuru "N." <x>, Juma', "roles": ["coordinator"], "email": "n@t.invalid"}
)


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    secret = secret_of(tmp_path)
    path = tmp_path / KEY
    assert (len(secret), secret_of(tmp_path)) == (32, secret)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [other.name for other in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("text", ["", "abc", "0" * 63, "G" * 64, "0" * 66])
def test_a_damaged_secret_is_refused_and_left_alone(text: str, tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / KEY).write_text(text)
    with pytest.raises(Refused, match="64 hexadecimal"):
        secret_of(tmp_path)
    assert (tmp_path / KEY).read_text() == text


def test_no_second_secret_is_made_for_a_journal_that_has_letters(tmp_path: Path) -> None:
    secret_of(tmp_path)
    with open_journal(tmp_path) as journal:
        journal.intend(parcel("Amina").delivery, NOW)
    (tmp_path / KEY).unlink()
    with pytest.raises(Refused, match="is gone"):
        secret_of(tmp_path)
    assert not (tmp_path / KEY).exists()


@given(st.binary(min_size=32, max_size=32), st.text(), st.text())
def test_markers_are_alike_only_for_the_same_key(secret: bytes, one: str, other: str) -> None:
    mark = marker(secret, one.encode("utf-8", "replace").hex())
    assert len(mark) == 26
    assert set(mark) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert (mark == marker(secret, other.encode("utf-8", "replace").hex())) == (one == other)


def test_a_marker_is_the_start_of_an_hmac() -> None:
    # HMAC-SHA256 of RFC 4231, test case 2.
    published = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    in_base_32 = base64.b32encode(bytes.fromhex(published)).decode().lower()
    assert marker(b"Jefe", "what do ya want for nothing?") == in_base_32[:26]


def test_a_letter_by_mail_is_plain_and_from_a_person() -> None:
    letter = Parcel(
        parcel("amina").delivery,
        "",
        "amina@t.invalid",
        "دعوة\r\nBcc: all@t.invalid",
        "مرحبا \u2068Amina\u2069،\n\n" + "كلمة " * 300 + "\n\nhttps://t.invalid/x",
        "ar",
    )
    mail = message_from_bytes(as_letter(letter, NURU, "test-2025", NOW), policy=policy.default)
    assert mail["From"].addresses[0].addr_spec == "n@t.invalid"
    assert mail["To"] == "amina@t.invalid"
    assert mail["Bcc"] is None
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("no", "ar")
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"] == f"<{letter.delivery.key}@test-2025.invalid>"
    assert mail.get_content().replace("\r\n", "\n") == f"{letter.text}\n"
    assert as_letter(letter, NURU, "test-2025", NOW) == as_letter(letter, NURU, "test-2025", NOW)
