"""outreach pull: how often announcements were looked at, where a wiki counts it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.views import ViewRow
from mentorkit.doors.page_views import fetch_views
from mentorkit.doors.wiki import Wiki
from mentorkit.problems import Exit, Misuse, WikiFailed
from mentorkit.recruit.outreach import Page, Told, Viewed, announcements, answers
from mentorkit.rules.replay import as_known_on


def pull(
    cohort: Cohort, day: date, tell: Callable[[str], None] = lambda text: None
) -> Iterator[Viewed]:
    """Ask each wiki that has pages of announcements how often they were looked at.

    Wikis that objected are not asked. A cohort of fictional people reaches wikis on this computer
    only.
    """
    objecting = {each.host for each in answers(cohort, day) if each.state == "objects"}
    told = [each for each in announcements(as_known_on(cohort, day), (), day) if each.page]
    hosts = dict.fromkeys(each.page.host for each in told if each.page)
    for host in hosts:
        if host in objecting:
            continue
        wiki = Wiki.of(cohort.programme, host, tell)
        own = [each for each in told if each.page and each.page.host == host]
        try:
            found = _viewed(wiki, own)
        except (WikiFailed, Misuse) as error:
            found = Viewed(host, error=error.message, hint=error.hint, status=error.status)
        yield replace(found, requests=wiki.requests)


def status(found: Sequence[Viewed]) -> int:
    """Return how a pull ends: fine, a part failed, or with the status of what failed everywhere."""
    failed = [each for each in found if each.error]
    if not failed:
        return Exit.FINE
    return failed[0].status if len(failed) == len(found) else Exit.PROBLEMS


def _viewed(wiki: Wiki, told: Sequence[Told]) -> Viewed:
    pages: list[Page] = list(dict.fromkeys(each.page for each in told if each.page))
    views = fetch_views(wiki, pages)
    if views is None:
        return Viewed(wiki.host, counts=False)
    rows = [
        ViewRow(each.announcement.id, wiki.host, day, count)
        for each in told
        if each.page
        for day, count in views.get(each.page, {}).items()
        if day >= each.announcement.on
    ]
    unknown = tuple(each.announcement.id for each in told if each.page not in views)
    return Viewed(wiki.host, pages=len(views), unknown=unknown, rows=tuple(rows))


def merged(rows: Iterable[ViewRow], new: Iterable[ViewRow]) -> list[ViewRow]:
    """Return old rows and new ones; a day that is counted anew replaces what stood for it."""
    found = {row[:3]: row for row in (*rows, *new)}
    return list(found.values())
