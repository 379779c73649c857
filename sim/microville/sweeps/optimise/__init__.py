"""A search over levers for the trade-off front: each evaluation is a run in the sweep's folder."""
