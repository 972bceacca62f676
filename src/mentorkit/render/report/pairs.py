"""The pairs in the coordinators' report: everybody's fit, who is together, what ended early."""

from textwrap import indent
from typing import Any

from mentorkit.render import terminal
from mentorkit.render.pairs import matrix
from mentorkit.render.pairs.fits import fits_table, short_name
from mentorkit.rules.fit_matrix import PARTS, PairsTold

_LARGEST = 60
"""Up to how many mentees a report shows everybody's fit with everybody."""

_ENDED = {
    "mentor-left": "the mentor left",
    "mentee-left": "the mentee left",
    "rematched": "rematched",
}


def as_text(told: PairsTold) -> str:
    """Return the pairs in 80 columns of plain text."""
    if not told.pairs and not told.ended:
        return "  There are no pairs yet."
    return "\n\n".join(filter(None, (_matrix(told), _fits(told), _ended(told))))


def as_json(told: PairsTold) -> dict[str, Any]:
    """Return the pairs for programs; a score of None is a pair that is not offered today."""
    return {
        "floors": list(told.matrix.floors),
        "pairs": [
            {
                "mentor": pair.mentor,
                "mentee": pair.mentee,
                "since": pair.since.isoformat(),
                "score": pair.score,
                "parts": dict(pair.parts),
            }
            for pair in told.pairs
        ],
        "ended": [
            {
                "mentor": pair.mentor,
                "mentee": pair.mentee,
                "until": pair.until.isoformat(),
                "ended": pair.ended,
            }
            for pair in told.ended
        ],
        "matrix": matrix.as_json(told.matrix),
    }


def _matrix(told: PairsTold) -> str:
    if len(told.matrix.mentees) > _LARGEST:
        return "  Everybody's fit with everybody: mentorkit pair show"
    return matrix.as_text(told.matrix)


def _fits(told: PairsTold) -> str:
    rows = [
        (*pair.names, pair.score, [pair.parts[part] for part in PARTS] if pair.parts else ())
        for pair in told.pairs
    ]
    return fits_table(rows) if rows else ""


def _ended(told: PairsTold) -> str:
    if not told.ended:
        return ""
    rows = [
        (short_name(mentor), short_name(mentee), f"until {pair.until}, {_ENDED[pair.ended]}")
        for pair in told.ended
        for mentor, mentee in [pair.names]
    ]
    table = terminal.table(("", "", ""), rows)
    return "  Ended early\n" + indent(table, "  ")
