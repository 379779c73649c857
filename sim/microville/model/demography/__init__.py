"""Births, deaths, couples and moves: one idea a file, called by the phase in order."""
