"""mentorkit role detect."""

from functools import partial
from typing import Annotated

import typer

from mentorkit.cli.settings import plain_app, say, settings_of
from mentorkit.cli.shell import opened, show, teller
from mentorkit.outcomes.claims import next_ids
from mentorkit.outcomes.detection import Detected
from mentorkit.render import roles as view
from mentorkit.verbs import role as verb

app = plain_app()


@app.command()
def detect(
    ctx: typer.Context,
    by: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Who claims them; else the sender.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Save them as pending; without this, only look.")
    ] = False,
) -> None:
    """Look on each wiki for new leadership roles.

    It looks for those of the mentees who agreed to have edits counted. What it finds waits for
    somebody to verify it. Each wiki's finds are saved as soon as all of it was read; run it again
    after an interruption, nothing is proposed twice.
    """
    # The network's libraries are slow to import, and no other command of `role` needs them.
    from mentorkit.verbs import role_detect

    settings = settings_of(ctx)
    at = opened(settings)
    who = verb.claimant(at.cohort, by)
    names = {person.id: person.name for person in at.cohort.people.values()}
    hosts, ids, tell = role_detect.wikis_of(at.cohort), next_ids(at.cohort), teller()
    outcomes: list[Detected] = []
    proposed: list[view.Proposed] = []
    for host in hosts:
        found = role_detect.detect(at.cohort, host, settings.day, settings.now, tell)
        outcomes.append(found)
        tell("")
        say(view.of_wiki(found, hosts))
        proposed += [(next(ids), sign) for sign in found.new]
        if write and found.new:
            claims = role_detect.claims_of(found, who, settings.day)
            at.directory.write(verb.files_with(at.cohort, claims))
            at = opened(settings)
            ids = next_ids(at.cohort)
    as_text = partial(view.detected_as_text, names=names, written=write, options=settings.again)
    as_json = partial(view.detected_as_json, written=write)
    show(settings, (outcomes, proposed), lambda of: as_text(*of), lambda of: as_json(*of))
    raise typer.Exit(role_detect.status(outcomes))
