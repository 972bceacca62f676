"""role detect: what each wiki shows of new leadership roles, as pending records of roles.yaml.

For each wiki, and for the mentees who agreed that their public edits are looked up:

1. Find their accounts and groups, fifty in a request, and read the rights log.
2. Read which pages they created since they enrolled.
3. Look whether there are pages with their requests for rights.
4. Read the pages that list coordinators, and for whoever is new there, since which revision.

Nothing of a wiki is proposed unless all of it was read, and each wiki's records can be written
before the next one is asked. Running it again proposes nothing twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from mentorkit.cohort.model import Cohort, Person
from mentorkit.doors.role_evidence import (
    Holder,
    Revision,
    existing,
    first_revision,
    history,
    holders,
    pages_created,
    rights_changes,
    users_linked,
)
from mentorkit.doors.wiki import Wiki
from mentorkit.outcomes.claims import Claim
from mentorkit.outcomes.detection import Detected, sift
from mentorkit.outcomes.leadership import LOOKING_BACK
from mentorkit.outcomes.pulling import Span
from mentorkit.outcomes.reading_signs import signs_of
from mentorkit.outcomes.signs import Listing, NewPage, Seen, Sign, Site
from mentorkit.problems import Misuse, WikiFailed
from mentorkit.rules.counting import counted
from mentorkit.rules.replay import as_known_on
from mentorkit.rules.user_names import plain_name, same_account
from mentorkit.verbs.activity import status, wikis_of

__all__ = ["claims_of", "detect", "status", "wikis_of"]


def detect(
    cohort: Cohort,
    host: str,
    day: date,
    now: datetime,
    tell: Callable[[str], None] = lambda text: None,
) -> Detected:
    """Return what a wiki of mentorkit.yaml shows as of a day; a failure is an outcome, too.

    Raises Misuse, with nothing asked, where `day` is after the day of `now`.
    """
    if day > now.date():
        message = f"{day} is still to come: nobody has taken a role on it yet"
        raise Misuse(message, "leave --as-of out, or name a day until today")
    wiki = None
    try:
        wiki = Wiki.of(cohort.programme, host, tell)
        people = _to_look_for(cohort, host, day)
        signs = _read(wiki, people, cohort, Look(day, now.date())) if people else []
    except (WikiFailed, Misuse) as failure:
        sent = wiki.requests if wiki else 0
        return Detected(host, sent, error=failure.message, hint=failure.hint)
    sifted = sift(signs, cohort, day)
    return Detected(host, wiki.requests, len(people), sifted.new, sifted.aside)


def claims_of(found: Detected, by: str, day: date) -> list[Claim]:
    """Return the records to write of what was found; `by` is who had it looked for, on `day`."""
    return [
        Claim(
            person=sign.person,
            kind=sign.kind,
            tier=sign.tier,
            scope=sign.scope,
            wiki=sign.wiki,
            started=sign.started,
            ended=sign.ended,
            evidence=sign.evidence,
            by=by,
            on=day,
        )
        for sign in found.new
        if sign.started is not None
    ]


def _to_look_for(cohort: Cohort, host: str, day: date) -> dict[str, tuple[Person, str]]:
    """Return the mentees enrolled by a day who agreed, with their plain user names, by id."""
    found = {}
    for person in as_known_on(cohort, day).having("mentee"):
        name = person.wikis.get(host) or person.wiki
        if name and person.enrolled and counted(person, day):
            try:
                found[person.id] = person, plain_name(name)
            except ValueError:
                continue  # `activity pull` says so, with what to do
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """From which day a look is taken, and the real one: a wiki tells only today's groups."""

    day: date
    today: date

    @property
    def last(self) -> datetime:
        """The last moment that counts, in UTC."""
        return datetime.combine(self.day, time(23, 59, 59), UTC)

    def groups(self, holder: Holder) -> frozenset[str]:
        """Return the groups that somebody is known to hold on the day."""
        return holder.groups if self.day == self.today else frozenset()


