"""A farm of two wikis for the views of announcements."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "wiki"))

from farm import Farm
from farm_database import Seed
from wiki_fixtures import running_farm

HOSTS = ("fr.wikipedia.org", "sw.wikipedia.org")


@pytest.fixture(scope="session")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with running_farm(dict.fromkeys(HOSTS, Seed()), tmp_path_factory.mktemp("outreach")) as running:
        yield running
