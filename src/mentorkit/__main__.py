"""The console script, and `python -m mentorkit`."""

import gc
import os
import sys

from mentorkit import __version__


def main() -> None:
    """Run the command line; a bare --version is answered before anything is imported."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"mentorkit {__version__}\n")
        return
    # A command lives for a moment and makes few cycles; looking for them early only costs time.
    gc.set_threshold(200_000, 50, 50)
    # Else pydantic reads the metadata of every package that is installed, to look for plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from mentorkit.cli.app import run

        run()
    except KeyboardInterrupt:
        # It came while modules were still being imported; later the command line answers it.
        sys.stderr.write("interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
