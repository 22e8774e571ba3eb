"""From a chat completion to the records in it, whole ones only."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

MOST_RECORDS: Final = 300
"""More than a piece of text can hold; what comes beyond is not looked at."""

_LIST: Final = re.compile(r'"records"\s*:\s*\[')
_FIRST: Final = re.compile(r"\[\s*(?=\{)|(?=\{)")
_BETWEEN: Final = re.compile(r"[\s,]*")
_NAME: Final = re.compile(r"[^\w.:/@+-]+")
_NAME_CHARACTERS: Final = 80


class ReplyError(Exception):
    """A reply that holds nothing to look at; its text says why, in our words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A model's answer, and its name as the server tells it. `cut`: it ended at a limit of length."""

    text: str
    cut: bool
    model: str


@dataclass(frozen=True, slots=True)
class Told:
    """Whole JSON values that should be records, in order, and whether the list breaks off after them."""

    records: tuple[Any, ...]
    broken: bool


def answer_of(value: Any) -> Answer:
    """The answer in a chat completion.

    Raises ReplyError when it holds none: no choice, no text, an error object sent with status 200.
    """
    if not isinstance(value, dict):
        raise ReplyError("the reply is not that of a chat endpoint")
    choices = value.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(first, dict) or not isinstance(message, dict):
        kind = "an error" if value.get("error") else "not that of a chat endpoint"
        raise ReplyError(f"the reply is {kind}")
    content = message.get("content")
    if isinstance(content, list):
        parts = [p.get("text") for p in content if isinstance(p, dict)]
        content = "".join(p for p in parts if isinstance(p, str))
    if not isinstance(content, str) or not content.strip():
        raise ReplyError("the reply holds no text")
    return Answer(content, first.get("finish_reason") == "length", model_name(value.get("model")))


def usage_of(value: Any) -> tuple[int | None, int | None]:
    """(tokens in, tokens out) of a chat completion; None where the server does not tell, or tells what cannot be."""
    usage = value.get("usage") if isinstance(value, dict) else None
    if not isinstance(usage, dict):
        return None, None
    return _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))


def model_name(value: Any) -> str:
    """A model's name as a server tells it, without what names do not have; "" for none."""
    return _NAME.sub("", value)[:_NAME_CHARACTERS] if isinstance(value, str) else ""


def told_in(text: str) -> Told:
    """The records of a model's text: whole, in a code fence, after its thoughts, or as far as they go.

    Raises ReplyError when there is no JSON in it.
    """
    said = text.rpartition("</think>")[2].removeprefix("\ufeff")
    try:
        value = _DECODER.decode(said.strip())
    except (ValueError, RecursionError):
        return _salvaged(said)
    if isinstance(value, dict) and isinstance(value.get("records"), list):
        return Told(tuple(value["records"]), False)
    if isinstance(value, list):
        return Told(tuple(value), False)
    if isinstance(value, dict) and "quote" in value:
        return Told((value,), False)
    raise ReplyError("the reply holds no list of records")


def _salvaged(said: str) -> Told:
    """Value by value from where the list begins; the one that breaks off and all behind it are left."""
    begun = _LIST.search(said) or _FIRST.search(said)
    if begun is None:
        raise ReplyError("the reply holds no JSON")
    listed = said[begun.start() : begun.end()].rstrip().endswith("[")
    at = begun.end()
    found: list[Any] = []
    while True:
        at = _after(said, at)
        if at >= len(said) or said[at] != "{":
            return Told(tuple(found), listed and said[at : at + 1] != "]")
        try:
            value, at = _DECODER.raw_decode(said, at)
        except (ValueError, RecursionError):
            return Told(tuple(found), True)
        found.append(value)


def _after(said: str, at: int) -> int:
    match = _BETWEEN.match(said, at)
    return match.end() if match else at


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse)


def _count(value: Any) -> int | None:
    """A number of tokens that can be one."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
        return None
    return value
