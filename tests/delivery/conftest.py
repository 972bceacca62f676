"""Fixtures for deliveries to two real wikis, and a proxy before them that breaks things."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.extend(str(Path(__file__).parents[1] / folder) for folder in ("wiki", "mail"))

from delivery_world import HOSTS, World, people
from farm import Farm
from farm_database import Seed
from wiki_fixtures import running_farm


@pytest.fixture(scope="session")
def wikis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with running_farm(dict.fromkeys(HOSTS, Seed()), tmp_path_factory.mktemp("delivery")) as running:
        people(running)
        yield running


@pytest.fixture
def world(wikis: Farm, tmp_path: Path) -> Iterator[World]:
    """A cohort of its own; what earlier tests wrote is still on the wikis."""
    with World(wikis, tmp_path) as made:
        yield made
