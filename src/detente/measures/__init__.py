"""One measure, one file: frame in, frame out."""
