"""Pulls as a process of its own, so that a test can kill it.

python tests/wiki/pull_process.py COHORT TODAY '{"HOST": "http://127.0.0.1:…/api.php"}'
"""

import json
import sys
from datetime import date
from pathlib import Path

from pulling_runs import leadership, subjects

from mentorkit.doors.activity import read_activity
from mentorkit.doors.directory import Directory
from mentorkit.doors.wiki import Wiki
from mentorkit.verbs.activity import pull


def main() -> None:
    """Pull all wikis and write each one's files as soon as they are there."""
    cohort, today, apis = (
        Path(sys.argv[1]),
        date.fromisoformat(sys.argv[2]),
        json.loads(sys.argv[3]),
    )

    def open_wiki(host: str) -> Wiki:
        return Wiki(host, contact="the tests", api=apis[host], loopback_only=True)

    wikis = leadership(cohort, apis)
    people = subjects(cohort, apis)
    directory = Directory(cohort, {})
    for outcome in pull(people, wikis, read_activity(cohort), date(2024, 3, 1), today, open_wiki):
        for group in outcome.writes:
            directory.write(group, own=True)


if __name__ == "__main__":
    main()
