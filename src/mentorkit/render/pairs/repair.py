"""A repair as a screen of text and as JSON: what is broken, the curve, what changes, stand-ins."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentorkit.pairing.proposal import EndingPair
from mentorkit.pairing.repair import Alone, Repair
from mentorkit.pairing.standins import StandIn
from mentorkit.render import terminal
from mentorkit.render.pairs.figures import figures_as_json
from mentorkit.render.pairs.figures import table as figures_table
from mentorkit.render.pairs.fits import fits_table, short_name
from mentorkit.render.pairs.proposal import same_terms

_SHOWN = 10
"""How many broken pairs and stand-ins the screen lists; the others are counted."""

_ROWS = 12
"""How many rows of the curve it lists, besides the chosen one and the last."""

_LEFT = {"mentor-left": "the mentor has left", "mentee-left": "the mentee has left"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed besides the terms, to be typed again; `options` look from the same day."""

    end: int = 0
    why: str | None = None
    options: str = ""


def as_text(repair: Repair, *, asked: Asked | None = None, saved: Sequence[str] = ()) -> str:
    """Return the repair in 80 columns of plain text; `saved` names the files that were changed."""
    asked = asked or Asked()
    names = repair.answer.names
    blocks = [
        _headline(repair),
        _broken(repair, names),
        _curve(repair),
        _ending(repair, names, written=bool(saved)),
        _beginning(repair, names, written=bool(saved)),
        _standins(repair.standins, names),
        _last(repair, asked, saved),
    ]
    return "\n\n".join(filter(None, blocks))


def as_json(repair: Repair) -> dict[str, Any]:
    """Return the repair for programs; `chosen` is the index of a row of the curve."""
    answer = repair.answer
    return {
        "schema": 1,
        "goal": answer.situation.goal,
        "floors": list(answer.situation.floors),
        "since": answer.since.isoformat(),
        "without": sorted(answer.terms.without),
        "alone": [
            {"person": each.person, "mentor": each.mentor, "until": _iso(each.until)}
            for each in repair.alone
        ],
        "curve": [
            {"ended": choice.ended, **figures_as_json(choice.figures)} for choice in repair.curve
        ],
        "unsettled": list(repair.unsettled),
        "chosen": repair.chosen,
        "ending": [
            {
                "mentor": pair.mentor,
                "mentee": pair.mentee,
                "until": pair.until.isoformat(),
                "ended": pair.ended,
            }
            for pair in answer.ending
        ],
        "beginning": [
            {"mentor": pair.mentor, "mentee": pair.mentee, "score": pair.fit.score}
            for pair in answer.new
        ],
        "unpaired": [{"person": each.person, "why": each.why} for each in answer.unpaired],
        "standins": [_standin_as_json(each) for each in repair.standins],
    }


