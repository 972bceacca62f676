"""`report --explain`: how one figure or goal comes about, down to files and lines."""

from mentorkit.problems import Misuse, nearest
from mentorkit.render.report.explanation import Explanation, explained, known
from mentorkit.rules.report import Report


def explain(report: Report, name: str) -> Explanation:
    """Return how the goal or figure of an id comes about, as far as the report's readers may know.

    Raises Misuse where there is none, with the nearest that there is.
    """
    ids = known(report)
    if name not in ids:
        hint = nearest(name, ids) or f"there are: {', '.join(ids)}"
        raise Misuse(f"there is no figure '{name}'", hint)
    return explained(report, name)
