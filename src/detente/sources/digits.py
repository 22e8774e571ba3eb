"""Whole numbers as published: the digits 0 to 9 and nothing else.

`int` takes more than a table may hold: signs, blanks, underscores and the digits of other scripts; and `str.isdigit`
says yes to a raised two, which `int` refuses.
"""

from __future__ import annotations


def is_digits(text: str) -> bool:
    """Whether the text is one or more of the digits 0 to 9."""
    return text.isascii() and text.isdigit()


def small(text: str) -> int:
    """A year, month or day. Raises ValueError for what is not one to four digits 0 to 9."""
    if not is_digits(text) or len(text) > 4:
        raise ValueError(f"{text!r} is no small whole number")
    return int(text)
