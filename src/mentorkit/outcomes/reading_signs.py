"""From what was read of a wiki to signs of leadership roles: rights, pages, requests and lists.

A group counts as advanced rights unless it only makes one's own edits easier, or the software gives
it by itself. Creating a page counts where the page is an event's, a grant's, a project's, or one of
the project namespace itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from mentorkit.cohort.model import Person, RoleClass
from mentorkit.cohort.verifiers import as_called
from mentorkit.outcomes.leadership import LOOKING_BACK
from mentorkit.outcomes.signs import NewPage, RightsChange, Seen, Sign, Site
from mentorkit.rules.role_names import TIERS

PROJECT = 4
EVENT = 1728
"""The namespace of the extension CampaignEvents."""

GRANTS, GRANTS_WIKI = 200, "meta.wikimedia.org"

CONVENIENCES = frozenset(
    {"*", "user", "named", "temp", "autoconfirmed", "emailconfirmed", "extendedconfirmed"}
    | {"confirmed", "ipblock-exempt", "accountcreator", "uploader", "bot", "copyviobot", "flood"}
    | {"autopatrol", "autopatrolled", "autopatroller"}
    | {"autoreview", "autoreviewed", "autoreviewer"}
)
"""Groups that make somebody's own edits easier, or that everybody is in: no leadership."""


def signs_of(person: Person, seen: Seen, site: Site, day: date) -> list[Sign]:
    """Return the roles that a wiki shows of a person who enrolled, as of a day."""
    return [
        *_of_rights(person, seen, site, day),
        *_of_pages(person, seen, site),
        *_of_requests(person, seen, site),
        *_of_lists(person, seen, site),
    ]


@dataclass(slots=True)
class _Spell:
    """A time of being in a group; `since` is None where it began before the log that was read."""

    since: RightsChange | None
    expiry: datetime | None = None
    until: datetime | None = None


def _of_rights(person: Person, seen: Seen, site: Site, day: date) -> Iterator[Sign]:
    counted = site.settings.rights
    groups = seen.groups.union(*(change.after | change.before for change in seen.changes))
    for group in sorted(groups):
        if group in counted or (not counted and group not in CONVENIENCES):
            spells = _spells(group, seen.changes, day)
            if spells:
                yield from _of_spells(person, group, spells, site)
            else:
                tier = TIERS["rights"][0]
                yield Sign(person.id, "rights", tier, group, site.host, None)


def _spells(group: str, changes: Sequence[RightsChange], day: date) -> list[_Spell]:
    spells: list[_Spell] = []
    held: _Spell | None = None
    for change in changes:
        if held and group not in change.before and not _renewed(group, held, change):
            # It ended by itself: the software logs no entry for that.
            held.until, held = held.expiry or change.at, None
        if held is None and group in change.before:
            held = _Spell(None)
            spells.append(held)
        if group in change.after:
            if held is None:
                held = _Spell(change)
                spells.append(held)
            held.expiry = change.expiry.get(group)
        elif held:
            held.until, held = change.at, None
    if held and held.expiry and held.expiry.astimezone(UTC).date() <= day:
        held.until = held.expiry
    return spells


def _renewed(group: str, held: _Spell, change: RightsChange) -> bool:
    """Whether a group was given again on the day on which it ran out: that is no new role."""
    ran_out = held.expiry and _day(held.expiry) == _day(change.at)
    return bool(ran_out) and group in change.after


def _of_spells(person: Person, group: str, spells: Sequence[_Spell], site: Site) -> Iterator[Sign]:
    """Yield the sign of the first time that a group was given after the person enrolled."""
    enrolled = person.enrolled or date.max
    earlier = [s for s in spells if s.since is None or _day(s.since.at) <= enrolled]
    recent = enrolled - LOOKING_BACK if person.enrolled else enrolled
    before = any(s.until is None or _day(s.until) >= recent for s in earlier)
    right = Sign(
        person.id, "rights", TIERS["rights"][0], group, site.host, started=None, before=before
    )
    given = next((s for s in spells if s not in earlier), None)
    if given and given.since:
        yield replace(
            right,
            started=_day(given.since.at),
            evidence=site.log_entry(given.since.number),
            ended=_day(given.until) if given.until else None,
            by_software=given.since.by_software,
            note=_until(given),
        )
    elif before:
        yield right


