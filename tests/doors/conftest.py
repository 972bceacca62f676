"""A small cohort directory."""

import pytest

from running import lay_out


@pytest.fixture
def root(tmp_path):
    return lay_out(tmp_path / "cohort", {"people/amina.yaml": "name: Amina\nroles: [mentee]\n"})
