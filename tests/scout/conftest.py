"""Gives the tests of this folder a real wiki with people to be found."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wiki"))

from farm import Farm
from faultproxy import FaultProxy
from scout_wiki import SEEDS, populated
from wiki_fixtures import running_farm


@pytest.fixture(scope="session")
def wiki_farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """Two wikis of steady and unsteady people; the tests only read them."""
    with running_farm(SEEDS, tmp_path_factory.mktemp("scout")) as running:
        populated(running)
        yield running


@pytest.fixture
def before(wiki_farm: Farm) -> Iterator[FaultProxy]:
    """A proxy before the wikis that breaks nothing yet."""
    with FaultProxy(wiki_farm.port) as running:
        yield running
