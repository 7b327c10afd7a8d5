"""Sampling rounds (核酸轮次): what each owes, who goes when to which point, why somebody is not sampled, the texts."""
