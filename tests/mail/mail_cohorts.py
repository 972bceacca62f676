"""A small cohort that sends mail: one coordinator, two pairs, a cohort call."""

from pathlib import Path

from running import lay_out, mentorkit_yaml

AS_OF = "2025-03-01"

FILES = {
    "mentorkit.yaml": mentorkit_yaml(
        "test",
        """\
coordinators: [dana]
sender: dana
""",
    ),
    "people/dana.yaml": "name: Dana\nroles: [coordinator]\ntimezone: Europe/Paris\n",
    "people/bola.yaml": "name: Bola\nwiki: BolaW\nroles: [mentor]\nlanguages: [en]\n"
    "timezone: Africa/Lagos\n",
    "people/esi.yaml": "name: Esi\nroles: [mentor]\nlanguages: [es]\ntimezone: Africa/Accra\n",
    "people/amina.yaml": "name: Amina\nwiki: AminaD\nroles: [mentee]\nlanguages: [fr]\n"
    "timezone: Africa/Dakar\n",
    "people/nour.yaml": "name: نور\nroles: [mentee]\nlanguages: [arz]\ntimezone: Africa/Cairo\n",
    "pairs.yaml": "- {mentor: bola, mentee: amina, since: 2025-03-03}\n"
    "- {mentor: esi, mentee: nour, since: 2025-03-03}\n",
    "private/people/dana.yaml": "email: dana@example.org\n",
    "private/people/bola.yaml": "email: bola@example.org\n",
    "private/people/esi.yaml": "email: esi@example.org\n",
    "private/people/amina.yaml": "email: amina@example.org\n",
    "private/people/nour.yaml": "email: nour@example.org\n",
    "sessions/bola--amina.yaml": "- {id: 1, at: 2025-03-10 19:00 Africa/Dakar, minutes: 60}\n",
    "sessions/esi--nour.yaml": "- {id: 1, at: 2025-03-11 18:00 Africa/Cairo, minutes: 60}\n",
    "sessions/cohort.yaml": "- {id: 1, at: 2025-03-06 15:00 UTC, minutes: 90, title: Kick-off}\n",
    "private/sessions/bola--amina.yaml": "- {id: 1, link: 'https://meet.example.org/ba'}\n",
}
EVERYBODY = ("amina", "bola", "esi", "nour")


def mail_cohort(folder: Path, **more: str) -> Path:
    """Lay out the cohort in a folder, with further files or others of the same name."""
    return lay_out(folder, FILES | {name.replace("__", "/"): text for name, text in more.items()})


def rewrite(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{name} has '{old}' {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")
