"""The measures there are."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from detente.errors import UsageError
from detente.measures import (
    arms_deliveries,
    arms_share,
    disputes,
    event_balance,
    event_volume,
    formal_ties,
    ideal_point_distance,
    latent_level,
    net_alignment,
    realm_profile,
    same_vote_share,
    sanctions,
    shared_igos,
    similarity_kappa,
    similarity_pi,
    similarity_s,
    trade_share,
    trade_value,
    vote_agreement,
)
from detente.measures.measure import Measure

MEASURES: Final[tuple[Measure, ...]] = (
    vote_agreement.MEASURE,
    same_vote_share.MEASURE,
    similarity_s.MEASURE,
    similarity_kappa.MEASURE,
    similarity_pi.MEASURE,
    ideal_point_distance.MEASURE,
    net_alignment.MEASURE,
    trade_value.MEASURE,
    trade_share.MEASURE,
    arms_deliveries.MEASURE,
    arms_share.MEASURE,
    shared_igos.MEASURE,
    formal_ties.MEASURE,
    disputes.MEASURE,
    sanctions.MEASURE,
    event_balance.MEASURE,
    event_volume.MEASURE,
    latent_level.MEASURE,
    realm_profile.MEASURE,
)


def measure(name: str) -> Measure:
    """The measure of that name. Raises UsageError, with the nearest names, for one that does not exist."""
    names = {known.name: known for known in MEASURES}
    if name in names:
        return names[name]
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    raise UsageError(
        f"there is no measure {name!r}",
        todo=f"Did you mean {' or '.join(near)}?" if near else "See 'detente measures'",
    )
