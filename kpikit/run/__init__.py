"""A run: every report of a period, from one frozen set of numbers."""
