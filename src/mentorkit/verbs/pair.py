"""pair: propose who mentors whom, and save it to pairs.yaml."""

from collections.abc import Iterator
from datetime import date

from mentorkit.cohort.model import Cohort, Pair
from mentorkit.cohort.splice import edit_all
from mentorkit.cohort.yamltext import Path, Value, read
from mentorkit.pairing.proposal import Answer, Proposal, propose
from mentorkit.pairing.situation import PLAIN, Terms
from mentorkit.problems import Misuse, Refused

FILE = "pairs.yaml"


def pair(cohort: Cohort, as_of: date, terms: Terms = PLAIN) -> Proposal:
    """Return the best pairs as of a day; see `propose`."""
    return propose(cohort, as_of, terms)


def write(cohort: Cohort, proposal: Answer) -> dict[str, bytes]:
    """Return the new bytes of pairs.yaml by its name; nothing where nothing changes.

    New pairs are added at the end and pairs that are over get their `until` and `ended`; no other
    byte changes. Raises Misuse for a what-if, with the lines to write instead, and Refused where
    pairs.yaml already holds something later.
    """
    _refuse_what_ifs(cohort, proposal)
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


def _refuse_what_ifs(cohort: Cohort, proposal: Answer) -> None:
    """Raise Misuse for a what-if: what somebody decides for good is a line in a file."""
    if proposal.terms.what_if:
        lines = "\n  ".join(_to_write(cohort, proposal))
        message = "a what-if is not saved; look without --write, or write down what is decided"
        raise Misuse(message, f"{lines}\n  then: mentorkit pair")


def _to_write(cohort: Cohort, proposal: Answer) -> Iterator[str]:
    day, terms = proposal.since, proposal.terms
    for over in proposal.ending:
        if over.ended == "rematched":
            place = cohort.pairs[over.index].place()
            yield f"{place}: until: {over.until}, ended: {over.ended}"
    standing = {(pair.mentor, pair.mentee): pair for _, pair in proposal.situation.open_pairs}
    for mentor, mentee in sorted(terms.lock):
        if stands := standing.get((mentor, mentee)):
            yield f"{stands.place()}: locked: yes"
        else:
            new = f"mentor: {mentor}, mentee: {mentee}, since: {day}, locked: yes"
            yield f"{FILE}: - {{{new}}}"
    for cell in sorted(terms.forbid):
        yield f"private/mentorkit.yaml: {'--'.join(cell)} among those of 'forbid'"
    for person in sorted(terms.without):
        yield f"people/{person}.yaml: left: {day}, left_code: withdrew (or why else)"


def _refuse_to_rewrite(cohort: Cohort, proposal: Answer) -> None:
    """Raise Refused where the proposal looks from a day before something that is recorded."""
    for pair in _in_the_way(cohort, proposal):
        day = pair.until or pair.since
        raise Refused(
            f"{pair.place()}: this pair of {pair.mentor} and {pair.mentee} is dated {day}, "
            f"and the proposal begins on {proposal.since}",
            "history is not overwritten; propose as of a later day, or correct the pair by hand",
        )


def _in_the_way(cohort: Cohort, proposal: Answer) -> Iterator[Pair]:
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
