"""A farm of three wikis, empty until a test populates them, and a mail server."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.extend(str(Path(__file__).parents[1] / folder) for folder in ("wiki", "mail"))

from farm import Farm
from farm_database import Seed
from mail_server import Server, mail_server
from wiki_fixtures import running_farm

HOSTS = ("fr.wikipedia.org", "sw.wikipedia.org", "ar.wikipedia.org")


@pytest.fixture(scope="session")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with running_farm(dict.fromkeys(HOSTS, Seed()), tmp_path_factory.mktemp("gate")) as running:
        yield running


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server() as running:
        yield running
