"""Rosters: what the engine is asked, one roster as a grid with its empty places, and one's own shifts."""
