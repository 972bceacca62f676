"""How a grant proposal answers for itself: communities, risks, budget, evaluation."""

from collections.abc import Iterator

from mentorkit import __version__
from mentorkit.render.report import told, words
from mentorkit.render.report.blocks import Block, Bullets, Row, Table, Text
from mentorkit.render.report.measures import METRICS
from mentorkit.render.report.told import Link
from mentorkit.rules.proposal import Proposal


def community(proposal: Proposal) -> Iterator[Block]:
    """Yield which wikis were asked, what they answered, and who was told so far."""
    rows: list[Row] = [
        (
            (wiki.host,),
            (words.ANSWERS[wiki.result],),
            ("yes" if wiki.counts else "no",),
            (words.day(wiki.closed) if wiki.closed else "",),
            (Link("notice", wiki.notice),) if wiki.notice else ("",),
        )
        for wiki in proposal.wikis
    ]
    if rows:
        heads = ("Wiki", "Answer", "Counts", "Closed", "Notice")
        yield Table("What the wikis were asked and answered", heads, tuple(rows))
    else:
        yield Text(("No wiki is named in mentorkit.yaml yet.",))
    yield Text(
        (
            "Silence counts as no objection after a notice of 14 days, and nothing that a "
            "coordinator closed counts. Where a wiki objects, nobody is written to there.",
        )
    )
    told_of: list[Row] = [
        (
            (words.day(heard.on),),
            (heard.title,),
            (Link("notice", heard.url),) if heard.url else ("",),
        )
        for heard in proposal.heard
    ]
    if told_of:
        yield Table("Who was told so far", ("When", "Where", "Notice"), tuple(told_of))


def risks(proposal: Proposal) -> Iterator[Block]:
    """Yield what may go wrong, and what is done then."""
    rows: list[Row] = [((risk,), (what,)) for risk, what in _foreseen(proposal)]
    yield Table("What may go wrong, and what is done then", ("Risk", "Answer"), tuple(rows))


def _foreseen(proposal: Proposal) -> Iterator[tuple[str, str]]:
    room = "" if proposal.room is None else f" {_room(proposal.room)}"
    yield (
        "Mentees leave",
        "a call when sessions fail or tasks are late; a confidential word half way; a new mentor "
        f"where two do not fit.{room}",
    )
    yield "A mentor leaves", "another takes over; what this changes for others is worked out first"
    against = sum(not wiki.counts for wiki in proposal.wikis)
    wikis = f"{against} of {len(proposal.wikis)} have not assented so far; " if against else ""
    yield "A wiki does not assent", f"{wikis}nobody is written to there"
    yield "Calls at bad hours", "times are chosen so that the burden is shared, clocks included"
    others = sorted({item.currency for item in proposal.budget} - {proposal.currency})
    if others:
        yield (
            "Rates of exchange move",
            f"sums in {', '.join(others)} are planned at dated rates and reported at those of the "
            "day of payment",
        )
    yield (
        "Private facts get out",
        "they are kept apart from what is shared; small groups are never told; nobody is named "
        "without consent",
    )
    yield (
        "Too few people to learn from",
        "intervals say how little one cohort tells; several can be looked at together",
    )


def _room(room: int) -> str:
    if not room:
        return "Nobody may leave without breaking the goal."
    return f"Up to {room} may leave without breaking the goal."


def budget(proposal: Proposal) -> Iterator[Block]:
    """Yield the budget line by line, with the rates that it rests on."""
    if not proposal.budget:
        yield Text(("There is no budget in money.yaml yet.",))
        return
    rows: list[Row] = [
        (
            (item.title,),
            (told.number(item.amount),),
            (item.currency,),
            ("-" if item.planned is None else told.number(item.planned),),
        )
        for item in proposal.budget
    ]
    total = "-" if proposal.total is None else told.number(proposal.total)
    rows.append((("Total",), ("",), ("",), (total,)))
    heads = ("Line", "Amount", "Currency", f"In {proposal.currency}")
    yield Table("Budget by line", heads, tuple(rows), (1, 3))
    if proposal.note:
        yield Text((f"{proposal.note[0].upper()}{proposal.note[1:]}.",), "warning")
    rates: list[Row] = [
        (
            (f"1 {rate.source_currency}",),
            (f"{rate.rate} {rate.target_currency}",),
            (words.day(rate.on),),
            (Link("source", rate.source),) if rate.source else ("",),
        )
        for rate in proposal.rates
    ]
    if rates:
        yield Table("Rates of exchange", ("Of", "Is", "On", "Source"), tuple(rates))


def evaluation(proposal: Proposal) -> Iterator[Block]:
    """Yield how success will be told, and what will not be claimed."""
    end, year = words.day(proposal.end), words.day(proposal.year)
    yield Bullets(
        (
            (
                "Every figure of the report has its denominator, its rule and its sources; an open "
                "window is blank, not zero.",
            ),
            (f"Reports: while the programme runs, after its end on {end}, and after {year}.",),
            (
                "A leadership role counts when it is new, can be looked up, and was verified by "
                "somebody who is neither the mentee nor their mentor.",
            ),
            (
                "Satisfaction is asked in a survey at the end; whoever does not answer does not "
                "count as satisfied, and nothing is published of fewer than five answers.",
            ),
            (
                "Wiki activity is compared with the six months before enrolment, for those who "
                f"agreed. {words.REGRESSION}",
            ),
            ("There is no comparison group: after the programme is not because of it.",),
            (f"Also reported, for grant reports: {'; '.join(METRICS.values())}.",),
        )
    )
    yield Text((f"Made by mentorkit {__version__} from the cohort's files alone.",))
