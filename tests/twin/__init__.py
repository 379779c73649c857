"""A plain Mesa town: the same rules without columns or kernels, to hold the model to."""
