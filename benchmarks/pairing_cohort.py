"""Write a made-up cohort of so many mentors and as many mentees, the same one every time."""

import random
from collections.abc import Iterator
from pathlib import Path

ZONES = {
    "America/New_York": ["en", "es"],
    "America/Sao_Paulo": ["pt", "es"],
    "America/Santiago": ["es", "en"],
    "Europe/London": ["en", "fr"],
    "Europe/Berlin": ["de", "en"],
    "Europe/Kyiv": ["uk", "pl"],
    "Africa/Lagos": ["en", "ha"],
    "Africa/Casablanca": ["ar", "fr"],
    "Africa/Cairo": ["ar", "en"],
    "Africa/Nairobi": ["sw", "en"],
    "Asia/Kolkata": ["hi", "en"],
    "Asia/Kathmandu": ["ne", "hi"],
    "Asia/Jakarta": ["id", "ms"],
    "Asia/Tokyo": ["ja", "en"],
    "Australia/Sydney": ["en", "zh"],
}
TOPICS = [f"topic-{number}" for number in range(20)]
WINDOWS = [
    "mon-fri 17:00-22:00",
    "tue-thu 06:30-09:00",
    "sat 08:00-20:00",
    "sun 10:00-23:00",
    "mon 12:00-23:30",
    "wed-fri 11:00-16:00",
    "mon-sun 20:00-23:45",
]

PROGRAMME = f"""\
id: made-up
name: Made up
fictional: yes
from: 2026-09-07
to: 2027-03-07
pairing: {{minimum: 0}}
meetings:
  pair: {{every: 1 week, minutes: 60}}
topics: {{{", ".join(f"{topic}: {topic}" for topic in TOPICS)}}}
"""


def person(r: random.Random, role: str, key: str, others: list[str]) -> Iterator[tuple[str, str]]:
    zone, spoken = r.choice(list(ZONES.items()))
    languages = sorted({*r.sample(spoken, r.randint(1, 2)), *(["en"] if r.random() < 0.9 else [])})
    topics = r.sample(TOPICS, r.randint(4, 8) if role == "mentor" else r.randint(2, 5))
    yield (
        f"people/{key}.yaml",
        f"name: {key}\nwiki: {key}\nhome: {languages[0]}.wikipedia.org\nroles: [{role}]\n"
        f"enrolled: 2026-08-20\nlanguages: [{', '.join(languages)}]\ntimezone: {zone}\n"
        f"available: [{', '.join(r.sample(WINDOWS, r.randint(2, 4)))}]\n"
        f"{'offers' if role == 'mentor' else 'wants'}: [{', '.join(topics)}]\n",
    )
    if r.random() < 0.2:
        yield f"private/people/{key}.yaml", f"prefer: [{r.choice(others)}]\n"
    elif r.random() < 0.05:
        yield f"private/people/{key}.yaml", f"never: [{r.choice(others)}]\n"


def write_cohort(root: Path, size: int) -> Path:
    """Write the cohort of `size` mentors and `size` mentees below `root` and return its folder."""
    folder, r = root / f"of-{size}", random.Random(size)
    sides = {role: [f"{role}-{number}" for number in range(size)] for role in ("mentor", "mentee")}
    files = {"mentorkit.yaml": PROGRAMME}
    for role, others in (("mentor", sides["mentee"]), ("mentee", sides["mentor"])):
        for key in sides[role]:
            files.update(person(r, role, key, others))
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
