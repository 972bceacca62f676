"""A farm of real MediaWikis on 127.0.0.1, for the tests, the demonstration and the benchmarks.

    python tests/wiki/farm.py start [--cohort DIR]    prints {"HOST": "http://127.0.0.1:…/api.php"}
    python tests/wiki/farm.py status | reset | stop | build

Debian's `mediawiki`, PHP's own web server, SQLite. The first build installs MediaWiki once into a
cached template; every wiki is a copy of it, told apart by configuration. A start copies the
seeded template and serves all wikis at one free port, each under the name of the host it stands
for. The server ends by itself after two hours.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import farm_seeds
from farm_database import Seed, WikiDatabase
from farm_process import FarmFailed, Server, answers, free_port, output_of, wait

HERE = Path(__file__).resolve().parent
PHP = HERE / "php"
SECONDS_TO_LIVE = 7200
SECONDS_TO_KEEP = 14 * 86400


def mediawiki() -> Path:
    """Where MediaWiki is installed."""
    return Path(os.environ.get("MW_INSTALL_PATH", "/usr/share/mediawiki"))


def missing() -> str:
    """What this machine lacks for a farm, in words; empty if nothing."""
    if not (mediawiki() / "includes" / "Defines.php").exists():
        return f"MediaWiki is not installed in {mediawiki()}"
    if shutil.which("php") is None:
        return "PHP's command line is not installed"
    modules = output_of(["php", "-m"]).split()
    lacking = [name for name in ("pdo_sqlite", "mbstring", "xml", "intl") if name not in modules]
    return f"PHP lacks {', '.join(lacking)}" if lacking else ""


def default_home() -> Path:
    """Where templates are kept between runs."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("MENTORKIT_TEST_CACHE") or cache / "mentorkit-tests")


