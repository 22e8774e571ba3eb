"""How two spellings of one name are seen to be the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
_SAINT = re.compile(r"\bst\b")


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """The name without case, accents, dots, quotes, a leading "the": "U.S." is "us", "the Kremlin" "kremlin"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("&", " and ")
    plain = re.sub(r"[.'’‘`ʻ]", "", plain)
    plain = re.sub(r"[^\w+]+", " ", plain).strip()
    plain = _SAINT.sub("saint", plain)
    return plain.removeprefix("the ")
