"""Whether a text is English: by its share of the commonest English words."""

from __future__ import annotations

import re
from typing import Final

from detente.errors import DocumentError

MINIMUM_WORDS_FOR_LANGUAGE: Final = 25
MINIMUM_ENGLISH_SHARE: Final = 0.12

_COMMONEST: Final = """
the of and to in a is that for it with as was on by at be are from this has have an which were not their its his her
they will said would or had between but been after when who also both
"""
_ENGLISH: Final = frozenset(re.findall(r"\w+", _COMMONEST))


def refuse_other_languages(text: str, name: str) -> None:
    """Raises DocumentError for a text of 25 words or more that does not look English."""
    words = re.findall(r"[^\W\d_]+", text[:200_000].lower())
    if len(words) < MINIMUM_WORDS_FOR_LANGUAGE:
        return
    share = sum(word in _ENGLISH for word in words) / len(words)
    if share < MINIMUM_ENGLISH_SHARE:
        raise DocumentError(
            f"the text does not look English ({share:.0%} common English words)",
            where=name,
            todo="Translate it first; only English is read",
        )
