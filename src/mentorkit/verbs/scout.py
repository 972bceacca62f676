"""scout: people who contribute steadily, found on the wikis' own lists, as candidates to look at.

1. Read who is on the lists: categories, pages, sign-ups, files, repositories.
2. Find their accounts, fifty in a request, and follow those that were renamed.
3. Set aside whoever the cohort knows already, bots, the blocked, leaders, the newly registered.
4. Read what the others contributed in the months that are not known yet.
5. Measure; set aside whoever is seldom active or wants no messages; put the rest in order.

Whatever is read is on disk before the next request. So a run that was cut off goes on where it
was, and a second one on the same day asks nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mentorkit.cohort.model import Cohort
from mentorkit.cohort.newperson import candidate_file
from mentorkit.cohort.nodes import Value
from mentorkit.doors.journal import KEY, known_secret
from mentorkit.doors.outside import read_named_file
from mentorkit.doors.repository import commits
from mentorkit.doors.sources import people_of
from mentorkit.problems import Misuse, Problem, Refused
from mentorkit.recruit.answers import FILE as ANSWERS
from mentorkit.recruit.answers import read_answers
from mentorkit.recruit.notebook import Names
from mentorkit.recruit.scouting import (
    Found,
    Listing,
    Prospect,
    Scouted,
    Sieve,
    counted,
    figures_of,
    gather,
    in_order,
)
from mentorkit.recruit.sources import (
    KINDS,
    ON_WIKIS,
    Listed,
    Wanted,
    plain_names,
    read_dashboard,
    read_list,
    read_log,
    role_in,
    wanted,
)
from mentorkit.recruit.steadiness import Figures, months_before
from mentorkit.rules.user_key import address_key, user_key
from mentorkit.verbs.activity import wikis_of
from mentorkit.verbs.rehearsal import must_pass
from mentorkit.verbs.scout_accounts import find_accounts
from mentorkit.verbs.scout_reading import (
    Desk,
    read_first_edits,
    read_months,
    read_talk_pages,
    span_of,
)

__all__ = ["Desk", "earlier_no", "must_fit", "scout", "sources_of"]


WITHOUT_WIKI = (
    "or bring people in without a wiki: write private/candidates/ID.yaml by hand, or those who "
    "applied from a table, with: mentorkit select --import FILE.csv"
)
"""How else candidates come in, where no wiki can be asked."""


def sources_of(
    cohort: Cohort,
    named: Mapping[str, Sequence[str] | None],
    wiki: str | None,
    role: str | None = None,
) -> list[Wanted]:
    """Return the sources that the command line names by kind, or else those of the settings.

    `role` is as what everybody is to be invited, whatever the settings say.
    Raises Misuse where one of the settings says none or two things at once.
    """
    typed = [Wanted(kind, of, wiki or "") for kind in KINDS for of in named.get(kind) or ()]
    settings = [wanted(source) for source in cohort.programme.scout.sources]
    found = typed or [each for each in settings if not wiki or each.wiki == wiki]
    return [replace(each, role=role, roles={}) for each in found] if role else found


def earlier_no(answers: str, root: Path) -> tuple[Callable[[str], bool], tuple[Problem, ...]]:
    """Return what tells whether a user name or an address declined earlier, and unread lines.

    `answers` is the text of private/invitations.jsonl. Names are not in it, only what stands for
    them, so that a no outlives the file of whoever said it. Raises Refused where the secret that
    tells them is gone.
    """
    read, problems = read_answers(answers)
    said = (answer for answer in read if answer.answer == "declined")
    keys = {key for answer in said for key in (answer.who, *answer.also) if key}
    if not keys:
        return lambda name: False, tuple(problems)
    secret = known_secret(root)
    if not secret:
        hint = "put the file back from a copy of the cohort; without it nobody's no can be heard"
        raise Refused(f"{KEY} is gone, and {ANSWERS} keeps a no by it", hint)

    def said_no(name: str) -> bool:
        # Whichever it is: what stands for an address never stands for a user name.
        return user_key(secret, name) in keys or address_key(secret, name) in keys

    return said_no, tuple(problems)


def must_fit(cohort: Cohort, found: Scouted, today: date) -> None:
    """Raise Refused where `check` would find a problem in the candidates' files."""
    must_pass({**cohort.sources, **found.files}, today)