@dataclass(frozen=True, slots=True)
class _Account:
    """A mentee, the first day after which roles are new, and the account on one wiki."""

    person: Person
    enrolled: date
    holder: Holder

    @property
    def begins(self) -> datetime:
        """The first moment after the day of enrolment."""
        return datetime.combine(self.enrolled + timedelta(days=1), time(), UTC)


def _read(
    wiki: Wiki, people: Mapping[str, tuple[Person, str]], cohort: Cohort, look: Look
) -> list[Sign]:
    found = holders(wiki, list(dict.fromkeys(name for _, name in people.values())))
    accounts = [
        _Account(person, person.enrolled, found[name])
        for person, name in people.values()
        if name in found and person.enrolled
    ]
    if not accounts:
        return []
    site = Site(wiki.host, cohort.programme.wikis[wiki.host])
    first = min(account.begins for account in accounts)
    names = list(dict.fromkeys(account.holder.name for account in accounts))
    changes = rights_changes(wiki, names, Span(first - LOOKING_BACK, look.last))
    ids = list(dict.fromkeys(account.holder.user_id for account in accounts))
    pages = pages_created(wiki, ids, Span(first, look.last))
    asked = _requests(wiki, site, accounts, look.last)
    listed = _listings(wiki, site, accounts, Span(first, look.last))
    signs: list[Sign] = []
    for account in accounts:
        holder, id_ = account.holder, account.person.id
        own = [page for page in pages[holder.user_id] if page.at >= account.begins]
        known = {page.revision for page in own}
        requests = [page for page in asked.get(id_, ()) if page.revision not in known]
        seen = Seen(
            holder.name,
            look.groups(holder),
            changes[holder.name],
            own,
            requests,
            listed.get(id_, ()),
        )
        signs += signs_of(account.person, seen, site, look.day)
    return signs


def _requests(
    wiki: Wiki, site: Site, accounts: Sequence[_Account], last: datetime
) -> dict[str, list[NewPage]]:
    """Return the pages about people's own requests for rights, by the ids of these people."""
    pages = [page.replace("_", " ").strip().rstrip("/") for page in site.settings.rights_requests]
    wanted = {f"{page}/{account.holder.name}": account for page in pages for account in accounts}
    found: dict[str, list[NewPage]] = {}
    for title in existing(wiki, list(wanted)) if wanted else ():
        account, first = wanted.get(title), first_revision(wiki, title)
        if account and first and account.begins <= first.at <= last:
            found.setdefault(account.person.id, []).append(first)
    return found


def _listings(
    wiki: Wiki, site: Site, accounts: Sequence[_Account], span: Span
) -> dict[str, list[Listing]]:
    """Return the pages that list people at the end of a span, and since when, by their ids."""

    @cache
    def linked(number: int) -> frozenset[str]:
        return users_linked(wiki, number)

    found: dict[str, list[Listing]] = {}
    for title in site.settings.coordinator_lists:
        revisions = history(wiki, title, span)
        if not revisions or revisions[-1].at < span.first:
            continue  # there is no such page, or nobody changed it since
        now = linked(revisions[-1].number)
        for account in accounts:
            if _lists(now, account):
                listing = _since(title.replace("_", " "), revisions, account, linked)
                found.setdefault(account.person.id, []).append(listing)
    return found


def _since(
    page: str,
    revisions: Sequence[Revision],
    account: _Account,
    linked: Callable[[int], frozenset[str]],
) -> Listing:
    """Return since which revision a page lists somebody, found by halving.

    Somebody who was taken off and put back within the span is listed since one of these times.
    """
    without = next((i for i, r in reversed([*enumerate(revisions)]) if r.at < account.begins), -1)
    if without >= 0 and _lists(linked(revisions[without].number), account):
        return Listing(page)
    with_ = len(revisions) - 1
    while with_ - without > 1:
        middle = (with_ + without) // 2
        if _lists(linked(revisions[middle].number), account):
            with_ = middle
        else:
            without = middle
    first = revisions[with_]
    return Listing(page, first.number, first.at, first.by)


def _lists(users: frozenset[str], account: _Account) -> bool:
    return any(same_account(user, account.holder.name) for user in users)
