"""The table of units: currencies, measures and countable things, read once from lexicon/units.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from detente.read.grammar import load_yaml


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's standard name, and how many of it one of the written word is."""

    name: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Units:
    """Words to units. `by_state`: currency words that several states use; `default`: when no state decides.

    `minor`: coins by word ("cent"), as parts of their currency.
    """

    signs: dict[str, str]
    codes: frozenset[str]
    currencies: dict[str, str]
    by_state: dict[str, dict[str, str]]
    default: dict[str, str]
    minor: dict[str, Unit]
    measures: dict[str, Unit]
    counts: dict[str, str]


def plurals(word: str) -> tuple[str, ...]:
    """The word and its regular plural forms."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word, word[:-1] + "ies"
    return word, word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def units() -> Units:
    """The table. Raises KeyError when units.yaml lacks a part (our own mistake)."""
    raw: dict[str, Any] = load_yaml("units")
    money = raw["currencies"]
    return Units(
        signs=money["signs"],
        codes=frozenset(money["codes"]),
        currencies={form: code for word, code in money["words"].items() for form in plurals(word)},
        by_state={form: codes for word, codes in money["by_state"].items() for form in plurals(word)},
        default={form: code for word, code in money["default"].items() for form in plurals(word)},
        minor={
            form: Unit(entry["currency"], float(entry["factor"]))
            for word, entry in money["minor"].items()
            for form in plurals(word)
        },
        measures={
            form: Unit(entry["unit"], float(entry.get("factor", 1)))
            for entry in raw["measures"]
            for word in entry["words"]
            for form in plurals(word)
        },
        counts={
            form: unit for unit, words in raw["counts"].items() for word in words for form in plurals(word)
        },
    )
