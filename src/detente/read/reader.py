"""From a document to its readings, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from detente.model.reading import DateInterval, Reading
from detente.read.actors import Gazette, Mention, find_mentions, learn_names
from detente.read.agreement import joined_deeds
from detente.read.ahead import is_ahead
from detente.read.claims import Page, readings_of
from detente.read.communique import OPENING_SENTENCES, meeting_of
from detente.read.date_patterns import Calendar
from detente.read.dates import DateMention, find_dates
from detente.read.deeds import Deed, deeds_of, told_and_silent
from detente.read.discourse import Discourse, is_bilateral, is_state, main_pair
from detente.read.document import Document
from detente.read.english_model import Tree, trees
from detente.read.fiscal import fiscal_start_of
from detente.read.items import Item, items_of
from detente.read.lexicon import lexicon
from detente.read.narrator import narrator_of
from detente.read.nominals import nominal_deeds
from detente.read.parse import Clause, clauses_of
from detente.read.phrases import POINTING, actors_in
from detente.read.quantities import find_figures
from detente.read.scene import Scene
from detente.read.sentences import Sentence, sentences
from detente.read.shared_names import shared_names
from detente.read.stances import Stance, stances_of
from detente.read.syntax import clauses_from
from detente.read.tokens import Token, tokenise

LONGEST_HEADING: Final = 6


def read_document(document: Document, *, published: date | None = None) -> list[Reading]:
    """The readings of a document, sorted by where their quotes begin.

    `published`: the day relative dates count from; without it they are left out, never guessed.
    """
    page = Page(document, document.cleaned(), published)
    text = page.cleaned.text
    spans = sentences(text)
    tokens = [tokenise(text, s.start, s.end) for s in spans]
    gazette = learn_names(tokens, published)
    mentions = [find_mentions(part, None, gazette) for part in tokens]
    gazette = replace(gazette, instead=shared_names(tokens))
    gazette = replace(gazette, narrator=narrator_of(tokens, main_pair(_codes(mentions)), gazette))
    if gazette.instead or gazette.narrator:
        mentions = [find_mentions(part, None, gazette) for part in tokens]
    named = _codes(mentions)
    pair = main_pair(named)
    discourse = Discourse(main=pair, bilateral=is_bilateral(named, pair), narrator=gazette.narrator)
    drafts = _drafts(text, spans, tokens, mentions, gazette, discourse, published)
    meeting = meeting_of(text, [d.items for d in drafts[:OPENING_SENTENCES]])
    found: list[Reading] = []
    for number, (draft, tree) in enumerate(zip(drafts, _trees(drafts), strict=True)):
        same = number > 0 and spans[number - 1].paragraph == spans[number].paragraph
        by_pattern, by_tree = _scenes(draft, tree, discourse, meeting)
        found += _read(page, by_pattern, by_tree)
        discourse = _after(by_tree or by_pattern, same)
    once = {r.reading_id: r for r in reversed(found)}  # a figure told twice in one clause is one record
    return sorted(once.values(), key=lambda r: (r.quote.start, r.quote.end, r.kind, r.reading_id))


def _codes(mentions: Sequence[Sequence[Mention]]) -> list[tuple[str, ...]]:
    return [m.codes for part in mentions for m in part]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A sentence's items and who is named in it, before its clauses are known."""

    items: Sequence[Item]
    here: tuple[str, ...]
    follows: bool
    heading: DateInterval | None = None


def _drafts(
    text: str, spans: Sequence[Sentence], tokens: Sequence[Sequence[Token]], named: Sequence[Sequence[Mention]],
    gazette: Gazette, discourse: Discourse, published: date | None,
) -> list[_Draft]:  # fmt: skip
    found: list[_Draft] = []
    previous: DateInterval | None = None
    heading: DateInterval | None = None
    previous_paragraph = -1
    for number, (span, part) in enumerate(zip(spans, tokens, strict=True)):
        opens = number == 0 or spans[number - 1].paragraph != span.paragraph
        if opens:
            previous = heading = None
        draft, dates = _draft(text, span, part, named[number], gazette, discourse, published, previous)
        heading = _heading(part, dates) if opens else heading
        follows = bool(discourse.main) or previous_paragraph == span.paragraph
        found.append(replace(draft, follows=follows, heading=heading))
        previous_paragraph = span.paragraph
        previous = dates[-1].interval if dates else previous
    return found


def _heading(tokens: Sequence[Token], dates: Sequence[DateMention]) -> DateInterval | None:
    """The date that a paragraph opens with, by itself or before a colon or dash, as the entries of a chronology do."""
    if not dates or not tokens or dates[0].start > tokens[0].start:
        return None
    after = next((t for t in tokens if t.start >= dates[0].end), None)
    alone = (
        len(tokens) <= LONGEST_HEADING and after is not None and after.text in (",", "(")
    )  # "2019, all year."
    return dates[0].interval if after is None or alone or after.text in (".", ":", "–", "—", "-") else None


def _draft(
    text: str, span: Sentence, tokens: Sequence[Token], named: Sequence[Mention], gazette: Gazette,
    discourse: Discourse, published: date | None, previous: DateInterval | None,
) -> tuple[_Draft, list[DateMention]]:  # fmt: skip
    future = is_ahead(tokens)
    states = tuple(dict.fromkeys(c for m in named for c in m.codes if is_state(c)))
    calendar = Calendar(published, previous, fiscal_start_of(states or discourse.main), future)
    dates = find_dates(text, calendar, span.start, span.end)
    mentions = _dated_mentions(tokens, dates, gazette, published)
    here = tuple(dict.fromkeys(c for m in mentions for c in m.codes))
    taken = [(d.start, d.end) for d in dates]
    figures = find_figures(text, span.start, span.end, taken, states or discourse.main)
    return _Draft(items_of(tokens, mentions, dates, figures, gazette.untied), here, False), dates


