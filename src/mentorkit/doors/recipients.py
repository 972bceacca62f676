"""What a wiki says of people before anything is sent to them: accounts, blocks, talk pages.

Twenty-five people are asked for in one request, with their user pages and talk pages: two requests
for fifty. What only some of them need comes after that: the log of renamed users for a name without
an account, the extent of a partial block, and each person's global account where there are such.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mentorkit.doors.answers import Row, is_nobody, read_row, rows_in
from mentorkit.doors.wiki import Document, Wiki, batches
from mentorkit.problems import WikiFailed
from mentorkit.recruit.wikitext import (
    exclusions,
    exclusions_among,
    hides_what_follows,
    leads_to,
    refuses,
)
from mentorkit.rules.contact import Seen, TalkPage
from mentorkit.rules.user_names import paired, plain_name, same_account

USER, USER_TALK = 2, 3
_AT_ONCE = 25
"""People in one request: fifty pages, the most that may be asked for, are two for each."""

_RENAMED_AT_MOST = 5
"""How many new names of one account are followed."""

_BOT = "bot"
_EXCLUSION = "Template:Nobots|Template:Bots"


def look(
    wiki: Wiki, names: Sequence[str], *, opt_out: Sequence[str], ourselves: str
) -> dict[str, Seen]:
    """Return what a wiki says of people today, by the names asked for, each of which is there.

    `opt_out` are the wiki's categories of those who want no messages, with or without their
    namespace in whichever language; `ourselves` is the user name that would write. An account that
    was renamed is found under its new name; what its pages said that were left behind is heard,
    too. Raises WikiFailed.
    """
    plain = {name: _plain(name) for name in names}
    asked = _Asked(wiki, _categories(opt_out), ourselves)
    found = asked.about(list(dict.fromkeys(filter(None, plain.values()))))
    for name in [name for name, seen in found.items() if not seen.found]:
        found[name] = asked.under_a_new_name(name)
    looked = {name: found.get(now) or _nobody(wiki, name) for name, now in plain.items()}
    locked = _locked(wiki, [seen for seen in looked.values() if seen.found and not seen.blocked])
    return {name: replace(seen, locked=seen.name in locked) for name, seen in looked.items()}


@dataclass(frozen=True, slots=True)
class _Site:
    """A wiki's language, and what it calls its user and user talk namespaces, folded."""

    language: str = ""
    names: frozenset[str] = frozenset()

    def owner(self, title: str) -> str:
        """Return whose user or talk page a title names, or an empty text."""
        space, colon, rest = title.partition(":")
        own = colon and _folded(space) in self.names
        return rest.partition("/")[0].partition("#")[0].strip() if own else ""


