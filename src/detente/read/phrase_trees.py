"""Noun phrases in a tree: the head of the phrase an actor stands in, what governs it, the list it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detente.read.english_model import Tree
from detente.read.items import Item

INSIDE_PHRASE: Final = frozenset(
    {"compound", "amod", "nmod:poss", "flat", "nummod", "det", "appos", "nmod:desc"}
)


def phrase_head(items: Sequence[Item], tree: Tree, at: int) -> int:
    """The head noun of the phrase an item stands in as owner, namer or adjective."""
    steps = 0
    while tree.relations[at] in INSIDE_PHRASE and tree.heads[at] != at and steps < 20:
        above = tree.heads[at]
        if tree.relations[at] == "appos" and tree.children(at, "case"):
            break
        at, steps = above, steps + 1
    return at


def governor_in(items: Sequence[Item], tree: Tree, at: int) -> tuple[str, str]:
    """(preposition, noun before it) that govern the phrase an item stands in, by its tree."""
    top = phrase_head(items, tree, at)
    steps = 0
    while not tree.children(top, "case") and tree.relations[top] == "conj" and steps < 10:
        above = phrase_head(items, tree, tree.heads[top])
        if tree.tags[above].startswith("VB"):
            break
        top, steps = above, steps + 1
    cases = [n for n in tree.children(top, "case") if n < top and items[n].low not in ("'s",)]
    if not cases:
        return "", ""
    outer = ""
    if tree.relations[top].startswith("nmod") and items[tree.heads[top]].kind in ("word", "figure"):
        outer = items[tree.heads[top]].words[-1]
    return items[cases[-1]].low, outer


def owns(items: Sequence[Item], tree: Tree, first: int, second: int) -> bool:
    """Whether two actors stand in one phrase without being a list ("Turkey's Greek policy")."""
    one, two = phrase_head(items, tree, first), phrase_head(items, tree, second)
    if one != two:
        return False
    return tree.heads[second] != first or tree.relations[second] != "conj"


def list_head(items: Sequence[Item], tree: Tree, at: int) -> int:
    """The head of the first phrase of the list that an item's phrase stands in."""
    top, steps = phrase_head(items, tree, at), 0
    while tree.relations[top] == "conj" and not tree.tags[tree.heads[top]].startswith("VB") and steps < 10:
        top, steps = phrase_head(items, tree, tree.heads[top]), steps + 1
    return top
