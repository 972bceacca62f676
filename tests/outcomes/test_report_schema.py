"""The report's JSON has the shape that docs/report.schema.json publishes, and nothing else."""

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from outcome_reports import ReportOf

from mentorkit.render.report.json_object import as_json
from running import ROOT

SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
DAYS = ("1999-01-01", "2025-01-01", "2025-03-20", "2025-06-01", "2025-06-20", "2026-11-22")
VALIDATOR = Draft202012Validator(SCHEMA)


def faults(told: dict[str, Any]) -> list[str]:
    return [f"{list(fault.path)}: {fault.message}" for fault in VALIDATOR.iter_errors(told)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("coordinators", [False, True])
@pytest.mark.parametrize("day", DAYS)
def test_reports_have_the_published_shape(
    small: ReportOf, example: ReportOf, day: str, coordinators: bool
) -> None:
    for report_of in (small, example):
        told = json.loads(json.dumps(as_json(report_of(day, coordinators=coordinators))))
        assert faults(told) == []


def without_a_key(told: dict[str, Any]) -> None:
    del told["figures"][0]["rule"]


def with_a_new_key(told: dict[str, Any]) -> None:
    told["goals"][0]["probability"] = 0.5


def with_another_status(told: dict[str, Any]) -> None:
    told["goals"][0]["status"] = "fine"


def with_a_number_as_text(told: dict[str, Any]) -> None:
    told["figures"][0]["value"] = "15"


@pytest.mark.parametrize(
    "spoil", [without_a_key, with_a_new_key, with_another_status, with_a_number_as_text]
)
def test_another_shape_is_refused(small: ReportOf, spoil: Any) -> None:
    told = copy.deepcopy(json.loads(json.dumps(as_json(small("2025-06-20")))))
    spoil(told)
    assert len(faults(told)) == 1
