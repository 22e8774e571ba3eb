"""The profile of one dyad in one year: parts first, then a total among the dyads that could be compared."""

from __future__ import annotations

from typing import Final

import numpy as np

from detente.errors import UsageError
from detente.measures.composite.influence import Influence, influence_of
from detente.measures.composite.panel import Floats, Panel
from detente.measures.composite.result import Pair, Part, Profile, RealmPart, Total
from detente.measures.composite.scores import nominal, ranks, scores_of
from detente.measures.composite.sensitivity import Draws, draw_choices, interval

DRAWS: Final = 1000


def newest_full_year(panel: Panel, actors: Pair) -> int:
    """The newest of the years in which most indicators of the dyad are known.

    Raises UsageError where none is known in any year.
    """
    dyad = _dyad(actors)
    known = {u[1]: int((~np.isnan(panel.value[i])).sum()) for i, u in enumerate(panel.units) if u[0] == dyad}
    best = max(known.values(), default=0)
    if not best:
        raise UsageError(
            f"no indicator of {' and '.join(actors)} is known in any year",
            todo="Ingest a data set: 'detente sources' lists them",
        )
    return max(year for year, count in known.items() if count == best)


def profile_of(panel: Panel, actors: Pair, year: int, *, draws: int = DRAWS, seed: int = 0) -> Profile:
    """Everything about one dyad and year; other dyads of the panel are what it is ranked among.

    Raises UsageError where the panel has nothing on the dyad in that year.
    """
    now = panel.rows(np.array([u[1] == year for u in panel.units], dtype=bool))
    dyads = [u[0] for u in now.units]
    if _dyad(actors) not in dyads:
        raise UsageError(
            f"nothing is known of {' and '.join(actors)} in {year}", where="--year", todo="Take another year"
        )
    at = dyads.index(_dyad(actors))
    choices = nominal(panel.declaration)
    plain, geometric = scores_of(now, choices), scores_of(now, choices.geometrically())
    influence = influence_of(panel)
    drawn = draw_choices(now, draws, seed)
    known = ~np.isnan(now.value[at])
    realms = tuple(
        _realm(now, at, number, plain.realms[at, number], geometric.realms[at, number], drawn, influence)
        for number in range(len(panel.declaration.realms))
    )
    weights = np.array([panel.declaration.weight(i) for i in panel.declaration.indicators])
    return Profile(
        actors=actors,
        year=year,
        concept=" ".join(panel.declaration.concept.split()),
        realms=realms,
        missing_share=float(weights[~known].sum()),
        total=_total(at, plain.total, geometric.total, drawn),
        among=tuple(dyad for dyad, total in zip(dyads, plain.total, strict=True) if not np.isnan(total)),
        influence=influence,
        draws=draws,
        seed=seed,
    )


def _dyad(actors: Pair) -> Pair:
    return min(actors), max(actors)


def _realm(
    now: Panel, at: int, number: int, score: float, geometric: float, drawn: Draws, influence: Influence
) -> RealmPart:
    declaration = now.declaration
    realm = declaration.realms[number]
    own = [k for k, i in enumerate(declaration.indicators) if i.realm == realm]
    used = _weights_used(now, at)
    weights = np.array([declaration.weight(declaration.indicators[k]) for k in own])
    missing = np.isnan(now.value[at, own])
    total, rank = _without(now, at, frozenset(declaration.indicators[k].id for k in own))
    scores = scores_of(now, nominal(declaration)).indicators[at]
    parts = []
    for k, weight in zip(own, weights, strict=True):
        left, place = _without(now, at, frozenset({declaration.indicators[k].id}))
        parts.append(
            Part(
                indicator=declaration.indicators[k], cell=now.cells[at][k], score=_known(scores[k]),
                weight=float(weight), weight_used=float(used[k]),
                effective_weight=influence.of(declaration.indicators[k].id), total_without=left, rank_without=place,
            )
        )  # fmt: skip
    return RealmPart(
        realm=realm,
        score=_known(score),
        geometric=_known(geometric),
        interval=interval(drawn.realms[:, at, number], score),
        weight=float(weights.sum()),
        weight_used=float(used[own].sum()),
        missing_share=float(weights[missing].sum() / weights.sum()),
        total_without=total,
        rank_without=rank,
        parts=tuple(parts),
    )


def _weights_used(now: Panel, at: int) -> Floats:
    """Weight of each indicator in the dyad's total: nominal among what is known, in realms that have a score."""
    declaration = now.declaration
    choices = nominal(declaration)
    scored = scores_of(now, choices).realms[at]
    used = np.zeros(len(declaration.indicators))
    realm_sum = choices.realm_weights[~np.isnan(scored)].sum()
    for number, realm in enumerate(declaration.realms):
        own = [k for k, i in enumerate(declaration.indicators)
               if i.realm == realm and not np.isnan(now.value[at, k])]  # fmt: skip
        if np.isnan(scored[number]) or not own:
            continue
        within = choices.indicator_weights[own] / choices.indicator_weights[own].sum()
        used[own] = within * choices.realm_weights[number] / realm_sum
    return used


def _without(now: Panel, at: int, ids: frozenset[str]) -> tuple[float | None, int | None]:
    """Arithmetic total and rank when some indicators are left out."""
    kept = [k for k, i in enumerate(now.declaration.indicators) if i.id not in ids]
    if not kept:
        return None, None
    fewer = Panel(
        declaration=now.declaration.without(ids), units=now.units,
        cells=tuple(tuple(row[k] for k in kept) for row in now.cells),
        value=now.value[:, kept], low=now.low[:, kept], high=now.high[:, kept],
    )  # fmt: skip
    total = scores_of(fewer, nominal(fewer.declaration)).total
    rank = ranks(total)[at]
    return _known(total[at]), None if np.isnan(rank) else int(rank)


def _total(at: int, plain: Floats, geometric: Floats, drawn: Draws) -> Total | None:
    if np.isnan(plain[at]):
        return None
    places = interval(drawn.rank[:, at], float(ranks(plain)[at]))
    return Total(
        arithmetic=float(plain[at]),
        geometric=float(geometric[at]),
        interval=interval(drawn.total[:, at], float(plain[at])),
        by_choice={choice: interval(total[:, at]) for choice, total in drawn.alone.items()},
        rank=int(ranks(plain)[at]),
        rank_interval=None if places is None else (round(places[0]), round(places[1])),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
