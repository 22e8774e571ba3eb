"""Readings: deeds, stances and figures joined with their dates, realm, quote and reason."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.model.reading import DateInterval, Quantity, QuoteSpan, Reading
from detente.model.vocabulary import Realm, Status
from detente.read.clean import Cleaned, clean
from detente.read.communique import met
from detente.read.deed_dates import interval_of
from detente.read.deeds import Deed
from detente.read.document import Document
from detente.read.grammar import word_class
from detente.read.items import Item
from detente.read.quantities import Figure
from detente.read.realms import contexts_of, realm_of, words_between
from detente.read.scene import Scene
from detente.read.sectors import sectors_of
from detente.read.stances import Stance
from detente.read.turns import COOPERATIVE


@dataclass(frozen=True, slots=True)
class Page:
    """A document with its cleaned text and the day it was published."""

    document: Document
    cleaned: Cleaned
    published: date | None = None

    def quote(self, items: Sequence[Item], first: int, last: int) -> QuoteSpan:
        """The document's own words from item `first` to item `last` (exclusive)."""
        return self.span(items[first].start, items[max(last, first + 1) - 1].end)

    def span(self, first: int, last: int) -> QuoteSpan:
        """The document's own words where the cleaned text has [first, last)."""
        start, end = self.cleaned.span(first, last)
        words = None
        if self.document.content is not None:
            words = " ".join(self.cleaned.text[first:last].split())
        exact = self.document.text[start:end]
        marked = words if words is not None and words != " ".join(clean(exact).text.split()) else None
        return QuoteSpan(exact, start, end, self.document.page_of(start), marked)


LONG_CLAUSE: Final = 60
_TRADE_WORDS: Final = frozenset(
    ["trade", "bilateral", "turnover", "commerce", "exports", "imports", "export", "import"]
)
_TOPICS: Final = frozenset(
    (
        "on",
        "about",
        "over",
        "regarding",
        "supply",
        "security",
        "military",
        "defence",
        "defense",
        "trade",
        "energy",
    )
)
_PAIR_WORDS: Final = frozenset(["bilateral", "mutual", "two-way"])


def readings_of(page: Page, scene: Scene, deeds: Sequence[Deed], stances: Sequence[Stance]) -> list[Reading]:
    """All readings of a sentence. A deed with a figure carries it; the figures left over stand alone."""
    figures = [f for i in scene.items if (f := i.figure) is not None]
    figures = list(dict.fromkeys(figures))
    merged, changes = _merge_changes(figures)
    used: set[Figure] = set()
    found: list[Reading] = []
    for deed in deeds:
        own = [f for f in merged if f not in used and _inside(scene, f, deed.first, deed.last, deed.head)]
        figure = next((f for f in own if f.is_money), own[0] if own else None)
        if (
            deed.frame.roles == "mutual"
            and figure is not None
            and not figure.is_money
            and figure.unit == "agreement"
        ):
            figure = own[0]
        if figure is not None:
            used.add(figure)
        found.append(_event(page, scene, deed, figure, changes))
    found += [_stance(page, scene, s) for s in stances]
    found += [r for f in merged if f not in used for r in _figure(page, scene, f, changes, deeds)]
    return found


def _inside(scene: Scene, figure: Figure, first: int, last: int, head: int) -> bool:
    start, end = scene.items[first].start, scene.items[last - 1].end
    return start <= figure.start < end and not figure.change


def _merge_changes(figures: Sequence[Figure]) -> tuple[list[Figure], dict[Figure, float]]:
    """Changes in percent go with the amount of the same sentence: "rose by 4 percent to $2 billion"."""
    amounts = [f for f in figures if not f.change and f.unit != "percent"]
    changes: dict[Figure, float] = {}
    left = list(figures)
    for change in [f for f in figures if f.change]:
        free = [a for a in amounts if a not in changes]
        near = min(free, key=lambda a: abs(a.start - change.start), default=None)
        if near is not None and abs(near.start - change.start) < 90:
            changes[near] = change.value
            left.remove(change)
        else:
            changes[change] = change.value
    return left, changes