def _trees(drafts: Sequence[_Draft]) -> list[Tree | None]:
    """Trees of the sentences that can tell a deed: those that name or point at an actor."""
    wanted = [n for n, d in enumerate(drafts) if _can_tell(d)]
    found: list[Tree | None] = [None] * len(drafts)
    for n, tree in zip(wanted, trees([drafts[n].items for n in wanted], lexicon().grammar), strict=True):
        found[n] = tree
    return found


def _can_tell(draft: _Draft) -> bool:
    """Whether two sides can be meant: two are named, or one is and another was spoken of before."""
    if len(draft.here) > 1:
        return True
    return draft.follows and (bool(draft.here) or any(i.mention or i.low in POINTING for i in draft.items))


def _scenes(
    draft: _Draft, tree: Tree | None, discourse: Discourse, meeting: DateInterval | None
) -> tuple[Scene, Scene | None]:
    words = lexicon()
    here = replace(discourse, here=draft.here)
    clauses = clauses_of(draft.items, words.grammar)
    by_pattern = Scene(draft.items, clauses, here, words, heading=draft.heading, meeting=meeting)
    if tree is None:
        return by_pattern, None
    everyone = actors_in(draft.items, 0, len(draft.items), words.grammar, tree)
    clauses = clauses_from(draft.items, tree, words.grammar, everyone)
    return by_pattern, Scene(draft.items, clauses, here, words, tree, everyone, draft.heading, meeting)


def _read(page: Page, by_pattern: Scene, by_tree: Scene | None) -> list[Reading]:
    scenes = [by_tree, by_pattern] if by_tree is not None else [by_pattern]
    told = [_told(scene) for scene in scenes]
    deeds, stances = told[0]
    if by_tree is not None:
        deeds = joined_deeds(deeds, told[1][0], told_and_silent(by_tree)[1])
        stances = stances or told[1][1]
    return readings_of(page, scenes[0], deeds, stances)


def _told(scene: Scene) -> tuple[list[Deed], list[Stance]]:
    """The deeds and stances of a sentence; what is only wished or feared is a stance."""
    stances = stances_of(scene)
    deeds = [
        d
        for d in deeds_of(scene)
        if d.status != "hypothetical" or not any(s.first <= d.head < s.last for s in stances)
    ]
    return deeds + [
        d for d in nominal_deeds(scene, deeds) if not any(s.first <= d.head < s.last for s in stances)
    ], stances


def _dated_mentions(
    tokens: Sequence[Token], dates: Sequence[DateMention], gazette: Gazette, published: date | None
) -> list[Mention]:
    """Mentions as of the sentence's own date, else as of publication."""
    if not dates:
        return find_mentions(tokens, published, gazette)
    found: dict[int, Mention] = {}
    as_of: dict[date, dict[int, Mention]] = {}  # a day told many times is looked up once
    for number, told in enumerate(dates):
        interval = told.interval
        end = interval.end or interval.start
        middle = interval.start + timedelta((end - interval.start).days // 2)
        begin = told.start if number else 0
        # at the end: office holders of a year's later part
        for day in {middle, end} - as_of.keys():
            as_of[day] = {m.first: m for m in find_mentions(tokens, day, gazette)}
        here = as_of[end] | as_of[middle]
        # what stands after another date is as of that one
        found |= {at: m for at, m in here.items() if tokens[at].start >= begin}
    return [found[at] for at in sorted(found)]


def _after(scene: Scene, same_paragraph: bool) -> Discourse:
    finite = [c for c in scene.clauses if c.kind == "finite" and c.subject]
    subject = scene.codes([a for a in finite[0].subject if a.acts], finite[0].group.head) if finite else ()
    told = [i.mention for i in scene.items if i.mention is not None and i.mention.form != "company"]
    after = scene.discourse.after((c for m in told for c in m.codes), subject, same_paragraph)
    return after.with_people(_people(scene), _person(scene, finite))


def _people(scene: Scene) -> dict[str, str]:
    """Surnames of officers of no named state, with the state they were taken to act for here."""
    found: dict[str, str] = {}
    for clause in scene.clauses:
        taken = scene.officer(clause)
        if taken:
            found[clause.subject[0].text.split()[-1].lower()] = taken[0]
    for item in scene.items:
        if item.mention is not None and item.mention.form == "titled" and len(item.words) > 1:
            actor = next((a for a in scene.actors(0, len(scene.items)) if a.text == item.text), None)
            codes = scene.codes([actor], actor.at) if actor is not None else ()
            if len(codes) == 1:
                found.setdefault(item.words[-1], codes[0])
    return found


def _person(scene: Scene, finite: Sequence[Clause]) -> tuple[str, ...]:
    """The state of the person who is the subject, for "he" and "she" later on."""
    for clause in finite[:1]:
        people = [a for a in clause.subject if a.form in ("person", "titled")]
        if people and not clause.subject[0].pronoun:
            return scene.codes(people[:1], clause.group.head)
    return ()
