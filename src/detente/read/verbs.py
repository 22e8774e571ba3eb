"""Verb groups: which words are verbs here, with their auxiliaries, negation, voice and tense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from detente.read.grammar import Form, Grammar, word_class
from detente.read.items import Item

GroupKind = Literal["finite", "infinitive", "gerund", "reduced"]


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """Items [first, last) with the verb at `head`. `adjective`: what an infinitive hangs on ("ready to ...")."""

    first: int
    head: int
    last: int
    lemma: str
    kind: GroupKind
    passive: bool = False
    negated: bool = False
    modal: str = ""
    progressive: bool = False
    perfect: bool = False
    past: bool = False
    adjective: str = ""


_NOMINAL_ING: Final = word_class("nominal_ing")
_READY: Final = word_class("ready")
_PLURAL_ENDS: Final = ("s", "people", "men", "women", "police", "troops")


def verb_groups(items: Sequence[Item], grammar: Grammar) -> list[VerbGroup]:
    """The verb groups of a sentence, in order."""
    found: list[VerbGroup] = []
    used = 0
    for at, item in enumerate(items):
        if item.kind != "word":
            continue
        form = verb_form(items, at, grammar)
        if form is not None:
            group = _group(items, at, form, used, grammar)
            used = group.last
            found.append(group)
        elif _is_copula(items, at, grammar):
            group = _copula(items, at, used, grammar)
            used = group.last
            found.append(group)
    return found


def _previous(items: Sequence[Item], at: int, grammar: Grammar) -> int:
    """The item before, adverbs, negations and commas around them passed over; -1 at the beginning."""
    at -= 1
    while at >= 0:
        item = items[at]
        if item.kind == "date" or (
            item.kind == "word"
            and (
                item.low in grammar.adverbs
                or item.low in ("not", "n't")
                or (item.kind == "word" and _is_ly(item.low))
            )
        ):
            at -= 1
            continue
        if item.low == "on" and at + 1 < len(items) and items[at + 1].kind == "date":
            at -= 1
            continue
        return at
    return -1


def _is_ly(word: str) -> bool:
    return word.endswith("ly") and word not in (
        "family",
        "ally",
        "supply",
        "reply",
        "apply",
        "rely",
        "only_",
        "italy",
        "july",
        "comply",
        "assembly",
    )


def verb_form(items: Sequence[Item], at: int, grammar: Grammar) -> Form | None:
    """The verb form of a word here, or None when it is no verb here."""
    word = items[at].low
    forms = grammar.forms.get(word)
    if items[at].possessive:
        return None
    if not forms:
        return "past" if _unknown_past(items, at, grammar) else None
    back = _previous(items, at, grammar)
    before = items[back] if back >= 0 else None
    low = before.low if before else ""
    nominal = before is not None and (
        before.possessive
        or (low in grammar.determiners and low not in ("that", "both", "all", "each"))
        or (before.mention is not None and before.mention.form in ("adjective", "pair"))
        or before.kind == "figure"
    )
    if "ing" in forms:
        return _ing(items, at, word, low, nominal, grammar)
    if low in grammar.modals or low in grammar.do or (low == "to" and "base" in forms):
        return (
            "base"
            if "base" in forms
            else ("past" if "past" in forms and low not in grammar.modals and low != "to" else None)
        )
    if low in grammar.have and "participle" in forms:
        return "participle"
    if low in grammar.be and "participle" in forms:
        return "participle"
    if "past" in forms or "participle" in forms:
        return _ed(items, at, forms, before, nominal, grammar)
    return _present(items, at, forms, before, nominal, grammar)


def _unknown_past(items: Sequence[Item], at: int, grammar: Grammar) -> bool:
    """A verb that no list knows: a lower-case word in -ed right after a name that stands for itself."""
    word = items[at].text
    before = items[at - 1] if at else None
    if at > 1 and items[at - 2].low in grammar.forms:
        return False  # the name is a verb's object ("gave X armoured ...")
    return (
        word.endswith("ed") and word.islower() and word.isalpha() and len(word) > 4
        and before is not None and before.mention is not None and not before.possessive
        and before.mention.form not in ("adjective", "pair")
    )  # fmt: skip


def _ing(items: Sequence[Item], at: int, word: str, low: str, nominal: bool, grammar: Grammar) -> Form | None:
    if low in grammar.be:
        return "ing"
    after = items[at + 1] if at + 1 < len(items) else None
    if nominal or (after is not None and after.low == "of"):
        return None
    if word in _NOMINAL_ING and not (
        after is not None and (after.low in grammar.determiners or after.kind in ("actor", "figure"))
    ):
        return None
    if (
        at == 0
        or low in grammar.prepositions
        or low in (",", "and", "to")
        or items[at - 1].kind in ("actor", "mark")
        or low in grammar.conjunctions
        or low in grammar.subordinators
    ):
        return "ing"
    previous = items[at - 1]
    if previous.kind == "word" and (
        after is None
        or after.low in grammar.determiners
        or after.kind in ("actor", "figure")
        or after.low in grammar.prepositions
    ):
        return "ing"
    return None


def _ed(
    items: Sequence[Item],
    at: int,
    forms: dict[Form, str],
    before: Item | None,
    nominal: bool,
    grammar: Grammar,
) -> Form | None:
    low = before.low if before else ""
    if low in ("which", "who", "that"):
        return "past" if "past" in forms else "participle"
    if nominal or low in grammar.prepositions or (before is None) or low in grammar.be:
        return None
    after = items[at + 1].low if at + 1 < len(items) else ""
    if (
        after == "by"
        and before is not None
        and before.kind in ("word", "figure")
        and not (at + 2 < len(items) and items[at + 2].kind == "figure")
        and low not in grammar.pronouns
    ):
        return "participle"
    if before is not None and before.text in ("(",):
        return None
    return "past" if "past" in forms else "participle"


def _present(
    items: Sequence[Item],
    at: int,
    forms: dict[Form, str],
    before: Item | None,
    nominal: bool,
    grammar: Grammar,
) -> Form | None:
    word = items[at].low
    low = before.low if before else ""
    if nominal or before is None or low in grammar.prepositions or low in grammar.be or low in grammar.have:
        return None
    after = items[at + 1] if at + 1 < len(items) else None
    follows = after is not None and (
        after.low in grammar.determiners
        or after.low in ("to", "that", "for", "on", "with", "by", "at", "it", "them", "him")
        or after.kind in ("actor", "figure")
    )
    lemma = next(iter(forms.values()))
    if "s" in forms:
        if lemma in grammar.noun_first or word in grammar.noun_first:
            head = before.kind == "actor" or low in ("it", "he", "she", "which", "who", "that")
            follows = follows or (before.kind == "actor" and _only_verb(items, at, grammar))
            return (
                "s"
                if head and follows and not (after is not None and after.low in ("of", "between", "with"))
                else None
            )
        return "s" if before.kind in ("actor", "word") and low not in grammar.determiners else None
    if lemma in grammar.noun_first:
        plural = low in ("they", "we", "who") or (before.kind == "actor" and _coordinated(items, at)) or (
            before.kind == "word" and low.endswith(_PLURAL_ENDS) and low not in grammar.adverbs
        )  # fmt: skip
        return (
            "base"
            if plural
            and after is not None
            and (
                after.low == "that"
                or after.low in grammar.determiners
                or (
                    after.low == "to"
                    and at + 2 < len(items)
                    and "base" in grammar.forms.get(items[at + 2].low, {})
                )
            )
            else None
        )
    plural = (
        low in ("they", "we", "who", "which", "that")
        or (before.kind == "actor" and (_coordinated(items, at) or _plural(before)))
        or (before.kind == "word" and low.endswith(_PLURAL_ENDS))
    )
    return "base" if plural or low in ("and", "or") else None


def _only_verb(items: Sequence[Item], at: int, grammar: Grammar) -> bool:
    """Whether a noun follows and no word of the sentence but this one can be its finite verb ("X imports wheat")."""
    after = items[at + 1] if at + 1 < len(items) else None
    if after is None or after.kind != "word" or after.low in grammar.prepositions | grammar.conjunctions:
        return False
    end = next(
        (n for n in range(at, len(items)) if items[n].kind == "mark" or items[n].low in grammar.relatives),
        None,
    )
    others = (i.low for n, i in enumerate(items[:end]) if n != at and i.kind == "word")
    helpers = grammar.be | grammar.have | grammar.do | grammar.modals
    return not any(w in helpers or "past" in grammar.forms.get(w, {}) for w in others)


def _plural(item: Item) -> bool:
    return item.mention is not None and (item.mention.form == "group" or item.low.endswith("s"))


def _coordinated(items: Sequence[Item], at: int) -> bool:
    """Whether two joined names stand before."""
    return any(i.low == "and" for i in items[max(0, at - 4) : at]) or _plural(items[at - 1])


def _is_copula(items: Sequence[Item], at: int, grammar: Grammar) -> bool:
    """A be, have or do that no verb follows: it is the verb itself."""
    low = items[at].low
    if low not in grammar.be | grammar.have and low not in grammar.modals:
        return False
    ahead = at + 1
    while ahead < len(items) and (
        items[ahead].kind == "date" or items[ahead].low in grammar.adverbs or items[ahead].low in grammar.negations
        or items[ahead].low in grammar.be | grammar.have or _is_ly(items[ahead].low)
    ):  # fmt: skip
        if items[ahead].low in grammar.be | grammar.have:
            return False
        ahead += 1
    return low not in grammar.modals and not (
        ahead < len(items) and items[ahead].kind == "word" and verb_form(items, ahead, grammar) is not None
    )


def _auxiliaries(items: Sequence[Item], head: int, used: int, grammar: Grammar) -> int:
    """The first item of the group whose verb stands at `head`."""
    first = head
    aux = grammar.be | grammar.have | grammar.do | grammar.modals
    while first > used:
        item = items[first - 1]
        if (
            item.kind == "word" and (item.low in aux or item.low in grammar.negations - {"no", "without"})
        ) or (
            (item.kind == "date" or item.low in grammar.adverbs or (item.kind == "word" and _is_ly(item.low)))
            and _aux_before(items, first - 1, used, aux)
        ):
            first -= 1
        else:
            break
    return first


def _aux_before(items: Sequence[Item], at: int, used: int, aux: frozenset[str]) -> bool:
    return any(i.low in aux for i in items[max(used, at - 3) : at])


def _group(items: Sequence[Item], head: int, form: Form, used: int, grammar: Grammar) -> VerbGroup:
    forms = grammar.forms.get(items[head].low, {})
    lemma = forms.get(form) or next(iter(forms.values()), items[head].low)
    first = _auxiliaries(items, head, used, grammar)
    words = [i.low for i in items[first:head]]
    back = _previous(items, head, grammar)
    low = items[back].low if back >= 0 else ""
    to = low == "to"
    first = min(first, back) if to else first
    be = [w for w in words if w in grammar.be]
    passive = form in ("participle", "past") and bool(be)
    kind: GroupKind = "finite"
    adjective = ""
    if to:
        kind = "infinitive"
        before = _previous(items, back, grammar)
        if before >= 0 and items[before].low in _READY:
            adjective = items[before].low
    elif words and words[0] == "to":
        kind = "infinitive"
    elif first > 0 and items[first - 1].low == "to" and words and words[0] == "be":
        kind, first = "infinitive", first - 1
    elif form == "ing" and not be:
        kind = "gerund"
    elif form == "participle" and not be and not any(w in grammar.have for w in words):
        kind, passive = "reduced", True
    elif any(w == "being" for w in words) and len(be) == 1:
        kind = "gerund"
    negated = any(w in grammar.negations for w in words) or (
        kind == "infinitive" and first > 0 and items[first - 1].low == "not"
    )
    negated = negated or (kind == "infinitive" and has_yet(items, head))
    no_subject = kind == "finite" and any(
        i.low in ("neither", "no") for i in items[max(used, first - 3) : first]
    )
    return VerbGroup(
        first=first, head=head, last=head + 1, lemma=lemma, kind=kind, passive=passive,
        negated=negated or no_subject, modal=next((w for w in words if w in grammar.modals), ""),
        progressive=form == "ing" and bool(be), perfect=any(w in grammar.have for w in words),
        past=form == "past" or any(w in ("was", "were", "had", "did") for w in words), adjective=adjective,
    )  # fmt: skip


def has_yet(items: Sequence[Item], head: int) -> bool:
    """Whether an infinitive is told as still not done ("has yet to sign")."""
    return head > 1 and items[head - 1].low == "to" and items[head - 2].low == "yet"


def _copula(items: Sequence[Item], at: int, used: int, grammar: Grammar) -> VerbGroup:
    first = _auxiliaries(items, at, used, grammar)
    words = [i.low for i in items[first : at + 1]]
    lemma = "be" if items[at].low in grammar.be else "have"
    kind: GroupKind = "infinitive" if first > 0 and items[first - 1].low == "to" else "finite"
    if items[at].low in ("being", "having"):
        kind = "gerund"
    negated = any(w in grammar.negations for w in words) or (
        at + 1 < len(items) and items[at + 1].low in ("not", "n't", "no")
    )
    return VerbGroup(
        first=first, head=at, last=at + 1, lemma=lemma, kind=kind, negated=negated,
        modal=next((w for w in words if w in grammar.modals), ""), perfect=any(w in grammar.have for w in words[:-1]),
        past=any(w in ("was", "were", "had") for w in words),
    )  # fmt: skip
