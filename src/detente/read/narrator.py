"""Whose "we" it is: the state for which a leading article or a minister's text speaks in the first person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from detente.read.actors import WE, Gazette, find_mentions, quoted
from detente.read.grammar import word_class
from detente.read.tokens import Token

_OURS_LEAST: Final = 2
_BESIDE_LEAST: Final = 3


def narrator_of(sentences: Sequence[Sequence[Token]], pair: Sequence[str], gazette: Gazette) -> str | None:
    """The state of a document's main pair that says "our embassy", "our border"; None when none is sure.

    It is the one that sentences with "we" hardly name, while they name the other.
    """
    ours, beside = 0, Counter[str]()
    for tokens in sentences:
        first = [n for n, t in enumerate(tokens) if t.lower in WE and not quoted(tokens, n)]
        ours += sum(_of_a_state(tokens, n) for n in first)
        if first:
            beside.update({c for m in find_mentions(tokens, None, gazette) for c in m.codes if c in pair})
    if len(pair) != 2 or ours < _OURS_LEAST:
        return None
    rare, often = sorted(pair, key=lambda code: beside[code])
    sure = beside[often] >= _BESIDE_LEAST and beside[rare] * 2 <= beside[often]
    return rare if sure else None


def _of_a_state(tokens: Sequence[Token], at: int) -> bool:
    """Whether what is ours is a state's ("our embassy", "our territorial waters")."""
    return tokens[at].lower == "our" and any(
        t.lower in word_class("national") for t in tokens[at + 1 : at + 4]
    )
