"""init: make a directory a cohort that `check` has nothing to say against."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from mentorkit.cohort.newcohort import Beginning, first_files, usual_dates, usual_end
from mentorkit.cohort.scalars import read_day, read_id, read_text
from mentorkit.cohort.words import understood
from mentorkit.problems import Misuse
from mentorkit.recruit.newids import id_from
from mentorkit.verbs.rehearsal import rehearse


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says of a new programme; None where it says nothing."""

    name: str | None = None
    id: str | None = None
    first: str | None = None
    last: str | None = None


def init(
    folder: str,
    wishes: Wishes,
    today: date,
    write: Callable[[Mapping[str, bytes]], list[str]],
) -> list[str]:
    """Write the first files of a cohort and return the names of those made.

    `folder` is the directory's own name, which gives the name and the id where nobody wishes
    others; without dates the programme begins on the first Monday of the month after `today`, for
    13 weeks.
    Raises Misuse for wishes that no file could hold, and what `write` raises.
    """
    beginning = _beginning(folder, wishes, today)
    files = first_files(beginning)
    _, problems = rehearse(files, today)
    for problem in problems:
        raise Misuse(f"{problem.place}: {problem.message}", problem.hint)
    return write(files)


def _beginning(folder: str, wishes: Wishes, today: date) -> Beginning:
    first, last = usual_dates(today)
    if wishes.first:
        first = understood(read_day, wishes.first, "--from")
        last = usual_end(first)
    if wishes.last:
        last = understood(read_day, wishes.last, "--to")
    if last < first:
        raise Misuse(f"--to {last} is before the first day, {first}", "give both --from and --to")
    word = wishes.id if wishes.id is not None else id_from([folder]) or f"cohort-{first.year}"
    usual = word if _unfit(folder) or "@" in folder else folder.strip() or word
    name = wishes.name if wishes.name is not None else usual
    if _unfit(name):
        raise Misuse("--name: a character in it cannot be shown", "write it on one line")
    name = understood(read_text, name, "--name").strip()
    return Beginning(understood(read_id, word, "--id"), name, first, last)


def _unfit(name: str) -> bool:
    """Tell whether some character of a name cannot be shown on one line."""
    return any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in name)
