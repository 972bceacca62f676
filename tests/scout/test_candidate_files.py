"""Files of candidates, as other programs read them."""

from typing import Any

import pytest
import yaml

from mentorkit.cohort.newperson import candidate_file

NAMES = ["No", "yes", "on", "Null", "~", "123", "1e5", "0x1F", "1_000", "2024-01-01", "12:30", ".5"]


@pytest.mark.parametrize("name", [*NAMES, "O'Brien", "Ana: B", "محمد", "=", "<<", "True"])
def test_a_name_is_text_to_every_reader(name: str) -> None:
    facts: dict[str, Any] = {"name": name, "wiki": name, "wikis": {"sw.wikipedia.org": name}}
    path, content = candidate_file("somebody", {**facts, "home": "fr.wikipedia.org"})
    assert path == "private/candidates/somebody.yaml"
    told = yaml.safe_load(content.decode())
    assert told == {**facts, "home": "fr.wikipedia.org"}