def _until(spell: _Spell) -> str:
    if spell.until or not spell.expiry:
        return ""
    return f"it ends by itself on {_day(spell.expiry)}"


def _of_pages(person: Person, seen: Seen, site: Site) -> Iterator[Sign]:
    found: dict[tuple[RoleClass, str], list[NewPage]] = {}
    for page in sorted(seen.pages, key=lambda page: page.at):
        meant = _kind_of(page, site, seen.user)
        if meant:
            found.setdefault(meant, []).append(page)
    for (kind, scope), pages in found.items():
        more = len(pages) - 1
        note = f"and {more} more page{'s' * (more > 1)} of it" if more else ""
        yield _of_page(person, kind, scope, pages[0], site, note)


def _kind_of(page: NewPage, site: Site, user: str) -> tuple[RoleClass, str] | None:
    """Return the class of role that creating a page is a sign of, and its scope."""
    for prefix in site.settings.rights_requests:
        asked = _below(page.title, prefix)
        if asked is not None:
            return ("admin_ask", _title(prefix)) if _is_about(asked, user) else None
    for prefix in site.settings.leadership:
        if page.title.startswith(_title(prefix)):
            return "wp_coord", _project(page.title, _title(prefix))
    if page.namespace == EVENT:
        return "event_org", page.title
    if page.namespace == GRANTS and site.host == GRANTS_WIKI:
        return "grantee", _root(page.title)
    # Below a page of the project namespace stand mostly discussions that somebody only began.
    if page.namespace == PROJECT and "/" not in page.title:
        return "event_org", page.title
    return None


def _is_about(subpage: str, user: str) -> bool:
    """Whether a subpage has a user's name, as in "Amina" or, the second time, "Amina 2"."""
    name, rest = as_called(user), as_called(subpage).removeprefix(as_called(user))
    return as_called(subpage).startswith(name) and not rest[:1].isalnum()


def _title(text: str) -> str:
    return text.replace("_", " ").strip()


def _below(title: str, page: str) -> str | None:
    """Return the name of a subpage; None for a page that is none of `page`."""
    start = f"{_title(page).rstrip('/')}/"
    return title.removeprefix(start) if title.startswith(start) else None


def _root(title: str) -> str:
    return title.partition("/")[0]


def _project(title: str, prefix: str) -> str:
    """Return the title of the project that a page below a configured prefix belongs to."""
    rest = title.removeprefix(prefix)
    bare = rest.lstrip("/")
    return prefix + rest[: len(rest) - len(bare)] + _root(bare)


def _of_requests(person: Person, seen: Seen, site: Site) -> Iterator[Sign]:
    for page in sorted(seen.requests, key=lambda page: page.at):
        for prefix in site.settings.rights_requests:
            if _below(page.title, prefix) is not None:
                note = "somebody else began the page: see that the request was accepted"
                yield _of_page(person, "admin_ask", _title(prefix), page, site, note)


def _of_page(
    person: Person, kind: RoleClass, scope: str, page: NewPage, site: Site, note: str
) -> Sign:
    return Sign(
        person.id,
        kind,
        TIERS[kind][0],
        scope,
        site.host,
        _day(page.at),
        site.revision(page.revision),
        note=note,
    )


def _of_lists(person: Person, seen: Seen, site: Site) -> Iterator[Sign]:
    for listing in seen.listings:
        own = as_called(listing.by) == as_called(seen.user)
        yield Sign(
            person.id,
            "wp_coord",
            "A",
            listing.page,
            site.host,
            _day(listing.at) if listing.at else None,
            site.revision(listing.revision) if listing.revision else "",
            before=listing.revision is None,
            note="they listed themselves: see that somebody else confirms it" if own else "",
        )


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