def _realm(scene: Scene, deed: Deed, quote: str) -> Realm:
    """The frame's own realm, else that of the words around the deed's verb or noun."""
    near = scene.items[deed.first : min(deed.last, deed.head + 10)]
    said = words_between(" ".join(i.text for i in near)) if near else words_between(quote)
    realm = deed.frame.realm
    if realm == "trade" and deed.frame.type == "COOPERATE" and realm_of(said) == "energy":
        return "energy"  # gas, oil and current are energy, bought or sold
    if realm is not None and realm != "diplomacy":
        return realm
    if realm == "diplomacy" or (deed.frame.id in ("talks", "meet") and not set(said) & _TOPICS):
        return "diplomacy"
    organisations = any(
        c.startswith("IGO:") for i in scene.items[deed.head : deed.last] if i.mention for c in i.mention.codes
    )
    if organisations and set(said) & word_class("objects.membership"):
        return "multilateral"
    return realm_of(said, "development" if deed.frame.type == "AID" else "diplomacy")


def _status(deed: Deed, interval: DateInterval | None, published: date | None) -> Status:
    """As in "has expanded since 2003"; what is told in the present tense of a day to come is planned."""
    if deed.status == "ongoing" and interval and published and interval.start > published:
        return "planned"
    if (
        deed.status == "occurred"
        and interval is not None
        and interval.end is None
        and deed.frame.id.startswith(("deepen", "cooperate", "export", "trade"))
    ):
        return "ongoing"
    return deed.status


def _event(
    page: Page, scene: Scene, deed: Deed, figure: Figure | None, changes: dict[Figure, float]
) -> Reading:
    quote = page.quote(scene.items, deed.first, deed.last)
    interval = interval_of(scene, deed.first, deed.last, deed.head) or scene.heading or met(scene, deed)
    words = words_between(quote.plain)
    status = _status(deed, interval, page.published)
    ahead = status == "planned" != deed.status and deed.type in COOPERATIVE
    kind = "AGREE" if ahead else deed.type  # as "will visit"
    return Reading(
        document=page.document.name, document_sha256=page.document.sha256, kind="event", quote=quote,
        source_actors=deed.source, target_actors=deed.target, reciprocal=deed.reciprocal, event_type=kind,
        mode=deed.frame.mode if kind == deed.frame.type else None, contexts=contexts_of(words),
        cameo=deed.frame.cameo if kind == deed.frame.type else None, realm=_realm(scene, deed, quote.plain),
        status=status, date=interval,
        quantity=_quantity(page, scene, figure, changes, interval) if figure else None,
        attributed_to=deed.attributed_to, confidence=deed.confidence, because=deed.because,
        source_sectors=sectors_of(scene, deed.first, deed.last, deed.source),
        target_sectors=sectors_of(scene, deed.first, deed.last, deed.target),
    )  # fmt: skip


def _stance(page: Page, scene: Scene, stance: Stance) -> Reading:
    quote = page.quote(scene.items, stance.first, stance.last)
    words = words_between(quote.plain)
    return Reading(
        document=page.document.name, document_sha256=page.document.sha256, kind="stance", quote=quote,
        source_actors=stance.source, target_actors=stance.target, reciprocal=stance.reciprocal, event_type=stance.type,
        mode=None, contexts=contexts_of(words), cameo=None, realm=realm_of(words), status=stance.status, date=None,
        quantity=None, attributed_to=None, confidence=0.6, because=f"stance: {stance.because}",
    )  # fmt: skip


def _figure(
    page: Page, scene: Scene, figure: Figure, changes: dict[Figure, float], deeds: Sequence[Deed]
) -> list[Reading]:
    at = _places(scene, figure)[0]
    first, last = _clause_span(scene, at)
    quote = page.quote(scene.items, first, last)
    words = words_between(quote.plain)
    source, target, reciprocal, why = _figure_actors(scene, first, last, set(words), deeds)
    near = min(
        (n for n, i in enumerate(scene.items) if i.interval is not None),
        key=lambda n: abs(n - at),
        default=None,
    )
    interval = scene.items[near].interval if near is not None else None
    realm: Realm = (
        "people"
        if figure.unit == "person" and realm_of(words) not in ("defence",)
        else realm_of(words, "trade" if figure.is_money else "diplomacy")
    )
    if set(words) & _TRADE_WORDS and figure.unit != "person":
        realm = "trade"
    planned: Status = next(
        (d.status for d in deeds if d.status in ("planned", "negotiating", "hypothetical")), "occurred"
    )
    return [Reading(
        document=page.document.name, document_sha256=page.document.sha256, kind="quantity", quote=quote,
        source_actors=source, target_actors=target, reciprocal=reciprocal, event_type=None, mode=None,
        contexts=contexts_of(words), cameo=None, realm=realm, status=planned, date=interval,
        quantity=_quantity(page, scene, figure, changes, interval), attributed_to=None,
        confidence=0.7 if source else 0.4, because=f"figure without a deed{why}",
    )]  # fmt: skip


