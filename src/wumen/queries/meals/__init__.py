"""Meals: who eats where on a day, and that as offices, leads and everybody for herself look at it."""
