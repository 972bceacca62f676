"""Dates in the words of a language, and the digits that a language is written with."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

_ZEROS: Mapping[str, str] = {"latn": "0", "arab": "\u0660", "arabext": "\u06f0", "deva": "\u0966"}
"""The digit nought of each set, by its name in CLDR; the other nine follow it in Unicode."""

_WRITTEN_WITH: Mapping[str, str] = {"fa": "arabext"}
"""The digits of languages that MediaWiki writes with others than 0 to 9, where wikis differ little.

Arabic is not here: its wikis are divided, so that a wiki has to say it itself (`digits:`).
"""

_LOCALES: Mapping[str, str] = {"en": "en_GB"}
"""Where a language alone would mean one country's way: the day goes before the month."""

_TYPED = re.compile(r"\d{4}-\d{2}-\d{2}")


def in_words(day: object, language: str, digits: str = "") -> str:
    """Return a day as a language writes it in a sentence: 3 March 2025, 2025年3月3日.

    `day` is a mapping with day, month and year, or what a person typed: a date as in 2025-03-03
    is put in words, anything else stands as typed. `digits` names a set of digits, or is empty.
    A language of which CLDR knows nothing gets 2025-03-03. Raises TypeError for anything else.
    """
    found = _day(day)
    if isinstance(found, str):
        return found
    locale = _locale(language)
    said = format_date(found, "long", locale=locale) if locale else found.isoformat()
    if locale and locale.language == "fr" and found.day == 1:
        said = said.replace("1 ", "1er ", 1)
    return with_digits(said, language, digits)


def with_digits(text: str, language: str, digits: str = "") -> str:
    """Return a text with its digits 0 to 9 as a language, or a named set, has them."""
    zero = _ZEROS.get(digits or _WRITTEN_WITH.get(language.split("-")[0], "latn"), "0")
    return text.translate({ord("0") + n: chr(ord(zero) + n) for n in range(10)})


def _day(day: object) -> date | str:
    if isinstance(day, Mapping):
        parts: Mapping[str, Any] = day
        return date(parts["year"], parts["month"], parts["day"])
    if not isinstance(day, str):
        raise TypeError("only a day can be put in words")
    typed = day.strip("\u2068\u2069 ")
    try:
        return date.fromisoformat(typed) if _TYPED.fullmatch(typed) else day
    except ValueError:
        return day


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(_LOCALES.get(language, language).replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None
