"""Markdown (CommonMark with tables and footnotes): its words without its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from detente.read.content import Content, Piece, content_of, decoded

_FRONT_MATTER: Final = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:[^\n]*\n)*?\1[ \t]*(?:\r?\n|\Z)")
_FENCE: Final = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_RULE: Final = re.compile(r"[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+|-+)[ \t]*$")
_TABLE_RULE: Final = re.compile(
    r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|[ ]{0,3}\|[ \t]*:?-+:?[ \t]*\|[ \t]*$"
)
_HEADING: Final = re.compile(r"[ ]{0,3}#{1,6}(?=[ \t]|$)[ \t]*")
_CLOSING: Final = re.compile(r"[ \t]+#+[ \t]*$")
_ITEM: Final = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t])[ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTED: Final = re.compile(r"(?:[ ]{0,3}>[ \t]?)+")
_DEFINITION: Final = re.compile(r"[ ]{0,3}\[[^\]^][^\]]*\]:[ \t]*\S")
_NOTE: Final = re.compile(r"[ ]{0,3}\[\^[^\]]{1,99}\]:[ \t]*")
_INLINE: Final = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<ticks>`++)(?P<code>[^`].{0,2000}?)(?P=ticks)(?!`)
    | <!--.{0,5000}?--> | <(?:https?|mailto|ftp)[:][^<>\s]{0,2000}> | </?[A-Za-z][^<>]{0,2000}>
    | !\[[^\[\]]{0,2000}\](?:\((?:[^()]|\([^()]{0,500}\)){0,2000}+\)|\[[^\[\]]{0,200}\])
    | \[\^[^\[\]]{1,99}\]
    | \[(?P<link>(?:[^\[\]]|\[[^\[\]]{0,500}\](?:\([^()]{0,500}\))?){1,2000}+)\]
      (?:\((?:[^()]|\([^()]{0,500}\)){0,2000}+\)|\[[^\[\]]{0,200}\])
    | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<broken>\\\n) | \*+ | ~~ | (?<!\w)_+(?=\w) | (?<=[^\s_])_+(?!\w)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class _Block:
    """Words that belong together, and where each character of them stands."""

    parts: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def add(self, text: str, start: int) -> None:
        self.parts.append(text)
        self.places += range(start, start + len(text))


def markdown_content(text: str) -> Content:
    """What a reader of the rendered page sees as text.

    Not read: front matter, code blocks, link and image targets, pictures' names, footnote marks, tags, comments.
    Headings, list items, table cells and footnotes are paragraphs of their own.
    """
    return content_of(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    for block in _blocks(text):
        words = "".join(block.parts)
        if words.strip():
            yield from _inline(words, block.places)
            last = block.places[-1]
            yield Piece("\n\n", last, last + 1)


def _blocks(text: str) -> Iterator[_Block]:
    lines = list(_lines(text))
    block = _Block()
    in_table = in_list = False
    fence = ""
    depth = 0
    for number, (start, line) in enumerate(lines):
        if fence:
            found = _FENCE.match(line)
            if found and found[1].startswith(fence) and not line[found.end() :].strip():
                fence = ""
            continue
        found = _FENCE.match(line)
        before = lines[number - 1][1] if number else ""
        after = lines[number + 1][1] if number + 1 < len(lines) else ""
        indented = line.startswith(("    ", "\t")) and not before.strip() and not in_list
        if found or indented or _RULE.match(line) or _TABLE_RULE.match(line) or not line.strip():
            fence = found[1] if found else ""
            in_table = bool(_TABLE_RULE.match(line))
            yield block
            block = _Block()
            continue
        if _goes_on_with_code(line, before, in_list, block) or _DEFINITION.match(line):
            continue
        rest, fresh, listed = _marks(line)
        deeper, depth = _depth(line) > depth, _depth(line)
        in_list = listed or (in_list and line.startswith((" ", "\t")))
        table = in_table or line.lstrip().startswith("|") or ("|" in line and bool(_TABLE_RULE.match(after)))
        if fresh or table or deeper:
            yield block
            block = _Block()
        if table:
            yield from _cells(line, start)
            continue
        heading = _HEADING.match(line)
        words = _CLOSING.sub("", line) if heading else line
        block.add(words[rest:] + "\n", start + rest)
        if heading:
            yield block
            block = _Block()
    yield block


def _goes_on_with_code(line: str, before: str, in_list: bool, block: _Block) -> bool:
    """Whether a line goes on with an indented code block: no paragraph is open, and the line before was one."""
    code = ("    ", "\t")
    return not in_list and not block.parts and line.startswith(code) and before.startswith(code)


def _marks(line: str) -> tuple[int, bool, bool]:
    """How long the marks at a line's beginning are, whether they begin a paragraph, whether it is a list's."""
    at, fresh, listed = 0, False, False
    if quoted := _QUOTED.match(line):
        at = quoted.end()
    for mark in (_NOTE, _HEADING, _ITEM):
        if found := mark.match(line, at):
            at, fresh = found.end(), True
            listed = listed or mark is _ITEM
    return at, fresh, listed


def _depth(line: str) -> int:
    """How many quotations a line stands in."""
    quoted = _QUOTED.match(line)
    return quoted[0].count(">") if quoted else 0


def _cells(line: str, start: int) -> Iterator[_Block]:
    for cell in re.finditer(r"(?:\\\||[^|])+", line):
        block, words = _Block(), cell[0].strip()
        block.add(words, start + cell.start() + cell[0].find(words))
        yield block


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines without their ends, and where they begin; after the front matter."""
    front = _FRONT_MATTER.match(text)
    at = front.end() if front else 0
    for line in re.split(r"(?<=\n)", _without_comments(text[at:])):
        yield at, line.rstrip("\r\n")
        at += len(line)


_UNREAD: Final = re.compile(r"<(script|style)\b[^>]{0,500}>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


def _without_comments(text: str) -> str:
    """HTML comments, scripts and styles, which may hold empty lines, as spaces."""
    if "</" in text:
        text = _UNREAD.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    out, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        end = end + 3 if end >= 0 else len(text)
        out += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join([*out, text[at:]])


def _inline(text: str, places: list[int]) -> Iterator[Piece]:
    at = 0
    for mark in _INLINE.finditer(text):
        yield from _plain(text, places, at, mark.start())
        at = mark.end()
        start, end = places[mark.start()], places[mark.end() - 1] + 1
        if mark["escaped"] is not None:
            yield Piece(mark["escaped"], end - 1, end)
        elif mark["entity"] is not None:
            yield Piece(decoded(mark["entity"]), start, end)
        elif mark["code"] is not None:
            yield from _plain(text, places, mark.start("code"), mark.end("code"))
        elif mark["link"] is not None:
            first, last = mark.span("link")
            yield from _inline(text[first:last], places[first:last])
        elif mark["broken"] is not None or mark[0].lower().startswith("<br"):
            yield Piece("\n", start, start + 1)
    yield from _plain(text, places, at, len(text))


def _plain(text: str, places: list[int], first: int, last: int) -> Iterator[Piece]:
    """Characters as they stand, a line's end as a space; cut where marks at a line's beginning lie between."""
    while first < last:
        end = text.find("\n", first, last)
        end = last if end < 0 else end
        if end > first:
            yield Piece(text[first:end], places[first], places[first] + end - first)
        if end < last:
            hard = text.endswith("  ", first, end)
            yield Piece("\n" if hard else " ", places[end], places[end] + 1)
        first = end + 1
