"""A proposal of pairs as a screen of text and as JSON."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median_low
from textwrap import indent
from typing import Any

from mentorkit.pairing.fit import Cell, Fit
from mentorkit.pairing.proposal import EndingPair, Proposal, ProposedPair, Unpaired
from mentorkit.pairing.situation import Terms
from mentorkit.render import terminal
from mentorkit.render.pairs import figures as counted
from mentorkit.render.pairs.fits import NAME, fits_table, short_name
from mentorkit.render.pairs.words import to_widen

_RULES = {
    "language": "without a language in common",
    "hours": "with no free hour that meets theirs in every week",
    "not offered": "not offered",
}

_ENDED = {
    "mentor-left": "the mentor has left",
    "mentee-left": "the mentee has left",
    "rematched": "rematched",
}


def as_text(proposal: Proposal, *, written: bool = False, options: str = "") -> str:
    """Return the proposal in 80 columns of plain text; `written` says that it has been saved.

    `options` are those that the next command needs to see the same day.
    """
    stands = [pair for pair in proposal.pairs if pair.standing]
    blocks = [
        counted.difference(proposal),
        f"{_headline(proposal)}\n{counted.uniqueness(proposal)}".rstrip(),
        _pairs("New pairs" if written else "Proposed", proposal.new, proposal.names),
        _pairs("Standing, kept", stands, proposal.names),
        _over(proposal.ending, proposal.names, written=written),
        _alone(proposal),
        _free_places(proposal),
        counted.remarks(proposal.remarks, proposal.names),
        counted.comparison(proposal),
        counted.instability(proposal),
        _last(proposal, written, options),
    ]
    return "\n\n".join(filter(None, blocks))


def as_json(proposal: Proposal, *, scores: bool = False) -> dict[str, Any]:
    """Return the proposal for programs; `scores` adds every cell of the matrix.

    A cell without a score has nothing but the reason, whichever rule closed it.
    """
    found: dict[str, Any] = {
        "schema": 1,
        "goal": proposal.situation.goal,
        "floors": list(proposal.situation.floors),
        "minimum": proposal.situation.minimum,
        "since": proposal.since.isoformat(),
        "capacity": dict(proposal.situation.capacity),
        "pairs": [
            _cell((pair.mentor, pair.mentee), pair.fit) | {"standing": pair.standing}
            for pair in proposal.pairs
        ],
        "unpaired": [{"person": each.person, "why": each.why} for each in proposal.unpaired],
        "ending": [
            {
                "mentor": pair.mentor,
                "mentee": pair.mentee,
                "until": pair.until.isoformat(),
                "ended": pair.ended,
            }
            for pair in proposal.ending
        ],
        "comparison": {
            goal: counted.figures_as_json(figures) for goal, figures in proposal.comparison.items()
        },
        "only": proposal.only,
        "blocking": [{"mentor": mentor, "mentee": mentee} for mentor, mentee in proposal.blocking],
        "remarks": [{"kind": each.kind, "people": list(each.people)} for each in proposal.remarks],
    }
    if proposal.difference:
        found["what_if"] = counted.difference_as_json(proposal.terms, proposal.difference)
    if scores:
        found["scores"] = [_cell(cell, fit) for cell, fit in proposal.situation.fits.items()]
    return found


def _cell(cell: Cell, fit: Fit) -> dict[str, Any]:
    mentor, mentee = cell
    found: dict[str, Any] = {"mentor": mentor, "mentee": mentee, "score": fit.score}
    if fit.score is None:
        return found | {"why": fit.why}
    return found | {"parts": dict(fit.parts), "starts": fit.starts}


def _headline(proposal: Proposal) -> str:
    paired = len(proposal.pairs)
    mentees = paired + len(proposal.unpaired)
    if not mentees:
        return "There are no mentees to pair yet. Add people with: mentorkit people add"
    first = f"{paired} of {mentees} {'mentee' if mentees == 1 else 'mentees'} paired."
    scores = [pair.fit.score for pair in proposal.pairs if pair.fit.score is not None]
    if not scores:
        return first
    total = f"total {sum(scores):,} of {1000 * len(scores):,}"
    return f"{first} Lowest fit {min(scores)}, middle {median_low(scores)}, {total}."


def _pairs(title: str, pairs: Sequence[ProposedPair], names: Mapping[str, str]) -> str:
    if not pairs:
        return ""
    rows = [(names[p.mentor], names[p.mentee], p.fit.score, p.fit.values) for p in pairs]
    return f"{title}\n{fits_table(rows)}"


def _over(ending: Sequence[EndingPair], names: Mapping[str, str], *, written: bool) -> str:
    if not ending:
        return ""
    rows = [
        [
            short_name(names[e.mentor]),
            short_name(names[e.mentee]),
            f"until {e.until}, {_ENDED[e.ended]}",
        ]
        for e in ending
    ]
    return f"{'Ended' if written else 'To be ended'}\n" + indent(
        terminal.table(("", "", ""), rows), "  "
    )


def _alone(proposal: Proposal) -> str:
    if not proposal.unpaired:
        return ""
    lines = ["Without a mentor"]
    for each in proposal.unpaired:
        name = short_name(proposal.names[each.person])
        reason = terminal.wrap(_reason(each, proposal), indent=" " * (NAME + 4)).lstrip()
        lines.append(f"  {terminal.fit(name, NAME)}  {reason}")
    return "\n".join(lines)


def _reason(unpaired: Unpaired, proposal: Proposal) -> str:
    found, own = proposal.situation.fits, unpaired.person
    fits = [found[mentor, own] for mentor in found.mentors if mentor != own]
    if not fits:
        return f"there is no {'other ' if found.mentors else ''}mentor yet"
    if unpaired.why == "places":
        possible = sum(fit.score is not None for fit in fits)
        if possible == 1:
            return "1 mentor would do, with no place left"
        return f"{possible} mentors would do, with no place left"
    closed = Counter(str(fit.why) for fit in fits)
    counts = (f"{closed[why]} {words}" for why, words in _RULES.items() if closed[why])
    said = f"no mentor is possible: {', '.join(counts)}"
    if closed["hours"] == 0:
        return said
    return f"{said}; {to_widen(proposal.situation.people[own])}"


def _free_places(proposal: Proposal) -> str:
    taken = Counter(pair.mentor for pair in proposal.pairs)
    found: dict[bool, list[str]] = {True: [], False: []}
    for mentor, places in proposal.situation.capacity.items():
        if (left := places - taken[mentor]) > 0:
            name = proposal.names[mentor]
            told = name if left == 1 else f"{name} ({left})"
            found[_fits_somebody(mentor, proposal)].append(told)
    named = [", ".join(found[True])] if found[True] else []
    if found[False]:
        named.append(f"{', '.join(found[False])}, who could be paired with nobody here")
    return terminal.wrap(f"Mentors with a place left: {'; '.join(named)}.") if named else ""


def _fits_somebody(mentor: str, proposal: Proposal) -> bool:
    """Whether a mentor could be paired with any mentee; where there are none, nobody asks."""
    fits = proposal.situation.fits
    return not fits.mentees or any(fits.score((mentor, each)) is not None for each in fits.mentees)


def _last(proposal: Proposal, written: bool, options: str) -> str:
    if proposal.terms.what_if:
        plain = same_terms(proposal.terms.without_ifs)
        return f"This was only a look; nothing is saved.\nnext: mentorkit pair{plain}{options}"
    if not proposal.new and not proposal.ending:
        alone = [each.person for each in proposal.unpaired]
        about = f" {alone[0]}" if len(alone) == 1 else ""
        command = f"pair explain{about}" if alone else "meet plan"
        follow = f"\nnext: mentorkit {command}{options}" if alone or proposal.pairs else ""
        return "There is nothing to save: pairs.yaml stays as it is." + follow
    if written:
        return f"Saved to pairs.yaml.\nnext: mentorkit meet plan{options}"
    again = f"{same_terms(proposal.terms)}{options}"
    return f"Nothing is saved yet.\nnext: mentorkit pair{again} --write"


def same_terms(terms: Terms) -> str:
    """Return the options that ask for the same terms, after a blank."""
    told = [f" --fair {terms.goal}"] if terms.goal else []
    told += [" --afresh"] if terms.afresh else []
    told += [f" --lock {'--'.join(cell)}" for cell in sorted(terms.lock)]
    told += [f" --forbid {'--'.join(cell)}" for cell in sorted(terms.forbid)]
    return "".join([*told, *(f" --without {person}" for person in sorted(terms.without))])