def scout(
    desk: Desk, sources: Sequence[Wanted], most: int | None = None, *, first_edits: bool = False
) -> Scouted:
    """Look for candidates in the sources; `most` is how many of them to keep at most.

    `first_edits` asks for the day of each one's first edit where it is not known, which takes a
    request for each. Raises Misuse for a source that cannot be, and WikiFailed, with everything
    kept that was read.
    """
    if desk.day > desk.today:
        message = f"{desk.day} is still to come: nobody has contributed until then"
        raise Misuse(message, "leave --as-of out, or name a day until today")
    rules = desk.cohort.programme.scout
    window = months_before(desk.day, rules.months)
    hosts, sources, notes = _where(desk.cohort, sources)
    listings, programmers, aside = _people(desk, sources, hosts, window)
    accounts = find_accounts(desk, listings, hosts)
    prospects, missing = gather(listings, accounts)
    aside += ["missing"] * missing
    sieve = Sieve(desk.cohort, desk.said_no, desk.day)
    steady, codes = _sifted(desk, sieve, [*prospects, *programmers], window)
    taken = [*desk.cohort.people, *desk.cohort.candidates]
    found = in_order(steady, window, taken)[:most]
    if first_edits:
        found = _with_first_edits(desk, found)
    desk.notebook.tidy()
    return Scouted(
        candidates=tuple(found),
        set_aside=counted([*aside, *codes]),
        asked={host: wiki.requests for host, wiki in desk.wikis.items()},
        window=window,
        rules=rules,
        looked_at=len(prospects) + len(programmers) + len(aside),
        eligible=len(steady),
        files=dict(map(_file, found)),
        notes=tuple(notes),
    )


def _where(cohort: Cohort, sources: Sequence[Wanted]) -> tuple[list[str], list[Wanted], list[str]]:
    """Return the wikis to count on, the sources with theirs, and why some are left out."""
    asked = wikis_of(cohort)
    known = cohort.programme.wikis
    placed, notes = [], []
    for source in sources:
        if source.kind in ON_WIKIS and not source.wiki:
            source = replace(source, wiki=_only(asked, source))
        if source.wiki and source.wiki not in known:
            hint = "add it below wikis: in mentorkit.yaml, with what its community answered"
            raise Misuse(f"{source.wiki} is none of the programme's wikis", hint)
        if source.wiki and source.wiki not in asked:
            notes.append(f"{source.wiki} objected, so “{source.of}” there was not read.")
        else:
            placed.append(source)
    if not placed:
        hint = f"name one, as in: mentorkit scout --category NAME --wiki HOST; {WITHOUT_WIKI}"
        raise Misuse(" ".join([*notes, "There is no source to look in"]).strip(), hint)
    named = [source.wiki for source in placed if source.wiki]
    named += [host for host in cohort.programme.scout.wikis if host in asked]
    everywhere = any(s.kind in ("dashboard", "list") and not s.wiki for s in placed)
    return list(dict.fromkeys(named or (asked if everywhere else []))), placed, notes


def _only(hosts: Sequence[str], source: Wanted) -> str:
    if len(hosts) == 1:
        return hosts[0]
    hint = f"add --wiki HOST, or wiki: HOST; one of {', '.join(hosts)}"
    raise Misuse(f"nobody says on which wiki “{source.of}” is", hint)


def _people(
    desk: Desk, sources: Sequence[Wanted], hosts: Sequence[str], window: Sequence[str]
) -> tuple[list[Listing], list[Prospect], list[str]]:
    """Read the sources: who is listed, who programs, and one code for each name that is none."""
    listings: list[Listing] = []
    programmers: list[Prospect] = []
    unfit: list[str] = []
    for source in sources:
        if source.kind == "git":
            programmers += _programmers(source, window)
            continue
        names, wrong = plain_names(_listed(desk, source))
        unfit += ["invalid"] * len(wrong)
        for user, words in names.items():
            listings.append(Listing(source.wiki, user, source.where, role_in(words, source)))
    return listings, programmers, unfit


