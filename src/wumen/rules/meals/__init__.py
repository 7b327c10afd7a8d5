"""Meals (餐食) of those who work: which there are, who eats which, what is said of them."""
