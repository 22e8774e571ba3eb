"""States told by what they are: "the island", "the kingdom"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from detente.read.grammar import load_yaml


@cache
def descriptions() -> Mapping[str, frozenset[str]]:
    """Noun -> the states of which it can be said; empty where it can be said of any ("country")."""
    return {noun: frozenset(codes) for noun, codes in load_yaml("descriptions").items()}


def described_as(noun: str) -> frozenset[str]:
    """The states of which a noun can be said."""
    return descriptions().get(noun, frozenset())
