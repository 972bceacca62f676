"""pair repair: what is broken and what to do, saved to pairs.yaml with the reason in private/."""

from collections.abc import Iterator
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.scalars import read_text
from mentorkit.cohort.splice import edit_all
from mentorkit.cohort.words import understood
from mentorkit.cohort.yamltext import Path, Value, read
from mentorkit.pairing import repair as repairing
from mentorkit.pairing.proposal import Answer
from mentorkit.pairing.repair import Repair
from mentorkit.pairing.situation import PLAIN, Terms
from mentorkit.verbs import pair
from mentorkit.verbs.rehearsal import must_pass

REASONS = "private/pairs.yaml"


def repair(cohort: Cohort, as_of: date, terms: Terms = PLAIN, end: int = 0) -> Repair:
    """Return what is broken on a day, and the best that ends `end` standing pairs at most."""
    return repairing.repair(cohort, as_of, terms, end)


def write(cohort: Cohort, found: Repair, why: str | None, today: date) -> dict[str, bytes]:
    """Return the new bytes of pairs.yaml and of private/pairs.yaml, by name.

    `why` is kept there as the reason of each pair that ends or begins; a reason that stands there
    already stays. `today` is the real date. Raises what `pair.write` raises, and Misuse where
    `why` says nothing.
    """
    reason = None if why is None else understood(read_text, why, "--why")
    files = pair.write(cohort, found.answer)
    if reason and files:
        files |= _with_reasons(cohort, found.answer, reason)
    if files:
        must_pass({**cohort.sources, **files}, today)
    return files


def _with_reasons(cohort: Cohort, answer: Answer, reason: str) -> dict[str, bytes]:
    source = cohort.sources.get(REASONS, b"")
    document, _ = read(source, REASONS)
    entries = document.value if document and isinstance(document.value, list) else []
    changes: list[tuple[Path, Value]] = []
    added = len(entries)
    for identity in _without_reason(cohort, answer):
        there = [index for index, entry in enumerate(entries) if _is_of(entry, identity)]
        if there:
            changes.append(((there[0], "reason"), reason))
        else:
            changes.append(((added,), {**identity, "reason": reason}))
            added += 1
    return {REASONS: edit_all(source, changes)} if changes else {}


def _without_reason(cohort: Cohort, answer: Answer) -> Iterator[dict[str, str]]:
    """Yield what identifies each pair that ends or begins, but for those with a reason."""
    for over in answer.ending:
        pair = cohort.pairs[over.index]
        if pair.reason is None:
            yield {"mentor": pair.mentor, "mentee": pair.mentee, "since": pair.since.isoformat()}
    since = answer.since.isoformat()
    for new in answer.new:
        yield {"mentor": new.mentor, "mentee": new.mentee, "since": since}


def _is_of(entry: Value, identity: dict[str, str]) -> bool:
    return isinstance(entry, dict) and identity.items() <= entry.items()
