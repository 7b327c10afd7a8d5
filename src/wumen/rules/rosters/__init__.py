"""Rosters: who stands where when; the model, its checker, the engine, repairs and reasons."""
