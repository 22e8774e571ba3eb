"""Names that two states share ("Congo"), and which of them a text means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from detente.read.grammar import load_yaml
from detente.read.tokens import Token
from detente.world.resolve import resolve


@cache
def _marks() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Name -> code -> words of a text that mean this one."""
    return {
        name: {code: frozenset(marks) for code, marks in codes.items()}
        for name, codes in load_yaml("shared_names").items()
    }


def shared_names(sentences: Sequence[Sequence[Token]]) -> dict[str, str]:
    """The code that a shared name has by itself -> the one it stands for here, where one state alone is told apart."""
    words = {t.text for tokens in sentences for t in tokens}
    instead: dict[str, str] = {}
    for name, codes in _marks().items():
        told = [code for code, marks in codes.items() if words & marks]
        alone = resolve(name, None)
        if name in words and told and told != [alone] and len(told) == 1:
            instead[alone] = told[0]
    return instead
