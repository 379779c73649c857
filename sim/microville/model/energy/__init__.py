"""Energy of buildings: end uses and carriers, the heat network, the sun, the tertiary decree."""
