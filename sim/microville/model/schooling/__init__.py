"""Schools: seats, classes, who sits where."""
