"""A process that writes to a cohort directory; its arguments: the directory, a letter, how often.

Each write replaces four files by nothing but that letter and the number of the write. It prints
"ready" before the first, and at the end how often it was refused.
"""

import sys
from pathlib import Path

from mentorkit.doors.directory import Directory
from mentorkit.problems import Refused

NAMES = [f"activity/{name}.csv" for name in ("amina", "bola", "kofi", "pulled")]


def main(root: str, letter: str, times: str) -> None:
    print("ready", flush=True)
    refused = 0
    for number in range(int(times)):
        content = f"{letter}{number:06}\n".encode() * 5_000
        try:
            Directory(Path(root), {}).write(dict.fromkeys(NAMES, content), own=True)
        except Refused:
            refused += 1
    print(refused)


if __name__ == "__main__":
    main(*sys.argv[1:])
