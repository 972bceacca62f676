"""mentorkit meet: its commands, each in a module of its own."""

from collections.abc import Mapping
from typing import ClassVar

from mentorkit.cli.lazy import Lazily
from mentorkit.cli.settings import plain_app


class Commands(Lazily):
    """The commands of `meet`; what one of them needs, the others do not wait for."""

    modules: ClassVar[Mapping[str, str]] = {
        "plan": "meet_plan",
        "calendar": "meet_calendar",
        "show": "meet_show",
        "move": "meet_change",
        "cancel": "meet_change",
        "swap": "meet_change",
        "log": "meet_log",
        "send": "meet_mail",
        "replies": "meet_mail",
        "agenda": "meet_agenda",
        "remind": "meet_remind",
    }


app = plain_app("Plan meetings and write calendars.", cls=Commands)


@app.callback()
def meet() -> None:
    """Plan meetings and write calendars."""
