"""All of a cohort's files at once: from their bytes to the cohort and every problem."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from mentorkit.cohort.build import build
from mentorkit.cohort.checks import check
from mentorkit.cohort.model import Cohort
from mentorkit.cohort.yamltext import Document, read
from mentorkit.problems import Problem

_PEOPLE = "people/"


class Examined(NamedTuple):
    """What the files say, each as a document by its name, and what is wrong with them."""

    cohort: Cohort
    documents: Mapping[str, Document]
    problems: list[Problem]


def examine(sources: Mapping[str, bytes], today: date) -> Examined:
    """Read files, keyed by their names in the cohort directory, and check them together.

    `today` is the real date: what is recorded as done later than that is a problem.
    """
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for name, source in sources.items():
        document, faults = read(source, name)
        problems += faults
        if document is not None:
            documents[name] = document
    cohort, faults = build(documents, sources)
    problems += faults
    ids = (
        name.removeprefix(_PEOPLE).removesuffix(".yaml")
        for name in sources
        if name.startswith(_PEOPLE)
    )
    problems += check(cohort, documents, ids, today)
    return Examined(cohort, documents, problems)
