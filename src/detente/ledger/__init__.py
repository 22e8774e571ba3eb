"""Where statements and judgements are kept: append-only, readable after any crash."""