class Farm:
    """The wikis of `seeds`, by host name; `run` is the folder of the running copy."""

    def __init__(self, seeds: Mapping[str, Seed], run: Path, home: Path | None = None):
        self.seeds = dict(seeds)
        self.run = run
        self.home = home or default_home()
        self._process: subprocess.Popen[bytes] | None = None

    def build(self) -> Path:
        """The folder of the seeded template, made if there is none for these seeds."""
        template = self.home / f"seeded-{self._key()}"
        if template.exists():
            os.utime(template)
            return template
        base = self._base()
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=self.home))
        shutil.copytree(base, draft, dirs_exist_ok=True)
        for host, seed in self.seeds.items():
            wiki = draft / "wikis" / host
            shutil.copytree(base / "installed", wiki)
            WikiDatabase(wiki / "farm.sqlite").add(seed)
        (draft / "sites.json").write_text(json.dumps(_sites(self.seeds)), "utf-8")
        _forget_old(self.home)
        return _keep(draft, template)

    def start(self) -> None:
        """Copy the template afresh and serve it; does nothing where it is served already."""
        if self._server() is not None:
            return
        self._copy()
        for _ in range(5):
            if self._serve(free_port()):
                return
        raise FarmFailed(f"PHP's web server does not start, see {self.run / 'server.log'}")

    def stop(self) -> None:
        """End the server and all its workers; the data stay."""
        server = self._server()
        if server is None:
            return
        server.end()
        if self._process is not None:
            self._process.wait()
        self._record.unlink(missing_ok=True)

    def reset(self) -> None:
        """Put the seeded data back; a running server goes on at the same port."""
        for host in self.seeds:
            self.reset_wiki(host)

    def reset_wiki(self, host: str) -> None:
        """Put one wiki's seeded data back."""
        wiki = self.run / "wikis" / host
        shutil.rmtree(wiki, ignore_errors=True)
        shutil.copytree(self.build() / "wikis" / host, wiki)

    @property
    def port(self) -> int:
        """The port of 127.0.0.1 at which the farm answers."""
        server = self._server()
        if server is None:
            raise FarmFailed("the farm is not running")
        return server.port

    def api(self, host: str, port: int | None = None) -> str:
        """The URL of a wiki's api.php; `port` is a proxy's, if one stands before the farm."""
        return f"http://127.0.0.1:{port or self.port}/{host}/w/api.php"

    def apis(self) -> dict[str, str]:
        """The URLs of all wikis."""
        return {host: self.api(host) for host in self.seeds}

    def database(self, host: str) -> WikiDatabase:
        """A running wiki's database, to add edits behind its back."""
        return WikiDatabase(self.run / "wikis" / host / "farm.sqlite")

    def maintenance(self, host: str, script: str, *words: str, text: str = "") -> str:
        """Run one of MediaWiki's maintenance scripts on a wiki; returns what it prints."""
        command = ["php", str(mediawiki() / "maintenance" / script), *words]
        return output_of(command, _environment(self.run, host, localised=True), text)

    def populate(self, host: str, told: Mapping[str, object]) -> None:
        """Give a wiki accounts and pages by MediaWiki's own code, which also fills its logs.

            farm.populate("fr.wikipedia.org", {
                "accounts": {
                    "Amina": {"mail": "confirmed", "groups": ["sysop"]},   # see below
                    "Sender": {"bot_passwords": {"kit": {"password": "0" * 32}}},
                },
                "pages": [{"title": "User talk:Amina", "text": "{{nobots}} [[Category:No]]"}],
                "protect": {"User talk:Kofi": "sysop"},
                "blocks": {"Bad": {"no_mail": True, "no_talk": True}},
                "moves": {"User talk:Old": "User talk:Old/Archive"},
                "delete": ["User talk:Gone"],
                "renames": {"Old name": "New name"},
            })

        All keys may be left out; they happen in this order. Of an account: `mail` is none,
        unconfirmed, confirmed or disabled (an address that takes no mail from users), `groups`,
        `registered` (ISO), `bot_passwords` by app: signs in as "Sender@kit"; a password has 32
        letters of 0-9a-w or more, and `grants` unless it may edit and mail (which needs confirmed
        mail of its own). Of a page: `title`, `text` (a redirect, a category are just text), and
        `user`, `at` (ISO), `model` ("json", "text"), `summary`; a title that comes again is edited
        again. Of a block: `at`, `until`, `no_mail`, `no_talk`, `pages` (a partial one). A page that
        is not there is protected from creation. A rename leaves the pages behind: move them, if it
        should not. Namespaces have their English names on all wikis. An account that is there is
        changed.
        """
        script = ["php", str(HERE / "populate.php")]
        output_of(script, _environment(self.run, host, localised=True), json.dumps(told))

    def override(self, host: str, **how: object) -> None:
        """Let a wiki misbehave from the next request on; without `how`, behave again.

        `globals` sets MediaWiki's variables ({"wgReadOnly": "moving house"}); `rights` changes
        groups ({"user": {"sendemail": False}}); `lag` is the database's, in seconds; `dbdown`
        takes the database away; `locked`, names of global accounts, switches meta=globaluserinfo
        on; `pageviews`, by title and day, prop=pageviews. `limits` are rate limits: {"edit":
        {"user": [2, 60]}} are two edits in 60 seconds.
        """
        (self.run / "wikis" / host / "override.json").write_text(json.dumps(how), "utf-8")

    def outbox(self, host: str) -> list[dict[str, Any]]:
        """What a wiki has mailed: `to`, `from`, `reply_to`, `subject`, `body`, oldest first."""
        path = self.run / "wikis" / host / "outbox.jsonl"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    @property
    def _record(self) -> Path:
        return self.run / "server.json"

    def _server(self) -> Server | None:
        if not self._record.exists():
            return None
        server = Server(**json.loads(self._record.read_text("utf-8")))
        return server if server.alive else None

    def _copy(self) -> None:
        template = self.build()
        if self.run.exists() and not (self.run / "sites.json").exists() and any(self.run.iterdir()):
            raise FarmFailed(f"{self.run} holds something else than a farm; name another folder")
        shutil.rmtree(self.run, ignore_errors=True)
        shutil.copytree(template, self.run)

    def _serve(self, port: int) -> bool:
        words = [
            *("timeout", "--kill-after=5", str(SECONDS_TO_LIVE)),
            *("php", "-d", "display_errors=0", "-d", "opcache.enable=1", "-d", "memory_limit=256M"),
            *("-d", "opcache.max_accelerated_files=20000", "-d", "zlib.output_compression=1"),
            *("-S", f"127.0.0.1:{port}", "-t", str(PHP), str(PHP / "router.php")),
        ]
        environment = _environment(self.run, "", localised=True)
        environment |= {"FARM_PORT": str(port), "PHP_CLI_SERVER_WORKERS": "2"}
        with (self.run / "server.log").open("ab") as log:
            process = subprocess.Popen(
                words,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._process = process
        server = Server.of(process.pid, port)
        self._record.write_text(json.dumps(asdict(server)), "utf-8")
        host = next(iter(self.seeds))
        try:
            wait(lambda: process.poll() is not None or answers(self.api(host, port)), 60)
            # Somebody else may have taken the port meanwhile, and PHP ended.
            return process.poll() is None
        except FarmFailed:
            self.stop()
            raise

    def _base(self) -> Path:
        base = self.home / f"base-{_digest(_kit_files())}"
        if base.exists():
            return base
        self.home.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=self.home))
        _install(draft)
        return _keep(draft, base)

    def _key(self) -> str:
        seeds = repr(sorted(self.seeds.items())) + json.dumps(_sites(self.seeds))
        return _digest([seeds.encode(), *_kit_files()])


