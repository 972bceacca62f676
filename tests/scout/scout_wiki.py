"""Wikis with people to be found: how they were made, what their databases say, and cohorts.

The edits are made up by numbers, not by chance, so that every run sees the same.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from farm import Farm
from farm_database import Account, Edit, Seed

from running import mentorkit_yaml

FR, SW = "fr.wikipedia.org", "sw.wikipedia.org"
AS_OF = date(2025, 6, 20)
WINDOW = [f"{2023 + (5 + n) // 12}-{(5 + n) % 12 + 1:02d}" for n in range(24)]
"""June 2023 to May 2025: the 24 whole months before the month of `AS_OF`."""

ODD = ["O'Brien d'Arc", "محمد تجربة", "测试用户", "Дмитро Тест", "Zoë Quiñones", "A & B+C"]


def names(people: int) -> list[str]:
    return ODD + [f"Writer {n:03d}" for n in range(len(ODD), people)]


def seed(people: int, edits_a_month: int = 8, first_id: int = 100) -> Seed:
    """People of whom each edits in other months; some began before the window."""
    called = names(people)
    accounts = tuple(Account(name, first_id + n) for n, name in enumerate(called))
    edits = tuple(
        edit
        for number, name in enumerate(called)
        for month in range(-3, 26)
        if _edits_then(number, month)
        for edit in _month(number, name, month, edits_a_month)
    )
    return Seed(accounts, edits)


def _edits_then(number: int, month: int) -> bool:
    return number % 5 == 0 or (number + month) % (2 + number % 4) != 0


def _month(number: int, name: str, month: int, most: int) -> list[Edit]:
    begin = datetime(2023, 6, 1, tzinfo=UTC) + timedelta(days=30.44 * month + 1)
    made = []
    for n in range(2 + (number * 7 + month * 3) % most):
        namespace = (0, 0, 1, 3, 4, 5, 0, 3, 6)[(number + n) % 9]
        title = f"Work {number % 17}"
        if namespace == 3:
            title = name if n % 3 == 0 else f"Partner {(number + n + month) % 9}/Archive"
        new = namespace == 6
        if new:
            title = f"Photo {number} {month} {n}.jpg"
        at = (begin + timedelta(hours=7 * n)).replace(microsecond=0)
        made.append(Edit(name, at, namespace, title, new=new))
    return made


PEOPLE = 70
SEEDS = {FR: seed(PEOPLE), SW: seed(12, first_id=4000)}

BOT, BLOCKED, SYSOP, NEW = "Writer 010", "Writer 011", "Writer 012", "Writer 013"
NOBOTS, OPTED, OPTED_TALK, PARTIAL = "Writer 015", "Writer 020", "Writer 025", "Writer 030"
RENAMED, NOW_CALLED = "Writer 035", "Nom d'aujourd'hui"
OPT_OUT = "Category:No invitations"


def listed() -> list[str]:
    """The names as the category has them."""
    return [name for name in names(PEOPLE) if name != RENAMED] + [NOW_CALLED]


def populated(farm: Farm) -> None:
    """Give people groups, blocks and pages; put everybody in a category."""
    _registrations(farm)
    user_pages = dict.fromkeys(listed(), "[[Category:Project members]]")
    user_pages[OPTED] += f" [[{OPT_OUT}]]"
    links = "\n".join(f"# [[User:{name}|{name}]] ([[User talk:{name}|talk]])" for name in ODD)
    farm.populate(
        FR,
        {
            "accounts": {
                BOT: {"groups": ["bot"]},
                SYSOP: {"groups": ["sysop"]},
                "Writer 040": {"mail": "confirmed"},
            },
            "renames": {RENAMED: NOW_CALLED},
        },
    )
    pages = [{"title": f"User:{name}", "text": text} for name, text in user_pages.items()]
    pages += [
        {"title": f"User talk:{NOBOTS}", "text": "Hello. {{ nobots }}"},
        {"title": f"User talk:{OPTED_TALK}", "text": f"[[{OPT_OUT}]]"},
        {"title": "User talk:Writer 040", "text": "{{bots|deny=OtherBot}} and much talk."},
        {"title": "Project:Members", "text": links},
        {"title": "Project:Old members", "text": f"* [[User:{RENAMED}]]\n* [[User:Writer 040]]"},
        {"title": "File:Walk.jpg", "text": "[[Category:Photowalk]]"},
        {"title": "Rivers", "text": "[[Category:Articles on water]]"},
        {"title": "Project:Sign-up", "text": SIGN_UP},
    ]
    farm.populate(FR, {"pages": pages, "blocks": {BLOCKED: {}, PARTIAL: {"pages": ["Rivers"]}}})
    _upload(farm)


SIGN_UP = """\
== Volunteer ==
* [[User:Writer 040|Forty]] ([[User talk:Writer 040|talk]]) 10:00, 1 May 2025 (UTC)
== Promoter ==
* [[User:Writer 045]] 11:00, 2 May 2025 (UTC)
"""


def _upload(farm: Farm) -> None:
    """Let Writer 060 have uploaded a file, as MediaWiki's table of files has it."""
    with closing(sqlite3.connect(farm.run / "wikis" / FR / "farm.sqlite")) as db, db:
        ((actor,),) = db.execute("SELECT actor_id FROM actor WHERE actor_name = 'Writer 060'")
        db.execute(
            "INSERT INTO image (img_name, img_size, img_width, img_height, img_metadata, img_bits,"
            " img_media_type, img_major_mime, img_minor_mime, img_description_id, img_actor,"
            " img_timestamp, img_sha1) VALUES ('Walk.jpg', 1, 1, 1, '', 8, 'BITMAP', 'image',"
            " 'jpeg', 1, ?, '20250301000000', '')",
            (actor,),
        )


