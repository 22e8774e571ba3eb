"""Dyadic MID (Maoz and others): one pair in one dispute in one year, opposed while both took part."""

from __future__ import annotations

from typing import Final

from detente.sources.dispute_dyads import Fields, take_dyad_years
from detente.sources.layouts import header_of, pick_layout
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import decode, read_table

SOURCE: Final = load_record("dyadic_mid")
_FIELDS: Final = Fields(
    dispute="disno",
    a="statea",
    b="stateb",
    side_a="sideaa",
    side_b="sideab",
    hostility="hihost",
    details={
        "highest_act": "highact", "hostility_a": "hihosta", "hostility_b": "hihostb", "fatality": "fatlev",
        "originator_a": "orignata", "originator_b": "orignatb", "role_a": "rolea", "role_b": "roleb",
        "war": "war", "outcome": "outcome", "start_year": "strtyr", "start_month": "strtmnth",
        "start_day": "strtday", "end_year": "endyear", "end_month": "endmnth", "end_day": "endday",
    },
)  # fmt: skip
_USED: Final = (
    "disno", "statea", "stateb", "year", "sideaa", "sideab", "hihost", *_FIELDS.details.values(),
)  # fmt: skip
_IGNORED: Final = (
    "dyindex", "namea", "nameb", "settlmnt", "recip", "noinit", "notarg", "revstata", "revtypea", "fatleva",
    "highmcaa", "revstatb", "revtypeb", "fatlevb", "highmcab", "dyad_rolea", "dyad_roleb", "durindx",
    "duration", "cumdurat", "mid5hiact", "mid5hiacta", "mid5hiactb", "severity", "severitya", "severityb",
    "ongo2014", "new", "change", "changetype_1", "changetype_2",
)  # fmt: skip
_ONLY_402: Final = ("dyad", "abbreva", "abbrevb", "lastobs", "newar")
_MARKS: Final = {"4.02": (*_USED, *_ONLY_402), "4.03": _USED}


def take(data: bytes, file: str) -> Taken:
    """Statements "dispute_dyad_year" (see `take_dyad_years`); the version is told from the header."""
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    version = pick_layout(header_of(text, file), _MARKS, file)
    table = read_table(text, file, use=_USED, ignore=(*_IGNORED, *(_ONLY_402 if version == "4.02" else ())))
    return take_dyad_years(table, _FIELDS, SOURCE, "COW MID", version)


READER: Final = Reader(SOURCE, take)
