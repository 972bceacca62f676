"""The door to a wiki: every fault of server and network, what is tried again, what is said."""

import logging
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from farm import Farm
from farm_database import Account, Seed
from faultproxy import FaultProxy
from hypothesis import given
from hypothesis import strategies as st
from pulling_runs import QUICK

from mentorkit.doors.contributions import look_up
from mentorkit.doors.transport import Patience
from mentorkit.doors.wiki import Wiki
from mentorkit.outcomes.pulling import Span
from mentorkit.problems import Misuse, WikiFailed
from mentorkit.rules.user_names import paired, plain_name, same_account, spellings

BULK = "bulk.wikipedia.org"
NOW = datetime(2025, 6, 20, 12, 0, 0, tzinfo=UTC)

Open = Callable[..., Wiki]


@pytest.fixture
def waited() -> list[float]:
    """The seconds that a wiki was told to wait, in order."""
    return []


@pytest.fixture
def wiki(farm: Farm, proxy: FaultProxy, waited: list[float]) -> Wiki:
    return Wiki(
        BULK,
        contact="User:Tester, the tests (of mentorkit)",
        api=farm.api(BULK, proxy.port),
        loopback_only=True,
        patience=QUICK,
        sleep=waited.append,
        now=lambda: NOW,
        jitter=lambda: 0.5,
    )


def siteinfo(wiki: Wiki) -> str:
    document = wiki.ask(action="query", meta="siteinfo")
    return str(document["query"]["general"]["generator"])


PASSING = [
    "503",
    "500",
    "502",
    "504",
    "429",
    "html200",
    "empty",
    "null",
    "list",
    "truncated",
    "truncated_json",
    "badgzip",
    "reset",
    "reset_midway",
    "maxlag",
    "ratelimited",
    "readonly",
    "internal_api_error_DBQueryError",
]


@pytest.mark.parametrize("kind", PASSING)
def test_what_may_pass_is_tried_again(
    wiki: Wiki, proxy: FaultProxy, waited: list[float], kind: str
) -> None:
    proxy.fault(kind, times=3)
    assert siteinfo(wiki).startswith("MediaWiki 1.")
    assert wiki.requests == len(proxy.log) == 4
    assert [seen.fault for seen in proxy.log] == [kind] * 3 + [""]
    assert waited == [1.5, 3.0, 6.0]


@pytest.mark.parametrize("kind", PASSING)
def test_what_does_not_pass_is_given_up(
    wiki: Wiki, proxy: FaultProxy, waited: list[float], kind: str
) -> None:
    proxy.fault(kind, times=9)
    with pytest.raises(WikiFailed) as failed:
        siteinfo(wiki)
    assert failed.value.message.startswith(f"{BULK} could not be asked, 4 times: ")
    assert "http://" not in failed.value.message
    passes = "once the wiki can be written to" if kind == "readonly" else "later"
    assert f"run the command again {passes}" in failed.value.hint
    assert wiki.requests == 4


@pytest.mark.parametrize(
    ("kind", "message", "hint"),
    [
        ("404", "HTTP status 404 (Not Found)", "check the wiki's host"),
        ("403", "HTTP status 403 (Forbidden)", "see what the message says"),
        ("redirect", "HTTP status 302 (Found)", "the wiki moved"),
        ("no_mediawiki", "the answer is not MediaWiki's", "check the wiki's host"),
        ("badvalue", "badvalue: made up: badvalue", "see what the message says"),
    ],
)
def test_what_cannot_pass_is_said_at_once(
    wiki: Wiki, proxy: FaultProxy, kind: str, message: str, hint: str
) -> None:
    proxy.fault(kind, times=9)
    with pytest.raises(WikiFailed) as failed:
        siteinfo(wiki)
    assert failed.value.message == f"{BULK} could not be asked: {message}"
    assert failed.value.hint.startswith(hint)
    assert len(proxy.log) == 1


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        (0, 1.5),
        (1, 1.5),
        (17, 17.0),
        ("Fri, 20 Jun 2025 12:00:30 GMT", 30.0),
        ("Fri, 20 Jun 2025 11:00:00 GMT", 1.5),
        ("soon", 1.5),
        ("²", 1.5),
    ],
)
def test_the_wiki_may_ask_to_wait(
    wiki: Wiki, proxy: FaultProxy, waited: list[float], asked: str | int, waits: float
) -> None:
    proxy.fault("503", retry_after=asked)
    siteinfo(wiki)
    assert waited == [waits]


def test_a_wiki_that_asks_to_wait_too_long_is_given_up(
    wiki: Wiki, proxy: FaultProxy, waited: list[float]
) -> None:
    proxy.fault("429", retry_after=3600)
    with pytest.raises(WikiFailed) as failed:
        siteinfo(wiki)
    assert failed.value.hint.startswith("the wiki asks to wait 3600 seconds")
    assert waited == []


