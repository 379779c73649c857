#!/bin/sh
# Microville @VERSION@: installs beside this file the first time, then opens the app.
cd "$(dirname "$0")" || exit 2
for python in "${PYTHON:-}" python@PYTHON@ python3 python; do
    [ -n "$python" ] || continue
    found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    [ "$found" = "@PYTHON@" ] && exec "$python" start.py "$@"
done
echo "Il faut Python @PYTHON@ (64 bits) sur cet ordinateur : voir LISEZMOI.txt."
echo "Python @PYTHON@ (64 bits) is needed on this computer: see README.txt."
exit 2
