"""The relation between two states, in a form that can be checked.

    import detente

    ledger = detente.open_ledger()                    # the packaged case's, or a folder of your own
    detente.measure("trade_value", "PAK", "RUS", by="year", ledger=ledger)
    detente.profile("PAK", "RUS", year=2014, ledger=ledger)
    ledger.by_ids(["st-..."])                         # the statements that a row names as evidence

Frames are Polars and tidy: one value a row, with its interval, unit, basis, kind of nothing and, in `evidence`, the ids
of the statements it stands on. `frame.to_pandas()`, or anything that takes Arrow, serves others.
"""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from os import PathLike

    import polars as pl

    from detente.ledger.ledger import Ledger
    from detente.measures.measure import By

__version__: Final = metadata.version("detente")
__all__ = ["__version__", "list_measures", "measure", "open_ledger", "profile"]


def open_ledger(path: str | PathLike[str] | None = None, *, create: bool = False) -> Ledger:
    """The ledger in a folder; with no path the packaged case's, made on first use.

    `create`: make a new one where there is none. Raises LedgerError where there is none and none may be made.
    """
    from pathlib import Path

    from detente.study.opening import open_ledger as opened

    return opened(None if path is None else Path(path), create=create)


def list_measures() -> pl.DataFrame:
    """The measures there are: name, title, realm, unit, directed, by, sources, reference, caution; one a row."""
    import polars as pl

    from detente.measures.registry import MEASURES

    columns = ("name", "title", "realm", "unit", "directed", "by", "sources", "reference", "caution")
    return pl.DataFrame(
        [{c: list(v) if isinstance(v := getattr(m, c), tuple) else v for c in columns} for m in MEASURES],
        infer_schema_length=None,
    )


def measure(
    name: str,
    state_a: str,
    state_b: str,
    *,
    by: By | None = None,
    since: date | None = None,
    until: date | None = None,
    as_of: date | None = None,
    exact_state: bool = False,
    anchors: Sequence[str] = (),
    ledger: Ledger | None = None,
) -> pl.DataFrame:
    """A measure of two states, as `detente measure` gives it.

    One row for each period, basis and, for a directed measure, order of the two: measure, actors, directed, start,
    end, value, low, high (90 percent), unit, basis, n, coverage ("value", "true_zero", "no_data", "outside_coverage"),
    evidence (statement ids). States go by code or name. `anchors`: third states for a measure that places the two
    between others. Raises UsageError for a measure, state or period that there is not.
    """
    from detente.study.measuring import measure_pair
    from detente.world.resolve import parse_actor, parse_pair

    return measure_pair(
        ledger or open_ledger(),
        name,
        parse_pair(state_a, state_b),
        by=by,
        start=since,
        end=until,
        as_of=as_of,
        exact=exact_state,
        anchors=tuple(parse_actor(code) for code in anchors),
    )


def profile(
    state_a: str,
    state_b: str,
    *,
    year: int | None = None,
    case: str | PathLike[str] | None = None,
    thirds: Sequence[str] | None = None,
    as_of: date | None = None,
    exact_state: bool = False,
    draws: int = 1000,
    seed: int = 0,
    ledger: Ledger | None = None,
) -> pl.DataFrame:
    """The realm profile of two states, as `detente profile` gives it: one row for each indicator, realm and the total.

    `case`: a folder whose case.yml declares indicators, goalposts and weights of its own. `thirds`: states to compare
    with (default: all that the ledger holds). Columns: level, name, realm, value, unit, basis, coverage, score, low,
    high, weights (nominal, used, effective), missing_share, total and rank without it, evidence (statement ids).
    """
    from pathlib import Path

    from detente.measures.composite import declared, packaged
    from detente.study.case import load_case
    from detente.study.profile import pair_profile
    from detente.world.resolve import parse_actor, parse_pair

    own = load_case(Path(case)).profile if case is not None else None
    return pair_profile(
        ledger or open_ledger(),
        parse_pair(state_a, state_b),
        packaged() if own is None else declared(own),
        year=year,
        thirds=None if thirds is None else [parse_actor(code) for code in thirds],
        as_of=as_of,
        exact=exact_state,
        draws=draws,
        seed=seed,
    ).frame()
