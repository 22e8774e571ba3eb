"""Alliance Treaty Obligations and Provisions: obligations by directed dyad and year, by member, or by treaty.

A dyad-year does not say which treaty obliges; the file of members does, and whether it is bilateral. Both can be in
one ledger: a tie is explained by the treaties of which both are members on that day.
"""

from __future__ import annotations

from typing import Final

from detente.sources.atop_dyads import DYADS, OFFICIAL, take_dyads
from detente.sources.atop_members import MEMBERS, take_members
from detente.sources.atop_treaties import TREATIES, take_treaties
from detente.sources.layouts import header_of, pick_layout
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import decode

SOURCE: Final = load_record("atop")
_MARKS: Final = {
    "atop-member-level": MEMBERS,
    "atop-alliance-level": TREATIES,
    "atop5_1ddyr": OFFICIAL,
    "dyad-years": DYADS,
}


def take(data: bytes, file: str) -> Taken:
    """Statements "treaty_tie" (dyad-years), "treaty_membership" (members) or "treaty" (treaties); see the parts."""
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    layout = pick_layout(header_of(text, file), _MARKS, file)
    if layout == "atop-member-level":
        return take_members(text, file, SOURCE)
    if layout == "atop-alliance-level":
        return take_treaties(text, file, SOURCE)
    return take_dyads(text, file, SOURCE, official=layout == "atop5_1ddyr")


READER: Final = Reader(SOURCE, take)
