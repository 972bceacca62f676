"""A cohort whose candidates are of every kind, and the three wikis on which they are."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from farm import Farm

from running import lay_out

FR, SW, AR = "fr.wikipedia.org", "sw.wikipedia.org", "ar.wikipedia.org"
PASSWORD = "0123456789abcdefghijklmnopqrstuv"
SIGNED_IN = {"MENTORKIT_WIKI_USER": "Dana D@kit", "MENTORKIT_WIKI_PASSWORD": PASSWORD}
AS_OF = "2025-02-01"
OPT_OUT = "Catégorie:Pas d'invitation"

WORDING = """\
---
subject: {subject}
channel: wikimail talk mail
reviewed: {reviewed}
---
<< recipient.name | isolate >>

<< why | isolate >>

{no}

<< sender.name | isolate >>
"""
WORDINGS = {
    "templates/fr/invite.mentee.txt.j2": WORDING.format(
        subject="Une invitation", reviewed="yes", no="Un « non merci » suffit."
    ),
    "templates/fr/follow-up.mentee.txt.j2": WORDING.format(
        subject="Un rappel", reviewed="yes", no="Sans réponse, je n'écris plus."
    ),
    "templates/ar/invite.mentee.txt.j2": WORDING.format(
        subject="دعوة", reviewed="yes", no="يكفي الرد بعبارة «لا، شكرًا»."
    ),
    "templates/en/invite.mentee.txt.j2": WORDING.format(
        subject="An invitation", reviewed="no", no='A "no, thanks" is enough.'
    ),
}
MAILED, TALK, NO_MAIL = {"mail": "confirmed"}, {"mail": "none"}, {"mail": "disabled"}


def candidate(wiki: str, home: str = FR, why: str = "", **more: str) -> str:
    """Return the file of a candidate; without `why` the sentence is made of the user name."""
    whole = {"name": wiki, "wiki": wiki, "home": home, "languages": "[fr]"}
    whole |= {"why": why or f"Merci pour {wiki} {' '.join(wiki) * 2}."} | more
    return "".join(f"{key}: {value}\n" for key, value in whole.items() if value)


CANDIDATES = {
    "a-mailed": candidate("Amina Ndiaye"),
    "b-talk": candidate("Bilal & Cie"),
    "c-new-page": candidate("Chloé d'Arc"),
    "d-nobots": candidate("Djibril Robots"),
    "e-opted-out": candidate("Élodie Refus"),
    "f-blocked": candidate("Fatou Bloquée"),
    "g-foreign": candidate("Gaël Ailleurs"),
    "h-renamed": candidate("Hélène Ancienne"),
    "i-missing": candidate("Inconnue au bataillon"),
    "j-protected": candidate("Jules Protégé"),
    "k-chose-talk": candidate("Koffi Discute", channel="talk"),
    "l-elsewhere": candidate("Lulu wa Mvita", SW),
    "m-said-no": candidate("Mwana Hapana", SW),
    "n-arm": candidate("Nia Kundi", SW),
    "o-arabic": candidate("ياسمين الشام", AR, why="شكرا على مقالاتك عن الأنهار.", languages="[ar]"),
    "p-outside": candidate("", "", why="Merci.", name="Paule", email="paule@example.org"),
    "q-unfinished": candidate("Quentin Vide", why=" "),
    "r-twin": candidate("Rama Une", why="Vos photos du marché de Kermel montrent les métiers."),
    "s-twin": candidate("Sira Deux", why="Vos photos du marché de Kermel montrent des métiers."),
    "t-unread": candidate("Tom English", why="Your maps are clear.", languages="[en]"),
    "u-robot": candidate("Ubot"),
}
TALK_TEXT = {
    "Bilal & Cie": "== Bonjour ==\nsalut",
    "Djibril Robots": "{{bots|deny=all}}",
    "Gaël Ailleurs": "#REDIRECTION [[Discussion utilisateur:Amina Ndiaye]]",
    "Jules Protégé": "x",
    "Lulu wa Mvita": "Habari",
}
POPULATIONS: Mapping[str, Mapping[str, Any]] = {
    FR: {
        "accounts": {
            "Amina Ndiaye": MAILED,
            "Bilal & Cie": TALK,
            "Chloé d'Arc": NO_MAIL,
            "Djibril Robots": MAILED,
            "Élodie Refus": MAILED,
            "Fatou Bloquée": MAILED,
            "Gaël Ailleurs": TALK,
            "Hélène Ancienne": TALK,
            "Jules Protégé": TALK,
            "Koffi Discute": MAILED,
            "Quentin Vide": MAILED,
            "Rama Une": MAILED,
            "Sira Deux": MAILED,
            "Tom English": MAILED,
            "Ubot": {"mail": "confirmed", "groups": ["bot"]},
        },
        "pages": [
            *(
                {"title": f"User talk:{name}", "text": text}
                for name, text in TALK_TEXT.items()
                if name != "Lulu wa Mvita"
            ),
            {"title": "User:Élodie Refus", "text": f"moi [[{OPT_OUT}]]"},
        ],
        "protect": {"User talk:Jules Protégé": "sysop"},
        "blocks": {"Fatou Bloquée": {}},
        "renames": {"Hélène Ancienne": "Hélène Nouvelle"},
    },
    SW: {
        "accounts": {"Lulu wa Mvita": TALK, "Mwana Hapana": MAILED, "Nia Kundi": MAILED},
        "pages": [{"title": "User talk:Lulu wa Mvita", "text": "Habari"}],
    },
    AR: {"accounts": {"ياسمين الشام": MAILED}},
}
SENDER = {"Dana D": {"mail": "confirmed", "bot_passwords": {"kit": {"password": PASSWORD}}}}


def populate(farm: Farm, kept: Path) -> None:
    """Bring the three wikis to life afresh; `kept` is a folder that holds them from then on."""
    if not kept.exists():
        farm.reset()
        for host, told in POPULATIONS.items():
            accounts = {**SENDER, **told["accounts"]}
            farm.populate(host, {**told, "accounts": accounts})
        shutil.copytree(farm.run / "wikis", kept)
        return
    for host in POPULATIONS:
        shutil.rmtree(farm.run / "wikis" / host)
        shutil.copytree(kept / host, farm.run / "wikis" / host)


def lay_out_story(folder: Path, farm: Farm, **letters: object) -> Path:
    """Write the cohort; `letters` are settings of `letters:`."""
    pace = {"pause": 0, "a_day": 100} | letters
    wikis = "".join(
        f"  {host}:\n    assent: {{result: assent, closed: 2025-01-20}}\n"
        f"    api: {farm.api(host)}\n" + (f'    opt_out: "{OPT_OUT}"\n' if host == FR else "")
        for host in POPULATIONS
    )
    told = ", ".join(f"{key}: {value}" for key, value in pace.items())
    programme = (
        "id: story-2025\nname: Story\nfictional: yes\nfrom: 2025-03-03\nto: 2025-06-01\n"
        "coordinators: [dana]\nsender: dana\nremote: private\n"
        f"letters: {{{told}}}\nwikis:\n{wikis}"
    )
    return lay_out(
        folder,
        {
            "mentorkit.yaml": programme,
            "people/dana.yaml": f"name: Dana\nwiki: Dana D\nhome: {FR}\nroles: [coordinator]\n"
            "languages: [fr]\n",
            "private/people/dana.yaml": "email: dana@example.org\n",
            "private/invitations.jsonl": '{"person": "m-said-no", "answer": "declined"}\n',
            "private/trial/allocation.jsonl": '{"person": "n-arm", "arm": "none"}\n',
            **{f"private/candidates/{id_}.yaml": text for id_, text in CANDIDATES.items()},
            **WORDINGS,
        },
    )
