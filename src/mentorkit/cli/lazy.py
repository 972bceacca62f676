"""Groups of commands, of which only the one that is called is imported."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

import typer.core
import typer.main

from mentorkit.cli.settings import with_shared_options


class Lazily(typer.core.TyperGroup):
    """A group that imports the module of a command only when the command or a list is wanted.

    `modules` says, in the order of the list, in which module of this package each command is.
    """

    modules: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        # Typer suggests from these names when one is mistyped.
        names: Any = dict.fromkeys(self.modules)
        self.commands = names

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import a command's module and return the command."""
        if cmd_name not in self.modules:
            return None
        module = import_module(f"mentorkit.cli.{self.modules[cmd_name]}")
        return with_shared_options(typer.main.get_group(module.app).commands[cmd_name])
