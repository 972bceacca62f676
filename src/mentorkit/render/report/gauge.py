"""A goal as lengths on a line from 0 to the most there can be, for signs and for a drawing."""

from fractions import Fraction

from mentorkit.rules.report import Goal


def scale(goal: Goal) -> int:
    """Return the number at the right end of a goal's line; at least 1."""
    if goal.denominator is not None:
        return max(1, goal.denominator, int(goal.target))
    return max(1, 2 * int(goal.target), int(goal.high or 0))


def aim(goal: Goal, most: int) -> float:
    """Return where the target lies on a line that ends at `most`."""
    return float(goal.target * most if isinstance(goal.target, Fraction) else goal.target)


def likely(goal: Goal, most: int) -> tuple[float, float] | None:
    """Return the ends of the 95 % interval in people, or None where there is none."""
    if goal.range != "wilson" or goal.low is None or goal.high is None:
        return None
    n = goal.denominator or most
    return goal.low * n, goal.high * n


def doubtful(goal: Goal, most: int) -> tuple[float, float]:
    """Return the ends of the stretch in which the final result may still lie; (0, 0) if settled."""
    if goal.withheld:
        target = int(goal.target)
        return (target, most) if goal.status == "met" else (0, target)
    if goal.id == "reach":
        return goal.low or 0, goal.high or 0
    if goal.value is None or goal.status not in ("too_early", "cannot_be_met", "undetermined"):
        return 0, 0
    return goal.value, goal.value if goal.possible is None else goal.possible
