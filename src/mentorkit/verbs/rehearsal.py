"""Files that are not written yet, looked at as `check` would look at them."""

from collections.abc import Collection, Mapping
from datetime import date

from mentorkit.cohort.examine import examine
from mentorkit.cohort.yamltext import Document
from mentorkit.problems import Problem, Refused


def rehearse(
    sources: Mapping[str, bytes], today: date
) -> tuple[Mapping[str, Document], list[Problem]]:
    """Return the documents of a cohort made of these files by name, and all problems.

    `today` is the real date. Warnings, which do not fail `check`, are left out.
    """
    yaml = {name: source for name, source in sources.items() if name.endswith(".yaml")}
    _, documents, problems = examine(yaml, today)
    return documents, [problem for problem in problems if not problem.warning]


def must_pass(
    sources: Mapping[str, bytes], today: date, *, but: Collection[str] = frozenset()
) -> None:
    """Raise Refused where `check` would find a problem in these files, `but` those of some codes.

    `today` is the real date.
    """
    _, found = rehearse(sources, today)
    wrong = [problem for problem in found if problem.code not in but]
    if wrong:
        first = wrong[0]
        hint = first.hint or "nothing was saved; change the file by hand"
        raise Refused(f"this would be wrong in {first.place}: {first.message}", hint)
