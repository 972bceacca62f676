"""Rules about where candidates are looked for."""

from collections.abc import Iterator

from mentorkit.cohort.context import Context
from mentorkit.problems import Problem

_KINDS = ("category", "page", "sign_up", "uploads", "dashboard", "names", "git")

_MOST_MONTHS = 120


def sources_are_of_one_kind(context: Context) -> Iterator[Problem]:
    """Each source of people says one thing: which category, or which page, and so on."""
    programme = context.cohort.programme
    for number, source in enumerate(programme.scout.sources):
        if sum(getattr(source, kind) is not None for kind in _KINDS) != 1:
            kinds = ", ".join("list" if kind == "names" else kind for kind in _KINDS)
            message = "a source is one thing, and this says none or several"
            place = ("scout", "sources", number)
            yield programme.problem(place, "source", message, f"keep one of {kinds}")


def a_window_has_months(context: Context) -> Iterator[Problem]:
    """Steadiness is looked at over one month at least, and ten years at most."""
    programme = context.cohort.programme
    if not 1 <= programme.scout.months <= _MOST_MONTHS:
        hint = f"write a number from 1 to {_MOST_MONTHS}; 24 is usual"
        message = "so many months cannot be looked at"
        yield programme.problem(("scout", "months"), "number", message, hint)


def scouted_wikis_are_listed(context: Context) -> Iterator[Problem]:
    """People are looked for on the wikis of the programme, whose communities were asked."""
    programme = context.cohort.programme
    scouting = programme.scout
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("scout", "wikis", n), host) for n, host in enumerate(scouting.wikis)
    ]
    named += [(("scout", "namespaces", host), host) for host in scouting.namespaces]
    named += [
        (("scout", "sources", number, "wiki"), source.wiki)
        for number, source in enumerate(scouting.sources)
        if source.wiki
    ]
    for place, host in named:
        if host not in programme.wikis:
            # The value is private, so it is neither repeated nor guessed at.
            hint = "correct it, or add it below wikis: in mentorkit.yaml"
            yield programme.problem(place, "wiki", "this is none of the programme's wikis", hint)
