"""report as a command: what its last line says to type must work."""

from pathlib import Path

from running import Run, lay_out


def test_the_next_step_writes_the_document_where_there_is_no_out_yet(
    run: Run, tmp_path: Path
) -> None:
    cohort = lay_out(tmp_path, {})
    step = run("report", at=cohort).out.rstrip().splitlines()[-1]
    words = step.removeprefix("next: mentorkit ").split()
    assert run(*words, at=cohort).status == 0
    assert (cohort / words[-1]).read_text("utf-8").startswith("# Test: outcomes as of ")


def test_two_folders_are_not_made_out_of_a_slip(run: Run, tmp_path: Path) -> None:
    cohort = lay_out(tmp_path, {})
    ran = run("report", "--output", "no/such/report.md", at=cohort)
    assert (ran.status, ran.out) == (2, "")
    assert not (cohort / "no").exists()
