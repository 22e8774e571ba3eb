"""Gibler-Miller-Little disputes 2.03: one ordered pair of states in one dispute in one year."""

from __future__ import annotations

from typing import Final

from detente.sources.dispute_dyads import Fields, take_dyad_years
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import decode, read_table

SOURCE: Final = load_record("gml_mid")
_FIELDS: Final = Fields(
    dispute="dispnum",
    a="ccode1",
    b="ccode2",
    side_a="sidea1",
    side_b="sidea2",
    hostility="hostlev",
    details={
        "highest_act": "hiact", "hostility_a": "hostlev1", "hostility_b": "hostlev2", "fatality": "fatality",
        "originator_a": "orig1", "originator_b": "orig2", "onset": "midonset", "outcome": "outcome",
    },
)  # fmt: skip
_USED: Final = (
    "dispnum", "ccode1", "ccode2", "year", "sidea1", "sidea2", "hostlev", "version", *_FIELDS.details.values(),
)  # fmt: skip
_IGNORED: Final = (
    "revstate1", "revstate2", "revtype11", "revtype12", "revtype21", "revtype22", "fatality1", "fatality2",
    "fatalpre1", "fatalpre2", "hiact1", "hiact2", "midongoing", "mindur", "maxdur", "settle", "fatalpre",
    "stmon", "endmon", "recip", "numa", "numb", "ongo2010",
)  # fmt: skip


def take(data: bytes, file: str) -> Taken:
    """Statements "dispute_dyad_year" (see `take_dyad_years`)."""
    table = read_table(decode(data, file, ("utf-8-sig", "cp1252")), file, use=_USED, ignore=_IGNORED)
    return take_dyad_years(table, _FIELDS, SOURCE, "GML MID", table.frame["version"][0])


READER: Final = Reader(SOURCE, take)