def _kit_files() -> list[bytes]:
    files = [*sorted(PHP.glob("*.php")), *sorted(HERE.glob("farm*.py"))]
    return [path.read_bytes() for path in [*files, mediawiki() / "includes" / "Defines.php"]]


def _digest(parts: list[bytes]) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _sites(seeds: Mapping[str, Seed]) -> dict[str, object]:
    return {host: asdict(farm_seeds.SITES.get(host, farm_seeds.ELSEWHERE)) for host in seeds}


def _install(folder: Path) -> None:
    """One empty wiki in `folder/installed`, and the messages of all the farm's languages."""
    database = folder / "installed"
    languages = {site.language for site in farm_seeds.SITES.values()}
    options = ["--dbtype=sqlite", f"--dbpath={database}", "--dbname=farm", "--scriptpath=/w"]
    options += [f"--confpath={folder}", "--server=http://127.0.0.1", "--lang=en", "--skins="]
    script = mediawiki() / "maintenance" / "install.php"
    output_of(["php", str(script), *options, "--pass=Adm1n-pass-xyz", "Farm", "WikiAdmin"])
    (folder / "LocalSettings.php").unlink()
    WikiDatabase(database / "farm.sqlite").prepare()
    (folder / "localisation").mkdir()
    (folder / "wikis").mkdir()
    (folder / "sites.json").write_text(json.dumps(_sites({"installed": Seed()})), "utf-8")
    (folder / "wikis" / "installed").symlink_to(database)
    script = mediawiki() / "maintenance" / "rebuildLocalisationCache.php"
    environment = _environment(folder, "installed", localised=False)
    output_of(["php", str(script), f"--lang={','.join(sorted(languages))}", "--force"], environment)
    (folder / "wikis" / "installed").unlink()


def _environment(root: Path, host: str, *, localised: bool) -> dict[str, str]:
    return {
        **os.environ,
        "FARM_ROOT": str(root),
        "FARM_WIKI": host,
        "FARM_LOCALISED": "1" if localised else "",
        "MW_CONFIG_FILE": str(PHP / "LocalSettings.php"),
        "MW_INSTALL_PATH": str(mediawiki()),
    }


def _keep(draft: Path, place: Path) -> Path:
    """Move a finished draft to its place, unless another run was faster."""
    try:
        draft.rename(place)
    except OSError:
        shutil.rmtree(draft)
    return place


def _forget_old(home: Path) -> None:
    """Remove templates of earlier seeds, so that the cache does not grow for ever."""
    for place in home.iterdir():
        kept = place.name.startswith(("base-", "seeded-", "draft-"))
        if kept and time.time() - place.stat().st_mtime > SECONDS_TO_KEEP:
            shutil.rmtree(place, ignore_errors=True)


def main() -> int:
    """Build, start, reset or stop the farm of a cohort's recorded activity."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("do", choices=["build", "start", "stop", "reset", "status"])
    parser.add_argument("--cohort", type=Path, default=HERE.parents[1] / "cohort.example")
    parser.add_argument("--run", type=Path, default=None, help="folder of the running copy")
    words = parser.parse_args()
    lack = missing()
    if lack:
        print(f"{lack}; tests/wiki/install.sh installs what is needed", file=sys.stderr)
        return 1
    farm = Farm(farm_seeds.recorded(words.cohort), words.run or default_home() / "run")
    if words.do != "status":
        getattr(farm, words.do)()
    running = farm._server() is not None
    print(json.dumps(farm.apis() if running else {}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
