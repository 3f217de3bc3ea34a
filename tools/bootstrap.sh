#!/bin/sh
# Installs what is missing of the packages named in packages.txt and prints make variables with compiler flags.
# Usage: tools/bootstrap.sh packages.txt SET...   (SET: build test check fuzz)
# FIDELIO_NO_INSTALL=1 only says what is missing.
set -eu
list=$1
shift
wanted=$(
    for set in "$@"; do
        awk -v set="$set" '!/^#/ && NF >= 3 && $3 == set {print $1}' "$list"
    done
)
missing=
for package in $wanted; do
    # A tool that is there already, from wherever, need not come from Debian's package.
    case $package in
    gcc | git | jq | curl | openssl | zsh | fish | clang | clang-format | clang-tidy | npm | chromium | shellcheck) command -v "$package" >/dev/null 2>&1 && continue ;;
    nodejs) command -v node >/dev/null 2>&1 && continue ;;
    python3-minimal) command -v python3 >/dev/null 2>&1 && continue ;;
    pkgconf) command -v pkg-config >/dev/null 2>&1 && continue ;;
    esac
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
    as=
    [ "$(id -u)" = 0 ] || as=sudo
    if [ "${FIDELIO_NO_INSTALL:-}" ] || { [ "$as" ] && ! command -v sudo >/dev/null 2>&1; }; then
        echo "fidelio: these Debian packages are missing:$missing" >&2
        echo "fidelio: install them as root with: apt-get update && apt-get install -y --no-install-recommends$missing" >&2
        exit 2
    fi
    echo "fidelio: installing Debian packages:$missing" >&2
    $as apt-get update >&2
    # shellcheck disable=SC2086
    $as env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >&2
fi
modules=$(awk -v sets=" $* " '!/^#/ && NF >= 3 && $2 != "-" && index(sets, " " $3 " ") {print $2}' "$list")
for module in $modules; do
    name=$(echo "$module" | tr 'a-z.-' 'A-Z__')
    echo "${name}_CFLAGS := $(pkg-config --cflags "$module")"
    echo "${name}_LIBS := $(pkg-config --libs "$module")"
done
