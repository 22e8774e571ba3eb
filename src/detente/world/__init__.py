"""States, names, leaders, places and organisations, with their dates."""
