"""Gives the tests of this folder a browser."""

from collections.abc import Iterator

import pytest
from browser import Browser, browser_or_skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser_or_skip(tmp_path_factory.mktemp("profile")) as started:
        yield started
