"""Stock of deposit points: who stands where by heads, what is there, what is owed, what will not last."""
