"""Many tabs at once on one server: how long a month takes, whether they mix, memory given back.

    python -m benchmarks.load --tabs 4 --seconds 60      (or make load)

Every tab is a page in headless Chromium that plays another scenario, month by month, as fast as it
is answered. Afterwards each tab's own session file says what it showed last; that is played again
alone, and its mark must be the same. Memory is that of the server with its processes (PSS), on
Linux only.
"""
