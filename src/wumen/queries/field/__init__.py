"""What people and phones ask about field events."""
