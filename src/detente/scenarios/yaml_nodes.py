"""YAML as nodes that know their lines, so that every complaint can name one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, NoReturn

import yaml

from detente.errors import CaseError

ID: Final = re.compile(r"[a-z][a-z0-9_]*")
STATEMENT: Final = re.compile(r"st-[0-9a-f]{20}")
WHOLE: Final = re.compile(r"[+-]?[0-9]+")


def composed(text: str, name: str) -> yaml.Node:
    """The nodes of a YAML text, which know their lines. Raises CaseError when it is none, or empty."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise CaseError(f"not YAML: {getattr(error, 'problem', error)}", where=name + line) from None
    if root is None:
        raise CaseError("the file is empty", where=name)
    return root


class Nodes:
    """Takes values from nodes strictly. `name`: the file, said in errors; `lenient`: reasons may be missing."""

    def __init__(self, name: str, lenient: bool) -> None:
        self.name, self.lenient = name, lenient

    def refuse(self, node: yaml.Node, what: str, todo: str = "") -> NoReturn:
        """Raise CaseError that names the node's line."""
        raise CaseError(what, where=f"{self.name}, line {node.start_mark.line + 1}", todo=todo)

    def distinct(self, node: yaml.Node, ids: list[str]) -> None:
        """Refuse an id that stands twice in a list."""
        for place, one in enumerate(ids):
            if one in ids[:place]:
                self.refuse(self.sequence(node)[place], f"the id {one!r} is given twice")

    def mapping(
        self, node: yaml.Node, known: tuple[str, ...], required: tuple[str, ...]
    ) -> dict[str, yaml.Node]:
        """The fields of a node: only known ones, each once, and the required ones with a value."""
        if not isinstance(node, yaml.MappingNode):
            self.refuse(node, "expected fields", f"Write {', '.join(known)}")
        fields: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value not in known:
                self.refuse(key, f"unknown field {key.value!r}", f"Known here: {', '.join(known)}")
            if key.value in fields:
                self.refuse(key, f"field {key.value!r} given twice")
            fields[key.value] = value
        for name in required:
            if name not in fields or fields[name].value == "":
                self.refuse(node, f"no {name}")
        return fields

    def sequence(self, node: yaml.Node | None) -> list[yaml.Node]:
        """The nodes of a list; an absent or empty one has none."""
        if node is None or (isinstance(node, yaml.ScalarNode) and node.value == ""):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.refuse(node, "expected a list")
        return list(node.value)

    def text(self, node: yaml.Node | None) -> str:
        """The scalar as written: a bare No or 2014 is a name here, not a truth value or a number."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.refuse(node, "expected a text")
        return str(node.value).strip()

    def id(self, node: yaml.Node) -> str:
        """A short name: small letters, digits and _, a letter first."""
        text = self.text(node)
        if not ID.fullmatch(text):
            self.refuse(node, f"{text!r} is no id", "Use small letters, digits and _, a letter first")
        return text

    def address(self, node: yaml.Node, places: Mapping[str, int]) -> str:
        """An existing "driver/variant"."""
        text = self.text(node)
        if text not in places:
            self.refuse(node, f"no variant {text!r}", "Write driver/variant by their ids")
        return text

    def statement(self, node: yaml.Node) -> str:
        """The id of a statement."""
        text = self.text(node)
        if not STATEMENT.fullmatch(text):
            self.refuse(node, f"{text!r} is no statement id", "Write st- and 20 hex digits")
        return text

    def whole(self, node: yaml.Node, low: int, high: int) -> int:
        """A whole number within bounds, written plainly."""
        plain = isinstance(node, yaml.ScalarNode) and node.style is None and WHOLE.fullmatch(node.value)
        if not plain or not low <= int(node.value) <= high:
            self.refuse(node, f"{node.value!r} is not a whole number from {low} to {high}")
        return int(node.value)

    def number(self, node: yaml.Node, low: float, high: float) -> float:
        """A number within bounds."""
        try:
            value = float(self.text(node))
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            self.refuse(node, f"{node.value!r} is not a number from {low:g} to {high:g}")
        return value

    def day(self, node: yaml.Node | None) -> date | None:
        """A date as YYYY-MM-DD, None when there is none."""
        text = self.text(node)
        if not node or not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.refuse(node, f"{text!r} is no date", "Write YYYY-MM-DD")
