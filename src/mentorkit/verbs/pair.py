"""pair: propose who mentors whom, and save it to pairs.yaml."""

from collections.abc import Iterator
from datetime import date

from mentorkit.cohort.model import Cohort, Pair
from mentorkit.cohort.splice import edit_all
from mentorkit.cohort.yamltext import Path, Value, read
from mentorkit.pairing.proposal import Proposal, propose
from mentorkit.problems import Refused

FILE = "pairs.yaml"


def pair(cohort: Cohort, as_of: date, *, afresh: bool = False) -> Proposal:
    """Return the best pairs as of a day; see `propose`."""
    return propose(cohort, as_of, afresh=afresh)


def write(cohort: Cohort, proposal: Proposal) -> dict[str, bytes]:
    """Return the new bytes of pairs.yaml by its name; nothing where nothing changes.

    New pairs are added at the end and pairs that are over get their `until` and `ended`; no other
    byte changes. Raises Refused where pairs.yaml already holds something later.
    """
    if not proposal.new and not proposal.ending:
        return {}
    _refuse_to_rewrite(cohort, proposal)
    source, count = _as_list(cohort.sources.get(FILE, b""))
    changes: list[tuple[Path, Value]] = []
    for over in proposal.ending:
        changes.append(((over.index, "until"), over.until.isoformat()))
        changes.append(((over.index, "ended"), over.ended))
    since = proposal.since.isoformat()
    for index, new in enumerate(proposal.new, count):
        changes.append(((index,), {"mentor": new.mentor, "mentee": new.mentee, "since": since}))
    return {FILE: edit_all(source, changes)}


def _refuse_to_rewrite(cohort: Cohort, proposal: Proposal) -> None:
    """Raise Refused where the proposal looks from a day before something that is recorded."""
    for pair in _in_the_way(cohort, proposal):
        day = pair.until or pair.since
        raise Refused(
            f"{pair.place()}: this pair of {pair.mentor} and {pair.mentee} is dated {day}, "
            f"and the proposal begins on {proposal.since}",
            "history is not overwritten; propose as of a later day, or correct the pair by hand",
        )


def _in_the_way(cohort: Cohort, proposal: Proposal) -> Iterator[Pair]:
    ending = {pair.index for pair in proposal.ending}
    newly = {pair.mentee for pair in proposal.new}
    for index, pair in enumerate(cohort.pairs):
        if index in ending:
            if pair.until is not None:
                yield pair
        elif pair.mentee in newly and (pair.until is None or pair.until > proposal.since):
            yield pair


def _as_list(source: bytes) -> tuple[bytes, int]:
    """Return pairs.yaml and how many records it has; without any it gets one to be replaced.

    That one is in flow style, which the records after it follow.
    """
    document, problems = read(source, FILE)
    if document is None or problems:
        raise Refused(f"{FILE} cannot be read", "see what is wrong with: mentorkit check")
    if isinstance(document.value, list):
        return source, len(document.value)
    newline = b"\r\n" if b"\r\n" in source else b"\n"
    start = source if not source or source.endswith(b"\n") else source + newline
    return start + b"- {}" + newline, 0
