"""One file (and its .yml record) per data set: bytes -> rows -> statements."""
