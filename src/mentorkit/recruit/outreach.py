"""Where the programme was announced, what the wikis answered, and the notice that asks them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from mentorkit.cohort.model import Announcement, Cohort, Person
from mentorkit.cohort.programme import Assent
from mentorkit.cohort.views import ViewRow
from mentorkit.recruit.letters import plain, talk_page
from mentorkit.rules.assent import NOTICE, assents, closes, coordinators

NOTICE_KIND = "notice.wiki"
"""The template of the notice to a wiki's community."""

State = Literal["assents", "objects", "stands", "open", "due", "unasked", "void"]


class Page(NamedTuple):
    """A page of a wiki: by its title, or by the number of one of its revisions."""

    host: str
    title: str = ""
    revision: int = 0


class Told(NamedTuple):
    """An announcement; `views` is what its wiki counted on the days `since` to `through`.

    Only `unit` "unique" counts people. The three are None where nothing was pulled; `page` is
    None where its address is not that of a page of one of the cohort's wikis.
    """

    announcement: Announcement
    page: Page | None
    views: int | None = None
    since: date | None = None
    through: date | None = None


class Asked(NamedTuple):
    """What a wiki's community answered, as known on a day.

    assents: letters may go there. objects: never. stands: a notice stands, and silence counts
    `from_`. open: the discussion closes on the day that `assent` has, and nothing counts before.
    due: that day has come, and nobody wrote down what came of it. unasked: no notice is
    written down. void: an answer that does not count, since a coordinator gave it or the notice
    stood for less than 14 days.
    """

    host: str
    state: State
    assent: Assent
    from_: date | None = None


@dataclass(frozen=True, slots=True)
class Outreach:
    """Announcements, the wikis' answers, and between how many people were reached.

    `people` is None where no announcement counts people.
    """

    day: date
    told: tuple[Told, ...]
    asked: tuple[Asked, ...]
    people: tuple[int, int] | None


def announcements(cohort: Cohort, rows: Iterable[ViewRow], day: date) -> tuple[Told, ...]:
    """Return the announcements, by day, with the views that were counted until a day."""
    counted: dict[str, list[ViewRow]] = {}
    for row in rows:
        if row.day <= day:
            counted.setdefault(row.announcement, []).append(row)
    found = []
    for each in sorted(cohort.outreach, key=lambda each: (each.on, each.id)):
        page = page_of(each.url or "", cohort.programme.wikis)
        own = [r for r in counted.get(each.id, ()) if r.day >= each.on]
        if own:
            days = [row.day for row in own]
            views = sum(row.views for row in own)
            found.append(Told(each, page, views, min(days), max(days)))
        else:
            found.append(Told(each, page))
    return tuple(found)


def page_of(url: str, hosts: Iterable[str]) -> Page | None:
    """Return the page of a wiki that an address shows; None where it is none of these wikis'.

    MediaWiki's own two forms are known: /wiki/TITLE, and index.php with title, oldid or both.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host not in hosts:
        return None
    asked = parse_qs(parts.query)
    revision = asked.get("oldid", [""])[0]
    if re.fullmatch("[0-9]{1,15}", revision) and int(revision):
        return Page(host, revision=int(revision))
    title = asked.get("title", [""])[0]
    if not title and parts.path.startswith("/wiki/"):
        title = unquote(parts.path.removeprefix("/wiki/"))
    title = " ".join(title.replace("_", " ").split())
    return Page(host, title) if title and "|" not in title else None


def answers(cohort: Cohort, day: date, whole: Cohort | None = None) -> tuple[Asked, ...]:
    """Return what each wiki of mentorkit.yaml answered; `cohort` is as known on the day.

    The `whole` cohort says until when discussions go on that close later, as it does to the gate.
    """
    further = whole.programme.wikis if whole else {}
    team = coordinators(cohort)
    found = []
    for host, wiki in cohort.programme.wikis.items():
        assent = wiki.assent or Assent()
        still = further[host].assent if host in further else None
        until = assent.opened + NOTICE if assent.opened else None
        begun = still is not None and (still.opened is None or still.opened <= day)
        if still and begun and closes(still, day):
            found.append(Asked(host, "open", still))
        elif assent.result in ("objection", "withdrawn"):
            found.append(Asked(host, "objects", assent))
        elif assent.result is not None:
            state: State = "assents" if assents(assent, team) else "void"
            found.append(Asked(host, state, assent))
        elif until is None:
            found.append(Asked(host, "unasked", assent))
        else:
            found.append(Asked(host, "stands" if day < until else "due", assent, until))
    return tuple(found)


def notice(
    cohort: Cohort, host: str, sender: Person | None, language: str, day: date
) -> Mapping[str, Any]:
    """Return what the template of a notice is told that opens on a day; nothing is escaped yet."""
    programme = cohort.programme
    wiki = programme.wikis[host]
    name, talk = (plain(sender.name), talk_page(sender)) if sender else ("", "")
    return MappingProxyType(
        {
            "language": language,
            "digits": "",
            "programme": {
                "name": plain(programme.name),
                "page": programme.page or "",
                "start": _day(programme.start),
                "end": _day(programme.end),
            },
            "letters": {"a_day": programme.letters.a_day},
            "wiki": {"host": host, "opt_out": plain(wiki.opt_out or "")},
            "notice": {"until": _day(day + NOTICE)},
            "sender": {"name": name, "talk": talk},
        }
    )


def _day(day: date) -> Mapping[str, int]:
    return {"day": day.day, "month": day.month, "year": day.year}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to put on a wiki, in `language`; silence counts from the day `until` on.

    `reviewed` is whether a fluent reader has reviewed the wording.
    """

    wiki: str
    language: str
    subject: str
    text: str
    reviewed: bool
    until: date


@dataclass(frozen=True, slots=True)
class Viewed:
    """What one wiki told of the views of announcements' pages.

    `counts` is whether it gives any. `pages` counts those it told of, `unknown` are the ids of
    announcements whose page it does not have, `rows` what it counted since the day of each.
    `error` and `hint` say why it could not be asked.
    """

    wiki: str
    requests: int = 0
    counts: bool = True
    pages: int = 0
    unknown: tuple[str, ...] = ()
    rows: tuple[ViewRow, ...] = ()
    error: str = ""
    hint: str = ""
    status: int = 0
