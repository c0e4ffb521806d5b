"""Grids as sessions: rows are walked in their order, then finished with what the whole tells."""
