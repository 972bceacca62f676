#!/bin/sh
# Installs what reads the calendars in the tests: khal, libical and node from Debian's or Ubuntu's
# own packages (as root only), and ical.js from npm into node_modules here.
set -eu
cd "$(dirname "$0")"

missing=""
command -v khal >/dev/null || missing="$missing khal"
command -v cc >/dev/null || missing="$missing gcc libc6-dev"
[ -e /usr/include/libical/ical.h ] || missing="$missing libical-dev"
command -v node >/dev/null || missing="$missing nodejs"
command -v npm >/dev/null || missing="$missing npm"

if [ -n "$missing" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "calendars: NOT INSTALLED, this needs root and apt; or install yourself:$missing" >&2
        exit 0
    fi
    echo "installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    # shellcheck disable=SC2086  # a list of words on purpose
    apt-get install -q -y --no-install-recommends $missing
fi
if [ ! -e node_modules/ical.js ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-progress --loglevel=error
fi
