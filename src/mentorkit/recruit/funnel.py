"""From those who were found to those who have a place: each person counts once in each step."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.programme import Wiki
from mentorkit.recruit.answers import Line
from mentorkit.recruit.selection import selections
from mentorkit.rules.assent import assents, coordinators
from mentorkit.rules.contact import recruits
from mentorkit.rules.delivery import Posted
from mentorkit.rules.recruiting import Passed, Recruiting

BY_HAND = "hand"
"""The channel of a letter of which nobody wrote down how it went."""

UNNOTED = "unnoted"
"""The channel of whoever answered, and of whose letter nobody wrote anything down."""

CHANNELS = ("talk", "wikimail", "mail", BY_HAND, UNNOTED)


def funnel(
    cohort: Cohort,
    lines: Iterable[Line],
    posted: Iterable[Posted],
    eligible: Collection[str],
    day: date,
) -> Recruiting:
    """Return how far recruiting had come by a day.

    `cohort`, `lines` and `posted` are as known on the day, `eligible` the ids of the candidates
    whom nothing keeps from being invited; whoever applied is too. A letter that may have arrived
    counts as sent. Whoever answered, and of whose letter nobody wrote anything down, counts among
    the answers, and not as invited.
    """
    said = _answers(lines)
    channels = _channels(lines, posted)
    channels = {**dict.fromkeys(said, UNNOTED), **channels}
    by_channel: defaultdict[str, list[str]] = defaultdict(list)
    for person, channel in channels.items():
        by_channel[channel].append(person)
    stand = selections(cohort, day)
    found = {*cohort.candidates, *cohort.applications, *channels}
    return Recruiting(
        found=len(found),
        eligible=len({*eligible, *channels, *cohort.applications} & found),
        total=_passed(channels, said, len(by_channel[UNNOTED])),
        channels={
            name: _passed(people, said, len(people) if name == UNNOTED else 0)
            for name in CHANNELS
            if (people := by_channel[name])
        },
        applied=len(cohort.applications),
        placed=sum(len(each.of("place")) for each in stand),
        waiting=sum(len(each.of("waiting")) for each in stand),
        wikis=wikis(cohort, day),
    )


def wikis(cohort: Cohort, day: date) -> dict[str, tuple[str, ...]]:
    """Return the hosts of mentorkit.yaml by what their communities said by a day.

    A discussion that closes later is not over, whatever its result is expected to be.
    """
    team = coordinators(cohort)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for host, wiki in cohort.programme.wikis.items():
        if _objects(wiki):
            found["objects"].append(host)
        else:
            let_in = assents(wiki.assent, team) and not _open(wiki, day)
            found["assents" if let_in else "waits"].append(host)
    return {name: tuple(found[name]) for name in ("assents", "waits", "objects")}


def _open(wiki: Wiki, day: date) -> bool:
    closed = wiki.assent.closed if wiki.assent else None
    return closed is not None and closed > day


def _objects(wiki: Wiki) -> bool:
    return wiki.assent is not None and wiki.assent.result in ("objection", "withdrawn")


def _channels(lines: Iterable[Line], posted: Iterable[Posted]) -> dict[str, str]:
    """Return on which channel the first letter went to everybody who got one."""
    first: dict[str, str] = {}
    sent = [each for each in posted if each.state in ("sent", "unsure")]
    for each in sorted(sent, key=lambda each: each.at):
        delivery = each.delivery
        if delivery.kind == "letter" and recruits(str(delivery.about.get("letter", ""))):
            first.setdefault(delivery.person, delivery.channel)
    for line in lines:
        if line.sent and first.get(line.person, BY_HAND) == BY_HAND:
            first[line.person] = line.channel if line.channel in CHANNELS else BY_HAND
    return first


def _answers(lines: Iterable[Line]) -> dict[str, str]:
    """Return everybody's latest answer; the last line counts where days are the same or absent."""
    given = [line for line in lines if line.answer]
    given.sort(key=lambda line: line.on or date.min)
    return {line.person: line.answer for line in given}


def _passed(people: Collection[str], said: Mapping[str, str], unnoted: int) -> Passed:
    answers = [said[person] for person in people if person in said]
    return Passed(
        len(people) - unnoted,
        len(answers),
        answers.count("accepted"),
        answers.count("declined"),
        answers.count("later"),
    )
