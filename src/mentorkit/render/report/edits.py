"""What the report shows of the mentees' edits, with the warning that belongs beside them."""

from collections.abc import Iterable, Iterator, Sequence

from mentorkit.render.report import measures, told, words
from mentorkit.render.report.blocks import Block, Exhibit, Row, Table, Text
from mentorkit.render.report.told import Phrase, Told
from mentorkit.rules.disclosure import LEAST
from mentorkit.rules.report import Report
from mentorkit.rules.report_pictures import MenteeMonths

LARGEST = 60
"""How many mentees are shown one by one at most."""


def activity(report: Report) -> Iterator[Block]:
    """Yield edits before, during and after, with the warning that belongs beside them."""
    if any(window.people for window in report.windows):
        yield _months(report)
        beside: Phrase = ("Beside each other is not because of each other. ", words.REGRESSION)
        yield Text(beside, "warning")
        yield _windows(report)
        if left_out := not_in_the_change(report):
            yield Text((left_out,))
        yield from measures.measured(report)
    else:
        yield Text(("Nothing is known yet: the wikis have not been read for whole windows.",))
    yield from measures.metrics(report)


def _months(report: Report) -> Exhibit:
    during = next((w for w in report.windows if w.id == "during" and w.compared), None)
    finding: Phrase = ("How much the mentees edited, month by month",)
    if during:
        up, down = (
            Told(f"{n}", f"windows/during/{k}")
            for n, k in ((during.up, "up"), (during.down, "down"))
        )
        finding = (
            "During the programme ",
            up,
            " mentees edited more than before and ",
            down,
            " less",
        )
    months = report.edits.months
    heads = ("Mentee", *(month.month for month in months))
    rows: list[Row] = [
        ((each.name,), *_edits(each.edits, f"mentees/{number}/edits"))
        for number, each in enumerate(one_by_one(report))
    ]
    together = [(_edit(m.edits, f"months/{i}/edits"),) for i, m in enumerate(months)]
    rows.append(((_together(report),), *together))
    table = Table("Edits a month on all wikis", heads, tuple(rows), tuple(range(1, len(heads))))
    unit = "Edits in each month on all wikis of mentees who agreed. Every panel has its own scale."
    return Exhibit(
        "months", finding, unit + _others(report), table, words.ids(report, "Wiki activity")
    )


def one_by_one(report: Report) -> Sequence[MenteeMonths]:
    """Return the mentees whose months are shown one by one: none where they are too many."""
    return report.edits.mentees if len(report.edits.mentees) <= LARGEST else ()


def _edits(values: Iterable[int | None], path: str) -> Iterator[Phrase]:
    for number, value in enumerate(values):
        yield (_edit(value, f"{path}/{number}"),)


def _edit(value: int | None, path: str) -> str | Told:
    return "" if value is None else told.told(value, path)


def _together(report: Report) -> str:
    return "the above together" if report.edits.apart else "all together"


def _others(report: Report) -> str:
    """Return who is not shown one by one, as a sentence after a blank."""
    others, apart = report.edits.others, report.edits.apart
    if apart:
        who = "1 more mentee is" if apart == 1 else f"{apart} more mentees are"
        return f" {who} not named, and so in no month here: the rest would be theirs."
    if others:
        return f" {others} more mentees are not named; they are in the totals only."
    return ""


def _windows(report: Report) -> Table:
    rows: list[Row] = []
    for w in report.windows:
        path = f"windows/{w.id}"
        moved: Phrase = ("",)
        if w.compared:
            up, down = Told(f"{w.up}", f"{path}/up"), Told(f"{w.down}", f"{path}/down")
            moved = (up, " up, ", down, " down, of ", Told(f"{w.compared}", f"{path}/compared"))
        change, middle = words.change(w)
        median = words.median(w)
        rows.append(
            (
                (w.id,),
                (w.months,),
                (Told(f"{w.people}", f"{path}/people"),),
                (Told(median, f"{path}/median") if w.median is not None else median,),
                (Told(change, f"{path}/change") if change else "",),
                _quartiles(w.quartiles, path) if middle else ("",),
                moved,
            )
        )
    return Table("Edits per 30 days and mentee", WINDOW_HEADS, tuple(rows), (2, 3, 4, 5))


def not_in_the_change(report: Report) -> str:
    """Return whom the windows' changes leave out, and why, as sentences; empty where nobody is."""
    left = {w.id: w.apart for w in report.windows if w.apart and w.compared}
    blank = [w.id for w in report.windows if w.apart and not w.compared]
    told = []
    if left:
        most = max(left.values())
        who = "1 more mentee is" if most == 1 else f"{most} more mentees are"
        each = f" ({', '.join(f'{count} in {window}' for window, count in left.items())})"
        where = each if min(left.values()) < most else ""
        told.append(f"{who} not named, and so not in the change{where}: the rest would be theirs.")
    if blank:
        few = f"fewer than {LEAST} can be compared, and not all of them are named"
        told.append(f"No change is told of {' and '.join(blank)}: {few}.")
    return " ".join(told)


WINDOW_HEADS = (
    "Window",
    "Months",
    "Mentees",
    "Median edits per 30 days",
    "Median change from baseline",
    "Middle half of changes",
    "Mentees who changed",
)


def _quartiles(ends: tuple[float, float] | None, path: str) -> Phrase:
    if ends is None:
        return ("",)
    first, third = (Told(f"{end:+,.1f}", f"{path}/quartiles/{i}") for i, end in enumerate(ends))
    return (first, " to ", third)