def _places(scene: Scene, figure: Figure) -> tuple[int, int]:
    """The first and the last item of a figure."""
    items = scene.items
    first = bisect_left(items, figure.start, key=lambda i: i.start)
    while items[first].figure != figure:
        first += 1
    last = first
    for n in range(first, len(items)):
        if items[n].start >= figure.end:
            break
        last = n if items[n].figure == figure else last
    return first, last


def _clause_span(scene: Scene, at: int) -> tuple[int, int]:
    """The items of the clause a figure stands in: from its subject to its end, no more than a long clause has."""
    first, last = max(0, at - LONG_CLAUSE), min(len(scene.items), at + LONG_CLAUSE)
    clause = next(
        (
            c
            for c in reversed(scene.clauses)
            if c.kind == "finite" and c.own_subject and c.subject_first <= at
        ),
        None,
    )
    if clause is not None:
        first = max(first, clause.subject_first)
    following = next(
        (c for c in scene.clauses if c.kind == "finite" and c.own_subject and c.subject_first > at), None
    )
    if following is not None:
        last = min(last, following.subject_first)
    while first < at and (scene.items[first].kind == "mark" or scene.items[first].low in ("and", "but")):
        first += 1
    while last > at + 1 and (
        scene.items[last - 1].kind == "mark"
        or scene.items[last - 1].low in ("and", "but", "which", "that", "while", "when")
    ):
        last -= 1
    return first, last


def _figure_actors(
    scene: Scene, first: int, last: int, words: set[str], deeds: Sequence[Deed]
) -> tuple[tuple[str, ...], tuple[str, ...], bool, str]:
    """(source, target, reciprocal, why) of a figure: of its clause, else of the deed beside it, else the pair."""
    actors = scene.actors(first, last)
    codes = scene.codes([a for a in actors if a.codes or a.form == "group"], first)
    if len(codes) == 2:
        if words & {"exports", "export"}:
            return codes[:1], codes[1:], False, ""
        if words & {"imports", "import"}:
            return codes[1:], codes[:1], False, ""
        if (
            words & _PAIR_WORDS
            or "trade" in words
            or any(a.form in ("group", "pair") or a.prep == "between" for a in actors)
        ):
            return codes, (), True, ""
        return codes[:1], codes[1:], False, ""
    if len(codes) > 2:
        return codes, (), True, ""
    beside = next((d for d in deeds if d.source), None)
    if beside is not None:
        return beside.source, beside.target, beside.reciprocal, "; sides of the deed beside it"
    if len(codes) == 1 and not words & _PAIR_WORDS:
        other = scene.discourse.other(codes)
        return codes, other, False, "; the pair's other state" if other else ""
    pair = tuple(
        dict.fromkeys(
            (
                *codes,
                *(
                    scene.discourse.here
                    if len(scene.discourse.here) == 2
                    else scene.discourse.main or scene.discourse.pair
                ),
            )
        )
    )[:2]
    return pair, (), len(pair) == 2, "; the pair spoken of" if pair else ""


def _quantity(
    page: Page, scene: Scene, figure: Figure, changes: dict[Figure, float], interval: DateInterval | None
) -> Quantity:
    return Quantity(
        value=figure.value, unit=figure.unit, bound=figure.bound, of=_measures(page, scene, figure),
        change_percent=changes.get(figure), period=interval if interval and interval.end else None,
    )  # fmt: skip


def _measures(page: Page, scene: Scene, figure: Figure) -> str | None:
    """What a figure is of: the noun phrase after it ("of wheat", "gas pipeline"), else the clause's subject."""
    at = _places(scene, figure)[1]
    words: list[str] = []
    for item in scene.items[at + 1 : at + 7]:
        if item.low in ("of", "in", "worth") and not words:
            continue
        if (
            item.kind != "word"
            or item.low
            in scene.lexicon.grammar.prepositions
            | scene.lexicon.grammar.conjunctions
            | scene.lexicon.grammar.determiners
            | scene.lexicon.grammar.be
            | {"to"}
        ):
            break
        words.append(item.low)
    if words and not words[0].endswith("ing"):
        return " ".join(words)
    if not figure.is_money and figure.unit not in ("percent", "km", "m", "t", "MW", "m3"):
        return page.cleaned.text[figure.start : figure.end].split()[-1].lower()
    clause = next((c for c in reversed(scene.clauses) if c.kind == "finite" and c.group.first <= at), None)
    if clause is None or not clause.subject_text:
        return None
    return " ".join(w for w in clause.subject_text.split() if w not in ("the", "a", "an", "of")) or None
