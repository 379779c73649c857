"""What a finished sweep says: what moves outcomes, when a programme fails, what is regretted."""
