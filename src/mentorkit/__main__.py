"""The console script, and `python -m mentorkit`."""

import sys

from mentorkit import __version__


def main() -> None:
    """Run the command line; a bare --version is answered before anything is imported."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"mentorkit {__version__}\n")
        return
    from mentorkit.cli.app import run

    run()


if __name__ == "__main__":
    main()
