"""Files that are not written yet, looked at as `check` would look at them."""

from collections.abc import Mapping
from datetime import date

from mentorkit.cohort.build import build
from mentorkit.cohort.checks import check
from mentorkit.cohort.yamltext import Document, read
from mentorkit.problems import Problem


def rehearse(
    sources: Mapping[str, bytes], today: date
) -> tuple[dict[str, Document], list[Problem]]:
    """Return the documents of a cohort made of these files by name, and all problems.

    `today` is the real date. Warnings, which do not fail `check`, are left out.
    """
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for name, source in sources.items():
        if not name.endswith(".yaml"):
            continue
        document, faults = read(source, name)
        problems += faults
        if document is not None:
            documents[name] = document
    cohort, faults = build(documents, sources)
    problems += faults
    if cohort is not None:
        ids = (name[7:-5] for name in sources if name.startswith("people/"))
        problems += check(cohort, documents, ids, today)
    return documents, [problem for problem in problems if not problem.warning]
