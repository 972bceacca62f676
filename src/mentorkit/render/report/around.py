"""What the report shows of all around: diversity, communities, money."""

from collections.abc import Iterator

from mentorkit.render.report import told, words
from mentorkit.render.report.blocks import WITHHELD, Block, Exhibit, Row, Table, Text
from mentorkit.render.report.told import Link, Phrase, Told
from mentorkit.rules.report import Report


def diversity(report: Report) -> Iterator[Block]:
    """Yield the share of the declared group, and what cannot be said."""
    goal = words.goal_of(report, "diversity")
    if goal is None:
        yield Text(("The programme set no goal of diversity.",))
    else:
        shown = WITHHELD if goal.withheld else told.result(goal)
        row = ((words.GOALS[goal.id],), told.target(goal), shown, (goal.note,))
        headers = ("What was promised", "Goal", "Result", "What can be said")
        yield Table("Diversity, all of it self-declared", headers, (row,))
        yield from _bounds(report)
        yield from _equity(report)
    yield from _voices(report)
    yield Text(
        (
            "Not shown at any detail: countries; by which way somebody was found; and anything "
            "about people who did not answer an invitation.",
        )
    )


def _bounds(report: Report) -> Iterator[Block]:
    declared, most = (report.figure(f"diversity.{name}") for name in ("declared", "at_most"))
    ratio = report.figure("diversity.ratio")
    if declared.withheld:
        yield Text(("How many declared themselves is withheld: too few on one side.",))
        return
    if declared.value is None:
        yield Text((f"How many declared themselves is {declared.note}.",))
        return
    said: Phrase = (*told.value(declared), " say so of themselves")
    if most.withheld:
        said = (*said, "; how many said nothing is withheld")
    elif most.value != declared.value:
        said = (*said, ", and at most ", *told.value(most), " can belong, as others said nothing")
    if ratio.value is not None:
        said = (*said, ". Their share is ", *told.value(ratio), " times that elsewhere")
    yield Text((*said, "."))


def _equity(report: Report) -> Iterator[Block]:
    """Yield how the group fared at each stage, or that this may not be told."""
    for name, what in (("completed", "staying to the end"), ("leaders", "new leadership roles")):
        gap = report.figure(f"equity.{name}")
        if gap.withheld:
            yield Text((f"The gap in {what} is {gap.note}.",))
        elif gap.value is not None:
            yield Text((f"The gap in {what} is ", *told.value(gap), f" {gap.note}."))


def _voices(report: Report) -> Iterator[Block]:
    rows: list[Row] = []
    for figure in words.section(report, "Diversity"):
        if figure.id.startswith("voice.") and (figure.withheld or figure.value is not None):
            shown = WITHHELD if figure.withheld else told.value(figure)
            rows.append(((words.FIGURES[figure.id],), shown, told.denominator(figure)))
    if rows:
        headers = ("Mentees and mentors who", "Agree", "Answered")
        yield Table("Whether voices were wanted, everybody together", headers, tuple(rows), (1, 2))


def community(report: Report) -> Iterator[Block]:
    """Yield what the wikis answered, and how many heard of the programme."""
    yield _wikis(report)
    if report.heard:
        yield _reach(report)
    else:
        yield Text(("No announcement is on record.",))


def _wikis(report: Report) -> Block:
    rows: list[Row] = [
        (
            (wiki.host,),
            (words.ANSWERS[wiki.result],),
            ("yes" if wiki.counts else "no",),
            (str(wiki.closed or ""),),
            (Link("notice", wiki.notice),) if wiki.notice else ("",),
        )
        for wiki in report.wikis
    ]
    headers = ("Wiki", "Answer", "Counts", "Closed", "Notice")
    if not rows:
        return Text(("mentorkit.yaml names no wiki.",))
    return Table("What the wikis answered", headers, tuple(rows))


def _reach(report: Report) -> Exhibit:
    low, high = report.figure("reach.low"), report.figure("reach.high")
    finding: Phrase = ("How many people heard of the programme is not known",)
    if low.value is not None:
        finding = (*told.value(low), " to ", *told.value(high), " people can have heard of it")
        if low.value == high.value:
            finding = (*told.value(low), " people can have heard of it")
    rows: list[Row] = []
    for number, heard in enumerate(report.heard):
        ends = [
            Told(told.number(n), f"heard/{number}/{k}")
            for n, k in ((heard.low, "low"), (heard.high, "high"))
        ]
        rows.append(
            (
                (heard.title,),
                (str(heard.on),),
                (ends[0],),
                (ends[1],),
                (words.UNITS[heard.unit],),
                (heard.known or "",),
                (Link("source", heard.url),) if heard.url else ("",),
            )
        )
    headers = ("Announcement", "On", "At least", "At most", "Unit", "Known from", "Where")
    table = Table("Announcements", headers, tuple(rows), (2, 3))
    unit = (
        "People by channel. Channels overlap by nobody knows how much: at least those of the "
        "largest one heard, at most all together. Views and subscribers are not people."
    )
    return Exhibit("reach", finding, unit, table, ("reach.low", "reach.high", "assent.wikis"))


def finances(report: Report) -> Iterator[Block]:
    """Yield the money, its rates, and what it came to for each new leader."""
    if not report.budget:
        yield Text(("There is no budget in money.yaml.",))
        return
    yield _money(report)
    for cost in (report.figure("cost_per_leader"), report.figure("cost_per_mentee")):
        yield Text((f"{words.FIGURES[cost.id]}: ", *told.value_of(cost), "."))
    rows: list[Row] = [
        (
            (f"1 {rate.source_currency}",),
            (Told(f"{rate.rate}", f"rates/{number}/rate"), f" {rate.target_currency}"),
            (str(rate.on),),
            (rate.place,),
            (Link("source", rate.source),) if rate.source else ("",),
        )
        for number, rate in enumerate(report.rates)
    ]
    if rows:
        headers = ("Of", "Is", "On", "File", "Source")
        yield Table("Rates of exchange", headers, tuple(rows), (1,))


def _money(report: Report) -> Exhibit:
    spent, planned = report.figure("money.spent"), report.figure("money.planned")
    finding: Phrase = (*told.value(spent), " of ", *told.value(planned), " is spent")
    wide = [line for line in report.budget if (line.variance or 0) > words.WIDE]
    if len(wide) == 1:
        number = report.budget.index(wide[0])
        over = Told(f"{wide[0].variance:,.1f} %", f"budget/{number}/variance")
        finding = (
            *finding,
            f"; only '{wide[0].title}' is over its plan by more than 10 %, by ",
            over,
        )
    elif wide:
        finding = (*finding, "; several lines are over their plan by more than 10 %")
    else:
        finding = (*finding, "; no line is over its plan by more than 10 %")
    rows: list[Row] = []
    for number, line in enumerate(report.budget):
        sums = ("planned", "committed", "spent")
        cells = [(told.told(getattr(line, k), f"budget/{number}/{k}"),) for k in sums]
        text = words.variance(line, report.as_of > report.end)
        variance = (Told(text, f"budget/{number}/variance"),) if text else ("",)
        rows.append(((line.title,), *cells, variance))
    total = [told.value(report.figure(f"money.{k}"))[:1] for k in ("planned", "committed", "spent")]
    rows.append((("Total",), *total, ("",)))
    headers = (report.currency, "Planned", "Committed", "Spent", "Variance")
    table = Table(words.VARIANCE, headers, tuple(rows), (1, 2, 3, 4))
    unit = f"{report.currency}, all lines on one scale; other currencies are converted."
    return Exhibit("money", finding, unit, table, words.ids(report, "Money"))
