"""What a survey asks: the items by their ids, the range of each, and how its files are named.

S1 is the one item that the goals look at: satisfied is who answers 4 or 5. S2 asks whether somebody
would recommend the programme, from 0 to 10; R1 and R2 ask for the quality and the effect of the
relationship; V1 to V3 whether one's voice was wanted, whether learning was safe, and whether people
of many backgrounds are supported. The scales follow the programme's measures of satisfaction and of
diversity; their wording is the templates' own.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

Who = Literal["mentee", "mentor"]
Format = Literal["text", "wikitext", "csv"]

FOLDER = "private/surveys"
TOKENS = f"{FOLDER}/tokens.csv"
RESPONDED = f"{FOLDER}/responded.csv"

WORDS = "words"
"""The open question; what people write to it is stored apart from their numbers."""


class Item(NamedTuple):
    """A question with a number as its answer, from `low` to `high`."""

    low: int
    high: int


ITEMS: Mapping[str, Item] = MappingProxyType(
    {
        "s1": Item(1, 5),
        "s2": Item(0, 10),
        "r1": Item(1, 5),
        "r2": Item(1, 5),
        "v1": Item(1, 5),
        "v2": Item(1, 5),
        "v3": Item(1, 5),
    }
)

SATISFIED = (4, 5)
"""The answers to S1 that say that somebody is satisfied."""

VOICES = ("v1", "v2", "v3")
"""The items on diversity, of which surveys.yaml counts who agrees, as with S1: 4 or 5."""

Row = Mapping[str, int]
"""The answers of one person, by item; what was left out is absent."""


class Wave(NamedTuple):
    """A survey of one role, as in the mentees' at the end."""

    wave: str
    role: Who

    @property
    def answers(self) -> str:
        """The name of the file with the numbers that people answered."""
        return f"{FOLDER}/{self.wave}-{self.role}.csv"

    @property
    def words(self) -> str:
        """The name of the file with what people wrote in their own words."""
        return f"{FOLDER}/{self.wave}-{self.role}-{WORDS}.csv"


def answered(rows: Sequence[Row]) -> int:
    """Return how many answered S1; of the others nobody knows whether they are satisfied."""
    return sum("s1" in row for row in rows)


def agreed(rows: Sequence[Row], item: str) -> tuple[int, int]:
    """Return how many answered an item, and how many of them with 4 or 5."""
    said = [row[item] for row in rows if item in row]
    return len(said), sum(answer in SATISFIED for answer in said)


def satisfied(rows: Sequence[Row]) -> int:
    """Return how many answered S1 with 4 or 5."""
    return sum(row.get("s1") in SATISFIED for row in rows)
