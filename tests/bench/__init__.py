"""Measurements: what the product may cost, on the machine at hand. `make bench` runs them all."""
