"""The words that a record may use, from this project's own tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from detente.model.vocabulary import EVENT_TYPES
from detente.read.lexicon import lexicon
from detente.read.units import units

MEANINGS: Final[Mapping[str, str]] = {
    "AGREE": "promises, plans, offers or negotiates to cooperate",
    "CONSULT": "visits, meets, talks, phones, invites, mediates",
    "SUPPORT": "signs or ratifies an agreement, praises, backs, recognises, sets up or restores relations",
    "CONCEDE": "yields, apologises, eases sanctions or restrictions, reopens",
    "COOPERATE": "trades, exercises jointly, shares, builds together, in effect and not only on paper",
    "AID": "gives a one-sided benefit: money, loans, arms, food, training, troops that help",
    "RETREAT": "withdraws forces, frees people, returns what was taken, keeps a ceasefire",
    "REQUEST": "asks, demands, appeals, calls on",
    "ACCUSE": "blames, criticises, sues, investigates",
    "REJECT": "refuses, opposes, vetoes, denies",
    "THREATEN": "threatens or warns of sanctions, force or a break",
    "PROTEST": "demonstrates or boycotts against the other",
    "SANCTION": "breaks or lowers relations, stops aid or trade, expels diplomats, leaves an agreement",
    "MOBILIZE": "moves, alerts or gathers forces against the other",
    "COERCE": "restricts by tariffs, embargo, sanctions, closed borders; seizes, arrests, hacks",
    "ASSAULT": "uses force: attacks, strikes, occupies, abducts",
}
assert tuple(MEANINGS) == EVENT_TYPES


@cache
def modes() -> Mapping[str, tuple[str, ...]]:
    """The modes that the lexicon of deeds knows, by category."""
    pairs = {(frame.type, frame.mode) for frame in lexicon().frames if frame.mode}
    return {t: found for t in EVENT_TYPES if (found := tuple(sorted(m for k, m in pairs if k == t)))}


@cache
def measures() -> frozenset[str]:
    """Names of units that measure (km, t, MW, m3 ...), percent among them."""
    return frozenset(unit.name for unit in units().measures.values()) | {"percent"}


@cache
def currencies() -> frozenset[str]:
    """Codes of currencies."""
    table = units()
    shared = {code for codes in table.by_state.values() for code in codes.values()}
    return (frozenset(table.signs.values()) | table.codes | frozenset(table.currencies.values()) | shared) - {
        "RMB"
    }


@cache
def things() -> tuple[str, ...]:
    """Units of things counted (person, aircraft, agreement ...), sorted."""
    return tuple(sorted(set(units().counts.values())))


def standard(unit: str) -> tuple[str, float] | None:
    """(the table's name, how many of it one is) of a unit as written; None for what no table has.

    "kilometres" is km, "bcm" a billion m3, "$" USD, "soldiers" person; of a rate ("USD/year") the first part counts.
    """
    given = unit.strip().partition("/")[0].strip()
    low, table = given.lower(), units()
    if given.upper() in currencies():
        return given.upper(), 1.0
    if given in measures() or low in measures():
        return (given if given in measures() else low), 1.0
    if low in ("%", "per cent", "pct"):
        return "percent", 1.0
    if low in table.measures:
        return table.measures[low].name, table.measures[low].factor
    if given in table.signs or low in table.currencies:
        return table.signs.get(given) or table.currencies[low], 1.0
    if low in table.counts or low in things():
        return table.counts.get(low, low), 1.0
    return None


def units_named(word: str) -> frozenset[str]:
    """The units that a word may name; several for a currency's name that states share ("rupees")."""
    low, table, one = word.lower(), units(), standard(word)
    shared = frozenset(table.by_state.get(low, {}).values()) | frozenset(
        filter(None, [table.default.get(low)])
    )
    small = frozenset([table.minor[low].name]) if low in table.minor else frozenset()
    return shared | small | (frozenset([one[0]]) if one else frozenset())
