"""`mentorkit role detect` against a real MediaWiki: its own code made every log entry and page."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from farm import Farm
from faultproxy import FaultProxy

from mentorkit.cohort import edit
from running import Ran, Run, lay_out

HERE = Path(__file__).parent
STORY = (HERE / "roles/story.php").read_text("utf-8")
EXPECTED = HERE / "roles/expected"
FR, SW = "fr.wikipedia.org", "sw.wikipedia.org"
DAY = "2025-06-20"

PHP = """\
$wgGroupPermissions['user']['userrights'] = true;
$by = new DerivativeContext( RequestContext::getMain() );
$by->setUser( User::newFromName( 'Farm filler' ) );
function clock( $at ) { Wikimedia\\Timestamp\\ConvertibleTimestamp::setFakeTime( $at ); }
function rights( $at, $name, $add, $remove = [], $expiry = [] ) { global $by; clock( $at ); \
$page = new UserrightsPage(); $page->setContext( $by ); \
$page->doSaveUserGroups( User::newFromName( $name ), $add, $remove, '', [], $expiry ); }
function page( $at, $name, $title, $text ) { clock( $at ); $t = Title::newFromText( $title ); \
$p = MediaWiki\\MediaWikiServices::getInstance()->getWikiPageFactory()->newFromTitle( $t ); \
$c = ContentHandler::makeContent( $text, $t ); \
if ( !$p->doUserEditContent( $c, User::newFromName( $name ), '' )->isOK() ) { print 'failed'; } }
"""

FILES = {
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\n",
    "people/amina.yaml": """\
name: Amina
wiki: AminaD
roles: [mentee]
enrolled: 2025-02-20
consent: {activity: 2025-02-20}
""",
    "people/kofi.yaml": """\
name: Kofi
wiki: Kofi O'Nil
roles: [mentee]
enrolled: 2025-03-10
consent: {activity: 2025-02-20}
""",
    "people/salma.yaml": """\
name: سلمى
wiki: سلمى الحسن
roles: [mentee]
enrolled: 2025-02-20
consent: {named: 2025-02-20}
""",
    "people/zoe.yaml": """\
name: Zoë
wiki: Zoë Quiñones
roles: [mentee]
enrolled: 2025-02-20
consent: {activity: 2025-02-20}
""",
    "roles.yaml": """\
# What people told us.
- id: r7
  person: zoe
  class: event_org
  tier: B
  scope: "Wikipédia:Atelier du port"
  wiki: fr.wikipedia.org
  started: 2025-03-17
  claimed: {by: zoe, on: 2025-03-20}
  verified: {by: dana, on: 2025-03-21}
  verdict: rejected      # she only wrote the page
""",
}


def programme(apis: dict[str, str]) -> str:
    """mentorkit.yaml with the addresses of the wikis."""
    return f"""\
id: small
name: Small
fictional: yes
from: 2025-03-03
to: 2025-06-01
coordinators: [dana]
wikis:
  fr.wikipedia.org:
    api: {apis[FR]}
    leadership: ["Projet:"]
    coordinator_lists: ["Projet:Ateliers/Coordination", "Projet:Nulle part"]
    rights_requests: ["Wikipédia:Administrateur"]
  sw.wikipedia.org:
    api: {apis[SW]}
