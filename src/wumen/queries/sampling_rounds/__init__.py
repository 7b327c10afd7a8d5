"""Sampling rounds as planner and audit read them, as they stand, and as an office, a lead and a caller look at them."""
