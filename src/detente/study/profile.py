"""The realm profile of two states from the ledger, among the dyads it can be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from detente.ledger.ledger import Ledger
from detente.measures.composite import Declaration, Panel, Profile, newest_full_year, panel_of, profile_of
from detente.measures.measure import Ask
from detente.measures.registry import measure
from detente.study.measuring import TODAY, parts_of
from detente.world.states import STATES, expand, joint_start

EXTRACT: Final = 30
"""A file that covers at most so many states is an extract made for them."""

Pair = tuple[str, str]


def pair_profile(
    ledger: Ledger,
    actors: Pair,
    declaration: Declaration,
    *,
    year: int | None = None,
    thirds: Sequence[str] | None = None,
    as_of: date | None = None,
    exact: bool = False,
    draws: int = 1000,
    seed: int = 0,
) -> Profile:
    """The profile of one dyad in a year, by default the newest in which most of its indicators are known.

    It is ranked among its own dyad and each of the two with each third state: `thirds`, by default all that the
    ledger holds (`states_held`). Raises UsageError where nothing is known of the dyad.
    """
    others = states_held(ledger, actors, declaration) if thirds is None else tuple(thirds)
    panel = profile_panel(ledger, actors, declaration, others, as_of=as_of, exact=exact)
    chosen = newest_full_year(panel, actors) if year is None else year
    return profile_of(panel, actors, chosen, draws=draws, seed=seed)


def profile_panel(
    ledger: Ledger,
    actors: Pair,
    declaration: Declaration,
    thirds: Sequence[str],
    *,
    as_of: date | None = None,
    exact: bool = False,
) -> Panel:
    """Every indicator of the dyad, and of each of the two with each third state, by year."""
    for name in declaration.measures:
        measure(name)
    pairs = [actors, *((side, third) for third in thirds for side in actors if third != side)]
    frames = []
    for pair in dict.fromkeys(pairs):
        window = Ask(
            actors=pair,
            members=(expand(pair[0], exact=exact), expand(pair[1], exact=exact)),
            by="year",
            start=joint_start(*pair),
            end=as_of or TODAY(),
        )
        frames.append(parts_of(ledger, declaration.measures, pair, window, as_of=as_of, exact=exact))
    return panel_of(pl.concat(frames), declaration)


def states_held(ledger: Ledger, actors: Pair, declaration: Declaration) -> tuple[str, ...]:
    """States of today, beside the two, that extracts in the ledger were made for or carried figures speak of.

    Files on the whole world name no states to compare with: those are for the caller to choose.
    """
    named: set[str] = set()
    for name in declaration.measures:
        for source in measure(name).sources:
            for snapshot in ledger.snapshots(source):
                states = snapshot.coverage.states
                if states is not None and len(states) <= EXTRACT:
                    named |= states
    carried = ledger.statements(properties=["observation"], objects=list(declaration.measures))
    for column in ("source_actors", "target_actors"):
        named |= set(carried[column].explode().drop_nulls())
    today = {state.code for state in STATES if state.end is None}
    own = expand(actors[0]) | expand(actors[1])
    return tuple(sorted(named & today - own))