@pytest.mark.parametrize(
    ("kind", "patience"),
    [
        ("stall", Patience(attempts=2, read=0.3)),
        ("drip", Patience(attempts=2, read=2, total=0.5)),
    ],
)
def test_silence_and_trickle_are_cut_short(
    farm: Farm, proxy: FaultProxy, kind: str, patience: Patience
) -> None:
    proxy.fault(kind, times=1, seconds=3)
    wiki = Wiki(
        BULK,
        contact="tests",
        api=farm.api(BULK, proxy.port),
        patience=patience,
        sleep=lambda seconds: None,
    )
    began = datetime.now(UTC)
    assert siteinfo(wiki).startswith("MediaWiki 1.")
    assert (datetime.now(UTC) - began).total_seconds() < 2.5
    assert wiki.requests == 2


def test_who_asks_and_how(wiki: Wiki, proxy: FaultProxy) -> None:
    siteinfo(wiki)
    (seen,) = proxy.log
    assert seen.method == "GET"
    assert seen.agent.startswith("mentorkit/")
    assert "(User:Tester, the tests of mentorkit) mwapi/" in seen.agent
    assert {"maxlag=5", "formatversion=2", "format=json"} <= set(seen.text.split("?")[1].split("&"))


def test_a_long_question_is_posted(wiki: Wiki, proxy: FaultProxy) -> None:
    names = [f"利用者の長い名前 {n:02d} とても長い" for n in range(50)]
    document = wiki.ask(action="query", list="users", ususers="|".join(names))
    assert [user["name"] for user in document["query"]["users"]] == names
    assert [seen.method for seen in proxy.log] == ["POST"]


def test_a_query_goes_on_where_it_was_broken_off(wiki: Wiki, proxy: FaultProxy) -> None:
    proxy.fault("reset_midway", match="uccontinue", times=2, skip=1)
    seen = [
        row["revid"]
        for document in wiki.each(
            action="query", list="usercontribs", ucuserids="100|101|102", uclimit=40, ucprop="ids"
        )
        for row in document["query"]["usercontribs"]
    ]
    assert len(seen) == len(set(seen)) == 150
    assert wiki.requests == 4 + 2


def test_a_name_in_the_question_is_not_logged(wiki: Wiki, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "mwapi")
    wiki.ask(action="query", list="users", ususers="Amina Secret", wrong="1")
    assert "Amina Secret" not in caplog.text
    assert "Unrecognized parameter: wrong" in caplog.text


@pytest.mark.parametrize(
    ("api", "message"),
    [
        ("http://fr.wikipedia.org/w/api.php", "is not encrypted"),
        ("http://127.0.0.1.example.org/w/api.php", "is not encrypted"),
        ("ftp://127.0.0.1/w/api.php", "is not encrypted"),
        ("https://user:secret@fr.wikipedia.org/w/api.php", "is not the address"),
        ("https://fr.wikipedia.org/w/api.php?x=1", "is not the address"),
        ("https://fr.wikipedia.org", "is not the address"),
        ("http://127.0.0.1:99999/w/api.php", "is no web address"),
        ("nonsense", "is not the address"),
    ],
)
def test_addresses_that_are_refused(api: str, message: str) -> None:
    with pytest.raises(Misuse, match=message):
        Wiki("fr.wikipedia.org", contact="tests", api=api)


def test_a_fictional_cohort_reaches_no_other_computer() -> None:
    for api in (None, "https://test.wikipedia.org/w/api.php", "https://10.0.0.1/w/api.php"):
        with pytest.raises(Misuse, match="only wikis on this computer"):
            Wiki("fr.wikipedia.org", contact="tests", api=api, loopback_only=True)


def test_what_stays_on_this_computer_goes_through_no_proxy(
    wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert siteinfo(wiki).startswith("MediaWiki 1.")


def test_a_wiki_that_is_not_there() -> None:
    wiki = Wiki(
        BULK,
        contact="tests",
        api="http://127.0.0.1:9/w/api.php",
        patience=QUICK,
        sleep=lambda seconds: None,
    )
    with pytest.raises(WikiFailed, match="3 times: connection refused, nothing answers there"):
        siteinfo(wiki)


def test_a_network_that_fails_is_said_in_words(wiki: Wiki, proxy: FaultProxy) -> None:
    said = {
        "truncated": "the answer was cut off",
        "reset": "the connection was cut off",
        "reset_midway": "the connection was cut off",
        "badgzip": "the answer cannot be unpacked",
        "html200": "the answer is no JSON object",
        "truncated_json": "the answer is no JSON",
        "503": "HTTP status 503 (Service Unavailable)",
    }
    for kind, words in said.items():
        proxy.clear()
        proxy.fault(kind, times=9)
        with pytest.raises(WikiFailed) as failed:
            siteinfo(wiki)
        assert failed.value.message == f"{BULK} could not be asked, 4 times: {words}"


def test_a_certificate_of_its_own_making(tmp_path: Path) -> None:
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-subj", "/CN=127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem"]
    try:
        subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("NOT TESTED: there is no openssl to make a certificate with")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_greet, args=(listening, context), daemon=True)
        thread.start()
        api = f"https://127.0.0.1:{listening.getsockname()[1]}/w/api.php"
        with pytest.raises(WikiFailed) as failed:
            siteinfo(Wiki(BULK, contact="tests", api=api, patience=QUICK))
        thread.join()
    assert failed.value.message.startswith(f"{BULK} could not be asked: its certificate is not")
    assert failed.value.hint.startswith("ask who runs the wiki")


