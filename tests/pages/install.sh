#!/bin/sh
# Installs what looks at the pages in the tests: Chromium from Debian's own packages (as root only),
# and the accessibility rules of axe-core from npm into node_modules here.
set -eu
cd "$(dirname "$0")"

missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v npm >/dev/null || missing="$missing npm"

if [ -n "$missing" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "pages: NOT INSTALLED, this needs root and apt; or install yourself:$missing" >&2
        exit 0
    fi
    echo "pages: installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  # a list of words on purpose
    if ! { apt-get update -q && apt-get install -q -y --no-install-recommends $missing; }; then
        echo "pages: NOT INSTALLED, apt-get failed (its messages are above)" >&2
        exit 0
    fi
fi
if [ ! -e node_modules/axe-core ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-progress --loglevel=error
fi
