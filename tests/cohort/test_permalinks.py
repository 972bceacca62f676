"""Which web addresses keep showing what they show, and which show the same."""

import pytest

from mentorkit.cohort.permalinks import is_on_known_site, is_permanent, same_evidence

FR = "https://fr.wikipedia.org"


@pytest.mark.parametrize(
    "url",
    [
        f"{FR}/w/index.php?oldid=12",
        f"{FR}/w/index.php?title=Projet:X&oldid=12",
        f"{FR}/w/index.php?title=X&diff=prev&oldid=12",
        f"{FR}/w/index.php?diff=12",
        f"{FR}/w/index.php?title=X&diff=12&oldid=11",
        f"{FR}/w/index.php?title=X&direction=prev&oldid=12",
        f"https://web.archive.org/web/20250501000000/{FR}/w/index.php?diff=cur&oldid=12",
        f"{FR}/w/index.php?title=Special:Log&logid=9",
        f"{FR}/wiki/Special:Diff/12",
        f"{FR}/wiki/Sp%C3%A9cial:Diff/12",
        f"{FR}/wiki/Spécial:PermanentLink/12",
        f"{FR}/wiki/Special:PermaLink/12",
        f"{FR}/wiki/Special:Redirect/logid/9",
        "https://web.archive.org/web/20250501000000/https://example.org/programme",
        "https://gerrit.wikimedia.org/r/c/mediawiki/core/+/1234",
        "https://github.com/wikimedia/x/commit/0123456789abcdef",
        "https://gerrit.wikimedia.org/r/plugins/gitiles/x/+/0123456789abcdef0123456789abcdef01234567",
    ],
)
def test_permanent(url: str) -> None:
    assert is_permanent(url)


@pytest.mark.parametrize(
    "url",
    [
        FR,
        f"{FR}/wiki/Projet:X",
        f"{FR}/wiki/Projet:X/12",
        f"{FR}/w/index.php?title=X",
        f"{FR}/w/index.php?oldid=0",
        f"{FR}/w/index.php?oldid=cur",
        f"{FR}/w/index.php?diff=next",
        f"{FR}/w/index.php?title=X&diff=cur&oldid=12",
        f"{FR}/w/index.php?title=X&diff=0&oldid=12",
        f"{FR}/w/index.php?title=X&diff=&oldid=12",
        f"{FR}/w/index.php?title=X&diff=next&oldid=12",
        f"{FR}/w/index.php?title=X&direction=next&oldid=12",
        f"{FR}/w/index.php?title=X&diff=prev",
        f"{FR}/w/index.php?diff=12&diff=cur",
        f"{FR}/w/index.php?oldid=١٢",
        f"{FR}/w/index.php?curid=12",
        f"{FR}/wiki/X#oldid=12",
        f"{FR}/wiki/Special:Contributions/12",
        "https://example.org/web/20250501000000/https://example.org",
        "https://github.com/wikimedia/x/blob/master/README",
    ],
)
def test_not_permanent(url: str) -> None:
    assert not is_permanent(url)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f"{FR}/w/index.php?oldid=12", f"{FR}/w/index.php?title=X&oldid=12", True),
        (f"{FR}/w/index.php?diff=12", f"{FR}/w/index.php?title=X&diff=12&oldid=11", True),
        (f"{FR}/w/index.php?oldid=12", f"{FR}/w/index.php?diff=12", True),
        (f"{FR}/w/index.php?oldid=12", f"{FR}/w/index.php?logid=12", False),
        (f"{FR}/w/index.php?oldid=12", "https://de.wikipedia.org/w/index.php?oldid=12", False),
        (f"{FR}/wiki/Spécial:Diff/12", f"{FR}/w/index.php?title=X&diff=12", True),
        (f"{FR}/wiki/Special:Redirect/logid/12", f"{FR}/w/index.php?logid=12", True),
        (f"{FR}/wiki/Special:Redirect/logid/12", f"{FR}/wiki/Special:Diff/12", False),
        ("https://fr.m.wikipedia.org/w/index.php?oldid=12", f"{FR}/w/index.php?oldid=12", True),
        (f"{FR}/wiki/X", f"{FR}/wiki/X", True),
        (f"{FR}/wiki/X", f"{FR}/wiki/Y", False),
    ],
)
def test_the_same_evidence(one: str, other: str, same: bool) -> None:
    assert same_evidence(one, other) is same
    assert same_evidence(other, one) is same


@pytest.mark.parametrize(
    ("url", "known"),
    [
        (f"{FR}/w/index.php?oldid=12", True),
        ("https://fr.m.wikipedia.org/w/index.php?oldid=12", True),
        ("https://www.wikidata.org/w/index.php?oldid=12", True),
        ("https://commons.wikimedia.org/w/index.php?oldid=12", True),
        ("https://wiki.example.org/w/index.php?oldid=12", True),
        ("https://web.archive.org/web/20250501000000/https://example.org/programme", True),
        ("https://github.com/wikimedia/x/commit/0123456789abcdef", True),
        ("https://evil.example/w/index.php?oldid=12", False),
        ("https://fr.wikipedia.org.example/w/index.php?oldid=12", False),
        ("https://notwikipedia.org/w/index.php?oldid=12", False),
        ("https://fr.wikipedia.org@evil.example/w/index.php?oldid=12", False),
    ],
)
def test_sites_that_are_known(url: str, known: bool) -> None:
    assert is_on_known_site(url, {"wiki.example.org"}) is known
