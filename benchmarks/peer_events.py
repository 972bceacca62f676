"""A program that imports what `mentorkit check` imports and only walks libyaml's events."""

import sys
from pathlib import Path

import pydantic
import typer
import yaml
from yaml.cyaml import CParser

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def walk(folder: Path) -> None:
    """Walk the events of every YAML file below a folder."""
    for path in sorted(folder.rglob("*.yaml")):
        parser = CParser(path.read_text(encoding="utf-8"))
        while not isinstance(parser.get_event(), yaml.StreamEndEvent):
            pass


if __name__ == "__main__":
    imported = pydantic.BaseModel
    app(sys.argv[1:])
