#!/bin/sh
# Turns files into a C table, so that the program carries them within itself: `struct embedded embedded_files[]`.
set -eu
# A page's script goes out with every report: without its indentation.
carried() {
    case $1 in
    *.js) sed 's/^ *//' "$1" ;;
    *) cat "$1" ;;
    esac
}
cat <<'C'
#include "base/embedded.h"

C
i=0
for file in "$@"; do
    echo "static const unsigned char bytes_${i}[] = {"
    carried "$file" | od -An -v -tu1 | sed 's/  */,/g; s/^,/    /; s/$/,/'
    echo '0};'
    i=$((i + 1))
done
echo 'const struct embedded embedded_files[] = {'
i=0
for file in "$@"; do
    echo "    {\"$file\", (const char *)bytes_$i, sizeof bytes_$i - 1, \"$(carried "$file" | sha256sum | cut -c1-64)\"},"
    i=$((i + 1))
done
echo '    {0, 0, 0, 0},'
echo '};'
