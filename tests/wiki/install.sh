#!/bin/sh
# Installs what the tests' wikis need from Debian's or Ubuntu's own packages: MediaWiki and PHP's
# command line. Needs root. Apache comes along as a dependency of the package and is not started.
# Where it may not install, it says so and leaves the rest to the tests, which skip aloud.
set -eu

packages="mediawiki php-cli php-sqlite3 php-intl php-mbstring php-xml"

if [ -e /usr/share/mediawiki/includes/Defines.php ] && command -v php >/dev/null; then
    if php -m | grep -q pdo_sqlite; then
        echo "wiki: MediaWiki and PHP are here"
        exit 0
    fi
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "wiki: NOT INSTALLED, this needs root and apt; or install yourself: $packages" >&2
    exit 0
fi

policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    # A test machine must not get a web server that runs by itself: 101 forbids it meanwhile.
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f "$policy"' EXIT
fi

echo "wiki: installing $packages"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # a list of words on purpose
if ! { apt-get update -q && apt-get install -q -y --no-install-recommends $packages; }; then
    echo "wiki: NOT INSTALLED, apt-get failed (its messages are above)" >&2
fi
