"""A Typer program that imports what `mentorkit check` imports and does nothing."""

import pydantic
import typer
import yaml

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def check() -> None:
    """Do nothing."""


if __name__ == "__main__":
    imported = (pydantic.BaseModel, yaml.__with_libyaml__)
    app()
