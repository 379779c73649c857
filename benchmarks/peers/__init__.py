"""One module a library: each function prepares a query and returns what is timed."""
