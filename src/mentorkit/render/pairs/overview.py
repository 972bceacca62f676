"""The whole answer explained: the spread of the fits, and what each pair is worth to the rest."""

from collections.abc import Iterator
from typing import Any

from mentorkit.pairing.alternatives import Alternative
from mentorkit.pairing.explanation import Overview
from mentorkit.pairing.fit import Cell
from mentorkit.render import terminal
from mentorkit.render.pairs import figures as counted
from mentorkit.render.pairs import words
from mentorkit.render.pairs.explanation import alternative_as_json
from mentorkit.render.pairs.fits import short_name
from mentorkit.render.pairs.proposal import same_terms

SHOWN = 20
"""How many pairs the screen lists, the lowest fit first."""


def as_text(found: Overview, *, options: str = "") -> str:
    """Return the overview in 80 columns; `options` are those of the next command's day."""
    proposal = found.proposal
    again = f"{same_terms(proposal.terms)}{options}"
    if not found.pairs and not proposal.unpaired:
        return "There are no mentees to pair yet. Add people with: mentorkit people add"
    alone = [each.person for each in proposal.unpaired]
    ask = next(iter(alone), None) or found.pairs[0][0][1]
    blocks = [
        terminal.wrap(f"What {counted.asked(proposal.terms)}?") if proposal.terms.what_if else "",
        "\n".join(_headline(found)),
        _pairs(found),
        "\n".join(_blocking(found)),
        counted.comparison(proposal),
        f"next: mentorkit pair explain {ask}{again}",
    ]
    return "\n\n".join(filter(None, blocks))


def _headline(found: Overview) -> Iterator[str]:
    proposal, names = found.proposal, found.proposal.names
    mentees = len(proposal.pairs) + len(proposal.unpaired)
    noun = "mentee" if mentees == 1 else "mentees"
    paired = f"{len(proposal.pairs)} of {mentees} {noun} paired."
    yield terminal.wrap(f"{paired} {counted.uniqueness(proposal)}")
    if found.spread:
        low, first, middle, third, high = found.spread
        lowest = next(cell for cell, _ in found.pairs if _score(found, cell) == low)
        mentor, mentee = (names[person] for person in lowest)
        if low == high:
            yield f"Every pair has a fit of {low}."
        else:
            yield terminal.wrap(
                f"The lowest fit is {low}, of {mentee} and {mentor}, the highest {high}. A quarter "
                f"of the pairs have {first} or less, half of them {middle} or less, three "
                f"quarters {third} or less."
            )
    if proposal.unpaired:
        alone = words.few([names[each.person] for each in proposal.unpaired], "mentees")
        yield terminal.wrap(f"Without a mentor: {alone}.")


def _pairs(found: Overview) -> str:
    """Return the pairs with what it would cost the programme to do without each."""
    if not found.pairs:
        return ""
    names, rows = found.proposal.names, []
    for cell, other in found.pairs[:SHOWN]:
        score = _score(found, cell)
        mentor, mentee = (short_name(names[person]) for person in cell)
        fixed = found.proposal.situation.fixed.get(cell[1]) == cell[0]
        cost = _cost(found, other) if other else ["", "", "", "fixed" if fixed else ""]
        rows.append([mentor, mentee, "-" if score is None else str(score), *cost])
    headers = ["mentor", "mentee", "fit", "paired", "ended", "total", "moves"]
    text = terminal.table(headers, rows, right=range(2, len(headers)))
    lines = ["The lowest fit first, and what would change without each pair", *text.splitlines()]
    if len(found.pairs) > SHOWN:
        lines.append(f"{len(found.pairs) - SHOWN} more with --json.")
    return "\n  ".join(lines)


def _cost(found: Overview, other: Alternative) -> list[str]:
    before = found.proposal.figures
    return [
        _signed(other.figures.paired - before.paired),
        str(len(other.ended)),
        _signed(other.figures.total - before.total),
        str(len(other.moves)),
    ]


def _signed(number: int) -> str:
    return f"{number:+,}" if number else "0"


def _blocking(found: Overview) -> Iterator[str]:
    yield counted.instability(found.proposal)
    names = found.proposal.names
    shown = found.proposal.blocking[: words.SHOWN]
    for mentor, mentee in shown:
        fit = _score(found, (mentor, mentee))
        yield terminal.wrap(f"{names[mentee]} and {names[mentor]}, fit {fit}", indent="  ")
    if left := len(found.proposal.blocking) - len(shown):
        yield f"  {left} more with --json."


def as_json(found: Overview) -> dict[str, Any]:
    """Return the overview for programs."""
    proposal = found.proposal
    return {
        "schema": 1,
        "goal": proposal.situation.goal,
        "floors": list(proposal.situation.floors),
        "figures": counted.figures_as_json(proposal.figures),
        "spread": list(found.spread),
        "only": proposal.only,
        "comparison": {
            goal: counted.figures_as_json(figures) for goal, figures in proposal.comparison.items()
        },
        "blocking": [_cell(found, cell) for cell in proposal.blocking],
        "unpaired": [{"person": each.person, "why": each.why} for each in proposal.unpaired],
        "pairs": [
            _cell(found, cell) | {"without": alternative_as_json(other) if other else None}
            for cell, other in found.pairs
        ],
    }


def _cell(found: Overview, cell: Cell) -> dict[str, Any]:
    mentor, mentee = cell
    return {"mentor": mentor, "mentee": mentee, "score": _score(found, cell)}


def _score(found: Overview, cell: Cell) -> int | None:
    return found.proposal.situation.fits.score(cell)
