"""Outreach as text and as JSON: announcements, the wikis' answers, notices, pulled views."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from mentorkit.recruit.outreach import Asked, Notice, Outreach, Told, Viewed
from mentorkit.render.terminal import WIDTH, cells, fit, harmless, wrap

_UNITS = {
    "unique": "people",
    "views": "views",
    "impressions": "impressions",
    "subscribers": "subscribers",
}


def as_json(found: Outreach) -> dict[str, Any]:
    """Return the JSON of `outreach`."""
    low, high = found.people or (None, None)
    return {
        "schema": 1,
        "as_of": found.day.isoformat(),
        "announcements": [_announcement(told) for told in found.told],
        "reached": {"low": low, "high": high},
        "wikis": [
            {
                "wiki": asked.host,
                "state": asked.state,
                "opened": _iso(asked.assent.opened),
                "closed": _iso(asked.assent.closed),
                "silence_counts": _iso(asked.from_),
                "notice": asked.assent.notice,
            }
            for asked in found.asked
        ],
    }


def _announcement(told: Told) -> dict[str, Any]:
    each = told.announcement
    return {
        "id": each.id,
        "title": each.title,
        "on": each.on.isoformat(),
        "low": each.reach.low,
        "high": each.reach.high,
        "unit": each.unit,
        "known": each.known,
        "pulled": {
            "views": told.views,
            "from": _iso(told.since),
            "through": _iso(told.through),
        },
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def as_text(found: Outreach, options: str = "") -> str:
    """Return the screen of `outreach`, in 80 columns, and what to do next."""
    parts = [*_told(found), *_asked(found.asked)]
    if not parts:
        parts = ["Nothing was announced, and mentorkit.yaml names no wiki."]
    return "\n\n".join([*parts, _next(found, options)])


def _told(found: Outreach) -> Iterator[str]:
    if not found.told:
        return
    lines = ["ANNOUNCEMENTS"]
    for told in found.told:
        each = told.announcement
        reach = _range(each.reach.low, each.reach.high)
        amount = f"{reach} {_UNITS[each.unit]}"
        room = WIDTH - 17 - cells(amount)
        lines.append(f"  {_day(each.on):>11}  {fit(each.title, room)}  {amount}")
        known = f"known from: {each.known}" if each.known else "nobody wrote down how it is known"
        lines.append(wrap(known, indent=" " * 15))
        if told.views is not None and told.since and told.through:
            span = f"{_day(told.since)} to {_day(told.through)}"
            pulled = f"the wiki counted {told.views:,} views from {span}"
            lines.append(wrap(pulled, indent=" " * 15))
    yield "\n".join(lines)
    yield wrap(_people(found))


def _people(found: Outreach) -> str:
    apart = "Views, impressions and subscribers count no people, and stay apart."
    if found.people is None:
        return f"No announcement counts people. {apart}"
    low, high = found.people
    said = f"People reached: {_range(low, high)}. The least is the widest single announcement, "
    return f"{said}the most is all of them, each person once. {apart}"


def _range(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _asked(asked: Sequence[Asked]) -> Iterator[str]:
    if not asked:
        return
    width = max(cells(each.host) for each in asked)
    lines = ["WHAT THE WIKIS ANSWERED"]
    for each in asked:
        indent = " " * (width + 4)
        said = wrap(_answer(each), indent=indent)
        lines.append(f"  {fit(each.host, width)}  {said[len(indent) :]}")
    yield "\n".join(lines)


def _answer(asked: Asked) -> str:
    since = asked.assent.closed or asked.assent.opened
    day = f" since {_day(since)}" if since else ""
    opened = _day(asked.assent.opened) if asked.assent.opened else ""
    silence = _day(asked.from_) if asked.from_ else ""
    closed = _day(asked.assent.closed) if asked.assent.closed else ""
    return {
        "assents": f"assents{day}",
        "objects": f"objects{day}: nobody is written to there",
        "stands": f"asked on {opened}; silence counts from {silence}",
        "open": f"the discussion closes on {closed}; nothing counts before",
        "due": f"asked on {opened}; silence counts since {silence}: write down what came of it",
        "unasked": "nobody has asked there yet",
        "void": "the answer does not count: a coordinator closed it, or the notice stood for less "
        "than 14 days, or its days are not written down",
    }[asked.state]


def _next(found: Outreach, options: str) -> str:
    for asked in found.asked:
        if asked.state == "unasked":
            return f"next: mentorkit outreach notice {asked.host}{options}"
    for asked in found.asked:
        if asked.state == "due":
            return f"next: write 'result' and 'closed' for {asked.host} in mentorkit.yaml"
    if any(told.page for told in found.told):
        return f"next: mentorkit outreach pull{options}"
    return f"next: mentorkit status{options}"


def of_wiki(viewed: Viewed) -> str:
    """Return what one wiki told, on a line or two."""
    if viewed.error:
        said = viewed.error.removeprefix(viewed.wiki).lstrip(": ")
        return wrap(f"{viewed.wiki}  failed: {said}. {viewed.hint}".rstrip(". "))
    if not viewed.counts:
        return f"{viewed.wiki}  this wiki gives no page views"
    pages = "1 page" if viewed.pages == 1 else f"{viewed.pages} pages"
    line = f"{viewed.wiki}  {pages}, {sum(row.views for row in viewed.rows):,} views"
    if viewed.unknown:
        line += f"\n  no such page: {', '.join(viewed.unknown)}"
    return line


def pulled(found: Sequence[Viewed], changed: bool, options: str = "") -> str:
    """Return the last lines of `outreach pull`."""
    if not found:
        said = "No announcement has the address of a page on a wiki of mentorkit.yaml."
    else:
        said = "activity/outreach.csv changed." if changed else "Nothing is new."
    return f"{said}\n\nnext: mentorkit outreach{options}"


def pulled_as_json(found: Sequence[Viewed]) -> dict[str, Any]:
    """Return the JSON of `outreach pull`; `counts` is whether the wiki gives page views."""
    return {
        "schema": 1,
        "wikis": [
            {
                "wiki": each.wiki,
                "requests": each.requests,
                "counts": each.counts,
                "pages": each.pages,
                "views": sum(row.views for row in each.rows),
                "unknown": list(each.unknown),
                "error": each.error or None,
            }
            for each in found
        ],
    }


def notice_as_json(notice: Notice) -> dict[str, Any]:
    """Return the JSON of `outreach notice`: the wikitext, and from when on silence counts."""
    return {
        "schema": 1,
        "wiki": notice.wiki,
        "language": notice.language,
        "subject": notice.subject,
        "text": notice.text,
        "reviewed": notice.reviewed,
        "silence_counts": notice.until.isoformat(),
    }


_UNREAD = "No fluent reader has reviewed this wording ({}) yet."


def after_notice(notice: Notice, day: date) -> str:
    """Return what to do with a notice that opens on a day, for stderr."""
    parts = [] if notice.reviewed else [_UNREAD.format(notice.language)]
    how = f"Put it on the usual board of {notice.wiki} yourself. Then write in mentorkit.yaml, "
    how += f"under that wiki: assent: {{opened: {day}, notice: ADDRESS}}. Silence counts from "
    parts.append(wrap(f"{how}{notice.until}."))
    return "\n".join(parts)


def _day(day: date) -> str:
    return harmless(f"{day.day} {day:%b} {day.year}")
