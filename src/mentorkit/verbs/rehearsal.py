"""Files that are not written yet, looked at as `check` would look at them."""

from collections.abc import Mapping
from datetime import date

from mentorkit.cohort.examine import examine
from mentorkit.cohort.yamltext import Document
from mentorkit.problems import Problem


def rehearse(
    sources: Mapping[str, bytes], today: date
) -> tuple[Mapping[str, Document], list[Problem]]:
    """Return the documents of a cohort made of these files by name, and all problems.

    `today` is the real date. Warnings, which do not fail `check`, are left out.
    """
    yaml = {name: source for name, source in sources.items() if name.endswith(".yaml")}
    _, documents, problems = examine(yaml, today)
    return documents, [problem for problem in problems if not problem.warning]
