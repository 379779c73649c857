"""The pages: ``main`` is the frame, the others are one tab each."""