"""


@pytest.fixture(scope="module")
def told(farm: Farm) -> Iterator[Farm]:
    """The farm after the story."""
    farm.reset()
    script = PHP.replace("\\\n", "") + STORY
    assert "failed" not in farm.maintenance(FR, "eval.php", text=script)
    yield farm
    farm.reset()


@pytest.fixture
def cohort(told: Farm, tmp_path: Path) -> Path:
    apis = {host: told.api(host) for host in (FR, SW)}
    return lay_out(tmp_path / "cohort", {**FILES, "mentorkit.yaml": programme(apis)})


def detect(run: Run, cohort: Path, *words: str) -> Ran:
    return run("-C", cohort, "role", "detect", "--as-of", DAY, *words)


def test_what_a_wiki_shows_is_looked_at_then_saved_and_not_proposed_again(
    cohort: Path, run: Run
) -> None:
    before = (cohort / "roles.yaml").read_bytes()
    looked = detect(run, cohort)
    assert (looked.status, (cohort / "roles.yaml").read_bytes()) == (0, before)
    assert looked.err + looked.out == (EXPECTED / "look.txt").read_text("utf-8")
    assert detect(run, cohort, "--write").status == 0
    assert (cohort / "roles.yaml").read_bytes() == (EXPECTED / "roles.yaml").read_bytes()
    assert run("-C", cohort, "check").status == 0
    again = detect(run, cohort, "--write")
    assert again.out == (EXPECTED / "again.txt").read_text("utf-8")
    assert (cohort / "roles.yaml").read_bytes() == (EXPECTED / "roles.yaml").read_bytes()


def test_for_programs(cohort: Path, run: Run) -> None:
    found = json.loads(detect(run, cohort, "--json").out)
    assert found == json.loads((EXPECTED / "look.json").read_text("utf-8"))
    assert "salma" not in json.dumps(found)


def test_nobodys_gender_is_asked_for_and_requests_are_few(
    told: Farm, tmp_path: Path, run: Run
) -> None:
    with FaultProxy(told.port) as proxy:
        apis = {host: told.api(host, proxy.port) for host in (FR, SW)}
        files = {**FILES, "mentorkit.yaml": programme(apis)}
        assert detect(run, lay_out(tmp_path / "cohort", files)).status == 0
        asked = [seen.text for seen in proxy.log]
    assert asked
    assert not [text for text in asked if "gender" in text or "الحسن" in text]
    assert len([text for text in asked if f"/{SW}/" in text]) == 1
    assert len(asked) <= 20


@pytest.mark.parametrize("match", ["list=users", "logevents", "usercontribs", "action=parse"])
def test_a_wiki_that_fails_at_any_point_proposes_nothing(
    told: Farm, tmp_path: Path, run: Run, match: str
) -> None:
    with FaultProxy(told.port) as proxy:
        proxy.fault("404", match=match)
        apis = {host: told.api(host, proxy.port) for host in (FR, SW)}
        cohort = lay_out(tmp_path / "cohort", {**FILES, "mentorkit.yaml": programme(apis)})
        ran = detect(run, cohort, "--write")
    assert ran.status == 1
    assert "failed: could not be asked: HTTP status 404 (Not Found)" in ran.err
    assert (cohort / "roles.yaml").read_text("utf-8") == FILES["roles.yaml"]


def test_where_no_wiki_answers_the_status_says_so(cohort: Path, run: Run) -> None:
    path = cohort / "mentorkit.yaml"
    for host in (FR, SW):
        path.write_bytes(edit(path.read_bytes(), ("wikis", host, "api"), "http://127.0.0.1:9/api"))
    assert detect(run, cohort).status == 3
    assert detect(run, cohort, "--by", "nobody").status == 2
    assert run("-C", cohort, "role", "detect", "--as-of", "2098-01-01").status == 2


def test_only_the_rights_that_are_listed_count_where_any_are(cohort: Path, run: Run) -> None:
    path = cohort / "mentorkit.yaml"
    path.write_bytes(edit(path.read_bytes(), ("wikis", FR, "rights"), ["bot"]))
    found = json.loads(detect(run, cohort, "--json").out)
    rights = [each["scope"] for each in found["proposed"] if each["class"] == "rights"]
    assert rights == ["bot"]


def test_what_was_read_whole_is_kept_when_another_wiki_fails(cohort: Path, run: Run) -> None:
    path = cohort / "mentorkit.yaml"
    path.write_bytes(edit(path.read_bytes(), ("wikis", SW, "api"), "http://127.0.0.1:9/api.php"))
    ran = detect(run, cohort, "--write")
    assert ran.status == 1
    assert "sw.wikipedia.org  failed: could not be asked" in ran.err
    assert (cohort / "roles.yaml").read_bytes() == (EXPECTED / "roles.yaml").read_bytes()


def test_of_one_person_only_that_persons_log_is_read(told: Farm, tmp_path: Path, run: Run) -> None:
    others = {f"people/{name}.yaml": FILES[f"people/{name}.yaml"] for name in ("kofi", "zoe")}
    alone = {name: text.partition("consent")[0] for name, text in others.items()}
    with FaultProxy(told.port) as proxy:
        apis = {host: told.api(host, proxy.port) for host in (FR, SW)}
        files = {**FILES, **alone, "mentorkit.yaml": programme(apis)}
        found = json.loads(detect(run, lay_out(tmp_path / "cohort", files), "--json").out)
        asked = [seen.text for seen in proxy.log if "logevents" in seen.text]
    whole = json.loads((EXPECTED / "look.json").read_text("utf-8"))
    for part in ("proposed", "set_aside"):
        hers = [{**each, "id": 0} for each in whole[part] if each["person"] == "amina"]
        assert [{**each, "id": 0} for each in found[part]] == hers
    assert ["AminaD" in text for text in asked] == [True]


def test_a_group_held_today_of_which_the_log_is_silent_is_said(
    told: Farm, cohort: Path, run: Run
) -> None:
    script = "$u = User::newFromName( 'AminaD' ); $u->addGroup( 'suppress' );\n"
    told.maintenance(FR, "eval.php", text=script)
    found = json.loads(run("-C", cohort, "role", "detect", "--json").out)
    silent = [each for each in found["set_aside"] if each["why"] == "unknown-since"]
    assert [(each["person"], each["scope"]) for each in silent] == [("amina", "suppress")]
