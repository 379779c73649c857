"""What a sweep costs beside its runs: overhead, efficiency, memory, listing, runs of ten years."""
