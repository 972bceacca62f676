"""Several cohorts together as a document, before any format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from mentorkit import __version__
from mentorkit.render.report import told, words
from mentorkit.render.report.blocks import (
    WITHHELD,
    Block,
    Bullets,
    Document,
    Row,
    Section,
    Table,
    Text,
)
from mentorkit.render.report.told import Phrase, Told
from mentorkit.rules.pool import Pool, PooledCount, PooledGap

_COUNTS = {
    "leaders_end": "In a new leadership role by the end",
    "leaders_year": "In a new leadership role, a year on",
    "mentees.left": "Mentees who left by the end",
    "mentees.left_year": "Mentees who left within a year",
    "mentors.left": "Mentors who left by the end",
    "satisfied.mentees": "Mentees satisfied",
    "satisfied.mentors": "Mentors satisfied",
    "diversity": "Mentees of the declared group",
}

_GAPS = {
    "equity.completed": "Stayed to the end",
    "equity.leaders": "Took a new role",
}


def document(pool: Pool) -> Document:
    """Return the pool as numbered sections."""
    day = words.day(pool.as_of)
    sections: Sequence[tuple[str, Iterator[Block]]] = (
        ("Cohorts", _cohorts(pool)),
        ("Outcomes together", _counts(pool)),
        ("Equity of outcome", _gaps(pool)),
        ("How to read this", _reading()),
    )
    mentees = sum(cohort.mentees for cohort in pool.cohorts)
    mentors = sum(cohort.mentors for cohort in pool.cohorts)
    first = words.day(min(cohort.start for cohort in pool.cohorts))
    last = words.day(max(cohort.end for cohort in pool.cohorts))
    number = len(pool.cohorts)
    return Document(
        title="1 cohort" if number == 1 else f"{number} cohorts together",
        kind=f"outcomes as of {day}",
        as_of=day,
        lede=(f"Programmes from {first} to {last}: {mentees:,} mentees and {mentors:,} mentors.",),
        facts=(
            ("Cohorts", (f"{number}",)),
            ("Mentees", (f"{mentees:,}",)),
            ("Mentors", (f"{mentors:,}",)),
            ("Names", ("of nobody",)),
        ),
        sections=tuple(
            Section(n, title, tuple(blocks)) for n, (title, blocks) in enumerate(sections, 1)
        ),
    )


def _cohorts(pool: Pool) -> Iterator[Block]:
    rows: list[Row] = [
        (
            (f"{cohort.name} ({cohort.id})",),
            (str(cohort.start),),
            (str(cohort.end),),
            (str(cohort.year),),
            (Told(f"{cohort.mentees:,}", f"cohorts/{cohort.id}/mentees"),),
            (Told(f"{cohort.mentors:,}", f"cohorts/{cohort.id}/mentors"),),
        )
        for cohort in pool.cohorts
    ]
    heads = ("Programme", "From", "To", "Follow-up", "Mentees", "Mentors")
    yield Table("The cohorts of this pool", heads, tuple(rows), (4, 5))


def _counts(pool: Pool) -> Iterator[Block]:
    rows: list[Row] = [
        (
            (_label(_COUNTS, count),),
            _value(count, f"counts/{number}"),
            _interval(count, f"counts/{number}"),
            (f"{len(count.cohorts)}",),
            (_rule(count),),
        )
        for number, count in enumerate(pool.counts)
    ]
    heads = ("Outcome", "Result", "Interval", "Cohorts", "What is counted")
    yield Table("Outcomes of all cohorts whose time is over", heads, tuple(rows), (3,))


def _label(names: Mapping[str, str], found: PooledCount | PooledGap) -> str:
    return names[found.id] + (f": {found.group}" if found.group else "")


def _value(count: PooledCount, path: str) -> Phrase:
    if count.withheld:
        return WITHHELD
    if count.value is None:
        return ("blank",)
    value = Told(told.number(count.value), f"{path}/value")
    return (value, " of ", Told(told.number(count.of), f"{path}/of"))


def _interval(count: PooledCount, path: str) -> Phrase:
    if count.low is None or count.high is None:
        return ("",)
    kind = "95 %: " if count.range == "wilson" else "bounds "
    low, high = (
        Told(f"{end * 100:.0f}", f"{path}/{name}")
        for name, end in (("low", count.low), ("high", count.high))
    )
    if kind == "bounds " and low.text == high.text:
        return (high, " %")
    return (kind, low, "-", high, " %")


def _rule(found: PooledCount | PooledGap) -> str:
    waiting = f"; not over yet: {', '.join(found.open)}" if found.open else ""
    note = f"; {found.note}" if found.note else ""
    return f"{found.rule}{note}{waiting}"


def _gaps(pool: Pool) -> Iterator[Block]:
    if not pool.gaps:
        yield Text(("No cohort of the pool set a goal of diversity.",))
        return
    rows: list[Row] = [
        (
            (_label(_GAPS, gap),),
            WITHHELD if gap.withheld else _signed(gap.value, f"gaps/{number}/value"),
            _ends(gap, f"gaps/{number}"),
            ("" if gap.ratio is None else Told(f"{gap.ratio:,.2f}", f"gaps/{number}/ratio"),),
            (f"{len(gap.cohorts)}",),
            (_rule(gap),),
        )
        for number, gap in enumerate(pool.gaps)
    ]
    heads = ("Stage", "Gap", "95 % (Newcombe)", "Ratio", "Cohorts", "What is counted")
    yield Table("Percentage points between the declared group and the others", heads, tuple(rows))


def _signed(value: float | None, path: str) -> Phrase:
    return ("blank",) if value is None else (Told(f"{value:+,.1f}", path),)


def _ends(gap: PooledGap, path: str) -> Phrase:
    if gap.low is None or gap.high is None:
        return ("",)
    low, high = Told(f"{gap.low:+,.1f}", f"{path}/low"), Told(f"{gap.high:+,.1f}", f"{path}/high")
    return (low, " to ", high)


def _reading() -> Iterator[Block]:
    yield Bullets(
        (
            (
                "The counts are facts about these cohorts. A 95 % interval (Wilson) says what "
                "others of such people might have given; bounds count none and all of the unknown.",
            ),
            ("Only cohorts whose time is over are added up; the others are named in their row.",),
            (
                "A number that is withheld of one cohort is in a sum only with that of another, "
                "only where neither follows from the sum, and only once every cohort of the pool "
                "is over. Two pools of different cohorts can still tell a number by their "
                "difference: publish one.",
            ),
            ("Cohorts differ in time and place, so a sum is a summary and no experiment.",),
        )
    )
    yield Text((f"Made by mentorkit {__version__} from the cohorts' files alone.",))


def as_json(pool: Pool) -> dict[str, Any]:
    """Return the pool for programs."""
    return {
        "schema": 1,
        "kind": "pool",
        "as_of": pool.as_of.isoformat(),
        "cohorts": [
            {
                "id": cohort.id,
                "name": cohort.name,
                "from": cohort.start.isoformat(),
                "to": cohort.end.isoformat(),
                "follow_up": cohort.year.isoformat(),
                "mentees": cohort.mentees,
                "mentors": cohort.mentors,
            }
            for cohort in pool.cohorts
        ],
        "counts": [asdict(count) for count in pool.counts],
        "gaps": [asdict(gap) for gap in pool.gaps],
    }
