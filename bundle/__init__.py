"""An archive that installs and runs the app on a computer without a network.

``target``: which computers; ``closure``: the wheels they need, at the locked versions; ``pack``:
wheels, the default map and the start scripts in ``files/`` in one archive; ``check``: unpack,
install and start one with the network refused. ``make bundle`` and ``make bundle-check`` call it.
"""