class _Asked:
    """One look at a wiki."""

    def __init__(self, wiki: Wiki, categories: Sequence[str], ourselves: str):
        self._wiki = wiki
        self._ourselves = ourselves
        self._left_behind: dict[str, TalkPage] = {}
        self._asked: dict[str, str | int] = {
            "action": "query",
            "list": "users",
            "usprop": "blockinfo|emailable|groups",
            "prop": "info|revisions|templates",
            "intestactions": "edit",
            "rvprop": "ids|content",
            "rvslots": "main",
            "tltemplates": _EXCLUSION,
            "tllimit": "max",
            "meta": "siteinfo",
            "siprop": "general|namespaces|namespacealiases",
        }
        if categories:
            self._asked["prop"] = "info|revisions|templates|categories"
            self._asked |= {"clcategories": "|".join(categories), "cllimit": "max"}

    def about(self, names: Sequence[str]) -> dict[str, Seen]:
        """Return what the wiki says of plain names, each of which is there."""
        found: dict[str, Seen] = {}
        partly: list[str] = []
        for batch in batches(names, _AT_ONCE):
            answer = self._answer(batch)
            fitting = paired(batch, answer.users)
            for name in batch:
                row = answer.users.get(fitting.get(name, ""))
                found[name] = self._seen(row, answer) if row else self._gone(name, answer)
                if row and row.get("blockpartial"):
                    partly.append(name)
        if partly:
            silenced = _silenced(self._wiki, [found[name].name for name in partly])
            for name in partly:
                found[name] = replace(found[name], blocked=found[name].name in silenced)
        return found

    def under_a_new_name(self, name: str) -> Seen:
        """Follow the log of renamed users from a name that has no account any more."""
        seen, names = _nobody(self._wiki, name), [name]
        while len(names) <= _RENAMED_AT_MOST:
            now = _new_name(self._wiki, names[-1])
            if not now:
                return seen
            seen = self.about([now])[now]
            if seen.found:
                return _heeding(seen, [self._left_behind[before] for before in names])
            names.append(now)
        return seen

    def _answer(self, batch: Sequence[str]) -> "_Answer":
        titles = [f"{space}:{name}" for name in batch for space in ("User", "User talk")]
        asked = {**self._asked, "ususers": "|".join(batch), "titles": "|".join(titles)}
        answer = _Answer({}, {}, _Site())
        for document in self._wiki.each(**asked):
            answer = answer.with_more(self._wiki, document)
        return answer

    def _gone(self, name: str, answer: "_Answer") -> Seen:
        """Return that nobody has a name, and keep what the pages under it say."""
        owner = paired([name], {owner for _, owner in answer.pages}).get(name, name)
        self._left_behind[name] = self._talk(name, answer.pages_of(owner), answer.site)
        return _nobody(self._wiki, name)

    def _seen(self, row: Row, answer: "_Answer") -> Seen:
        name = str(row["name"])
        pages = answer.pages_of(name)
        return Seen(
            host=self._wiki.host,
            name=name,
            user_id=int(row["userid"]),
            blocked="blockid" in row and not row.get("blockpartial"),
            emailable=bool(row.get("emailable")),
            bot=_BOT in row.get("groups", ()),
            talk=self._talk(name, pages, answer.site),
            language=answer.site.language,
        )

    def _talk(self, name: str, pages: Mapping[int, Row], site: _Site) -> TalkPage:
        page = pages[USER_TALK]
        model = str(page.get("contentmodel", "wikitext"))
        text = _text(page) if model == "wikitext" else ""
        there = not page.get("missing")
        target = leads_to(text, redirect=bool(page.get("redirect")))
        owner = site.owner(target)
        return TalkPage(
            title=str(page.get("title", f"User talk:{name}")),
            exists=there,
            revision=int(page.get("lastrevid", 0)) if there else 0,
            redirect=target or ("?" if page.get("redirect") else ""),
            foreign=bool(target) and not (owner and same_account(owner, name)),
            model=model,
            editable=bool(page.get("actions", {}).get("edit")),
            refuses=refuses(text, self._ourselves) or _from_elsewhere(page, text),
            opted_out=any(each.get("categories") for each in pages.values()),
            unclosed=hides_what_follows(text),
            text=text,
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the documents of one question say together: users and pages, and the wiki's words."""

    users: Mapping[str, Row]
    pages: Mapping[tuple[int, str], Row]
    site: _Site

    def with_more(self, wiki: Wiki, document: Document) -> "_Answer":
        """Return it with a further document, whose lists go on where those before ended."""
        users, pages = dict(self.users), dict(self.pages)
        for row in rows_in(wiki, document, "users"):
            if not is_nobody(row):
                users[read_row(wiki, row, lambda r: (int(r["userid"]), str(r["name"])))[1]] = row
        for row in rows_in(wiki, document, "pages"):
            if not row.get("invalid"):
                key = read_row(wiki, row, lambda r: (int(r["ns"]), _owner(str(r["title"]))))
                pages[key] = _joined(pages.get(key, {}), row)
        return _Answer(users, pages, _site(wiki, document) or self.site)

    def pages_of(self, name: str) -> dict[int, Row]:
        """Return somebody's pages by namespace; empty where the wiki says nothing of one."""
        return {space: self.pages.get((space, name), {}) for space in (USER, USER_TALK)}


def _heeding(seen: Seen, before: Sequence[TalkPage]) -> Seen:
    """Return what is seen of an account that also says what its earlier names' pages say."""
    pages = (seen.talk, *before)
    refuses = any(page.refuses for page in pages)
    opted_out = any(page.opted_out for page in pages)
    return replace(seen, talk=replace(seen.talk, refuses=refuses, opted_out=opted_out))


def _joined(before: Row, more: Row) -> Row:
    lists = {key: before.get(key, []) for key in ("revisions", "categories", "templates")}
    joined = {key: [*rows, *more.get(key, [])] for key, rows in lists.items()}
    return {**before, **more, **joined}


def _owner(title: str) -> str:
    return title.partition(":")[2]


def _text(page: Row) -> str:
    for revision in page.get("revisions", ()):
        slots = revision.get("slots", {})
        return str(slots.get("main", {}).get("content", "")) if isinstance(slots, dict) else ""
    return ""


def _from_elsewhere(page: Row, text: str) -> bool:
    """Whether a template for bots comes from another page, or under another name."""
    used = (str(each.get("title", "")) for each in page.get("templates", ()))
    return bool(exclusions_among(used) - exclusions(text))


def _site(wiki: Wiki, document: Document) -> _Site | None:
    query = document.get("query", {})
    spaces = query.get("namespaces")
    if not isinstance(spaces, dict):
        return None
    own = [spaces.get(str(number), {}) for number in (USER, USER_TALK)]
    names = [row.get(key, "") for row in own for key in ("name", "canonical")]
    for row in rows_in(wiki, document, "namespacealiases"):
        if row.get("id") in (USER, USER_TALK):
            names.append(row.get("alias", ""))
    language = str(query.get("general", {}).get("lang", ""))
    return _Site(language, frozenset(_folded(str(name)) for name in names if name))


def _silenced(wiki: Wiki, names: Sequence[str]) -> set[str]:
    """Return who, of people with a partial block, may not edit their own talk page."""
    found = set()
    for batch in batches(names):
        asked = {"list": "blocks", "bkusers": "|".join(batch), "bklimit": "max"}
        asked["bkprop"] = "user|flags|restrictions"
        for document in wiki.each(action="query", **asked):
            for row in rows_in(wiki, document, "blocks"):
                if not row.get("partial") or _restricts_talk(row):
                    found.add(str(row.get("user", "")))
    return found


def _restricts_talk(row: Row) -> bool:
    restricted = row.get("restrictions")
    if not isinstance(restricted, dict):
        return False
    pages = [page for page in restricted.get("pages", ()) if page.get("ns") == USER_TALK]
    own = any(_owner(str(page.get("title", ""))) == row.get("user") for page in pages)
    whole = USER_TALK in restricted.get("namespaces", ()) and not row.get("allowusertalk")
    return own or whole


def _new_name(wiki: Wiki, name: str) -> str:
    """Return what an account of that name was called after its last renaming, or an empty text."""
    asked = {"list": "logevents", "letype": "renameuser", "letitle": f"User:{name}", "lelimit": "1"}
    try:
        document = wiki.ask(action="query", leprop="title|details", **asked)
    except WikiFailed as failure:
        if "badvalue" in failure.message or "invalidtitle" in failure.message:
            return ""  # this wiki renames nobody, or nobody can be called so on it
        raise
    for row in rows_in(wiki, document, "logevents"):
        params = row.get("params", {})
        return _plain(str(params.get("newuser", ""))) if isinstance(params, dict) else ""
    return ""


def _locked(wiki: Wiki, people: Sequence[Seen]) -> set[str]:
    """Return the names of those whose global accounts are locked, where the wiki has such."""
    if not people or not _has_global_accounts(wiki):
        return set()
    found = set()
    for name in dict.fromkeys(seen.name for seen in people):
        document = wiki.ask(action="query", meta="globaluserinfo", guiuser=name)
        said = document.get("query", {}).get("globaluserinfo", {})
        if isinstance(said, dict) and said.get("locked"):
            found.add(name)
    return found


def _has_global_accounts(wiki: Wiki) -> bool:
    document = wiki.ask(action="paraminfo", modules="query")
    modules = document.get("paraminfo", {}).get("modules", [])
    parameters = modules[0].get("parameters", []) if modules else []
    known = (each.get("type") for each in parameters if each.get("name") == "meta")
    return any("globaluserinfo" in names for names in known if isinstance(names, list))


def _categories(names: Sequence[str]) -> list[str]:
    """Return full titles to ask for: the canonical namespace is understood by every wiki.

    Whether a name begins with a namespace or has a colon of its own, only the wiki could tell.
    """
    found: dict[str, None] = {}
    for name in names:
        whole = name.replace("|", " ").strip().strip(":")
        for title in (whole, whole.partition(":")[2].strip()):
            if title:
                found[f"Category:{title}"] = None
    return list(found)


def _nobody(wiki: Wiki, name: str) -> Seen:
    return Seen(wiki.host, name, found=False)


def _plain(name: str) -> str:
    try:
        return plain_name(name)
    except ValueError:
        return ""


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
