"""The rules of the deck's own audit: package, charts, slides."""
