"""Everybody's day of errands: kernels beside numpy columns and plain Mesa agents; months, years."""
