"""A finished page as its readers' tools see it: a tree, its addresses, its downloads."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {
    "p", "div", "ul", "ol", "dl", "table", "section", "article", "figure", "figcaption", "blockquote", "pre", "details",
    "header", "main", "nav", "h1", "h2", "h3", "h4", "h5", "h6", "li",
}  # fmt: skip
PARENTS = {
    "li": {"ul", "ol"}, "tr": {"thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"}, "thead": {"table"},
    "tbody": {"table"}, "figcaption": {"figure"}, "summary": {"details"}, "dt": {"dl", "div"}, "dd": {"dl", "div"},
}  # fmt: skip
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "table": {"thead", "tbody", "tfoot", "caption"}, "tr": {"td", "th"}}
PHRASES_ONLY = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "span",
    "sup",
    "small",
    "strong",
    "em",
    "a",
    "code",
    "pre",
}


@dataclass(eq=False)
class Element:
    """An element with its attributes, children (elements and text) and parent."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Itself and all below, in the order of the text."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str, cls: str | None = None) -> list[Element]:
        """Elements below with one of these tags (any when none is named) and this class."""
        return [
            e for e in self.walk()
            if e is not self and (not tags or e.tag in tags) and (cls is None or cls in e.classes)
        ]  # fmt: skip

    def above(self) -> Iterator[Element]:
        """Its parent, the parent's parent, ..."""
        here = self.parent
        while here is not None:
            yield here
            here = here.parent

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def id(self) -> str | None:
        return self.attributes.get("id")

    @property
    def text(self) -> str:
        """All text below, runs of white space as one."""
        return " ".join("".join(self._texts()).split())

    def texts(self) -> Iterator[tuple[str, Element]]:
        """Each piece of text with the element it stands in."""
        for child in self.children:
            if isinstance(child, Element):
                yield from child.texts()
            else:
                yield child, self

    def _texts(self) -> Iterator[str]:
        return (text for text, _ in self.texts())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.here = self.root
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            if not any(e.tag == "svg" for e in self.here.above()):
                self.faults.append(f"<{tag}/> closes itself outside a drawing")
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.here.tag != tag:
            self.faults.append(f"</{tag}> where <{self.here.tag}> is open (line {self.getpos()[0]})")
        if self.here.parent is not None:
            self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


@dataclass(frozen=True)
class Page:
    """The tree of a page and what is wrong with its tags."""

    root: Element
    faults: list[str]

    @property
    def ids(self) -> list[str]:
        return [e.id for e in self.root.walk() if e.id is not None]

    def by_id(self, id_: str) -> Element:
        (found,) = [e for e in self.root.walk() if e.id == id_]
        return found

    @property
    def main(self) -> Element:
        (found,) = self.root.all("main")
        return found

    def download(self, name: str) -> list[dict[str, str]]:
        """The rows of a CSV file that the page offers."""
        (link,) = [a for a in self.root.all("a") if a.attributes.get("download") == name]
        return rows_of(link.attributes["href"])


def rows_of(address: str) -> list[dict[str, str]]:
    """The rows of a data address of CSV text."""
    kind, data = address.split(",", 1)
    assert kind == "data:text/csv;base64"
    text = base64.b64decode(data, validate=True).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text), strict=True))
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


def parse(html: str) -> Page:
    """A page from its text; every tag but the void ones must be closed, in order."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    faults = builder.faults
    if builder.here is not builder.root:
        faults.append(f"<{builder.here.tag}> is never closed")
    return Page(builder.root, faults + list(_misplaced(builder.root)))


def _misplaced(root: Element) -> Iterator[str]:
    for e in root.walk():
        above = e.parent.tag if e.parent else ""
        if any(a.tag == "svg" for a in e.above()):
            continue
        if e.tag in PARENTS and above not in PARENTS[e.tag]:
            yield f"<{e.tag}> in <{above}>"
        if above in CHILDREN and e.tag not in CHILDREN[above]:
            yield f"<{e.tag}> in <{above}>"
        outer = [a.tag for a in e.above()]
        if e.tag in BLOCKS and (inside := PHRASES_ONLY & set(outer)):
            yield f"<{e.tag}> within {inside}"
        if e.tag == "a" and "a" in outer:
            yield "a link in a link"
