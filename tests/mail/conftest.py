"""A mail server for each test that asks for one."""

from collections.abc import Iterator

import pytest
from mail_server import Server, mail_server


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server() as running:
        yield running