def _standin_as_json(each: StandIn) -> dict[str, Any]:
    return {
        "mentor": each.mentor,
        "mentee": each.mentee,
        "from": each.away.first.isoformat(),
        "to": each.away.last.isoformat(),
        "standin": each.standin,
        "score": each.score,
        "full": each.full,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _headline(repair: Repair) -> str:
    answer = repair.answer
    mentees = len(answer.situation.mentees)
    if not mentees:
        return "There are no mentees to pair."
    who = _listed([answer.names[person] for person in sorted(answer.terms.without)])
    start = terminal.wrap(f"If {who} were not here:") + "\n" if who else ""
    paired = f"{answer.figures.paired} of {mentees} {_noun(mentees, 'mentee')} paired"
    ended = len(repair.given_up)
    how = f"{ended} standing {_noun(ended, 'pair')} ended" if ended else "every standing pair kept"
    return f"{start}{paired}, {how}."


def _broken(repair: Repair, names: Mapping[str, str]) -> str:
    """Return the pairs of those who have left, and the other mentees without a mentor."""
    rows = [
        (short_name(names[pair.mentor]), short_name(names[pair.mentee]), _why(pair, repair))
        for pair in repair.broken
    ]
    told = {pair.mentee for pair in repair.broken}
    rows += [_since(each, names) for each in repair.alone if each.person not in told]
    if not rows:
        return ""
    never_paired = not repair.broken and all(each.mentor is None for each in repair.alone)
    title = "Without a mentor" if never_paired else "Broken"
    lines = [title, *_indented(terminal.table(("mentor", "mentee", ""), rows[:_SHOWN]))]
    return "\n".join([*lines, *_more(len(rows))])


def _why(pair: EndingPair, repair: Repair) -> str:
    person = pair.mentor if pair.ended == "mentor-left" else pair.mentee
    if person in repair.answer.terms.without:
        return f"until {pair.until}, if the {pair.ended.partition('-')[0]} were gone"
    return f"until {pair.until}, {_LEFT[pair.ended]}"


def _since(alone: Alone, names: Mapping[str, str]) -> tuple[str, str, str]:
    name = short_name(names[alone.person])
    if alone.mentor is None:
        return "-", name, "not paired yet"
    return short_name(names[alone.mentor]), name, f"until {alone.until}, and nobody since then"


def _curve(repair: Repair) -> str:
    """Return what it would bring to end standing pairs, a row for each number that gains."""
    last = len(repair.curve) - 1
    if not repair.answer.situation.standing:
        return ""
    if not last and not repair.unsettled:
        return "To end standing pairs would gain nothing."
    rows = {}
    for index, choice in enumerate(repair.curve):
        if _ROWS <= index not in (repair.chosen, last):
            continue
        notes = ["chosen"] * (index == repair.chosen) + ["afresh"] * (index == last)
        rows[f"  {choice.ended} {', '.join(notes)}".rstrip()] = choice.figures
    told = ["What it would bring to end standing pairs"]
    told.append(figures_table(rows, repair.answer.situation.floors, "  ended"))
    told += _notes(repair)
    return "\n".join(told)


def _notes(repair: Repair) -> Iterable[str]:
    found = repair.answer.situation
    hidden = set(range(_ROWS, len(repair.curve) - 1)) - {repair.chosen}
    if hidden:
        yield f"  and {len(hidden)} more {_noun(len(hidden), 'row')}: --json has them all"
    if repair.unsettled:
        numbers = _ranges(repair.unsettled)
        text = f"There may be more to gain with {numbers} ended: that takes too long to find out."
        yield terminal.wrap(text, indent="  ")
    locked = sum(pair.locked for _, pair in found.open_pairs if found.fixed.get(pair.mentee))
    if locked:
        verb = "is" if locked == 1 else "are"
        yield f"  {locked} locked {_noun(locked, 'pair')} {verb} never ended."
    unscored = sum(
        found.fits.score((mentor, mentee)) is None for mentee, mentor in found.standing.items()
    )
    if unscored:
        text = f"{unscored} standing {_noun(unscored, 'pair')} would not be offered today, and"
        yield terminal.wrap(f"{text} counts as a fit of 0 when choosing.", indent="  ")


def _ranges(numbers: Sequence[int]) -> str:
    """Return rising numbers in words: "7, 9-12 or 15"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return " or ".join(filter(None, [", ".join(told[:-1]), told[-1]]))


def _ending(repair: Repair, names: Mapping[str, str], *, written: bool) -> str:
    """Return the pairs of people who are here that end."""
    rows = [
        (short_name(names[pair.mentor]), short_name(names[pair.mentee]), _fit(repair, pair))
        for pair in repair.given_up
    ]
    if not rows:
        return ""
    title = f"{'Ended' if written else 'To be ended'} on {repair.answer.since}"
    table = terminal.table(("mentor", "mentee", "fit"), rows, right=(2,))
    return "\n".join([title, *_indented(table)])


def _fit(repair: Repair, pair: EndingPair) -> str:
    score = repair.answer.situation.fits.score((pair.mentor, pair.mentee))
    return "-" if score is None else str(score)


def _beginning(repair: Repair, names: Mapping[str, str], *, written: bool) -> str:
    answer = repair.answer
    told = []
    if answer.new:
        title = f"{'New' if written else 'To begin'}, from {answer.since}"
        rows = [
            (names[pair.mentor], names[pair.mentee], pair.fit.score, pair.fit.values)
            for pair in answer.new
        ]
        told.append(f"{title}\n{fits_table(rows)}")
    if answer.unpaired:
        who = _listed([names[each.person] for each in answer.unpaired])
        told.append(terminal.wrap(f"Still without a mentor: {who}."))
    return "\n\n".join(told)


def _standins(found: Sequence[StandIn], names: Mapping[str, str]) -> str:
    if not found:
        return ""
    rows = []
    for each in found[:_SHOWN]:
        who = short_name(names[each.standin]) if each.standin else "nobody"
        score = "" if each.score is None else f"{each.score}{'*' if each.full else ''}"
        mentee, mentor = short_name(names[each.mentee]), short_name(names[each.mentor])
        rows.append((mentor, _days(each), mentee, who, score))
    headers = ("away", "", "mentee", "stand-in", "fit")
    told = ["Stand-ins while mentors are away; nothing of it is saved"]
    told += _indented(terminal.table(headers, rows))
    told += _more(len(found))
    if any(each.full for each in found[:_SHOWN]):
        told.append("  * has no place left otherwise; this is for days only")
    return "\n".join(told)


def _days(each: StandIn) -> str:
    first, last = (f"{day.day} {day:%b}" for day in each.away)
    return first if first == last else f"{first} - {last}"


def _last(repair: Repair, asked: Asked, saved: Sequence[str]) -> str:
    answer = repair.answer
    again = f"mentorkit pair repair{same_terms(answer.terms.without_ifs)}"
    chosen = f" --end {asked.end}" if asked.end else ""
    chosen += f" --why {shlex.quote(asked.why)}" if asked.why else ""
    if saved:
        follow = [f"mentorkit meet plan{asked.options}"]
        # Calls that a pair had planned are still in people's calendars.
        follow += ["mentorkit check"] if answer.ending else []
        return _next(f"Saved to {' and '.join(saved)}.", follow)
    if answer.terms.without:
        first = min(answer.terms.without)
        line = f"write 'left: {answer.since}' and a 'left_code' in people/{first}.yaml"
        line = terminal.wrap(line, indent=" " * 6).lstrip()
        follow = [line, f"{again}{chosen}{asked.options}"]
        return _next("This was only a look. When it is so:", follow)
    further = repair.curve[repair.chosen + 1 :][:1]
    more = [f"{again} --end {choice.ended}{asked.options}" for choice in further]
    if not answer.new and not answer.ending:
        plan = [f"mentorkit meet plan{asked.options}"] if answer.pairs else []
        return _next("There is nothing to repair: pairs.yaml stays as it is.", more or plan)
    return _next("Nothing is saved yet.", [f"{again}{chosen}{asked.options} --write", *more])


def _next(said: str, follow: Iterable[str]) -> str:
    lines = "\n      ".join(follow)
    return f"{said}\nnext: {lines}" if lines else said


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _more(count: int) -> list[str]:
    return [f"  and {count - _SHOWN} more"] if count > _SHOWN else []


def _noun(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def _indented(text: str) -> list[str]:
    return [f"  {line}".rstrip() for line in text.splitlines()]
