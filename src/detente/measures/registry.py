"""The measures there are."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from detente.errors import UsageError
from detente.measures import (
    arms_concentration,
    arms_deliveries,
    arms_order_kinds,
    arms_share,
    defence_agreements,
    disputes,
    event_balance,
    event_rate,
    event_volume,
    formal_ties,
    ideal_point_distance,
    joint_exercises,
    latent_level,
    mirror_discrepancy,
    net_alignment,
    net_cooperation,
    partner_concentration,
    realm_profile,
    representation,
    same_vote_share,
    sanctions,
    shared_igos,
    similarity_kappa,
    similarity_pi,
    similarity_s,
    trade_dependence,
    trade_expected,
    trade_intensity,
    trade_potential,
    trade_share,
    trade_value,
    tsinghua_score,
    vetoes,
    visits,
    vote_agreement,
    weighted_igos,
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
    trade_dependence.MEASURE,
    trade_intensity.MEASURE,
    partner_concentration.MEASURE,
    mirror_discrepancy.MEASURE,
    trade_expected.MEASURE,
    trade_potential.MEASURE,
    arms_deliveries.MEASURE,
    arms_share.MEASURE,
    arms_order_kinds.MEASURE,
    arms_concentration.MEASURE,
    shared_igos.MEASURE,
    weighted_igos.MEASURE,
    formal_ties.MEASURE,
    joint_exercises.MEASURE,
    defence_agreements.MEASURE,
    disputes.MEASURE,
    sanctions.MEASURE,
    vetoes.MEASURE,
    visits.MEASURE,
    representation.MEASURE,
    event_balance.MEASURE,
    event_volume.MEASURE,
    tsinghua_score.MEASURE,
    net_cooperation.MEASURE,
    event_rate.MEASURE,
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
