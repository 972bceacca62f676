"""What the rules across files look at."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.yamltext import Document
from mentorkit.problems import Problem


class Context(NamedTuple):
    """The cohort, its documents by file name, every person id there is a file for, the real date.

    `ids` counts people whose own file has a fault, so that one fault is not told twice.
    """

    cohort: Cohort
    documents: Mapping[str, Document]
    ids: frozenset[str]
    today: date


Rule = Callable[[Context], Iterator[Problem]]
