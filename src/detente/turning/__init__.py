"""turning."""
