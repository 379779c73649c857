"""Processes of a sweep killed at random moments, again and again: ``python -m tests.faults``.

Each round plans the same toy experiment, kills one of its processes (a worker, the parent, a dask
worker, the scheduler) with SIGKILL after a random number of results, lets the sweep end or resumes
it, and compares the canonical hash with that of an undisturbed sweep.
"""
