"""Field events: what a phone makes without a network, how it is read, and what counts when two say otherwise."""
