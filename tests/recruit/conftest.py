"""A farm of two wikis for the views of announcements."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "wiki"))

from farm import Farm
from farm_database import Seed
from wiki_fixtures import require_mediawiki

HOSTS = ("fr.wikipedia.org", "sw.wikipedia.org")


@pytest.fixture(scope="session")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    require_mediawiki()
    running = Farm(dict.fromkeys(HOSTS, Seed()), tmp_path_factory.mktemp("outreach") / "run")
    running.start()
    yield running
    running.stop()
