"""Proof that a finished page calls no one: it is read again and every address that would load is an error."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from detente.errors import DetenteError

LOADING: Final = {
    "src", "srcset", "poster", "data", "background", "action", "formaction", "manifest", "ping", "code",
    "archive", "profile", "longdesc", "lowsrc", "dynsrc", "icon",
}  # fmt: skip
ADDRESS: Final = re.compile(r"(?i)(?:[a-z][a-z0-9+.-]*:)?//[^\s'\")]+")
CSS_LOAD: Final = re.compile(r"(?i)url\(\s*['\"]?(?!data:|#)([^'\")]+)|@import\s+([^;]+)")
CSS_DATA: Final = re.compile(r"(?i)url\(\s*(['\"]?)data:[^'\")]*\1\s*\)")
REFRESH: Final = re.compile(r"(?i)url\s*=")
SCRIPT: Final = re.compile(r"(?i)^[\s\x00-\x1f]*(?:javascript|vbscript)\s*:")
STYLED: Final = {
    "style", "fill", "stroke", "filter", "clip-path", "mask", "cursor", "marker", "marker-start", "marker-mid",
    "marker-end",
}  # fmt: skip
ANIMATED: Final = {"set", "animate", "animatemotion", "animatetransform"}


class OutsideAddressError(DetenteError):
    """The page names an outside address that a browser would load."""


class _Walker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"script", "iframe", "object", "embed", "base", "frame", "applet", "portal"}:
            self.found.append(f"<{tag}>")
        if (
            tag == "meta"
            and given.get("http-equiv", "").lower() == "refresh"
            and REFRESH.search(given.get("content", ""))
        ):
            self.found.append("<meta refresh>")
        for name, value in given.items():
            if self._loads(tag, name, value):
                self.found.append(f"<{tag} {name}={value[:60]!r}>")
        if tag == "style":
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside and (address := _style_loads(data)):
            self.found.append(f"style loads {address[:60]!r}")

    @staticmethod
    def _loads(tag: str, name: str, value: str) -> bool:
        if name.startswith("on") or SCRIPT.search(value):
            return True
        if name in STYLED:
            return bool(_style_loads(value))
        if name == "attributename":
            return tag in ANIMATED and value.lower().endswith("href")
        # A link that a person may follow loads nothing by itself; every other reference does.
        if name in {"href", "xlink:href"}:
            return tag not in {"a", "area"} and not value.startswith(("#", "data:"))
        if name == "srcset":
            return any(not part.startswith("data:") for part in re.split(r",\s+", value.strip()))
        return name in LOADING and not value.startswith("data:")


def _style_loads(css: str) -> str:
    """The first address that a style would load, or nothing."""
    css = CSS_DATA.sub("", css)
    if found := CSS_LOAD.search(css):
        return (found[1] or found[2]).strip()
    address = ADDRESS.search(css)
    return address[0] if address else ""


def prove_offline(html: str, name: str) -> None:
    """Raises OutsideAddressError when the page would load anything from outside, or run a script.

    Links that a reader may click (<a href>) are allowed: they are citations and load nothing.
    """
    walker = _Walker()
    walker.feed(html)
    walker.close()
    if walker.found:
        raise OutsideAddressError(
            f"the page would load or run {len(walker.found)} thing(s) from outside, first {walker.found[0]}",
            where=name,
            todo="A brief must stand alone; put the content into the file",
        )
