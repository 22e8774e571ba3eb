"""Small frames of statements, built by hand, and questions to put to them."""

import json
from datetime import date

import polars as pl

from detente.measures.measure import Ask
from detente.model.finding import Measurement, measurements
from detente.model.source import Coverage
from detente.model.statement import statement_frame

PAIR = ("PAK", "RUS")
MEMBERS = (frozenset({"PAK"}), frozenset({"RUS", "SUN"}))
COMPLETE = Coverage(date(1946, 1, 1), date(2022, 12, 31), "complete")
SAMPLE = Coverage(date(1946, 1, 1), date(2022, 12, 31), "sample")


def ask(by="year", start=2000, end=2001, coverage=(COMPLETE,), **more) -> Ask:
    """A question about Pakistan and Russia in whole years."""
    first = start if isinstance(start, date) else date(start, 1, 1)
    last = end if isinstance(end, date) else date(end, 12, 31)
    return Ask(**{"actors": PAIR, "members": MEMBERS, "by": by, "start": first, "end": last,
                  "coverage": tuple(coverage)} | more)  # fmt: skip


def said(property_, key, *, source="made_up", year=None, attributes=None, **fields):
    """One statement as a dict; `year` gives its first and last day."""
    if year is not None:
        fields = {"start": date(year, 1, 1), "end": date(year, 12, 31)} | fields
    if attributes is not None:
        fields["attributes"] = json.dumps(attributes)
    return {"source": source, "key": str(key), "property": property_, "original": str(key)} | fields


def frame(*rows) -> pl.DataFrame:
    """Statements as a frame; columns beyond the schema are refused."""
    return statement_frame(list(rows))


def vote_frame(calls, states_voting=190) -> pl.DataFrame:
    """Votes as the view joint_votes gives them.

    `calls`: (roll call, session, day, {state: vote}, unanimous).
    """
    rows, extra = [], []
    for call, session, day, cast, unanimous in calls:
        for state, vote in cast.items():
            rows.append(
                said("vote", f"rcid={call} state={state}", source="un_votes", object=str(call),
                     source_actors=[state], value=float(vote), start=day, end=day)
            )  # fmt: skip
            extra.append((unanimous, states_voting, session))
    columns = pl.DataFrame(
        extra,
        schema={"unanimous": pl.Boolean(), "states_voting": pl.Int64(), "session": pl.Int64()},
        orient="row",
    )
    return pl.concat([statement_frame(rows), columns], how="horizontal")


def calls_of_table(table, session=74, sides=("RUS", "PAK"), unanimous=False, day=None, first=1):
    """Roll calls that give this 3x3 table of counts: rows the first side's yes, abstain, no."""
    day = day or date(1945 + session, 12, 1)
    cells = [(a, b) for a in range(3) for b in range(3) for _ in range(table[a][b])]
    return [
        (first + i, session, day, {sides[0]: a + 1, sides[1]: b + 1}, unanimous)
        for i, (a, b) in enumerate(cells)
    ]


def result(
    table: pl.DataFrame, basis: str | None = None, actors=None, start: int | None = None
) -> Measurement:
    """The one measurement that fits."""
    found = [
        m
        for m in measurements(table)
        if (basis is None or m.basis == basis)
        and (actors is None or m.actors == actors)
        and (start is None or m.start.year == start)
    ]
    assert len(found) == 1, [(m.basis, m.actors, m.start, m.value) for m in found]
    return found[0]
