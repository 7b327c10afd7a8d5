"""What is done with a sampling round: opened, its times changed, closed; who is not sampled and why; rosters."""
