"""What takes longer than a suite should: each file one run of `make soak`."""
