"""Fixtures for all tests."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from mentorkit.cohort.model import Cohort
from mentorkit.doors import open_cohort
from running import REAL_TODAY, Run, lay_out, mentorkit


@pytest.fixture
def cohort_of(tmp_path: Path) -> Callable[..., Cohort]:
    """Give a cohort made of inline YAML, keyed by file name.

    It must have no problems, and no warnings but those whose codes are given as `warned`.
    """

    def make(files: Mapping[str, str], *, warned: Sequence[str] = ()) -> Cohort:
        cohort, problems = open_cohort(lay_out(tmp_path / "cohort", files), REAL_TODAY)
        assert [problem for problem in problems if not problem.warning] == []
        assert [problem.code for problem in problems] == list(warned)
        assert cohort is not None
        return cohort

    return make


@pytest.fixture
def run() -> Run:
    """Run mentorkit as a person would."""
    return mentorkit
