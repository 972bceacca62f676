"""The file of somebody who takes part, for small cohorts."""

AVAILABLE = "available: [mon-fri 18:00-21:00]\n"


def member(name: str, role: str, language: str = "en", timezone: str = "UTC") -> str:
    """Return the text of people/ID.yaml: a name, a role, a language, and every evening free."""
    return (
        f"name: {name}\nroles: [{role}]\nlanguages: [{language}]\ntimezone: {timezone}\n{AVAILABLE}"
    )
