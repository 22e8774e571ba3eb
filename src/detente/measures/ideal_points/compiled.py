"""Compile a kernel with numba, kept on disk where that is possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(kernel: Callable[P, R]) -> Callable[P, R]:
    """The kernel as machine code that releases the interpreter lock.

    Kept between runs beside the file or in the user's cache; where neither can be written, compiled each time.
    """
    try:
        kept: Callable[P, R] = njit(nogil=True, cache=True, error_model="numpy")(kernel)
    except RuntimeError:  # numba finds no folder for its cache
        kept = njit(nogil=True, error_model="numpy")(kernel)
    return kept
