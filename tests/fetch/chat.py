"""Answers of a chat endpoint, as a server script gives them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.fetch.bad_server import Answer, says


def completion(
    content: Any, *, finish: str = "stop", usage: Any = (100, 20), model: str = "small-1", **more: Any
) -> bytes:
    """The bytes of a chat completion whose message is `content`."""
    told = {"prompt_tokens": usage[0], "completion_tokens": usage[1]} if isinstance(usage, tuple) else usage
    value = {
        "id": "x", "object": "chat.completion", "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}],
        "usage": told,
    } | more  # fmt: skip
    return json.dumps(value).encode()


def listed(records: Sequence[Any]) -> str:
    """Records as a model should tell them."""
    return json.dumps({"records": list(records)})


def tells(*records: Any, **more: Any) -> Answer:
    """A server that answers with these records."""
    return says(200, completion(listed(records), **more), Content_Type="application/json")


def says_text(text: str, **more: Any) -> Answer:
    """A server whose model answers with this text."""
    return says(200, completion(text, **more), Content_Type="application/json")
