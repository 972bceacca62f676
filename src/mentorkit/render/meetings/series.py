"""The cohort's calls, talks and meetings in person of a plan, for the terminal and as JSON."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from mentorkit.cohort.scalars import DAYS, LocalTime
from mentorkit.cohort.zones import zone
from mentorkit.meetings.comparison import Compared
from mentorkit.meetings.in_person import InPersonPlan, Meeting
from mentorkit.meetings.series import Date, SeriesPlan
from mentorkit.meetings.weeks import spread
from mentorkit.render.terminal import cells, fit, table, wrap
from mentorkit.render.timetable_words import on

_ZONES = 3
"""How many columns of local times there is room for."""

_TITLE = 24
_ZONE = 10
_NAMED = 4


def series_as_text(plan: SeriesPlan) -> str:
    """Return the cohort calls and talks: the ways to choose their times, and what comes of it."""
    zones = _zones(plan)
    lines = ["COHORT CALLS AND TALKS", _compared(plan), *_price(plan), "", _dates(plan, zones)]
    if any(date_.session.series == "cohort" for date_ in plan.dates):
        lines.append("  Cohort calls keep to UTC, talks to their speaker's clocks.")
    if any(date_.away for date_ in plan.dates):
        lines.append("  '2 away': so many have written down that day in 'away'.")
    if len(zones) > _ZONES:
        lines.append(f"  The local times of all {len(plan.people)} people: --json")
    return "\n".join([*lines, *_unknown(plan)])


def in_person_as_text(plan: InPersonPlan) -> str:
    """Return the meetings in person that are proposed."""
    lines = ["IN PERSON"]
    for (where, at), meetings in _by_place(plan.meetings):
        when = f"{at.wall:%A} {on(at.wall.date())} {at.wall:%H:%M} {at.zone}"
        lines.append(wrap(f"{where}: {when}", indent="  "))
        lines.append(wrap(", ".join(map(_who, meetings)), indent="    "))
    return "\n".join(lines)


def _by_place(
    meetings: Iterable[Meeting],
) -> Iterator[tuple[tuple[str, LocalTime], Iterator[Meeting]]]:
    def place(meeting: Meeting) -> tuple[str, LocalTime]:
        return meeting.session.where, meeting.session.at

    return groupby(sorted(meetings, key=lambda m: (m.session.at.utc, *place(m))), key=place)


def _who(meeting: Meeting) -> str:
    if meeting.session.series != "cohort":
        return meeting.session.series
    return f"the cohort ({meeting.coming} of {meeting.people} can come)"


def compared_as_json(plan: SeriesPlan) -> list[dict[str, Any]]:
    """Return what each way to choose the times comes to."""
    return [
        {
            "way": each.way,
            "chosen": each.way == plan.way,
            "times": [f"{DAYS[day]} {_clock(quarter)}" for day, quarter in each.times],
            "elsewhere": each.elsewhere,
            "worst": each.burdens.worst,
            "total": each.burdens.total,
            "nights": each.burdens.nights,
        }
        for each in plan.compared
    ]


def dates_as_json(plan: SeriesPlan) -> dict[str, dict[str, Any]]:
    """Return what is said of cohort calls and talks beside their times, by their references."""
    told = {}
    for date_ in plan.dates:
        clocks = {p.id: _local(date_, p.timezone) for p in plan.people if p.timezone}
        local = {person: f"{clock:%Y-%m-%d %H:%M}" for person, clock in clocks.items()}
        told[date_.session.ref] = {"local": local, "away": list(date_.away)}
    return told


def _compared(plan: SeriesPlan) -> str:
    headers = ["  ", "times (UTC)", "worst", "total", "nights", ""]
    rows = [
        [
            f"  {each.way}",
            _times(each),
            str(each.burdens.worst),
            str(each.burdens.total),
            str(each.burdens.nights),
            "chosen" if each.way == plan.way else "",
        ]
        for each in plan.compared
    ]
    return table(headers, rows, right=(2, 3, 4))


def _times(each: Compared) -> str:
    if not each.times:
        return "one for each date"
    day = DAYS[each.times[0][0]].title()
    clocks = ", ".join(_clock(quarter) for _, quarter in each.times)
    return f"{day} {clocks}" + (f", {each.elsewhere} elsewhere" if each.elsewhere else "")


def _price(plan: SeriesPlan) -> Iterator[str]:
    """Say what fairness gives and costs against the fixed time, whichever way is chosen."""
    burdens = {each.way: each.burdens for each in plan.compared}
    fixed, other = burdens["fixed"], burdens["fair" if plan.way == "fixed" else plan.way]
    name = "fair" if plan.way == "fixed" else plan.way
    less, more = fixed.worst - other.worst, other.total - fixed.total
    taken = f"takes {less} from whoever has it worst" if less else "helps nobody who has it worst"
    if less < 0:
        taken = f"puts {-less} more on whoever has it worst"
    price = (
        f"costs {abs(more)} {'more' if more > 0 else 'less'} in all" if more else "costs as much"
    )
    yield "  Burden: 0 in own hours, up to 13 far from them. Nights: 23:00 to 6:00."
    yield wrap(f"Against the fixed time, '{name}' {taken} and {price}.", indent="  ")


def _dates(plan: SeriesPlan, zones: list[str]) -> str:
    shown = [zones[index] for index in spread(min(_ZONES, len(zones)), len(zones))]
    heads = [fit(name.rpartition("/")[2].replace("_", " "), _ZONE).rstrip() for name in shown]
    rows = []
    for date_ in plan.dates:
        at = date_.session.at.utc
        clocks = [_clock_there(date_, name) for name in shown]
        title = date_.session.title or date_.session.ref
        title = title if cells(title) <= _TITLE else fit(title, _TITLE)
        away = f"{len(date_.away)} away" if date_.away else ""
        day = f"  {at:%a} {at.day:>2} {at:%b}"
        rows.append([day, f"{at:%H:%M}", title, *clocks, away])
    return table(["  date", "UTC", "session", *heads, ""], rows)


def _zones(plan: SeriesPlan) -> list[str]:
    """Return the zones of those who are expected, from west to east on the first date."""
    if not plan.dates:
        return []
    moment = plan.dates[0].session.at.utc
    names = {person.timezone for person in plan.people if person.timezone}
    return sorted(names, key=lambda name: (f"{moment.astimezone(zone(name)):%Y%m%d%H%M}", name))


def _local(date_: Date, zone_name: str) -> datetime:
    return date_.session.at.utc.astimezone(zone(zone_name))


def _clock_there(date_: Date, zone_name: str) -> str:
    """Return the local time, and by how many days it is another date than in UTC."""
    local = _local(date_, zone_name)
    days = (local.date() - date_.session.at.utc.date()).days
    return f"{local:%H:%M}" + (f" {days:+d}" if days else "")


def _unknown(plan: SeriesPlan) -> Iterator[str]:
    names = {person.id: person.name for person in plan.people}
    shown = [names[person] for person in plan.unknown[:_NAMED]]
    more = len(plan.unknown) - len(shown)
    if shown:
        said = ", ".join(shown) + (f" and {more} more" if more else "")
        yield wrap(
            f"Without 'timezone' or 'available', and so without a burden here: {said}.", indent="  "
        )


def _clock(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"
