"""activity/SHA256SUMS: what each person's file held when it was pulled.

A row that is cut out of the middle of a file, or a figure that somebody types over, leaves a file
in which nothing is wrong by itself. The digests tell it from what the pull wrote. Their format is
that of coreutils, so that `sha256sum -c SHA256SUMS` reads it too.
"""

import re
from collections.abc import Mapping
from hashlib import sha256

_LINE = re.compile(r"([0-9a-f]{64}) [ *]([a-z0-9-]+)\.csv", re.ASCII)


def digest_of(source: bytes) -> str:
    """Return the SHA-256 of a table as the pull writes it, in hexadecimal digits.

    A byte order mark and line ends of CRLF do not count: git gives the latter on Windows.
    """
    return sha256(source.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")).hexdigest()


def parse_digests(text: str) -> dict[str, str]:
    """Read the digests by person id; a line that is none, as a merge may leave, says nothing."""
    found = map(_LINE.fullmatch, text.splitlines())
    return {line[2]: line[1] for line in found if line}


def format_digests(digests: Mapping[str, str]) -> str:
    """Write the digests, by person id, in order."""
    return "".join(f"{digests[person]}  {person}.csv\n" for person in sorted(digests))
