"""The root command: the verbs, imported only when one is called, and the one edge for failures."""

import errno
import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
import typer.main

from mentorkit import __version__
from mentorkit.cli.settings import Settings, plain_app, say, shared_options, with_shared_options
from mentorkit.problems import Exit, MentorkitError, Refused

VERBS = {
    "init": "Make a new cohort directory.",
    "check": "Print every problem in the files.",
    "status": "Show what is late and what is next.",
    "people": "Add people, one by one or from a CSV file.",
    "outreach": "Show announcements, whom they reached, and what the wikis answered.",
    "scout": "Find steady contributors who may be invited.",
    "invite": "Draft a personal letter to each candidate.",
    "letter": "List the kinds of letters, or draft those of one kind.",
    "reply": "Record what somebody answered to an invitation.",
    "select": "Show who applied, who has a place, and who waits.",
    "pair": "Propose who mentors whom.",
    "meet": "Plan meetings and write calendars.",
    "activity": "Show each participant's edits by month.",
    "role": "Show which leadership roles wait for a verdict.",
    "survey": "Show who was asked and how many answered.",
    "report": "Say what came of the programme, goal by goal.",
}
"""The verbs in the order of the main path, each with the first sentence of its own help.

A verb's module in this package has its name.
"""

EPILOG = (
    "Exit status: 0 fine; 1 problems in the data, or a part failed; 2 usage; 3 the wiki did not "
    "answer; 4 refused or locked; 130 interrupted."
)


class Verbs(typer.core.TyperGroup):
    """A group that imports a verb's module only when that verb is called."""

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        # Typer suggests from these names when one is mistyped.
        names: Any = dict.fromkeys(VERBS)
        self.commands = names

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the verbs in the order of the main path."""
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import a verb's module and return its command."""
        if cmd_name not in VERBS:
            return None
        module = import_module(f"mentorkit.cli.{cmd_name}")
        command = typer.main.get_command(module.app)
        for each in (command, *filter(None, getattr(command, "commands", {}).values())):
            with_shared_options(each)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the verbs from the table, so that --help imports none of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def invoke(self, ctx: Any) -> Any:
        """Run a verb; turn the failures that are nobody's bug into a message and a status."""
        try:
            return super().invoke(ctx)
        except MentorkitError as failure:
            fail(failure)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            fail(_of_machine(error))
        except KeyboardInterrupt:
            say("interrupted")
            raise typer.Exit(Exit.INTERRUPTED) from None


def _of_machine(error: OSError) -> Refused:
    """Say what the machine refused: a full disk, a file that may not be read."""
    about = f"{error.filename}: " if error.filename else ""
    hint = "check the space on the disk, and who may read and write there"
    return Refused(f"{about}{error.strerror or error}", hint)


def fail(failure: MentorkitError) -> NoReturn:
    """Say what happened and what to do next, and end with the failure's status."""
    say(f"error: {failure.message}")
    if failure.hint:
        say(f"  {failure.hint}")
    raise typer.Exit(failure.status)


app = plain_app(
    "Run a mentoring programme on Wikimedia from a directory of YAML files.",
    cls=Verbs,
    name="mentorkit",
    epilog=EPILOG,
    add_completion=True,
)


@app.callback()
def root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Run a mentoring programme on Wikimedia from a directory of YAML files."""
    ctx.ensure_object(Settings)
    if version:
        typer.echo(f"mentorkit {__version__}")
        raise typer.Exit


def run() -> None:
    """Run the command line with the arguments of this process."""
    _prepare_streams()
    command = typer.main.get_command(app)
    command.params += shared_options()
    command(prog_name="mentorkit")


def _prepare_streams() -> None:
    """Let a terminal that cannot show a letter show its number; let closed streams be silent."""
    if sys.stdout is None or sys.stderr is None:
        nowhere = Path(os.devnull).open("w")  # noqa: SIM115 (open until the process ends)
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
