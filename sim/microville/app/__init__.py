"""The web app: a server, and for each browser tab a simulation in a process of its own.

``server`` is the process that browsers talk to. It never runs the model: ``session`` sends
commands to the ``worker`` process of a tab and shows what comes back.
"""
