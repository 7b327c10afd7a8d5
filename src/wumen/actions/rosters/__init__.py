"""Rosters: made by the engine and made better in the background, changed by hand, published, repaired."""
