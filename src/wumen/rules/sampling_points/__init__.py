"""Sampling points: how one stands, and what is said of them in texts."""
