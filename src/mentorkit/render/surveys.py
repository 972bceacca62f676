"""Surveys as text and as JSON: how waves stand, which forms were made, what an import brings."""

from collections.abc import Iterator, Sequence
from typing import Any

from mentorkit.outcomes.survey_counts import Counted, Imported, Standing
from mentorkit.outcomes.survey_items import TOKENS, Wave
from mentorkit.problems import Problem
from mentorkit.render import problems as problem_view
from mentorkit.render.terminal import table, wrap
from mentorkit.rules.disclosure import LEAST


def _named(wave: Wave) -> dict[str, str]:
    return {"wave": wave.wave, "role": wave.role}


def standings_as_json(standings: Sequence[Standing]) -> dict[str, Any]:
    """Return the JSON of `survey`: each wave, and who has a token and has not answered."""
    return {
        "schema": 1,
        "waves": [
            {
                **_named(each.wave),
                "invited": each.invited,
                "responded": each.responded,
                "closed": each.closed.isoformat() if each.closed else None,
                "satisfied": each.satisfied,
                "silent": list(each.silent),
            }
            for each in standings
        ],
    }


def standings_as_text(standings: Sequence[Standing], options: str = "") -> str:
    """Return how the waves stand as a screen of 80 columns."""
    if not standings:
        form = f"mentorkit survey form --wave end --role mentee{options}"
        return f"Nobody has been asked yet.\n\nnext: {form}"
    headers = ("wave", "role", "asked", "answered", "satisfied", "closed")
    lines = table(headers, [_row(each) for each in standings], right=(2, 3, 4))
    parts = [lines]
    if any(each.closed and each.satisfied is None for each in standings):
        parts.append(wrap(_WITHHELD))
    waiting = [each for each in standings if each.silent]
    parts += [wrap(_silent(each)) for each in waiting]
    then = f"mentorkit survey import FILE.csv{options}" if waiting else f"mentorkit report{options}"
    return "\n\n".join([*parts, f"next: {then}"])


_WITHHELD = (
    f"'-' is withheld: fewer than {LEAST} answered, or so few one way that the number would tell "
    "on somebody."
)


def _row(each: Standing) -> list[str]:
    known = "" if each.satisfied is None else str(each.satisfied)
    happy = known or ("-" if each.closed else "")
    closed = str(each.closed or "")
    return [each.wave.wave, each.wave.role, str(each.invited), str(each.responded), happy, closed]


def _silent(each: Standing) -> str:
    return f"No answer yet to {each.wave.wave}, {each.wave.role}s: {', '.join(each.silent)}."


def forms_as_json(
    wave: Wave, files: Sequence[str], asked: int, drawn: int, problems: Sequence[Problem]
) -> dict[str, Any]:
    """Return the JSON of `survey form`: the files made, and how many have a token."""
    return {
        "schema": 1,
        **_named(wave),
        "files": sorted(files),
        "asked": asked,
        "tokens_drawn": drawn,
        "problems": problem_view.as_json(problems)["problems"],
    }


def forms_as_text(
    files: Sequence[str], asked: int, drawn: int, unread: Sequence[str], options: str = ""
) -> str:
    """Return which forms were made as a screen of 80 columns, and how to go on."""
    forms = [name for name in sorted(files) if name != TOKENS]
    people = "1 person" if asked == 1 else f"{asked} people"
    news = "nobody new" if not drawn else "1 of them new" if drawn == 1 else f"{drawn} of them new"
    parts = [
        "\n".join(["Forms:", *(f"  {name}" for name in forms)]),
        wrap(f"Tokens for {people}, {news}: {TOKENS}. It says who has which, so it stays private."),
        wrap(
            "Send each person the form and their own token, by mail or wiki mail. Whoever collects "
            "the answers makes one row of each, with the token; then import them."
        ),
    ]
    if unread:
        parts.append(
            wrap(
                f"No fluent reader has reviewed the wording in: {', '.join(unread)}; have one read "
                "it before you send."
            )
        )
    return "\n\n".join([*parts, f"next: mentorkit survey import FILE.csv{options}"])


def imported_as_json(imported: Imported, *, written: bool = False) -> dict[str, Any]:
    """Return the JSON of `survey import`: the counts after it, nothing of single answers."""
    return {
        "schema": 1,
        "waves": [
            {
                **_named(each.wave),
                "closed": each.closed.isoformat(),
                "invited": each.invited,
                "responded": each.responded,
                "satisfied": each.satisfied,
                "new": each.new,
                "without_s1": each.without,
                "published": each.published,
            }
            for each in imported.waves
        ],
        "blank": imported.blank,
        "files": sorted(imported.files),
        "written": written,
        "problems": problem_view.as_json(imported.problems)["problems"],
    }


def imported_as_text(
    imported: Imported, command: str, saved: Sequence[str] | None = None, *, options: str = ""
) -> str:
    """Return what an import brings as a screen of 80 columns; `saved` are the files written.

    `command` is the one that was typed, without --write.
    """
    parts = ["\n".join(_told(each)) for each in imported.waves]
    if imported.blank:
        rows = "1 row says" if imported.blank == 1 else f"{imported.blank} rows say"
        parts.append(f"{rows} nothing: left for later.")
    if not imported.files:
        ending = f"Nothing to save.\nnext: mentorkit survey{options}"
    elif saved is None:
        ending = f"Nothing is saved yet.\nnext: {command}{options} --write"
    else:
        names = ", ".join(saved)
        ending = f"{wrap(f'Saved {names}.')}\nnext: mentorkit survey{options}"
    return "\n\n".join([*parts, ending])


def _told(each: Counted) -> Iterator[str]:
    wave = f"{each.wave.wave}, {each.wave.role}s"
    new = "1 new answer" if each.new == 1 else f"{each.new} new answers"
    yield wrap(f"{wave}: {new}; {each.responded} of {each.invited} asked have answered.")
    if each.without:
        who = "1 person leaves" if each.without == 1 else f"{each.without} people leave"
        yield wrap(
            f"{who} out the question of the goal (s1), and counts as no answer.", indent="  "
        )
    if not each.published:
        yield wrap(
            f"Fewer than {LEAST} answered: surveys.yaml gets no counts of them yet.", indent="  "
        )
    elif each.satisfied is None:
        yield wrap("Satisfied: withheld, too few answered one way.", indent="  ")
    else:
        yield wrap(f"Satisfied (4 or 5 of 5): {each.satisfied}.", indent="  ")
    if 0 < each.new < LEAST:
        yield wrap(
            "So few at once can be told apart by whoever saw the file before: best import once, "
            "when the wave has closed.",
            indent="  ",
        )


def refused(problems: Sequence[Problem]) -> str:
    """Return the problems of a file of answers, or of a form, and their number."""
    count = len(problems)
    said = problem_view.as_text(problems)
    return f"{said}\n\n{count} problem{'s' * (count != 1)}. Nothing was saved."
