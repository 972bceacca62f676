"""The report's peer: a bare script that reads the same files and counts a handful of numbers.

python benchmarks/peer_report.py DIR
"""

import csv
import statistics
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import yaml

ENROLLED = date(2025, 2, 20)


def main() -> None:
    """Print what a hurried coordinator would count."""
    root = Path(sys.argv[1])
    records = {
        path: yaml.load(path.read_bytes(), yaml.CSafeLoader) or []
        for folder in (root, root / "people", root / "sessions")
        for path in sorted(folder.glob("*.yaml"))
    }
    people = [record for path, record in records.items() if path.parent.name == "people"]
    sessions = [
        one for path, listed in records.items() if path.parent.name == "sessions" for one in listed
    ]
    edits = []
    for path in sorted((root / "activity").glob("*.csv")):
        if path.name != "pulled.csv":
            with path.open(encoding="utf-8") as file:
                edits.append(sum(int(row["edits"]) for row in csv.DictReader(file)))
    roles = records.get(root / "roles.yaml", [])
    leaders = {role["person"] for role in roles if role["verdict"] == "accepted"}
    print(len(people), Counter(one.get("held") for one in sessions), len(leaders))
    print(statistics.median(edits) if edits else "-")


if __name__ == "__main__":
    main()
