"""Materials of works: what is needed, what is freed, and how much of it serves again."""
