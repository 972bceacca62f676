"""What an answer amounts to, in tables and sentences: the goals compared, a what-if, remarks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mentorkit.pairing.figures import Figures
from mentorkit.pairing.proposal import Difference, Proposal
from mentorkit.pairing.remarks import Kind, Remark
from mentorkit.pairing.situation import Terms
from mentorkit.render import terminal
from mentorkit.render.pairs.fits import short_name

_ACROSS = 3
"""Up to how many floors stand side by side in words."""

_SHOWN = 12
"""How many people a remark names."""

_REMARKS: Mapping[Kind, tuple[str, str]] = {
    "no-languages": ("Nobody can be paired with those without languages", "write 'languages' in"),
    "no-hours": ("Nobody can be paired with those without hours", "write 'available' in"),
    "no-offers": ("Topics count for nothing with mentors who offer none", "write 'offers' in"),
    "no-places": ("Mentors who take nobody now", "see 'capacity' in"),
    "too-many": (
        "Mentors with more mentees than places; these stay and nobody is added",
        "see 'capacity' in",
    ),
    "both-ways": ("Each other's mentor", ""),
    "both-roles": ("Mentor and mentee at once, and never paired with themselves", ""),
}


def figures_as_json(counted: Figures) -> dict[str, Any]:
    """Return figures for programs; `below` has a number for each floor."""
    return {
        "paired": counted.paired,
        "below": list(counted.below),
        "lowest": counted.lowest,
        "total": counted.total,
    }


def table(rows: Mapping[str, Figures], floors: Sequence[int], title: str = "") -> str:
    """Return figures in columns, a row for each name; with many floors it is turned round."""
    if len(floors) <= _ACROSS:
        headers = [title, "paired", *(f"under {floor}" for floor in floors), "lowest", "total"]
    else:
        headers = [title, "paired", *(f"<{floor}" for floor in floors), "lowest", "total"]
    lines = [headers, *([name, *_numbers(counted)] for name, counted in rows.items())]
    if len(floors) > 2 * _ACROSS:
        lines = [list(line) for line in zip(*lines, strict=True)]
    return terminal.table(lines[0], lines[1:], right=range(1, len(lines[0])))


def _numbers(counted: Figures) -> list[str]:
    lowest = "-" if counted.lowest is None else str(counted.lowest)
    return [str(counted.paired), *map(str, counted.below), lowest, f"{counted.total:,}"]


def comparison(proposal: Proposal) -> str:
    """Return what each goal would give; nothing where it was not worked out."""
    if not proposal.comparison or not proposal.pairs:
        return ""
    own = proposal.situation.goal
    mark = "asked" if proposal.terms.goal else "yours"
    rows = {
        f"  {goal} ({mark})" if goal == own else f"  {goal}": counted
        for goal, counted in proposal.comparison.items()
    }
    return table(rows, proposal.situation.floors, "Fairness")


def uniqueness(proposal: Proposal) -> str:
    """Say whether another answer is as good."""
    if not proposal.pairs:
        return ""
    keeping = any(pair.standing for pair in proposal.pairs)
    if not proposal.only:
        return "Other answers are as good; among them the ids decide."
    if keeping:
        return "No other answer that keeps what stands is as good."
    return "This is the only best answer."


def instability(proposal: Proposal) -> str:
    """Say how many blocking pairs there are."""
    if not proposal.pairs:
        return ""
    count = len(proposal.blocking)
    if not count:
        text = "No two who are not together would both have a better fit with each other."
    else:
        who = "pair that is not formed" if count == 1 else "pairs that are not formed"
        text = (
            f"{count} {who} would give both people a better fit than they have; "
            "the goal looks at everybody together."
        )
    return terminal.wrap(text)


def asked(terms: Terms) -> str:
    """Return the what-ifs in words: "if bola--amina is locked and zoe is not here"."""
    told = [f"{'--'.join(cell)} is locked" for cell in sorted(terms.lock)]
    told += [f"{'--'.join(cell)} is forbidden" for cell in sorted(terms.forbid)]
    told += [f"{person} is not here" for person in sorted(terms.without)]
    return f"if {' and '.join(told)}"


def difference(proposal: Proposal) -> str:
    """Return what the what-ifs change: the figures before and after, and who moves."""
    changed = proposal.difference
    if changed is None:
        return ""
    rows = {"  as it is": changed.before, "  then": changed.after}
    what = asked(proposal.terms)
    return "\n".join(
        [
            terminal.wrap(f"What {what}?"),
            table(rows, proposal.situation.floors),
            *_moves(changed, proposal.names),
        ]
    )


def _moves(changed: Difference, names: Mapping[str, str]) -> Iterable[str]:
    if not changed.moves:
        yield "  Nobody would have to move."
        return
    yield "  Who would move:"
    rows = []
    for move in changed.moves:
        before, after = (
            short_name(names[mentor]) if mentor else "nobody"
            for mentor in (move.before, move.after)
        )
        rows.append((short_name(names[move.mentee]), f"from {before}", f"to {after}"))
    yield from (f"    {line}" for line in terminal.table(("", "", ""), rows).splitlines())


def difference_as_json(terms: Terms, changed: Difference) -> dict[str, Any]:
    """Return a what-if for programs."""
    return {
        "lock": ["--".join(cell) for cell in sorted(terms.lock)],
        "forbid": ["--".join(cell) for cell in sorted(terms.forbid)],
        "without": sorted(terms.without),
        "before": figures_as_json(changed.before),
        "after": figures_as_json(changed.after),
        "moves": [
            {"mentee": move.mentee, "from": move.before, "to": move.after} for move in changed.moves
        ],
    }


def remarks(found: Sequence[Remark], names: Mapping[str, str]) -> str:
    """Return what deserves a look, a sentence each."""
    if not found:
        return ""
    lines = ["Worth a look"]
    for remark in found:
        words, todo = _REMARKS[remark.kind]
        who = ", ".join(names[person] for person in remark.people[:_SHOWN])
        if len(remark.people) > _SHOWN:
            who += f" and {len(remark.people) - _SHOWN} more"
        file = remark.people[0] if len(remark.people) == 1 else "ID"
        hint = f"; {todo} people/{file}.yaml" if todo else ""
        if remark.kind == "both-ways":
            hint = f"; to look without that: --forbid {'--'.join(remark.people)}"
        lines.append("  " + terminal.wrap(f"{words}: {who}{hint}.", indent="    ").lstrip())
    return "\n".join(lines)
