"""The story's January: a simulated fortnight over its four sub-districts."""
