"""The picture of a day's pairs as a screen of text and as JSON."""

from typing import Any

from mentorkit.pairing.matrix import Picture
from mentorkit.render import terminal
from mentorkit.render.pairs import matrix as view
from mentorkit.render.pairs.figures import asked
from mentorkit.render.pairs.proposal import same_terms
from mentorkit.rules.fit_matrix import Matrix


def as_text(picture: Picture, *, colour: bool = False, options: str = "") -> str:
    """Return the picture in 80 columns; with `colour` the chosen pairs stand out.

    `options` are those that the next command needs to see the same day.
    """
    if not picture.matrix.mentees or not picture.matrix.mentors:
        lacking = _lacking(picture.matrix)
        return f"There {lacking} to pair yet. Add people with: mentorkit people add"
    blocks = [_headline(picture), view.as_text(picture.matrix, colour=colour)]
    return "\n\n".join([*blocks, _last(picture, options)])


def _lacking(found: Matrix) -> str:
    if not found.mentees and not found.mentors:
        return "is nobody"
    return "are no mentors" if found.mentees else "are no mentees"


def as_json(picture: Picture) -> dict[str, Any]:
    """Return the picture for programs."""
    found = picture.matrix
    return {
        "schema": 1,
        "as_of": picture.as_of.isoformat(),
        "shows": "proposed" if picture.proposed else "standing",
        "floors": list(found.floors),
        "pairs": [
            {"mentor": mentor, "mentee": mentee, "score": _score(found, (mentor, mentee))}
            for mentor, mentee in sorted(found.chosen)
        ],
        "matrix": view.as_json(found),
    }


def _headline(picture: Picture) -> str:
    found = picture.matrix
    paired, mentees = len(found.chosen), len(found.mentees)
    noun = "mentee" if mentees == 1 else "mentees"
    if not picture.proposed:
        first = f"{paired} of {mentees} {noun} in a pair as of {picture.as_of}."
    elif picture.terms.what_if:
        what = asked(picture.terms)
        first = f"{what[0].upper()}{what[1:]}: {paired} of {mentees} {noun} paired."
    else:
        first = f"Proposed: {paired} of {mentees} {noun} paired. Nothing is saved yet."
    scores = [score for cell in found.chosen if (score := _score(found, cell)) is not None]
    if not scores:
        return terminal.wrap(first)
    return terminal.wrap(
        f"{first} Lowest fit {min(scores)}, total {sum(scores):,} of {1000 * len(scores):,}."
    )


def _score(found: Matrix, cell: tuple[str, str]) -> int | None:
    mentor, mentee = cell
    return found.scores[list(found.mentors).index(mentor)][list(found.mentees).index(mentee)]


def _last(picture: Picture, options: str) -> str:
    if not picture.proposed:
        worst = min(
            picture.matrix.chosen,
            key=lambda cell: (_score(picture.matrix, cell) or 0, cell),
        )
        return f"next: mentorkit pair explain {worst[1]}{options}"
    return f"next: mentorkit pair{same_terms(picture.terms)}{options}"
