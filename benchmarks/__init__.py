"""Microville's access engine beside named peers: ``python -m benchmarks.access``."""
