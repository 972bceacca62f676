#!/bin/sh
# Install what the tests need beside Python: a real MediaWiki, independent calendar programs, a browser.
# Where this may not install, the tests that need the missing part say so and are skipped
# (with CI=true they fail).
set -eu
here=$(dirname "$0")
for part in wiki calendars pages; do
    sh "$here/$part/install.sh"
done
