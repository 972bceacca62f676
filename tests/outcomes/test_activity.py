"""Contributions counted by month; the months in a table; pulls in sequence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.cohort.tables import ActivityRow, PulledRow
from mentorkit.outcomes.activity import Contribution, by_month, count, first_day, reread_from
from mentorkit.outcomes.pulling import (
    Known,
    Span,
    Window,
    begin,
    first_pull,
    next_pull,
)

WIKI = "fr.wikipedia.org"


def contribution(
    at: datetime,
    namespace: int = 0,
    title: str = "Page",
    added: int = 0,
    new: bool = False,
    tags: Iterable[str] = (),
    user_id: int = 1,
    user: str = "AminaD",
) -> Contribution:
    return Contribution(user_id, user, at, namespace, title, added, new, frozenset(tags))


COUNTED = """
- what: days are UTC days, what shrinks adds nothing
  edits:
    - {at: 2025-03-01T00:00:00, added: 10}
    - {at: 2025-03-01T23:59:59, added: -500}
    - {at: 2025-03-02T00:00:00, added: 5}
  row: [2025-03, 0, 3, 0, 15, 0, 2, 0, 0]
- what: a redirect left by a move is no page created
  edits:
    - {at: 2025-03-01T10:00:00, new: yes, tags: [mw-new-redirect]}
    - {at: 2025-03-01T11:00:00, new: yes, tags: [mw-reverted, mobile edit]}
  row: [2025-03, 0, 2, 1, 0, 1, 1, 0, 0]
- what: talk partners are other users, their subpages included, own talk page not
  edits:
    - {at: 2025-03-01T10:00:00, namespace: 3, title: "Discussion utilisateur:AminaD/Archive"}
    - {at: 2025-03-01T11:00:00, namespace: 3, title: "Discussion utilisatrice:Bola/Archive"}
    - {at: 2025-03-01T12:00:00, namespace: 3, title: "Discussion utilisatrice:Bola"}
    - {at: 2025-03-01T13:00:00, namespace: 3, title: "Discussion utilisateur:Kofi: the 2nd"}
  row: [2025-03, 3, 4, 0, 0, 0, 1, 2, 0]
- what: talk pages of articles are no talk partners
  edits:
    - {at: 2025-03-01T10:00:00, namespace: 1, title: "Discussion:Dakar"}
  row: [2025-03, 1, 1, 0, 0, 0, 1, 0, 0]
- what: leadership pages by the beginning of their titles
  edits:
    - {at: 2025-03-01T10:00:00, namespace: 102, title: "Projet:Femmes/Liste"}
    - {at: 2025-03-01T11:00:00, namespace: 102, title: "Projet:Dakar"}
    - {at: 2025-03-01T12:00:00, namespace: 102, title: "Projet:Femmes du monde"}
  row: [2025-03, 102, 3, 0, 0, 0, 1, 0, 2]
