"""In which direction a language is written, and what language a wiki is in."""

from typing import Literal

_RTL = frozenset(
    {
        "acm", "aeb", "aeb-arab", "ajp", "apc", "ar", "arc", "ary", "arz", "azb", "bal", "bcc",
        "bgn", "bqi", "ckb", "dv", "fa", "glk", "ha-arab", "he", "khw", "kk-arab", "kk-cn", "ks",
        "ks-arab", "ku-arab", "lki", "lrc", "luz", "mzn", "nqo", "pnb", "ps", "prs", "sd", "sdh",
        "skr", "skr-arab", "syr", "tly-arab", "ug", "ug-arab", "ur", "yi",
    }
)  # fmt: skip
"""The languages that MediaWiki shows from right to left (`$rtl` in languages/messages/), and the
spoken forms of Arabic beside them."""

_IN_ENGLISH = frozenset(
    {
        "commons", "meta", "species", "www", "wikidata", "mediawiki", "incubator", "outreach",
        "wikimania", "foundation", "m",
    }
)  # fmt: skip
"""First labels of host names that name no language; these wikis are in English."""


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return the direction of a language's script, by its BCP 47 tag."""
    parts = language.lower().replace("_", "-").split("-")
    forms = ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
    return "rtl" if any(form in _RTL for form in forms) else "ltr"


def wiki_language(host: str) -> str:
    """Return the language of a wiki by its host name: fr.wikipedia.org is in French.

    A guess, as only the wiki itself knows: where the name tells nothing it is English.
    """
    label = host.partition(".")[0].lower()
    return "en" if not label or label in _IN_ENGLISH or len(label) > 12 else label
