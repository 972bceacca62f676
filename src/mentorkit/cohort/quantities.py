"""The small values that say how much: whole numbers, shares, sums of money, ranges."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, NamedTuple

from mentorkit.cohort.scalars import FromText, fault


def read_count(text: str) -> int:
    """Read a whole number from 0."""
    if not re.fullmatch(r"[0-9]+", text):
        raise fault("number", f"'{text}' is no whole number from 0", "write digits only, as in 12")
    if len(text) > 12:
        raise fault("number", f"{text} is too large", "look at the number of digits")
    return int(text)


def number_in(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `least` to `most`, both included."""

    def read(text: str) -> int:
        number = read_count(text)
        if not least <= number <= most:
            size = "small" if number < least else "large"
            hint = f"write a number from {least} to {most:,}"
            raise fault("number", f"{text} is too {size} here", hint)
        return number

    return read


def read_minutes(text: str) -> int:
    """Read how long a meeting takes: 1 minute to two weeks."""
    return number_in(1, 14 * 24 * 60)(text)


def read_percent(text: str) -> Fraction:
    """Read "25%" as the fraction 1/4."""
    parts = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,4})?) ?%", text)
    if not parts or Fraction(parts[1]) > 100:
        raise fault("percent", f"'{text}' is no percentage", "write it as in 25%")
    return Fraction(parts[1]) / 100


class Amount(NamedTuple):
    """A sum of money; `currency` is an ISO 4217 code."""

    value: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.value} {self.currency}"


def read_amount(text: str) -> Amount:
    """Read "2000 EUR" or "12.50 USD"."""
    parts = re.fullmatch(r"([0-9]{1,12}(?:\.[0-9]{1,4})?) ([A-Z]{3})", text)
    if not parts:
        raise fault("money", f"'{text}' is no sum of money", "write it as in 2000 EUR")
    return Amount(Decimal(parts[1]), parts[2])


def read_currency(text: str) -> str:
    """Read the ISO 4217 code of a currency."""
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise fault("money", f"'{text}' is no currency", "use a code such as EUR")
    return text


def read_rate(text: str) -> Decimal:
    """Read a rate of exchange, greater than 0."""
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", text) or not Decimal(text):
        raise fault("number", f"'{text}' is no rate", "write it as in 1.08")
    return Decimal(text)


class Bounds(NamedTuple):
    """A number that is known only to lie between two others, both included."""

    low: int
    high: int


def read_bounds(text: str) -> Bounds:
    """Read "1400" or "1200-1800"."""
    low, dash, high = text.partition("-")
    bounds = Bounds(read_count(low.strip()), read_count((high if dash else low).strip()))
    if bounds.high < bounds.low:
        raise fault("order", f"'{text}' has the larger number first", "write LOW-HIGH")
    return bounds


Count = Annotated[int, FromText(read_count)]
Positive = Annotated[int, FromText(number_in(1, 10**9))]
Few = Annotated[int, FromText(number_in(0, 1000))]
Minutes = Annotated[int, FromText(read_minutes)]
Percent = Annotated[Fraction, FromText(read_percent)]
Sum = Annotated[Amount, FromText(read_amount)]
Currency = Annotated[str, FromText(read_currency)]
Rate = Annotated[Decimal, FromText(read_rate)]
Reach = Annotated[Bounds, FromText(read_bounds)]
