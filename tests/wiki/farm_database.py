"""Writes accounts and backdated edits straight into a farm wiki's SQLite database.

MediaWiki's own importer does the same at some 400 revisions a second; the same rows by SQL take
milliseconds, so a test can afford its own history. `test_farm.py` holds these rows against
edits and reverts that MediaWiki's own code made.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FILLER = "Farm filler"
BASE_SIZE = 5_000
LONG_AGO = "20100101000000"


@dataclass(frozen=True, slots=True)
class Account:
    """A registered user; ids differ from wiki to wiki, as they do in real farms."""

    name: str
    user_id: int


@dataclass(frozen=True, slots=True)
class Edit:
    """One revision: `title` without its namespace, `change` in bytes against the parent."""

    user: str
    at: datetime
    namespace: int
    title: str
    change: int = 10
    new: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seed:
    """All that a wiki holds when it starts."""

    accounts: tuple[Account, ...] = ()
    edits: tuple[Edit, ...] = ()


class WikiDatabase:
    """One wiki's database, opened for each change and closed again."""

    def __init__(self, path: Path):
        self.path = path

    def prepare(self) -> None:
        """Free the low user ids, which a seed may want, and add who owns older revisions."""
        with closing(self._open()) as db, db:
            db.execute("UPDATE user SET user_id = user_id + 900000000")
            db.execute("UPDATE actor SET actor_user = actor_user + 900000000")
            self._account(db, Account(FILLER, 990000000))

    def add(self, seed: Seed) -> None:
        """Add the accounts and the edits, oldest edit first."""
        with closing(self._open()) as db, db:
            for account in seed.accounts:
                self._account(db, account)
            writer = _Writer(db)
            for edit in sorted(seed.edits, key=lambda e: e.at):
                writer.write(edit)

    def edit(self, *edits: Edit) -> None:
        """Add edits to those that are there."""
        self.add(Seed(edits=edits))

    def rename(self, old: str, new: str) -> None:
        """Give an account another name; its id and its edits stay, the old name is free."""
        with closing(self._open()) as db, db:
            db.execute("UPDATE user SET user_name = ? WHERE user_name = ?", (new, old))
            db.execute("UPDATE actor SET actor_name = ? WHERE actor_name = ?", (new, old))

    def move(self, old: tuple[int, str], new: tuple[int, str]) -> None:
        """Move a page, namespace and title with underscores, and leave no redirect."""
        with closing(self._open()) as db, db:
            db.execute(
                "UPDATE page SET page_namespace = ?, page_title = ?"
                " WHERE page_namespace = ? AND page_title = ?",
                (*new, *old),
            )

    def tag(self, user: str, at: datetime, name: str = "mw-reverted") -> int:
        """Tag what a user edited at that second; returns how many revisions that were."""
        with closing(self._open()) as db, db:
            found = db.execute(
                "SELECT rev_id FROM revision JOIN actor ON actor_id = rev_actor"
                " WHERE actor_name = ? AND rev_timestamp = ?",
                (user, _stamp(at)),
            ).fetchall()
            for (revision,) in found:
                _tag(db, revision, name)
        return len(found)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=30)

    def _account(self, db: sqlite3.Connection, account: Account) -> None:
        db.execute(
            "INSERT INTO user (user_id, user_name, user_password, user_newpassword, user_email,"
            " user_touched, user_token, user_registration, user_editcount)"
            " VALUES (?, ?, '', '', '', ?, '*** INVALID ***', ?, 0)",
            (account.user_id, account.name, LONG_AGO, LONG_AGO),
        )
        db.execute(
            "INSERT INTO actor (actor_user, actor_name) VALUES (?, ?)",
            (account.user_id, account.name),
        )


