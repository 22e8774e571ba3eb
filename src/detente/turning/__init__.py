"""Turning points: dates at which a measure changes its behaviour, judged against no break."""
