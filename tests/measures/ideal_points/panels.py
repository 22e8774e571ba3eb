"""Small votes in the frame that the data rules take, with a truth that is known."""

from datetime import date

import numpy as np
import polars as pl

NO_MATCHES = pl.DataFrame(schema={"v1": pl.Int64(), "rcid1": pl.Int64(), "rcid2": pl.Int64()})


def votes(*rows):
    """(state, rcid, session, vote) or, with flags and a day, (..., para, amend, date)."""
    full = [(*row, False, False, date(1945 + row[2], 10, 1))[:7] if len(row) == 4 else row for row in rows]
    schema = {"state": pl.String(), "rcid": pl.Int64(), "session": pl.Int64(), "vote": pl.Int64(),
              "para": pl.Boolean(), "amend": pl.Boolean(), "date": pl.Date()}  # fmt: skip
    return pl.DataFrame(full, schema=schema, orient="row")


def ordered_votes(positions, sessions=3, items=40, seed=0):
    """Votes of states at fixed positions ({state: theta}) on items of slope +-1.5, noise included."""
    rng = np.random.default_rng(seed)
    rows = []
    for session in range(1, sessions + 1):
        for item in range(items):
            slope = 1.5 * rng.choice([-1, 1])
            low = rng.uniform(-1.5, 0.8)
            high = low + rng.uniform(0.2, 0.9)
            for state, theta in positions.items():
                z = slope * theta + rng.standard_normal()
                rows.append((state, session * 1000 + item, session, 1 + int(z > low) + int(z > high)))
    return votes(*rows)
