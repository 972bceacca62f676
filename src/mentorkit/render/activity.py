"""Wiki activity as text and JSON: the months of each person, and how a pull went."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from math import ceil
from typing import Any

from mentorkit.outcomes.activity import MonthTable
from mentorkit.render.terminal import WIDTH, cells, fit, table, wrap
from mentorkit.rules.pulled import WikiPull

BARS = "▁▂▃▄▅▆▇█"
DIGITS = "123456789"
"""What bars are made of where the terminal has no Unicode."""

SHOWN = 12
"""How many months of each part fit side by side in 80 columns."""

_NARROWEST = 8
_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WARNING = (
    "Before and during stand side by side, but one is not the cause of the other: people chosen "
    "in a busy spell fall back, with or without a programme."
)


def as_text(months: MonthTable, bars: str = BARS, options: str = "") -> str:
    """Return a line for everybody: a bar a month before, during and after the programme, and means.

    `bars` are the signs of a bar, the lowest first; `options` those that the next command needs to
    see the same day.
    """
    if not months.edits or months.through is None:
        return f"No activity has been pulled yet.\n\nnext: mentorkit activity pull{options}"
    parts = dict(_parts(months))
    note = wrap(
        f"Edits a month (UTC), all wikis together, read up to {_day(months.through)}. Each line "
        "has its own scale. '.' is a month with no edits; blank is not read, or not over yet."
    )
    told = [note, *_left_out(months), _lines(months, parts, bars), wrap(_WARNING)]
    return "\n\n".join(told)


def _left_out(months: MonthTable) -> Iterator[str]:
    if months.not_agreed:
        yield wrap(
            f"Left out: {months.not_agreed} of {months.accounts} mentors and mentees with an "
            "account, who have not agreed to have edits counted."
        )


def _parts(months: MonthTable) -> Iterator[tuple[str, range]]:
    """The months to show before, during and after the programme, as numbers of columns."""
    first, last = months.during or (months.months[0], months.months[-1])
    begun = sum(month < first for month in months.months)
    over = sum(month <= last for month in months.months)
    for name, columns in (
        ("before", range(begun)[-SHOWN:]),
        ("during", range(begun, over)[-SHOWN:]),
        ("after", range(over, len(months.months))[-SHOWN:]),
    ):
        if columns:
            yield name, columns


def _lines(months: MonthTable, parts: dict[str, range], bars: str) -> str:
    spans = [_span(months.months[of[0]], months.months[of[-1]]) for of in parts.values()]
    rows = [["", *spans, *("a month" for _ in parts)]]
    # Names take what the other columns leave, which are two cells apart.
    drawn_in = zip(spans, parts, parts.values(), strict=True)
    taken = sum(max(len(span), len(name), len(of)) + 2 + 9 for span, name, of in drawn_in)
    room = max(WIDTH - taken, _NARROWEST)
    called = {person: months.names.get(person, person) for person in months.edits}
    for person in sorted(called, key=lambda each: (called[each].casefold(), each)):
        name = called[person]
        known = _whole_months(months, person)
        most = max((figure for figure in known if figure), default=0)
        drawn = ["".join(_bar(known[at], most, bars) for at in of) for of in parts.values()]
        means = [_mean([known[at] for at in of]) for of in parts.values()]
        rows.append([fit(name, room).rstrip() if cells(name) > room else name, *drawn, *means])
    headers = ["", *parts, *parts]
    return table(headers, rows, right=range(len(parts) + 1, len(headers)))


def _whole_months(months: MonthTable, person: str) -> list[int | None]:
    """The figures of the months that were over when they were read."""
    last = months.whole.get(person, "")
    figures = zip(months.months, months.edits[person], strict=True)
    return [figure if month <= last else None for month, figure in figures]


def _bar(figure: int | None, most: int, bars: str) -> str:
    if figure is None:
        return " "
    return bars[ceil(figure * len(bars) / most) - 1] if figure else "."


def _mean(figures: Collection[int | None]) -> str:
    known = [figure for figure in figures if figure is not None]
    return f"{sum(known) / len(known):.1f}" if known else ""


def _span(first: str, last: str) -> str:
    """Two months, as in "Mar-May 25" or "Mar 24-Feb 25"."""
    if first == last:
        return _month(first)
    if first[:4] == last[:4]:
        return f"{_month(first)[:3]}-{_month(last)}"
    return f"{_month(first)}-{_month(last)}"


def _month(month: str) -> str:
    return f"{_NAMES[int(month[5:]) - 1]} {month[2:4]}"


def _day(day: date) -> str:
    return f"{day.day} {_NAMES[day.month - 1]} {day.year}"


def as_json(months: MonthTable) -> dict[str, Any]:
    """Return every month of everybody; null is not known."""
    people = {person: list(figures) for person, figures in sorted(months.edits.items())}
    return {
        "schema": 1,
        "months": list(months.months),
        "people": people,
        "accounts": months.accounts,
        "not_agreed": months.not_agreed,
    }


def of_wiki(pull: WikiPull, hosts: Collection[str]) -> str:
    """Return the line that says how the pull of one wiki went, and what to know of its people.

    `hosts` are all wikis of this pull: their lines stand below each other.
    """
    width = max(map(cells, (pull.wiki, *hosts))) + 2
    lines = [fit(pull.wiki, width) + _outcome(pull)]
    if pull.error:
        told = (f"failed: {pull.error.removeprefix(pull.wiki).lstrip(': ')}", pull.hint)
        indent = " " * width
        lines = [wrap(text, indent=indent) for text in (*told, "what was there is kept")]
        lines[0] = fit(pull.wiki, width) + lines[0][width:]
    missing = sorted(note.person for note in pull.notes if note.kind == "missing")
    if missing:
        lines.append(wrap(f"no account here: {', '.join(missing)}", indent="  "))
    lines += [wrap(note.message, indent="  ") for note in pull.notes if note.kind != "missing"]
    return "\n".join(lines)


def _outcome(pull: WikiPull) -> str:
    if not pull.requests:
        return "nobody to look for"
    people = "1 person" if pull.people == 1 else f"{pull.people} people"
    months = "1 month" if pull.months == 1 else f"{pull.months} months"
    news = f"{months} new or changed" if pull.months else "nothing new"
    requests = "1 request" if pull.requests == 1 else f"{pull.requests} requests"
    return f"{people:<12}{news:<28}{requests}"


def of_pull(pulls: Sequence[WikiPull], changed: int, options: str = "") -> str:
    """Return the lines that end a pull; `changed` is the number of files that did.

    `options` are those that the next command needs to see the same day.
    """
    if not pulls:
        return "There is no wiki to ask: mentorkit.yaml names none, or all of them object."
    failed = sum(bool(pull.error) for pull in pulls)
    if failed == len(pulls):
        return f"No wiki could be pulled; nothing was changed.{_AGAIN}{options}"
    if not any(pull.requests for pull in pulls):
        return wrap(
            "Nobody was looked for: no mentor or mentee has a `wiki:` name and agreed to have "
            "edits counted (`consent: {activity: DATE}` in people/ID.yaml)."
        )
    files = "1 file" if changed == 1 else f"{changed or 'no'} files"
    text = f"{files[0].upper()}{files[1:]} in activity/ changed."
    if failed:
        wikis = "1 wiki is" if failed == 1 else f"{failed} wikis are"
        return f"{text} {wikis} missing.{_AGAIN}{options}"
    return f"{text}\n\nnext: mentorkit activity{options}"


_AGAIN = "\nPull again later: it asks only for what is new.\n\nnext: mentorkit activity pull"


def of_unasked(people: Sequence[str]) -> str:
    """Return the reminder to ask those of whom neither a yes nor a no is written down."""
    said = (
        f"Not asked yet, so not looked for: {', '.join(people)}. Ask, then write "
        "`consent: {activity: DATE}` in their file, or `consent: {}` for a no."
    )
    return wrap(said)


def pull_as_json(pulls: Sequence[WikiPull], unasked: Sequence[str]) -> dict[str, Any]:
    """Return how the pull of each wiki went, and the ids of those who are still to be asked."""
    return {
        "schema": 1,
        "wikis": [
            {
                "wiki": pull.wiki,
                "requests": pull.requests,
                "accounts": pull.people,
                "changed": pull.changed,
                "error": pull.error or None,
                "notes": [
                    {"person": n.person, "kind": n.kind, "message": n.message} for n in pull.notes
                ],
            }
            for pull in pulls
        ],
        "unasked": list(unasked),
    }