"""


@pytest.mark.parametrize("case", yaml.safe_load(COUNTED), ids=lambda case: case["what"])
def test_counting(case: dict[str, list[dict[str, object]]]) -> None:
    edits = [
        contribution(**{**edit, "at": edit["at"].replace(tzinfo=UTC)})  # type: ignore[arg-type, attr-defined]
        for edit in case["edits"]
    ]
    (row,) = count(edits, WIKI, ["Projet:Femmes_"[:-1], "Projet:X_y"])
    month, *figures = case["row"]
    assert row == ActivityRow(str(month), WIKI, *figures)  # type: ignore[arg-type]


def test_months_and_namespaces_are_kept_apart_and_sorted() -> None:
    edits = [
        contribution(datetime(2025, 4, 30, 23, 59, 59, tzinfo=UTC)),
        contribution(datetime(2025, 5, 1, tzinfo=UTC)),
        contribution(datetime(2025, 4, 1, tzinfo=UTC), namespace=4),
    ]
    assert [row.key for row in count(edits, WIKI)] == [
        ("2025-04", WIKI, 0),
        ("2025-04", WIKI, 4),
        ("2025-05", WIKI, 0),
    ]


@pytest.mark.parametrize(
    ("start", "first"),
    [(date(2025, 3, 3), date(2024, 3, 1)), (date(2024, 2, 29), date(2023, 2, 1))],
)
def test_the_pull_begins_twelve_whole_months_before(start: date, first: date) -> None:
    assert first_day(start) == first


def test_reverts_are_read_again_for_thirty_days_in_whole_months() -> None:
    assert reread_from(date(2025, 6, 30)) == date(2025, 5, 1)
    assert reread_from(date(2025, 7, 1)) == date(2025, 6, 1)
    assert reread_from(date(2025, 3, 1)) == date(2025, 1, 1)


def row_of(month: str, wiki: str, namespace: int, edits: int) -> ActivityRow:
    return ActivityRow(month, wiki, namespace, edits, 0, 0, 0, 1, 0, 0)


def pulled(person: str, wiki: str, first: date, through: date) -> PulledRow:
    return PulledRow(person, wiki, 1, first, through, None)


def test_a_month_that_was_not_read_is_blank_and_not_zero() -> None:
    table = by_month(
        {
            "amina": [row_of("2025-02", WIKI, 0, 3), row_of("2025-02", "m.org", 4, 4)],
            "nobody": [row_of("2025-02", WIKI, 0, 3)],
        },
        [
            pulled("amina", WIKI, date(2025, 1, 1), date(2025, 4, 2)),
            pulled("amina", "m.org", date(2025, 1, 1), date(2025, 2, 28)),
            pulled("bola", WIKI, date(2025, 2, 1), date(2025, 4, 2)),
        ],
    )
    assert table.months == ("2025-01", "2025-02", "2025-03", "2025-04")
    assert table.edits == {"amina": (0, 7, None, None), "bola": (None, 0, 0, 0)}


def test_nothing_pulled_gives_an_empty_table() -> None:
    assert by_month({}, []).months == ()


# What a wiki holds at one moment, as a plain list; the rules of reading it are MediaWiki's.


@dataclass
class History:
    contributions: list[Contribution] = field(default_factory=list)
    reads: int = 0

    def read(self, user_ids: Sequence[int], span: Span, tag: str = "") -> list[Contribution]:
        assert user_ids
        self.reads += 1
        return [
            c
            for c in self.contributions
            if c.user_id in user_ids
            and span.first <= c.at <= span.last
            and (not tag or tag in c.tags)
        ]


PEOPLE = {"amina": 1, "bola": 2, "kofi": 3}
SINCE = date(2025, 1, 1)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[tuple[Contribution, datetime | None]], list[date]]:
    """Contributions, each with the time of its revert or None, and the days of the pulls."""
    made = []
    for _ in range(draw(st.integers(0, 14))):
        user_id = draw(st.integers(1, 3))
        # Few days and times, so that pulls, months' ends and edits often fall together.
        day = draw(st.sampled_from([1, 2, 15, 30, 31, 32, 45, 59, 60, 61, 75, 90, 91, 92]))
        second = draw(st.sampled_from([0, 1, 5, 43200, 86395, 86399]))
        at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day - 1, seconds=second)
        namespace = draw(st.sampled_from([0, 3]))
        title = draw(st.sampled_from(["T:Bola", "T:Kofi", "T:AminaD"]))
        edit = contribution(
            at, namespace, title, draw(st.integers(-9, 9)), draw(st.booleans()), (), user_id
        )
        late = draw(st.none() | st.integers(0, 30 * 86400))
        made.append((edit, None if late is None else at + timedelta(seconds=late)))
    days = draw(st.lists(st.integers(0, 130), min_size=1, max_size=5, unique=True))
    return made, [SINCE + timedelta(days=day) for day in sorted(days)]


def on(
    made: list[tuple[Contribution, datetime | None]], day: date, cut: timedelta
) -> list[Contribution]:
    """What the wiki shows in the course of that day, `cut` before its end."""
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1) - cut
    return [
        replace(edit, tags=frozenset(["mw-reverted"])) if late and late < now else edit
        for edit, late in made
        if edit.at < now
    ]


@settings(max_examples=200, deadline=None)
@given(histories(), st.sampled_from([timedelta(0), timedelta(hours=11)]))
def test_pulls_in_sequence_give_what_one_pull_gives(
    history: tuple[list[tuple[Contribution, datetime | None]], list[date]], cut: timedelta
) -> None:
    made, days = history
    known: dict[str, Known] = {}
    for day in days:
        wiki = History(on(made, day, cut))
        window = Window(SINCE, day, ("T:Kofi",))
        once = first_pull(PEOPLE, WIKI, window, wiki.read)
        if not known:
            known = once
            continue
        wiki.reads = 0
        start = begin(known.values(), window)
        news = wiki.read([1, 2, 3], Span(start, window.span.last))
        same = {p: k.pulled.last_edit for p, k in known.items()}
        known = next_pull(list(known.values()), start, news, window, wiki.read)
        assert known == once
        quiet = same == {p: k.pulled.last_edit for p, k in known.items()}
        assert wiki.reads <= (2 if quiet else 3)


def test_a_pull_with_no_news_reads_little_however_much_there_was() -> None:
    day = datetime(2025, 3, 20, tzinfo=UTC)
    edits = [contribution(day + timedelta(seconds=n)) for n in range(5000)]
    history = History(edits)
    window = Window(SINCE, date(2025, 3, 20))
    known = first_pull({"amina": 1}, WIKI, window, history.read)
    start = begin(known.values(), window)
    assert len(history.read([1], Span(start, window.span.last))) == 121


def test_a_reverted_new_edit_does_not_make_older_months_be_read() -> None:
    older = contribution(datetime(2025, 2, 10, 10, tzinfo=UTC))
    old = contribution(datetime(2025, 3, 1, 10, tzinfo=UTC))
    history = History([older, old])
    known = first_pull({"amina": 1}, WIKI, Window(SINCE, date(2025, 3, 5)), history.read)
    new = contribution(datetime(2025, 3, 6, 10, tzinfo=UTC), tags=["mw-reverted"])
    history.contributions.append(new)
    spans = []

    def read(user_ids: Sequence[int], span: Span, tag: str = "") -> list[Contribution]:
        spans.append((tag, span.first.date()))
        return history.read(user_ids, span, tag)

    window = Window(SINCE, date(2025, 3, 6))
    start = begin(known.values(), window)
    known = next_pull(list(known.values()), start, [old, new], window, read)
    assert spans == [("mw-reverted", date(2025, 2, 1)), ("", date(2025, 3, 1))]
    assert [(row.month, row.reverted) for row in known["amina"].rows] == [
        ("2025-02", 0),
        ("2025-03", 1),
    ]