def _programmers(source: Wanted, window: Sequence[str]) -> list[Prospect]:
    until = span_of((window[0], window[-1])).last.date()
    log = read_log(commits(Path(source.of).expanduser(), until))
    return [
        Prospect(
            sources=(source.where,),
            role=source.role,
            name=each.name,
            email=each.email,
            commits=each.months,
            began=each.first.date(),
        )
        for each in log
    ]


def _listed(desk: Desk, source: Wanted) -> list[Listed]:
    if source.kind not in ON_WIKIS:
        content = read_named_file(Path(source.of).expanduser())
        if source.kind == "list":
            return read_list(content.decode("utf-8", errors="replace"))
        found, problems = read_dashboard(content, source.of)
        if problems:
            place = problems[0].place
            raise Misuse(f"{place}: {problems[0].message}", problems[0].hint)
        return found
    known = desk.notebook.named(source.kind, source.of, source.wiki, desk.today)
    if known is None:
        people = tuple(
            (each.user, each.words) for each in people_of(desk.wiki(source.wiki), source)
        )
        known = Names(source.kind, source.of, source.wiki, desk.today, people)
        desk.notebook.learn_names(known)
    return [Listed(user, words) for user, words in known.people]


def _sifted(
    desk: Desk, sieve: Sieve, prospects: Sequence[Prospect], window: tuple[str, ...]
) -> tuple[list[tuple[Prospect, Figures]], list[str]]:
    """Return the steady ones with their figures, and the code of why for each that is not."""
    codes = [sieve.known(each) or sieve.account(each.on(desk.today)) for each in prospects]
    left = [each for each, code in zip(prospects, codes, strict=True) if not code]
    for host, ids in _by_wiki(left).items():
        read_months(desk, host, ids, window)
    rules = desk.cohort.programme.scout
    measured = [(each, figures_of(_as_known(desk, each), window, rules)) for each in left]
    # Whoever is seldom active is set aside anyway: their talk pages need no look of their own.
    steady = [each for each, figures in measured if not sieve.work(figures)]
    for host, ids in _by_wiki(steady).items():
        read_talk_pages(desk, host, ids)
    willing = []
    for each, figures in measured:
        now = _as_known(desk, each)
        codes.append("opt-out" if sieve.refuses(now) else sieve.work(figures))
        if not codes[-1]:
            willing.append((now, figures))
    return willing, [code for code in codes if code]


def _with_first_edits(desk: Desk, found: Sequence[Found]) -> list[Found]:
    for host, ids in _by_wiki(each.prospect for each in found).items():
        read_first_edits(desk, host, ids)
    return [replace(each, prospect=_as_known(desk, each.prospect)) for each in found]


def _by_wiki(prospects: Iterable[Prospect]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for each in prospects:
        for host, account in each.accounts.items():
            found.setdefault(host, []).append(account.user_id)
    return found


def _as_known(desk: Desk, prospect: Prospect) -> Prospect:
    """The person with what the notes say of the accounts by now."""
    accounts = {
        host: desk.notebook.of(host).accounts[account.user_id]
        for host, account in prospect.accounts.items()
    }
    return replace(prospect, accounts=accounts)


def _file(found: Found) -> tuple[str, bytes]:
    """Return a candidate's file. It has no `why`: that sentence is for a person to type."""
    prospect = found.prospect
    others = {
        host: account.name
        for host, account in sorted(prospect.accounts.items())
        if account.name != found.user
    }
    facts: dict[str, Value] = {
        "name": prospect.name or found.user,
        "wiki": found.user,
        "wikis": dict(others),
        "home": found.home,
        "roles": [prospect.role or "mentee"],
        "email": prospect.email,
        "found": found.why,
    }
    return candidate_file(found.person, facts)
