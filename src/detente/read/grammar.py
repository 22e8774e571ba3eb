"""The closed words of English and the forms of verbs, from lexicon/words.yaml and the deeds' own verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

import yaml

Form = Literal["base", "s", "past", "participle", "ing"]
VOWELS = "aeiou"
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Takes words, not booleans ("on", "no"); by libyaml where PyYAML has it: .08 s for the lexicon against .71 s."""
_SHORT: Final = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]$")  # one syllable, one vowel, one consonant: "slap"


@dataclass(frozen=True, slots=True)
class Grammar:
    """Closed word lists, and every known verb form with its lemma."""

    determiners: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    subordinators: frozenset[str]
    relatives: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    do: frozenset[str]
    modals: frozenset[str]
    negations: frozenset[str]
    adverbs: frozenset[str]
    pronouns: frozenset[str]
    noun_first: frozenset[str]
    forms: dict[str, dict[Form, str]]
    """Word form -> {form: lemma}."""

    def lemma(self, word: str) -> str | None:
        """The lemma of a verb form, or None."""
        forms = self.forms.get(word)
        return next(iter(forms.values())) if forms else None


def load_yaml(name: str) -> Any:
    """A packaged lexicon file."""
    return yaml.load(
        resources.files("detente.read").joinpath(f"lexicon/{name}.yaml").read_text(encoding="utf-8"),
        Loader=_LOADER,
    )


def verb_forms(lemma: str, irregular: dict[str, list[str]], doubled: frozenset[str]) -> dict[str, list[Form]]:
    """The forms of a verb; only its first word is inflected ("call off")."""
    head = lemma
    if head.endswith("e") and not head.endswith("ee"):
        stem, s = head[:-1], head + "s"
        past, ing = head + "d", stem + "ing"
        if head.endswith("ie"):
            ing = head[:-2] + "ying"
    elif head.endswith("ee"):
        s, past, ing = head + "s", head + "d", head + "ing"
    elif head.endswith("y") and head[-2] not in VOWELS:
        s, past, ing = head[:-1] + "ies", head[:-1] + "ied", head + "ing"
    else:
        s = head + ("es" if head.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
        stem = head + head[-1] if head in doubled or _SHORT.match(head) else head
        past, ing = stem + "ed", stem + "ing"
    simple, participle = irregular.get(head, [past, past])
    found: dict[str, list[Form]] = {}
    if head.endswith("l") and head[-2] in VOWELS and head not in irregular:
        # both spellings: "initialed", "initialled"
        for each in (head, head + "l"):
            found.setdefault(each + "ed", []).extend(("past", "participle"))
            found.setdefault(each + "ing", []).append("ing")
    pairs: tuple[tuple[str, Form], ...] = (
        (head, "base"), (s, "s"), (simple, "past"), (participle, "participle"), (ing, "ing"),
    )  # fmt: skip
    for word, form in pairs:
        found.setdefault(word, []).append(form)
    return found


def grammar_with(verbs: frozenset[str]) -> Grammar:
    """The grammar that also knows these verbs (the deeds' own)."""
    raw = load_yaml("words")
    doubled = frozenset(raw["doubled"])
    lemmas = {v.split()[0] for v in verbs} | set(raw["verbs"]) | set(raw["irregular"])
    forms: dict[str, dict[Form, str]] = {}
    for lemma in sorted(lemmas):
        for word, kinds in verb_forms(lemma, raw["irregular"], doubled).items():
            for kind in kinds:
                forms.setdefault(word, {}).setdefault(kind, lemma)
    sets = {name: frozenset(str(w) for w in raw[name]) for name in (
        "determiners", "prepositions", "conjunctions", "subordinators", "relatives", "be", "have", "do", "modals",
        "negations", "adverbs", "pronouns", "noun_first",
    )}  # fmt: skip
    closed = (
        sets["be"] | sets["have"] | sets["do"] | sets["modals"] | sets["prepositions"] | sets["determiners"]
    )
    return Grammar(**sets, forms={w: f for w, f in forms.items() if w not in closed})


@cache
def word_class(name: str) -> frozenset[str]:
    """A word list of classes.yaml, "objects.arms" or "acting_heads"."""
    found: Any = load_classes()
    for part in name.split("."):
        found = found[part]
    return frozenset(map(str, found))


@cache
def load_classes() -> Any:
    """The parsed classes.yaml."""
    return load_yaml("classes")
