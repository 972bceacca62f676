"""Fixtures for tests that need a real MediaWiki: `farm`, `bulk`, `proxy`.

Where MediaWiki or PHP is missing, these tests are skipped with the reason; with CI=true in the
environment they fail instead, so that a build machine cannot pass by leaving them out.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from farm import Farm, missing
from farm_database import Seed
from farm_seeds import bulk, recorded
from faultproxy import FaultProxy

EXAMPLE = Path(__file__).resolve().parents[2] / "cohort.example"
SMALL = Path(__file__).resolve().parent / "small"
INSTALL = "as root, sh tests/wiki/install.sh installs it"


def _require_mediawiki() -> None:
    """Skip the test, or fail it under CI, where there can be no farm."""
    lack = missing()
    if lack and os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"{lack}; {INSTALL}", pytrace=False)
    if lack:
        pytest.skip(f"NOT TESTED against a wiki: {lack}; {INSTALL}")


@contextmanager
def running_farm(seeds: Mapping[str, Seed], folder: Path) -> Iterator[Farm]:
    """Run a farm of wikis; skip the test, or fail it under CI, where there can be none."""
    _require_mediawiki()
    running = Farm(seeds, folder / "run")
    running.start()
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """The wikis of the small cohort and the bulk wiki; call `farm.reset()` before changing data."""
    seeds = {**recorded(SMALL), "bulk.wikipedia.org": bulk(2000)}
    with running_farm(seeds, tmp_path_factory.mktemp("farm")) as running:
        yield running


@pytest.fixture(scope="session")
def example_farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """The wikis of the example cohort, holding exactly its recorded activity."""
    with running_farm(recorded(EXAMPLE), tmp_path_factory.mktemp("example")) as running:
        yield running


@pytest.fixture
def proxy(farm: Farm) -> Iterator[FaultProxy]:
    """A proxy before `farm` that breaks nothing yet."""
    with FaultProxy(farm.port) as running:
        yield running
