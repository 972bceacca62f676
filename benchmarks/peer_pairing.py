"""Pair the people of a cohort with one solver, and print what came out as JSON.

    python benchmarks/peer_pairing.py SOLVER FOLDER

Every solver gets the same people through the same loader and the same scores. Those that know
nothing of pairs that are not possible get them as pairs that gain nothing, and any possible pair
gains more than all scores together, so that they too pair as many people as can be.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from mentorkit.doors.directory import open_cohort
from mentorkit.pairing.fit import Fits
from mentorkit.pairing.situation import Situation, situation

Pairs = list[tuple[int, int]]
"""The rows of mentees and the columns of mentors."""


def gains(fits: Fits) -> list[list[int]]:
    above_all = 1001 * (len(fits.mentees) + 1)
    return [[score + above_all if score >= 0 else 0 for score in row] for row in fits.scores]


def ours(day: Situation) -> Pairs:
    solution = day.solve()
    columns = enumerate(solution.column_of)
    return [(row, column) for row, column in columns if column is not None]


def scipy(day: Situation) -> Pairs:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(gains(day.fits), maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def munkres(day: Situation) -> Pairs:
    from munkres import Munkres

    table = gains(day.fits)
    best = max(map(max, table))
    found: Pairs = Munkres().compute([[best - gain for gain in row] for row in table])
    return found


def mentor_match(day: Situation) -> Pairs:
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import generate_match_matrix, match_and_assign_participants

    class Score:
        """The one rule: the score of the pair, which is disallowed where it is not possible."""

        def apply(self, match):  # type: ignore[no-untyped-def]
            score = day.fits.scores[match.mentee.row][match.mentor.column]
            match.disallowed = match.disallowed or score < 0
            return max(0, score)

        def evaluate(self, match):  # type: ignore[no-untyped-def]
            return True

    mentors = [Mentor(grade=1, email=key) for key in day.fits.mentors]
    mentees = [Mentee(grade=1, email=key) for key in day.fits.mentees]
    for column, mentor in enumerate(mentors):
        mentor.column = column
    for row, mentee in enumerate(mentees):
        mentee.row = row
    sys.setrecursionlimit(100_000)
    match_and_assign_participants(generate_match_matrix(mentors, mentees, [Score()]))
    return [(mentee.row, mentor.column) for mentee in mentees for mentor in mentee.mentors]


SOLVERS: dict[str, Callable[[Situation], Pairs]] = {
    "floors": ours,
    "leximin": ours,
    "total": ours,
    "SciPy": scipy,
    "munkres": munkres,
    "mentor-match": mentor_match,
}


def main() -> None:
    solver, folder = sys.argv[1:]
    cohort, _ = open_cohort(Path(folder), date(2026, 8, 25))
    if cohort is None:
        raise SystemExit(f"{folder} is no cohort")
    from mentorkit.pairing.situation import Terms

    goal = solver if solver in ("floors", "leximin", "total") else None
    day = situation(cohort, date(2026, 8, 25), Terms(goal=goal))
    scores = [day.fits.scores[row][column] for row, column in SOLVERS[solver](day)]
    possible = [score for score in scores if score >= 0]
    print(
        json.dumps(
            {"paired": len(possible), "worst": min(possible, default=0), "total": sum(possible)}
        )
    )


if __name__ == "__main__":
    main()