class _Writer:
    def __init__(self, db: sqlite3.Connection):
        self.db = db
        self.actors: dict[str, int] = dict(db.execute("SELECT actor_name, actor_id FROM actor"))
        self.texts: dict[int, int] = {}
        self.pages: dict[tuple[int, str], tuple[int, int, int]] = {
            (namespace, title): (page, latest, size)
            for namespace, title, page, latest, size in db.execute(
                "SELECT page_namespace, page_title, page_id, page_latest, page_len FROM page"
            )
        }

    def write(self, edit: Edit) -> None:
        key = (edit.namespace, edit.title.replace(" ", "_"))
        if edit.new and key in self.pages:
            raise ValueError(f"{edit.title!r} cannot be created twice")
        if not edit.new and key not in self.pages:
            self._revision(key, FILLER, LONG_AGO, BASE_SIZE)
        revision = self._revision(key, edit.user, _stamp(edit.at), edit.change)
        for tag in edit.tags:
            _tag(self.db, revision, tag)

    def _revision(self, key: tuple[int, str], user: str, stamp: str, change: int) -> int:
        page, parent, before = self.pages.get(key) or (self._page(key), 0, 0)
        size = before + change
        if size < 0:
            raise ValueError(f"{key} cannot shrink below nothing")
        revision = _insert(
            self.db,
            "INSERT INTO revision (rev_page, rev_actor, rev_timestamp, rev_len, rev_parent_id,"
            " rev_sha1) VALUES (?, ?, ?, ?, ?, ?)",
            (page, self.actors[user], stamp, size, parent, _sha1(size)),
        )
        self.db.execute("INSERT INTO revision_comment_temp VALUES (?, 1)", (revision,))
        slot = (revision, self._text(size), revision)
        self.db.execute("INSERT INTO slots VALUES (?, 1, ?, ?)", slot)
        self.db.execute(
            "UPDATE page SET page_latest = ?, page_len = ?, page_is_new = ? WHERE page_id = ?",
            (revision, size, parent == 0, page),
        )
        self.pages[key] = (page, revision, size)
        return revision

    def _page(self, key: tuple[int, str]) -> int:
        return _insert(
            self.db,
            "INSERT INTO page (page_namespace, page_title, page_random, page_touched, page_latest,"
            " page_len, page_content_model) VALUES (?, ?, 0.5, ?, 0, 0, 'wikitext')",
            (*key, LONG_AGO),
        )

    def _text(self, size: int) -> int:
        if size not in self.texts:
            text = _insert(
                self.db,
                "INSERT INTO text (old_text, old_flags) VALUES (?, 'utf-8,gzip')",
                (_deflated(size),),
            )
            self.texts[size] = _insert(
                self.db,
                "INSERT INTO content (content_size, content_sha1, content_model, content_address)"
                " VALUES (?, ?, 1, ?)",
                (size, _sha1(size), f"tt:{text}"),
            )
        return self.texts[size]


def _insert(db: sqlite3.Connection, statement: str, values: Iterable[object]) -> int:
    row = db.execute(statement, tuple(values)).lastrowid
    assert row is not None
    return row


def _tag(db: sqlite3.Connection, revision: int, name: str) -> None:
    db.execute(
        "INSERT OR IGNORE INTO change_tag_def (ctd_name, ctd_user_defined) VALUES (?, 0)", (name,)
    )
    db.execute(
        "INSERT INTO change_tag (ct_rev_id, ct_tag_id)"
        " SELECT ?, ctd_id FROM change_tag_def WHERE ctd_name = ?",
        (revision, name),
    )


def _stamp(at: datetime) -> str:
    return f"{at:%Y%m%d%H%M%S}"


def _deflated(size: int) -> bytes:
    # PHP's gzinflate(), which reads these texts, wants the bare stream.
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(b"x" * size) + packer.flush()


def _sha1(size: int) -> str:
    # MediaWiki keeps SHA-1 in base 36, 31 digits.
    number = int(hashlib.sha1(b"x" * size, usedforsecurity=False).hexdigest(), 16)
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits.rjust(31, "0")
