# Sourced by the other scripts: finds Swift and installs the Debian packages that are missing. POSIX sh.

build_packages="libncurses-dev libutf8proc-dev libsqlite3-dev zlib1g-dev libxml2-dev libgmime-3.0-dev libgpgme-dev pkg-config"
test_packages="dovecot-imapd tmux openssl procps git chafa gpg gpgsm gpg-agent"
# What the reader works without, saying so: pictures, signed and encrypted mail.
use_packages="chafa gpg gpgsm gpg-agent"

require_swift() {
    if ! command -v swift >/dev/null 2>&1; then
        echo "martlet: Swift 6.3 or newer is needed and 'swift' is not on the PATH." >&2
        echo "Install the toolchain for Debian 12 as https://www.swift.org/install/linux/ says, then run this again." >&2
        exit 1
    fi
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\)\.\([0-9][0-9]*\).*/\1 \2/p' | head -n 1)
    major=${version% *}
    minor=${version#* }
    if [ -z "$version" ] || [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 3 ]; }; then
        echo "martlet: Swift 6.3 or newer is needed; this one is '$(swift --version 2>/dev/null | head -n 1)'." >&2
        echo "Install a newer toolchain as https://www.swift.org/install/linux/ says, then run this again." >&2
        exit 1
    fi
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_packages NAME...: installs those that are missing, and says so. Starts no service.
install_packages() {
    missing=""
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "martlet: these Debian packages are needed, and there is no apt-get here to install them:$missing" >&2
        exit 1
    fi
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "martlet: these Debian packages are missing:$missing" >&2
            echo "Run 'apt-get install$missing' as root, then run this again." >&2
            exit 1
        fi
        as_root=sudo
    fi
    echo "Installing Debian packages:$missing" >&2
    log=$(mktemp)
    if ! { $as_root apt-get update && install_quietly $missing; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        echo "martlet: could not install$missing; the lines above say why." >&2
        exit 1
    fi
    rm -f "$log"
}

# Packages with daemons (Dovecot) must not start them: the tests run private ones. Debian asks policy-rc.d first.
install_quietly() {
    policy=/usr/sbin/policy-rc.d
    ours=""
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
        $as_root chmod 755 "$policy"
        ours=yes
    fi
    status=0
    # Never at the price of a package that is there: Debian's mail servers shut each other out.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends --no-remove "$@" || status=$?
    [ -z "$ours" ] || $as_root rm -f "$policy"
    return $status
}

# Cyrus, for the tests. Its package cannot be installed beside Dovecot's, so both of its packages are unpacked into a
# folder of the user's cache, where TestSupport's CyrusServer looks for them; only the libraries they need are installed.
unpack_cyrus() {
    cyrus="${XDG_CACHE_HOME:-$HOME/.cache}/martlet/cyrus"
    [ ! -x "$cyrus/usr/lib/cyrus/bin/imapd" ] || return 0
    echo "Unpacking Debian's cyrus-imapd into $cyrus" >&2
    work=$(mktemp -d)
    chmod 755 "$work"
    if ! { cd "$work" && { apt-get download cyrus-common cyrus-imapd || { as_root_update && apt-get download cyrus-common cyrus-imapd; }; }; } \
        >"$work/log" 2>&1; then
        cat "$work/log" >&2
        echo "martlet: could not get Debian's cyrus-imapd; the lines above say why." >&2
        rm -rf "$work"
        exit 1
    fi
    mkdir -p "$cyrus"
    libraries=""
    for package in "$work"/*.deb; do
        dpkg-deb -x "$package" "$work/files"
        libraries="$libraries $(dpkg-deb -f "$package" Depends | tr ',' '\n' | sed -n 's/^ *\(lib[^ |(]*\).*/\1/p')"
    done
    install_packages $libraries
    cp -R "$work/files/usr" "$cyrus/"
    rm -rf "$work"
}

as_root_update() {
    if [ "$(id -u)" -eq 0 ]; then apt-get update; else sudo apt-get update; fi
}
