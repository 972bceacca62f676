"""report as a command: what its last line says to type must work."""

import shlex
from pathlib import Path

from running import Run, lay_out


def test_the_next_step_writes_the_document_where_there_is_no_out_yet(
    run: Run, tmp_path: Path
) -> None:
    cohort = lay_out(tmp_path, {})
    for look, said in (([], " as of "), (["--as-of", "2025-04-22"], " as of 22 April 2025")):
        step = run("report", *look, at=cohort).out.rpartition("next: mentorkit ")[2]
        assert all(len(line) <= 80 for line in f"next: mentorkit {step}".splitlines())
        words = shlex.split(step.replace("\\\n", " "))
        assert run(*words, at=cohort).status == 0
        document = (cohort / words[-1]).read_text("utf-8")
        assert document.startswith(f"# Test: outcomes{said}")


def test_two_folders_are_not_made_out_of_a_slip(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, {})
    ran = run("report", "--output", "no/such/report.md", at=cohort)
    assert (ran.status, ran.out) == (2, "")
    assert not (cohort / "no").exists()
