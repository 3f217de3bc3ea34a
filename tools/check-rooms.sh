#!/bin/sh
# Holds every #include under src/ (or the folder given) against tools/rooms.txt. Exit status 1 when a wall is broken.
set -eu
here=$(dirname "$0")
src=${1:-$here/../src}
table=$(cd "$here" && pwd)/rooms.txt
cd "$src"
# C and POSIX headers are free for all; everything else in <> is a third party's.
grep -rnE '^[[:space:]]*#[[:space:]]*include' --include='*.[ch]' . | awk -v table="$table" '
    BEGIN {
        split("assert ctype dirent endian errno fcntl fnmatch float glob inttypes langinfo limits locale math poll pthread signal stdalign stdarg " \
              "stdatomic stdbool stddef stdint stdio stdlib string strings termios time unistd netdb sched getopt", free, " ")
        for (i in free) standard["<" free[i] ".h>"] = 1
        while ((getline line < table) > 0) {
            if (line ~ /^#/ || line !~ /:/) continue
            room = line; sub(/:.*/, "", room); sub(/^[^:]*:/, "", line)
            known[room] = 1; uses[room, room] = 1
            split(line, half, "|")
            n = split(half[1], list, " "); for (i = 1; i <= n; i++) uses[room, list[i]] = 1
            n = split(half[2], list, " "); for (i = 1; i <= n; i++) third[room, "<" list[i] ">"] = 1
        }
        bad = 0
    }
    {
        split($0, place, ":"); path = place[1]; sub(/^\.\//, "", path); room = path; sub(/\/.*/, "", room)
        header = $0; sub(/^[^:]*:[^:]*:[^<"]*/, "", header); sub(/[>"][^>"]*$/, substr(header, 1, 1) == "<" ? ">" : "\"", header)
        where = path ":" place[2]
        if (!known[room]) { print where ": the room " room " is not in the table"; bad = 1; next }
        if (header ~ /^</) {
            if (!standard[header] && header !~ /^<(sys|netinet|arpa|net)\// && !third[room, header]) {
                print where ": " room "/ may not include " header; bad = 1 }
            next
        }
        target = substr(header, 2); sub(/\/.*/, "", target)
        if (target == "gen") next
        if (!uses[room, target]) { print where ": " room "/ may not use " target "/"; bad = 1 }
    }
    END { exit bad }
'
