"""From a document to its readings, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from detente.model.reading import DateInterval, Reading
from detente.read.actors import Gazette, Mention, find_mentions, learn_names
from detente.read.claims import Page, readings_of
from detente.read.clean import clean
from detente.read.date_patterns import Calendar
from detente.read.dates import DateMention, find_dates
from detente.read.deeds import deeds_of
from detente.read.discourse import Discourse, is_state, main_pair
from detente.read.document import Document
from detente.read.fiscal import fiscal_start_of
from detente.read.items import items_of
from detente.read.lexicon import lexicon
from detente.read.nominals import nominal_deeds
from detente.read.parse import clauses_of
from detente.read.quantities import find_figures
from detente.read.scene import Scene
from detente.read.sentences import Sentence, sentences
from detente.read.stances import stances_of
from detente.read.tokens import Token, tokenise


def read_document(document: Document, *, published: date | None = None) -> list[Reading]:
    """The readings of a document, sorted by where their quotes begin.

    `published`: the day relative dates count from; without it they are left out, never guessed.
    """
    page = Page(document, clean(document.text))
    text = page.cleaned.text
    spans = sentences(text)
    tokens = [tokenise(text, s.start, s.end) for s in spans]
    gazette = learn_names(tokens)
    discourse = Discourse(
        main=main_pair(m.codes for part in tokens for m in find_mentions(part, None, gazette))
    )
    found: list[Reading] = []
    previous: DateInterval | None = None
    for number, (span, part) in enumerate(zip(spans, tokens, strict=True)):
        same = number > 0 and spans[number - 1].paragraph == span.paragraph
        if not same:
            previous = None
        scene, dates = _scene(text, span, part, gazette, discourse, published, previous)
        deeds = deeds_of(scene)
        stances = stances_of(scene)
        deeds = [
            d
            for d in deeds
            if d.status != "hypothetical" or not any(s.first <= d.head < s.last for s in stances)
        ]
        deeds += [
            d for d in nominal_deeds(scene, deeds) if not any(s.first <= d.head < s.last for s in stances)
        ]
        found += readings_of(page, scene, deeds, stances)
        previous = dates[-1].interval if dates else previous
        discourse = _after(scene, same)
    return sorted(found, key=lambda r: (r.quote.start, r.quote.end, r.kind, r.reading_id))


def _scene(
    text: str, span: Sentence, tokens: Sequence[Token], gazette: Gazette, discourse: Discourse,
    published: date | None, previous: DateInterval | None,
) -> tuple[Scene, list[DateMention]]:  # fmt: skip
    future = any(t.lower in ("will", "shall", "plans", "plan", "planned", "scheduled") for t in tokens)
    named = find_mentions(tokens, None, gazette)
    states = tuple(dict.fromkeys(c for m in named for c in m.codes if is_state(c)))
    calendar = Calendar(published, previous, fiscal_start_of(states or discourse.main), future)
    dates = find_dates(text, calendar, span.start, span.end)
    mentions = _dated_mentions(tokens, dates, gazette, published)
    here = tuple(dict.fromkeys(c for m in mentions for c in m.codes))
    taken = [(d.start, d.end) for d in dates]
    figures = find_figures(text, span.start, span.end, taken, states or discourse.main)
    items = items_of(tokens, mentions, dates, figures)
    words = lexicon()
    return Scene(items, clauses_of(items, words.grammar), replace(discourse, here=here), words), dates


def _dated_mentions(
    tokens: Sequence[Token], dates: Sequence[DateMention], gazette: Gazette, published: date | None
) -> list[Mention]:
    """Mentions as of the sentence's own date, else as of publication."""
    if not dates:
        return find_mentions(tokens, published, gazette)
    interval = dates[0].interval
    end = interval.end or interval.start
    found = find_mentions(tokens, interval.start + timedelta((end - interval.start).days // 2), gazette)
    # office holders of a year's later part
    late = find_mentions(tokens, end, gazette)
    known = {m.first for m in found}
    return sorted([*found, *(m for m in late if m.first not in known)], key=lambda m: m.first)


def _after(scene: Scene, same_paragraph: bool) -> Discourse:
    finite = [c for c in scene.clauses if c.kind == "finite" and c.subject]
    subject = scene.codes([a for a in finite[0].subject if a.acts], finite[0].group.head) if finite else ()
    return scene.discourse.after(scene.discourse.here, subject, same_paragraph)
