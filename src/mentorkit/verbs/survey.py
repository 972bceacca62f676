"""survey: forms out, answers in, and how the waves stand.

Of answers three things are kept, each by itself: who has answered, the numbers, and the words that
people wrote. surveys.yaml gets counts, once five people have answered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.scalars import read_day
from mentorkit.cohort.splice import Change, edit_all
from mentorkit.cohort.words import understood
from mentorkit.outcomes import survey_counts
from mentorkit.outcomes.survey_answers import (
    COLUMNS,
    Answers,
    read_answers,
    read_rows,
    read_words,
    rows_text,
    words_text,
)
from mentorkit.outcomes.survey_counts import FILE, Counted, Imported, Standing
from mentorkit.outcomes.survey_items import RESPONDED, TOKENS, Row, Wave
from mentorkit.outcomes.survey_tokens import Register, read_register, responded_text
from mentorkit.problems import Misuse, Problem, Refused, in_order, nearest
from mentorkit.rules.moment import Moment
from mentorkit.verbs.rehearsal import rehearse

Private = Callable[[str], str | None]
"""Gives the text of a private file by its name; None where there is none."""


def register_of(private: Private) -> Register:
    """Return who was asked and who has answered. Raises Refused where the lists have faults."""
    register, problems = read_register(private(TOKENS) or "", private(RESPONDED) or "")
    if problems:
        first = problems[0]
        raise Refused(f"{first.place}: {first.message}", first.hint)
    return register


def standings(cohort: Cohort, private: Private, day: date) -> list[Standing]:
    """Return how each wave stands on a day. Raises Refused where the lists have faults."""
    return survey_counts.standings(cohort, register_of(private), day)


@dataclass(frozen=True, slots=True)
class Source:
    """A file of answers, its name, and what is typed about it: `columns` as COLUMN=ITEM."""

    content: bytes
    name: str
    columns: Sequence[str] = ()
    closed: str | None = None


def import_answers(
    cohort: Cohort, source: Source, private: Private, wording: Mapping[str, str], moment: Moment
) -> Imported:
    """Return what importing answers would write, or everything that is wrong with them.

    `wording` are the questions as the forms ask them. Raises Misuse where an option means nothing,
    and Refused where the tool's own lists have faults.
    """
    register = register_of(private)
    closed = _closed(source.closed, moment)
    columns = dict(map(_column, source.columns))
    read = read_answers(source.content, source.name, register, columns, wording)
    if read.problems:
        return Imported(problems=read.problems)
    stored = {wave: _stored(wave, private) for wave in read.waves}
    problems = [problem for _, faults in stored.values() for problem in faults]
    for wave, (rows, _) in stored.items():
        entry = survey_counts.entry_of(cohort, wave)
        problems += survey_counts.in_the_way(entry, wave, rows, moment.day, closed)
    if problems:
        return Imported(problems=tuple(in_order(problems)))
    before = {wave: rows for wave, (rows, _) in stored.items()}
    counts = []
    for wave, answers in read.waves.items():
        entry = survey_counts.entry_of(cohort, wave)
        last = closed or (entry.closed if entry else moment.day)
        invited = len(register.of(wave))
        counts.append(survey_counts.counted(entry, wave, before[wave], answers.rows, invited, last))
    files = _files(cohort, register, read.waves, before, counts, private)
    _, faults = rehearse({**cohort.sources, **files}, moment.now.date())
    if faults:
        return Imported(problems=tuple(faults))
    return Imported(tuple(counts), files, blank=read.blank)


def _closed(text: str | None, moment: Moment) -> date | None:
    if text is None:
        return None
    day = understood(read_day, text, "--closed")
    if day > moment.now.date():
        today = moment.now.date()
        raise Misuse(f"--closed: {day} has not come yet; today is {today}", "name the last day")
    return day


def _column(text: str) -> tuple[str, str]:
    heading, sign, item = text.rpartition("=")
    item = item.strip().casefold()
    if not sign or not heading.strip():
        raise Misuse(f"--map: '{text}' has no '='", 'write COLUMN=ITEM, as in "Satisfaction=s1"')
    if item and item not in COLUMNS:
        hint = nearest(item, COLUMNS) or f"the items are {', '.join(COLUMNS)}"
        raise Misuse(f"--map: there is no item '{item}'", hint)
    return heading.strip(), item


def _stored(wave: Wave, private: Private) -> tuple[list[Row], list[Problem]]:
    return read_rows(private(wave.answers) or "", wave.answers)


def _files(
    cohort: Cohort,
    register: Register,
    new: Mapping[Wave, Answers],
    before: Mapping[Wave, Sequence[Row]],
    counts: Sequence[Counted],
    private: Private,
) -> dict[str, bytes]:
    files: dict[str, str] = {}
    responded = set(register.responded)
    changes: list[Change] = []
    added = len(cohort.surveys)
    for counted in counts:
        wave, answers = counted.wave, new[counted.wave]
        rows = [*before[wave], *answers.rows]
        responded |= {(wave, person) for person in answers.people}
        if answers.rows:
            files[wave.answers] = rows_text(rows)
        if answers.words:
            files[wave.words] = words_text([*read_words(private(wave.words) or ""), *answers.words])
        entry = survey_counts.entry_of(cohort, wave)
        if not counted.published:
            continue
        said = survey_counts.record(counted, rows)
        if entry is None:
            changes.append(((added,), said))
            added += 1
        else:
            index = cohort.surveys.index(entry)
            changes += [((index, key), value) for key, value in said.items()]
    if responded != register.responded:
        files[RESPONDED] = responded_text(register._replace(responded=frozenset(responded)))
    written = {name: text.encode() for name, text in files.items()}
    if changes:
        written[FILE] = edit_all(cohort.sources.get(FILE, b""), changes)
    return written
