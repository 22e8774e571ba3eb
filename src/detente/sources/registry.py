"""Every data set that Detente reads."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from detente.errors import UsageError
from detente.sources import (
    aiddata_china,
    atop,
    baci,
    chronology,
    comtrade,
    cow_alliances,
    cow_contiguity,
    cow_diplomacy,
    cow_igo,
    cow_mid,
    cow_nmc,
    cow_trade,
    cow_trade_national,
    dca,
    desta,
    diplometrics,
    document_claims,
    dyadic_mid,
    exercises_mme,
    exercises_russia,
    figures,
    gdelt_events,
    gdelt_gkg,
    gdelt_mentions,
    gem_lng,
    gem_pipelines,
    geodist,
    gml_mid,
    gptad,
    gravity,
    gsdb,
    icews,
    icews_yearly,
    imf_trade,
    mie,
    polecat,
    rivalries,
    sipri_arms,
    ucdp_acd,
    un_agreement,
    un_ideal_points,
    un_votes,
    unsc_vetoes,
    us_missions,
    visa_rules,
    visits,
    wdi,
)
from detente.sources.event_layout import EventReader
from detente.sources.source import Reader

SOURCES: Final[tuple[Reader | EventReader, ...]] = (
    aiddata_china.READER,
    atop.READER,
    baci.READER,
    chronology.READER,
    comtrade.READER,
    cow_alliances.READER,
    cow_contiguity.READER,
    cow_diplomacy.READER,
    cow_igo.READER,
    cow_mid.READER,
    cow_nmc.READER,
    cow_trade.READER,
    cow_trade_national.READER,
    dca.READER,
    desta.READER,
    diplometrics.READER,
    document_claims.READER,
    dyadic_mid.READER,
    exercises_mme.READER,
    exercises_russia.READER,
    figures.READER,
    gdelt_events.READER,
    gdelt_gkg.READER,
    gdelt_mentions.READER,
    gem_lng.READER,
    gem_pipelines.READER,
    geodist.READER,
    gml_mid.READER,
    gptad.READER,
    gravity.READER,
    gsdb.READER,
    icews.READER,
    icews_yearly.READER,
    imf_trade.READER,
    mie.READER,
    polecat.READER,
    rivalries.READER,
    sipri_arms.READER,
    ucdp_acd.READER,
    un_agreement.READER,
    un_ideal_points.READER,
    un_votes.READER,
    unsc_vetoes.READER,
    us_missions.READER,
    visa_rules.READER,
    visits.READER,
    wdi.READER,
)  # fmt: skip


def reader(name: str) -> Reader | EventReader:
    """The reader of a data set. Raises UsageError, with near names, when there is none of that name."""
    found = next((r for r in SOURCES if r.source.name == name), None)
    if found is not None:
        return found
    near = get_close_matches(name, [r.source.name for r in SOURCES], n=3, cutoff=0.5)
    raise UsageError(
        f"no source is called '{name}'",
        todo=f"Near names: {', '.join(near)}" if near else "See `detente sources`",
    )
