"""What `scout` measures, with another library: active months by user of those a page links to.

    python benchmarks/peer_scout.py mwclient|mwclient-batched|pywikibot API TITLE FIRST LAST

Prints {"USER": MONTHS}. Each library is used as its own documentation shows; mwclient's second way
hands the API fifty names at once, which its own methods let through.
"""

import json
import os
import sys
import urllib.parse
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

USER, LEAST = 2, 5


def active(rows: Iterable[tuple[str, str]], names: Iterable[str]) -> dict[str, int]:
    """Count the months with at least five edits, given users and the months of their edits."""
    edits = Counter(rows)
    months = Counter(user for (user, _), count in edits.items() if count >= LEAST)
    return {name: months[name] for name in names}


def mwclient_rows(api: str, title: str, first: str, last: str, batch: int) -> dict[str, int]:
    """Ask with mwclient, for `batch` people at once."""
    import mwclient

    url = urllib.parse.urlsplit(api)
    path = url.path.removesuffix("api.php")
    site = mwclient.Site(url.netloc, path=path, scheme=url.scheme, clients_useragent="bench/1")
    linked = site.pages[title].links(namespace=USER)
    names = [page.page_title for page in linked]
    properties = ["blockinfo", "groups", "registration", "editcount", "emailable"]
    known = [
        row["name"]
        for n in range(0, len(names), 50)
        for row in site.users(names[n : n + 50], prop="|".join(properties))
        if "missing" not in row
    ]

    def rows() -> Iterator[tuple[str, str]]:
        for n in range(0, len(known), batch):
            who = "|".join(known[n : n + batch])
            found = site.usercontributions(
                who, start=first, end=last, dir="newer", prop="ids|title|timestamp", limit=500
            )
            for row in found:
                at = row["timestamp"]
                yield row["user"], f"{at.tm_year}-{at.tm_mon:02d}"

    return active(rows(), known)


def pywikibot_rows(api: str, title: str, first: str, last: str) -> dict[str, int]:
    """Ask with pywikibot, one person after the other, which is the only way it has."""
    os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"
    import pywikibot
    from pywikibot import config

    config.family_files["farm"] = api
    config.put_throttle = config.minthrottle = 0
    config.verbose_output = 0
    site: Any = pywikibot.Site("farm", "farm")
    links = pywikibot.Page(site, title).linkedPages(namespaces=[USER])
    names = [page.title(with_ns=False) for page in links]
    known = [
        row["name"]
        for n in range(0, len(names), 50)
        for row in site.users(names[n : n + 50])
        if "missing" not in row
    ]

    def rows() -> Iterator[tuple[str, str]]:
        for name in known:
            for row in site.usercontribs(user=name, start=first, end=last, reverse=True):
                yield row["user"], row["timestamp"][:7]

    return active(rows(), known)


def main() -> None:
    """Ask with the library that is named, and print what it found."""
    library, api, title, first, last = sys.argv[1:]
    if library == "pywikibot":
        found = pywikibot_rows(api, title, first, last)
    else:
        found = mwclient_rows(api, title, first, last, 50 if "batched" in library else 1)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