def _registrations(farm: Farm) -> None:
    with closing(sqlite3.connect(farm.run / "wikis" / FR / "farm.sqlite")) as db, db:
        db.execute(
            "UPDATE user SET user_registration = '20241120000000' WHERE user_name = ?", (NEW,)
        )
        # Of somebody who came within the window, all edits are in it.
        db.execute(
            "UPDATE user SET user_registration = '20230401000000' WHERE user_name = ?",
            ("Writer 050",),
        )


def all_from_database(path: Path) -> dict[str, dict[str, Any]]:
    """The figures of all accounts that edited."""
    with closing(sqlite3.connect(path)) as db:
        named = db.execute(
            "SELECT DISTINCT actor_name FROM actor JOIN revision ON rev_actor = actor_id"
            " JOIN user ON user_id = actor_user"
        ).fetchall()
    return {name: from_database(path, name) for (name,) in named}


def from_database(path: Path, name: str) -> dict[str, Any]:
    """The figures of one account, straight from its wiki's database by SQL."""
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute(
            "SELECT substr(rev_timestamp, 1, 4) || '-' || substr(rev_timestamp, 5, 2),"
            " page_namespace, page_title, rev_parent_id, rev_timestamp"
            " FROM revision JOIN actor ON actor_id = rev_actor JOIN page ON page_id = rev_page"
            " WHERE actor_name = ?",
            (name,),
        ).fetchall()
        ((number,),) = db.execute("SELECT user_id FROM user WHERE user_name = ?", (name,))
    return {**figures(rows, name), "user_id": number}


def figures(rows: list[tuple[str, int, str, int, str]], name: str) -> dict[str, Any]:
    within = [row for row in rows if row[0] in WINDOW]
    by_month = [sum(row[0] == month for row in within) for month in WINDOW]
    active = "".join("x" if count >= 5 else "." for count in by_month)
    own = name.replace(" ", "_")
    partners = {title.split("/")[0] for _, space, title, _, _ in within if space == 3} - {own}
    first = min(row[4] for row in rows)
    return {
        "months_active": active.count("x"),
        "longest_gap": max(map(len, active.split("x"))),
        "streak": len(active) - len(active.rstrip("x")),
        "median": median(by_month),
        "months": by_month,
        "edits": len(within),
        "discussion_edits": sum(space % 2 for _, space, *_ in within),
        "project_edits": sum(space in (4, 5) for _, space, *_ in within),
        "uploads": sum(space == 6 and parent == 0 for _, space, _, parent, _ in within),
        "talked_to": len(partners),
        "first_edit": f"{first[:4]}-{first[4:6]}-{first[6:8]}",
    }


def cohort(farm: Farm, folder: Path, port: int | None = None, more: str = "") -> Path:
    """A cohort that works on the wikis of the farm."""
    folder.mkdir(parents=True, exist_ok=True)
    wikis = "".join(f"  {host}:\n    api: {farm.api(host, port)}\n" for host in farm.seeds)
    opt_out = wikis.replace(f"{FR}:\n", f'{FR}:\n    opt_out: "{OPT_OUT}"\n')
    (folder / "mentorkit.yaml").write_text(PROGRAMME + opt_out + more, "utf-8")
    return folder


PROGRAMME = mentorkit_yaml(
    "test",
    """\
wikis:
""",
)


def least(edits: Mapping[str, int]) -> int:
    """The fewest requests that can read these edits, given by user in the order of their ids."""
    numbers = list(edits.values())
    batches = [numbers[n : n + 50] for n in range(0, len(numbers), 50)]
    return sum(max(1, -(-sum(batch) // 500)) for batch in batches)
