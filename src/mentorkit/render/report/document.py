"""The report as a document, in the order that grant officers know, before any format."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from mentorkit import __version__
from mentorkit.render.report import around, edits, people, practice, told, words
from mentorkit.render.report import pairs as pairing
from mentorkit.render.report.blocks import (
    Block,
    Bullets,
    Document,
    Exhibit,
    Preformatted,
    Section,
    Table,
    Text,
)
from mentorkit.render.report.told import Phrase, Told
from mentorkit.rules.report import Goal, Report

READING = (
    "A blank is not zero: it says that the time is not over or that nothing is known. A number is "
    "withheld where it could tell on one of a few people. Files are those of the cohort's "
    "directory, with the lines counted."
)


def document(report: Report) -> Document:
    """Return the report as numbered sections of findings, tables and texts."""
    told_of = [_scorecard(report), _summary(report), _promised(report)]
    subjects: tuple[tuple[str, Iterable[Block], tuple[str, ...]], ...] = (
        (
            "Activities",
            (*people.activities(report), *practice.practicum(report), *_pairs(report)),
            ("Meetings", "Practicum"),
        ),
        ("Participants", _participants(report), ("Participants",)),
        ("Leadership outcomes", _leadership(report), ("Leadership roles",)),
        ("Satisfaction", people.satisfaction(report), ("Satisfaction",)),
        ("Wiki activity", edits.activity(report), ("Wiki activity",)),
        ("Invitation trial", (Text(("No trial of invitations is on record.",)),), ()),
        ("Diversity", around.diversity(report), ("Diversity",)),
        ("Community", around.community(report), ("Reach and assent",)),
        ("Finances", around.finances(report), ("Money",)),
    )
    for title, blocks, names in subjects:
        ids = chain.from_iterable(words.section(report, name) for name in names)
        figures = tuple(figure.id for figure in ids)
        told_of.append(Section(len(told_of), title, tuple(blocks), figures))
    told_of += [_learning(report), _limits(report), _annexes(report, told_of)]
    return Document(
        title=report.programme,
        kind=f"outcomes as of {words.day(report.as_of)}",
        as_of=words.day(report.as_of),
        lede=_lede(report),
        facts=_facts(report),
        sections=tuple(told_of),
    )


def in_tables(report: Report) -> Document:
    """Return the report for a format without folding: each section ends with its figures."""
    whole = document(report)
    sections = [
        replace(part, blocks=(*part.blocks, figures_of(report, part.figures)))
        for part in whole.sections
    ]
    return replace(whole, sections=tuple(sections))


def _participants(report: Report) -> Iterator[Block]:
    yield from people.participants(report)
    yield from practice.ways_of_leaving(report)
    yield from practice.follow_up(report)


def _leadership(report: Report) -> Iterator[Block]:
    yield from people.leadership(report)
    yield from practice.passing_on(report)


def _lede(report: Report) -> Phrase:
    return (words.span(report), " ", *people.leading(report), ".")


def _facts(report: Report) -> tuple[tuple[str, Phrase], ...]:
    return (
        ("Mentees", told.value(report.figure("mentees.enrolled"))),
        ("Mentors", told.value(report.figure("mentors.enrolled"))),
        ("Follow-up", (words.day(report.year),)),
        ("Names", ("for coordinators only" if report.for_coordinators else "by consent only",)),
    )


def standing(report: Report) -> Phrase:
    """Return how many goals stand how, as in "6 met, 1 too early"."""
    parts: list[str | Told] = []
    for status, name in words.STATUS.items():
        count = sum(goal.status == status for goal in report.goals)
        if count:
            parts += [", "] * bool(parts) + [Told(str(count), f"statuses/{status}"), f" {name}"]
    return parts or ("mentorkit.yaml sets no goals",)


def _scorecard(report: Report) -> Section:
    if not report.goals:
        return Section(0, "Scorecard", (Text(("mentorkit.yaml sets no goals.",)),))
    rows = tuple(
        (
            (words.GOALS.get(goal.id, goal.id),),
            told.target(goal),
            told.result(goal),
            (words.STATUS[goal.status],),
            _more(goal),
        )
        for goal in report.goals
    )
    table = Table("Goals", ("Goal", "Target", "Result", "Status", "More"), rows)
    unit = (
        "People, out of everyone enrolled, those who left included, unless a row says otherwise. "
        + words.INTERVAL
    )
    card = Exhibit("goals", ("Goals: ", *standing(report)), unit, table)
    return Section(0, "Scorecard", (card,))


def _more(goal: Goal) -> Phrase:
    parts: list[Phrase] = []
    if goal.met_on:
        parts.append((f"met {goal.met_on}",))
    elif goal.status == "too_early":
        parts.append((f"decided from {goal.final}",))
    parts += [span for span in (told.interval(goal),) if span]
    parts += [(goal.note,)] if goal.note else []
    joined: list[Phrase] = [("; ", *part) if i else part for i, part in enumerate(parts)]
    return tuple(chain.from_iterable(joined)) or ("",)


def _summary(report: Report) -> Section:
    items: list[Phrase] = [("Goals: ", *standing(report), ".")]
    for block in chain(people.leadership(report), people.participants(report)):
        if isinstance(block, Exhibit):
            items.append((*block.finding, "."))
    if not report.figure("mentees.enrolled").value:
        items.append(("No mentee has enrolled yet.",))
    items += [_held(report)] if report.figure("sessions.planned").value else []
    sad = disappointment(report)
    items += [sad] if sad else []
    spent = report.figure("money.spent")
    if spent.value is not None and spent.denominator:
        planned = told.value(report.figure("money.planned"))
        items.append((*told.value(spent), " of ", *planned, " is spent."))
    return Section(1, "Summary", (Bullets(tuple(items)),))


def _held(report: Report) -> Phrase:
    held, ahead = report.figure("sessions.held"), report.figure("sessions.ahead")
    if ahead.value == ahead.denominator:
        return (*told.value(ahead), " sessions are planned.")
    return (*told.value_of(held), " planned sessions were held.")


def disappointment(report: Report) -> Phrase:
    """Return a sentence on the first goal that fell short, or is not settled; empty if none."""
    for status in (*words.FELL_SHORT, "undetermined"):
        lead = "A disappointment" if status in words.FELL_SHORT else "Not settled"
        for goal in report.goals:
            if goal.status == status:
                what = (f"{lead}: '{words.GOALS[goal.id]}' is ", *told.result(goal), ", the goal ")
                return (*what, *told.target(goal), f" ({words.STATUS[goal.status]}).")
    missing = report.figure("sessions.unlogged")
    if missing.value:
        return ("A disappointment: ", *told.value(missing), " past sessions were never logged.")
    return ()


def _promised(report: Report) -> Section:
    rows = tuple(
        (
            (words.GOALS.get(goal.id, goal.id),),
            told.target(goal),
            (goal.rule,),
            (str(goal.final),),
            (words.sources(words.places(report, goal)),),
        )
        for goal in report.goals
    )
    blocks: list[Block] = [
        Text(
            (
                "These are the goals of mentorkit.yaml as they stand. The history of that file "
                "says whether one of them was changed, when, and by whom.",
            )
        )
    ]
    headers = ("Goal", "Target", "What is counted", "Decided from", "Sources")
    blocks += [Table("What was promised", headers, rows)] if rows else []
    return Section(2, "What was promised, what changed", tuple(blocks))


def _pairs(report: Report) -> Iterator[Block]:
    if report.pairs:
        yield Text(("The pairs, for coordinators only:",))
        yield Preformatted(pairing.as_text(report.pairs))


def figures_of(report: Report, ids: Iterable[str] | None = None) -> Table:
    """Return figures, all if no `ids` are named, with denominators, rules and sources."""
    chosen = report.figures if ids is None else map(report.figure, ids)
    rows = []
    for figure in chosen:
        note = f"; {figure.note}" if figure.note else ""
        rule = f"{figure.rule}{note}" + ("; so far" if figure.so_far else "")
        name = words.FIGURES.get(figure.id, figure.id)
        sources = words.sources(words.places(report, figure))
        rows.append(((name,), told.value(figure), told.denominator(figure), (rule,), (sources,)))
    headers = ("Figure", "Value", "Of", "What is counted", "Sources")
    return Table("How these figures are made", headers, tuple(rows), (1, 2))


def _learning(report: Report) -> Section:
    items: list[Phrase] = [
        (f"{words.GOALS.get(g.id, g.id)}: ", *told.result(g), f", {words.STATUS[g.status]}.")
        for g in report.goals
        if g.status in (*words.FELL_SHORT, "undetermined")
    ]
    for name, what in (
        ("missed", "planned sessions were not held"),
        ("unlogged", "were never logged"),
    ):
        figure = report.figure(f"sessions.{name}")
        items += [(*told.value_of(figure), f" {what}.")] if figure.value else []
    for number, line in enumerate(report.budget):
        if line.variance is not None and line.variance > words.WIDE:
            over = Told(f"{line.variance:,.1f} %", f"budget/{number}/variance")
            items.append((f"'{line.title}' costs ", over, " more than planned."))
    said = "What worked, what did not and what to do differently is for the team to say."
    where = " The figures point to where to look:" if items else " The figures point to nothing."
    blocks: list[Block] = [Text((said + where,))]
    blocks += [Bullets(tuple(items))] if items else []
    return Section(12, "Learning", tuple(blocks))


def _limits(report: Report) -> Section:
    mentees = report.figure("mentees.enrolled")
    items: list[Phrase] = [
        (
            *told.value(mentees),
            " mentees. The intervals say how little one cohort tells of the next.",
        ),
        ("No comparison group. “After” is not “because of”.",),
        ("Volunteers. People who apply differ from people who do not.",),
    ]
    missing = report.figure("sessions.unlogged")
    if missing.value:
        items.append(("Missing: ", *told.value(missing), " past sessions that nobody logged."))
    for name in ("satisfied.mentees", "satisfied.mentors", "activity.during"):
        figure = report.figure(name)
        items += [(f"{words.FIGURES[name]}: {figure.note}.",)] if figure.note else []
    return Section(13, "Limits", (Bullets(tuple(items)),))


def _annexes(report: Report, before: list[Section]) -> Section:
    placed = {name for section in before for name in section.figures}
    others = tuple(figure.id for figure in report.figures if figure.id not in placed)
    made = f"Made by mentorkit {__version__} from the cohort's files alone. {READING}"
    privacy = (
        "Who agreed to be named is named, and nobody else. Numbers that would tell on one of a "
        "few, or give such a number back by subtraction, are left out as far as this report can "
        "know: two reports of different days, or what readers know already, can still tell more. "
        "Sensitive facts are self-declared and counted only in groups large enough."
    )
    return Section(14, "Annexes", (Text((made,)), Text((privacy,))), others)
