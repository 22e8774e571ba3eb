"""HTML source cut into tags, words and entities, each with its place. Never fails, whatever the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from detente.read.content import ENTITY, decoded

_SPECIAL: Final = re.compile(r"[<&]")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,60})")
# Quoted values may hold ">"; bounded, so that a page of open quotes is not searched again and again
_TAG_END: Final = re.compile(r"""(?:[^>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,500}+>""")
_ATTRIBUTE: Final = re.compile(
    r"""([A-Za-z][A-Za-z0-9:_-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?"""
)
RAW: Final = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])
"""Elements whose inside is no markup."""


@dataclass(frozen=True, slots=True)
class Token:
    """A tag, or words: `text` is the tag's name in lower case, or the characters that are meant."""

    kind: Literal["open", "close", "words"]
    text: str
    start: int
    end: int
    attributes: str = ""


def tokens(source: str) -> Iterator[Token]:
    """All tags and words in order; comments, declarations and what scripts and styles hold are left out."""
    at = words_from = 0
    while (found := _SPECIAL.search(source, at)) is not None:
        here = found.start()
        entity = ENTITY.match(source, here) if source[here] == "&" else None
        tag = _TAG.match(source, here)
        if entity is None and tag is None and not source.startswith(("<!", "<?", "</"), here):
            at = here + 1
            continue
        if here > words_from:
            yield Token("words", source[words_from:here], words_from, here)
        if entity is not None:
            at = entity.end()
            yield Token("words", decoded(entity[0]), here, at)
        elif tag is None:
            at = _past_declaration(source, here)
        else:
            at = _past_tag(source, tag.end())
            name = tag[2].lower()
            kind: Literal["open", "close"] = "close" if tag[1] else "open"
            yield Token(kind, name, here, at, source[tag.end() : at])
            if kind == "open" and name in RAW:
                at = _past_raw(source, at, name)
        words_from = at
    if words_from < len(source):
        yield Token("words", source[words_from:], words_from, len(source))


def attributes_of(source: str) -> dict[str, str]:
    """Attributes of a tag, names in lower case; of two of one name the first counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source[:5000]):
        found.setdefault(name.lower(), double or single or bare)
    return found


def _past(source: str, mark: str, at: int) -> int:
    found = source.find(mark, at)
    return len(source) if found < 0 else found + len(mark)


def _past_declaration(source: str, at: int) -> int:
    if source.startswith("<!--", at):
        return at + 5 if source.startswith("<!-->", at) else _past(source, "-->", at + 4)
    return _past(source, "]]>", at) if source.startswith("<![CDATA[", at) else _past(source, ">", at)


def _past_tag(source: str, at: int) -> int:
    found = _TAG_END.match(source, at)
    return found.end() if found else _past(source, ">", at)


def _past_raw(source: str, at: int, name: str) -> int:
    found = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(source, at)
    return len(source) if found is None else found.start()
