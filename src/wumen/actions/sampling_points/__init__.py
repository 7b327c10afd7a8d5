"""Sampling points: kept by the office, set up and told of by their leads, and the tubes that move between them."""
