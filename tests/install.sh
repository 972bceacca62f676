#!/bin/sh
# Install what the tests need beside Python: a real MediaWiki and independent calendar programs.
# Where this may not install, the tests that need the missing part say so and are skipped
# (with CI=true they fail).
set -eu
here=$(dirname "$0")
for part in wiki calendars; do
    sh "$here/$part/install.sh"
done
