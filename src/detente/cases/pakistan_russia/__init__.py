"""cases/pakistan_russia."""
