"""The article of a web page: which of its words are the text, and which are navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from detente.read.content import Content, Piece, content_of
from detente.read.markup import Token, attributes_of, tokens


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOID: Final = _names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
)
_BLOCK: Final = _names(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol option p pre section select summary
    table tbody td tfoot th thead tr ul"""
)
_CLOSES_ITSELF: Final = _names("p li dt dd tr td th option")
_UNREAD: Final = _names(
    """nav footer aside head button select option datalist svg math canvas object noscript template dialog menu label
    fieldset audio video"""
)
_UNREAD_ROLES: Final = _names("navigation banner contentinfo complementary search dialog menu menubar")
_SIDE: Final = re.compile(
    r"""(?!(?:has|with|no|without|hide|show)[-_])(?:[a-z0-9]+[-_]+)*?
    (?:nav|navbar|navigation|menu|sidebar|footer|breadcrumbs?|comments?|commentlist|respond|related|share|sharing|
    sharedaddy|social|promos?|newsletter|subscribe|subscription|cookies?|consent|advert|advertisement|ads?|sponsored|
    popup|modal|recommended|recommendations|trending|pagination|pager|masthead|copyright|byline|skip)(?:[-_].*)?""",
    re.VERBOSE,
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ARTICLE: Final = frozenset(["article", "main"])
DEEPEST: Final = 250
RUNNING_WORDS: Final = 8
LINKED_SHARE: Final = 0.5
MAIN_SHARE: Final = 0.6


@dataclass(eq=False, slots=True)
class _Element:
    name: str
    parent: _Element | None
    unread: bool = False
    beside: bool = False
    link: bool = False
    article: bool = False
    weight: int = 0
    paragraphs: int = 0


@dataclass(slots=True)
class _Block:
    """A paragraph: its words in the element where it stands."""

    element: _Element
    pieces: list[Piece] = field(default_factory=list)
    linked: int = 0
    size: int = 0
    words: int = 0

    @property
    def running(self) -> bool:
        return self.words >= RUNNING_WORDS and self.linked < LINKED_SHARE * self.size


def page_content(source: str) -> Content:
    """The words of the page's article, each paragraph, heading, list item and table cell on its own.

    Left out: scripts, hidden parts, navigation, sidebars, footers, comments, lists of links. The article is the
    deepest element that holds three fifths of all running paragraphs (eight words or more, less than half linked),
    within the largest `article` or `main` where there is one that holds half. A page without such a paragraph gives
    all its words that are not links.
    """
    blocks = _Page().read(source)
    kept = [b for b in blocks if not b.element.beside]
    if not any(b.running for b in kept):
        kept = blocks
    for block in kept:
        if block.running:
            _count(block)
    top = _main(kept)
    chosen = [b for b in kept if top is None or _within(b.element, top)]
    return content_of(
        p for b in chosen if b.linked < LINKED_SHARE * b.size or b.running for p in _spaced(b.pieces)
    )


def _spaced(pieces: Sequence[Piece]) -> Iterator[Piece]:
    yield from pieces
    yield Piece("\n\n", pieces[-1].end - 1, pieces[-1].end)


def _count(block: _Block) -> None:
    element = block.element if block.element.name not in _CLOSES_ITSELF else block.element.parent
    while element is not None:
        element.weight += block.size
        element.paragraphs += 1
        element = element.parent


def _main(blocks: Sequence[_Block]) -> _Element | None:
    """The article's element; None when no paragraph runs."""
    elements = {id(e): e for b in blocks if b.running for e in _ancestors(b.element)}
    if not elements:
        return None
    whole = max(elements.values(), key=lambda e: e.weight)
    total = whole.weight
    articles = [e for e in elements.values() if e.article and e.weight >= total / 2]
    if articles:
        total = max(e.weight for e in articles)
        inside = [e for e in articles if e.weight == total]
        whole = max(inside, key=_depth)
    fitting = [e for e in elements.values() if e.weight >= MAIN_SHARE * total and _within(e, whole)]
    found = max(fitting, key=_depth, default=whole)
    # One long paragraph is not the article when others stand beside it
    while found is not whole and found.parent is not None and found.paragraphs == 1 < whole.paragraphs:
        found = found.parent
    return found


def _ancestors(element: _Element) -> Iterator[_Element]:
    at: _Element | None = element
    while at is not None:
        yield at
        at = at.parent


def _depth(element: _Element) -> int:
    return sum(1 for _ in _ancestors(element))


def _within(element: _Element, top: _Element) -> bool:
    return any(e is top for e in _ancestors(element))


def _one_line(token: Token) -> Iterator[Piece]:
    """Words of the source with each run of white space as one space."""
    for part in re.finditer(r"\s+|\S+", token.text):
        start = token.start + part.start()
        if part[0].isspace():
            yield Piece(" ", start, start + 1)
        else:
            yield Piece(part[0], start, token.start + part.end())


class _Page:
    """Walks the tags, keeps what is open, and collects the blocks."""

    def __init__(self) -> None:
        self._open = [_Element("", None)]
        self._blocks: list[_Block] = []
        self._block = _Block(self._open[0])

    def read(self, source: str) -> list[_Block]:
        for token in tokens(source):
            if token.kind == "words":
                self._words(token)
            elif token.kind == "open":
                self._start(token)
            else:
                self._end(token)
        self._cut()
        return self._blocks

    def _cut(self) -> None:
        if self._block.words:
            self._blocks.append(self._block)
        self._block = _Block(self._open[-1])

    def _words(self, token: Token) -> None:
        top = self._open[-1]
        if top.unread:
            return
        if any(e.name == "pre" for e in self._open[-3:]) or len(token.text) != token.end - token.start:
            self._block.pieces.append(Piece(token.text, token.start, token.end))
        else:
            self._block.pieces += _one_line(token)
        size = len(token.text.strip())
        self._block.size += size
        self._block.linked += size if top.link else 0
        self._block.words += len(re.findall(r"\w+", token.text))

    def _start(self, token: Token) -> None:
        name = token.text
        if name == "br":
            if not self._open[-1].unread:
                self._block.pieces.append(Piece("\n", token.start, token.start + 1))
            return
        if name in _BLOCK:
            self._close_implied(name)
            self._cut()
        if name in _VOID or (name != "a" and name not in _BLOCK and token.attributes.endswith("/>")):
            return
        if len(self._open) < DEEPEST:
            self._open.append(self._element(token))
        if name in _BLOCK:
            self._block.element = self._open[-1]

    def _close_implied(self, name: str) -> None:
        """Tags that authors leave out: a block ends an open paragraph, an item the item before, all the head."""
        names = [e.name for e in self._open]
        if "head" in names:
            del self._open[names.index("head") :]
        elif name in _CLOSES_ITSELF or "p" in names[-2:]:
            ends = (
                {"td", "th"}
                if name in {"td", "th"}
                else {"dt", "dd"}
                if name in {"dt", "dd"}
                else {name, "p"}
            )
            for back in range(1, 3):
                if len(self._open) > back and self._open[-back].name in ends:
                    del self._open[-back:]
                    break

    def _end(self, token: Token) -> None:
        names = [e.name for e in self._open]
        if token.text in _BLOCK:
            self._cut()
        if token.text in names[1:]:
            at = len(names) - 1 - names[::-1].index(token.text)
            del self._open[at:]
        if token.text in _BLOCK:
            self._block.element = self._open[-1]

    def _element(self, token: Token) -> _Element:
        parent, name = self._open[-1], token.text
        given = attributes_of(token.attributes) if token.attributes.strip(" />") else {}
        article = (
            name in _ARTICLE or given.get("role") == "main" or given.get("itemprop") == "articleBody"
        )  # fmt: skip
        in_article = any(e.article for e in self._open)
        unread = (
            parent.unread
            or name in _UNREAD
            or (name == "header" and not in_article)
            or given.get("role", "").lower() in _UNREAD_ROLES
            or "hidden" in given
            or given.get("aria-hidden", "").lower() == "true"
            or _HIDDEN.search(given.get("style", "")) is not None
        )
        names = f"{given.get('class', '')} {given.get('id', '')}".lower().split()
        side = name not in ("html", "body") and any(_SIDE.fullmatch(n) for n in names)
        return _Element(
            name, parent, unread=unread, beside=side or (parent.beside and not article),
            link=parent.link or name == "a", article=article and not side,
        )  # fmt: skip
