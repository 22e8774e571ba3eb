"""The folder of real files: whose each is, how many rows it has, which of them are set aside and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import polars as pl

from detente.sources.corrections import corrected, known_errors
from detente.sources.registry import reader
from detente.sources.source import Reader, Taken
from tests.conftest import SHARED


@dataclass(frozen=True)
class File:
    """Whose a file is, how many rows it has, and how many of them are left out by which reason."""

    source: str
    rows: int
    aside: dict[str, int] = field(default_factory=dict)


NO_STATE = "is no state in"
TERRITORY = "is a territory, not a state"
GROUP = "is a group, not a state"
BEFORE_1816 = "ended before the state system begins (1816)"
NEVER_TOGETHER = "the two never existed together"
ALL_WITH_ALL = "the trade of all with all is no state's"

FILES: dict[str, File] = {
    "aid/aiddata_GlobalChineseOfficialFinance_v1.0_4states.csv": File("aiddata_china", 279),
    "alliances/alliance_v4.1_by_member.csv": File("cow_alliances", 1221),
    "alliances/alliance_v4.1_by_member_yearly_7states.csv": File(
        "cow_alliances", 2791, {"lies outside the membership that the row itself states": 5}
    ),
    "alliances/atop-alliance-level_v4.01.csv": File("atop", 745, {"no member is a state meanwhile": 3}),
    "alliances/atop-member-level_v4.01.csv": File("atop", 2398, {"is no state meanwhile": 11}),
    "alliances/atop5_1ddyr_7states.csv": File("atop", 1158),
    "alliances/td_rivalries.csv": File("rivalries", 197, {BEFORE_1816: 15, NEVER_TOGETHER: 2}),
    "alliances/tss_rivalries.csv": File("rivalries", 264, {BEFORE_1816: 15, NEVER_TOGETHER: 2}),
    "chronology/pakistan_russia.csv": File("chronology", 418),
    "comtrade/data_v1_get_C_A_HS_CHN.json": File("comtrade", 4),
    "comtrade/empty_reply.json": File("comtrade", 0),
    "comtrade/example_THA_2007.csv": File("comtrade", 1586, {
        TERRITORY: 87, "is no single state": 41, "re-imports are part of imports": 15,
    }),
    "cow_trade/National_COW_4.0.csv": File("cow_trade_national", 14410, {NO_STATE: 636}),
    "cow_trade/cow_trade_ddy_7states.csv": File("cow_trade", 2854),
    "diplomacy/Diplomatic_Exchange_2006v1_PAK.csv": File("cow_diplomacy", 55),
    "diplomacy/passport-index-tidy-iso3_7states.csv": File(
        "visa_rules", 49, {"the passport of the destination itself": 7}
    ),
    "diplomacy/us_mission_status_range_cow_v0.1.csv": File("us_missions", 656),
    "diplomacy/us_mission_status_yearly_cow_v0.1_7states.csv": File("us_missions", 690),
    "exercises/Joint Military Exercises Involving Russia.csv": File(
        "exercises_russia", 992, {"an empty line of the sheet": 893}
    ),
    "exercises/mme-v7-long_PAK.csv": File("exercises_mme", 223),
    "gem/asia_gas_pipelines.csv": File("gem_pipelines", 1645),
    "gem/asia_lng_terminals.csv": File("gem_lng", 481),
    "gravity/agtpa_applications.csv.gz": File("gravity", 99981, {TERRITORY: 5712}),
    "gravity/contdir_7states.csv": File("cow_contiguity", 9),
    "gravity/cow_nmc_7states.csv": File("cow_nmc", 885),
    "gravity/dist_cepii_7states.csv": File("geodist", 49),
    "gravity/gravity_2006_7states.csv": File("gravity", 42),
    "gsdb/GSDB_V4_PAK_RUS.csv": File("gsdb", 140, {"a whole side is no state at the time": 3}),
    "ideal_points/AgreementScoresAll_sample1000.csv": File("un_agreement", 1000),
    "ideal_points/IdealpointestimatesAll_Apr2020.csv": File("un_ideal_points", 10469),
    "ideal_points/IdealpointestimatesAll_Jul2023.csv": File("un_ideal_points", 11045),
    "igo/cow_igo_ndy_7states.csv": File("cow_igo", 1673),
    "igo/igo_year_format3_7states.csv": File("cow_igo", 7915),
    "igo/state_year_format3_7states.csv": File("cow_igo", 829),
    "imf_dots/rf_exports_2023.xlsx": File("imf_trade", 455, {GROUP: 40, TERRITORY: 29}),
    "imf_dots/rf_imports.xlsx": File("imf_trade", 208, {TERRITORY: 16}),
    "imf_dots/tot_exports_2023.xlsx": File(
        "imf_trade", 476, {GROUP: 46, TERRITORY: 34, NO_STATE: 4, ALL_WITH_ALL: 2}
    ),
    "imf_dots/tot_imports.xlsx": File(
        "imf_trade", 238, {GROUP: 23, TERRITORY: 17, NO_STATE: 2, ALL_WITH_ALL: 1}
    ),
    "mid/MIDA 5.0.csv": File("cow_mid", 2436),
    "mid/MIDB 5.0.csv": File("cow_mid", 5883),
    "mid/MIDI 5.0.csv": File("cow_mid", 4483),
    "mid/MIDIP 5.0.csv": File("cow_mid", 9619),
    "mid/UcdpPrioConflict_v24_1.csv": File("ucdp_acd", 2686, {"no side is a state of the table": 2}),
    "mid/dyadic_mid_4.02_7states.csv": File("dyadic_mid", 750),
    "mid/gml-ddy-disputes-2.03_7states.csv": File("gml_mid", 712),
    "mid/mie-1.0_7states.csv": File("mie", 1992),
    "sipri/trade-register-api_UKR_2000-2024.csv": File("sipri_arms", 382),
    "sipri/trade-register_6states_latin1_preamble.csv": File("sipri_arms", 1129),
    "sipri/trade-register_6states_utf8bom.csv": File("sipri_arms", 1139),
    "treaties/DESTA.csv": File("desta", 1217, {"fewer than two members are states in the year": 30}),
    "treaties/GPTAD.csv": File("gptad", 352, {
        "fewer than two members that are states are named": 9, "the same as an earlier row": 1,
    }),
    "unsc/unsc_vetoes_1946_sept2022.csv": File("unsc_vetoes", 214),
    "unvotes/UNVotesPublished.csv.gz": File("un_votes", 1066613),
    "unvotes/UNVotesPublished_6states.csv": File("un_votes", 32574),
    "unvotes/issues.csv": File("un_votes", 5745),
    "unvotes/roll_calls.csv": File("un_votes", 6203),
    "unvotes/un_votes_1946_2020.csv.gz": File("un_votes", 870109),
    "unvotes/unvotes.csv": File("un_votes", 34630),
    "visits/ChinesePublicDiplomacy.csv": File("visits", 741, {NO_STATE: 2}),
    "visits/WHO-WHERE-WHEN_v1.1.csv": File("visits", 595),
}  # fmt: skip

EVENTS: dict[str, str] = {
    "gdelt/20180101000000.export.CSV": "gdelt_events",
    "gdelt/20191024143000.export.CSV": "gdelt_events",
    "gdelt/events.csv": "gdelt_events",
    "gdelt/events1.csv": "gdelt_events",
    "gdelt/eventsT.csv": "gdelt_events",
    "gdelt/gdelt1_events_58col.csv": "gdelt_events",
    "gdelt/gkg.csv": "gdelt_gkg",
    "gdelt/gkg1.csv": "gdelt_gkg",
    "gdelt/gkg1Count.csv": "gdelt_gkg",
    "gdelt/mentions.csv": "gdelt_mentions",
    "icews/events.2018.sample.tab": "icews",
    "icews/icews_directed_dyad_year_2002_2014.csv.gz": "icews_yearly",
}
"""Event data at volume; their rows are counted where their readers are tested."""

CODES = "a table of codes or names, which `world` was written from and is checked against"
LOOK_UP = "a look-up table or header of event data, no rows of a data set"
ORACLE = "what a computation is checked against"
TEXT = "text that the reader of documents is developed or measured on"
NO_READERS_FILE: dict[str, str] = {
    "README.md": "the list of the folder itself",
    "chronology/README.md": "says how the chronology is written",
    "article": TEXT,
    "dates": TEXT,
    "events": TEXT,
    "ud": TEXT,
    "codes": CODES,
    "cib": "models of cross-impact analysis, which `scenarios` reads, with their published solutions",
    "signed_networks": "edge lists, which `network` reads",
    "tkg": "benchmarks of forecasting, which `backtest` reads",
    "comtrade/Reporters.json": CODES,
    "comtrade/comtrade_v1_openapi.json": "the description of the interface, which has no rows",
    "gdelt/CAMEO.country.txt": LOOK_UP,
    "gdelt/CAMEO.eventcodes.txt": LOOK_UP,
    "gdelt/CAMEO.goldsteinscale.txt": LOOK_UP,
    "gdelt/CAMEO.knowngroup.txt": LOOK_UP,
    "gdelt/CAMEO.type.txt": LOOK_UP,
    "gdelt/header_events2.csv": LOOK_UP,
    "gdelt/header_gkg2.tsv": LOOK_UP,
    "gdelt/header_mentions2.tsv": LOOK_UP,
    "gdelt/normDaily.csv": "daily totals of all events, which the volumes of an ingested file stand for",
    "gdelt/normDailyByCountry.csv": "daily totals by country, which the volumes of an ingested file stand for",
    "icews/cameo-codes.csv": LOOK_UP,
    "icews/goldstein_mappings.csv": LOOK_UP,
    "ideal_points/Matches.csv": f"{ORACLE}: the pairs of roll calls that bridge two sessions",
}


@cache
def taken(name: str) -> Taken:
    """What the real reader took from the file, corrected as `detente ingest` corrects it."""
    source = FILES[name].source
    chosen = reader(source)
    assert isinstance(chosen, Reader)
    path = SHARED / name
    return corrected(chosen.take(path.read_bytes(), path.name), known_errors(source), path.name)


def either(frame: pl.DataFrame, *codes: str) -> pl.DataFrame:
    columns = ("source_actors", "target_actors")
    return frame.filter(pl.any_horizontal(pl.col(c).list.contains(code) for c in columns for code in codes))