def _greet(listening: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = listening.accept()
    with suppress(OSError):
        context.wrap_socket(connection, server_side=True)
    connection.close()


def test_one_question_does_not_wait_for_ever(
    farm: Farm, proxy: FaultProxy, waited: list[float]
) -> None:
    proxy.fault("429", times=99, retry_after=100)
    told: list[str] = []
    wiki = Wiki(
        BULK, contact="tests", api=farm.api(BULK, proxy.port), sleep=waited.append, tell=told.append
    )
    with pytest.raises(WikiFailed, match="3 times: HTTP status 429"):
        siteinfo(wiki)
    assert waited == [100, 100]
    assert told[:2] == [
        f"{BULK}: request 1",
        f"{BULK}: HTTP status 429 (Too Many Requests); again in 100 s",
    ]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("aminaD", "AminaD"),
        ("  o'Brien_d'Arc\u200e ", "O'Brien d'Arc"),
        ("ალფა", "\u1c90ლფა"),
        ("ʻOkina", "ʻOkina"),
        ("ßeta", "SSeta"),
        ("ǆung", "Ǆung"),
        ("ﬁnn", "FInn"),
        ("ŉord", "ʼNord"),
        ("ılgaz", "Ilgaz"),
        ("some@body", "Some@body"),
        ("Zoe\u0308", "Zoë"),
        ("a__b \u00a0 c", "A b c"),
        ("\u202bمحمد\u202c", "محمد"),
        ("дмитро", "Дмитро"),
    ],
)
def test_names_as_the_wiki_writes_them(wiki: Wiki, given: str, name: str) -> None:
    plain = plain_name(given)
    for spelling in (given, plain):
        document = wiki.ask(action="query", list="users", ususers=spelling)
        assert document["query"]["users"][0]["name"] == name
    assert same_account(plain, name)


def test_names_that_become_one_are_all_found(farm: Farm, wiki: Wiki) -> None:
    farm.database(BULK).add(Seed((Account("SSeta", 4001), Account("sseta", 4002))))
    found, _ = look_up(wiki, ["ßeta", "SSeta", "sSeta", "Seta", "1.2.3.4"], [], Span(NOW, NOW))
    assert {name: account.user_id for name, account in found.items()} == {
        "ßeta": 4001,
        "SSeta": 4001,
        "sSeta": 4001,
    }
    farm.reset_wiki(BULK)


# What wikis of other languages answer; those of these tests agree on the first letter.
CAPITALS = """
- {wiki: Turkish, asked: [Ida, ida], answered: [Ida, İda], found: {Ida: Ida, ida: İda}}
- {wiki: English, asked: [Ida, ida], answered: [Ida], found: {Ida: Ida, ida: Ida}}
- {wiki: English, asked: [ida, İda], answered: [Ida, İda], found: {ida: Ida, İda: İda}}
- {wiki: Georgian Wikipedia, asked: [ალფა], answered: [ალფა], found: {ალფა: ალფა}}
- {wiki: a new MediaWiki, asked: [ალფა], answered: [Ალფა], found: {ალფა: Ალფა}}
- {wiki: German, asked: [ßeta], answered: [ßeta], found: {ßeta: ßeta}}
- {wiki: any, asked: [amina, AMINA], answered: [Amina, AMINA], found: {amina: Amina, AMINA: AMINA}}
- {wiki: any, asked: [elan], answered: [Élan], found: {}}
"""


@pytest.mark.parametrize("case", yaml.safe_load(CAPITALS), ids=lambda case: case["wiki"])
def test_first_letters_are_the_business_of_each_wiki(case: dict[str, Any]) -> None:
    assert paired(case["asked"], case["answered"]) == case["found"]


UNFIT = ("", " _ ", "a|b", "a#b", "a[b", "a/b", "a:b", "a\nb", "x" * 256)
ENCODED = ("A%C3%A4", "a&amp;b", "a~~~b", "..")


@pytest.mark.parametrize("given", [*UNFIT, *ENCODED])
def test_names_that_no_wiki_takes(given: str) -> None:
    with pytest.raises(ValueError, match=r"^it (is empty|contains|is longer)"):
        plain_name(given)


@given(st.text(max_size=40))
def test_a_plain_name_stays_as_it_is(text: str) -> None:
    try:
        name = plain_name(text)
    except ValueError:
        return
    assert plain_name(name) == name == next(spellings(name))
