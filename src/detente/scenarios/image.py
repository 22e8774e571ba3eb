"""Where every start of a large space ends, in compiled code and little memory.

One step of succession leads all starts to few places: most have no predecessor. The first pass marks the places
that have one (a byte each), the second counts how many starts step on each; from there only these are followed.
Scores of the last drivers' combinations stand in a table, so that one comparison works on a whole row of starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numba
import numpy as np
from numpy.typing import NDArray

from detente.scenarios.model import CrossImpactModel, Ints
from detente.scenarios.succession import inner_drivers, ranks

WIDTH: Final = 4096
"""Combinations of the last drivers in one row: their ranks stay in the processor's cache."""

PARTS: Final = 4
"""Separate counts that are kept at once, at most one for each thread."""

Words = NDArray[np.uint64]


def ends_of_image(
    model: CrossImpactModel,
) -> Iterator[tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]]:
    """Fixed points and cycles of global succession: states (0-based variants) and starts by phase.

    Memory: one byte for each combination, and 30 for each place that has a predecessor.
    """
    split = inner_drivers(model.sizes, WIDTH)
    inner = model.sizes[split:]
    table = ranks(model, range(split, len(model.sizes)), inner)
    sizes = np.asarray(model.sizes, np.int64)
    offsets = np.asarray(model.offsets, np.int64)
    weights = np.asarray(np.cumprod([1, *model.sizes[:0:-1]])[::-1], np.int64)
    double = np.ascontiguousarray(2 * model.matrix, np.int32)
    marks = np.zeros(-(-model.combinations // 64) * 64, np.uint8)
    _mark(table, double, sizes, offsets, weights, split, marks)
    words, before = _packed(marks)
    del marks
    places = _places(words, before)
    parts = min(PARTS, int(numba.get_num_threads()))
    counts = np.zeros((parts, len(places)), np.int64)
    _count(table, double, sizes, offsets, weights, split, words, before, counts)
    step = _steps(places, double, sizes, offsets, weights, words, before)
    for loop, starts in _loops(step, counts.sum(0)):
        states = tuple(tuple(int(v) for v in np.unravel_index(int(places[k]), model.sizes)) for k in loop)
        yield states, starts


def _loops(step: Ints, counts: Ints) -> Iterator[tuple[list[int], tuple[int, ...]]]:
    """Each cycle of the places (a fixed point is a cycle of one) with the starts at each of its phases."""
    root, phase, length = _phases(step)
    for first in np.flatnonzero(length > 0).tolist():
        loop = [first]
        while (following := int(step[loop[-1]])) != first:
            loop.append(following)
        mine = root == first
        by_phase = np.bincount(phase[mine], counts[mine].astype(np.float64), int(length[first]))
        # float64 holds whole numbers to 2^53 exactly; a table has fewer than 2^31 places
        yield loop, tuple(int(n) for n in by_phase)


def _packed(marks: NDArray[np.uint8]) -> tuple[Words, Ints]:
    """The marks as bits, and how many bits are set before each word."""
    words = np.packbits(marks.reshape(-1, 64), axis=1, bitorder="little").view("<u8").ravel()
    before = np.zeros(len(words), np.int64)
    np.cumsum(np.bitwise_count(words[:-1]), out=before[1:])
    return words.astype(np.uint64), before


def _compiled(function: Any) -> Any:
    return numba.njit(cache=True, nogil=True)(function)


def _in_parallel(function: Any) -> Any:
    return numba.njit(cache=True, nogil=True, parallel=True)(function)


@_compiled
def _base(outer: int, double: Any, sizes: Any, offsets: Any, split: int) -> Any:
    """Twice the scores that the first drivers give in their combination number `outer`, plus one where they stand."""
    base = np.zeros(double.shape[1], np.int32)
    rest = outer
    for driver in range(split - 1, -1, -1):
        row = offsets[driver] + rest % sizes[driver]
        rest //= sizes[driver]
        base += double[row]
        base[row] += 1
    return base


@_compiled
def _row(table: Any, base: Any, offsets: Any, weights: Any, best: Any, where: Any, out: Any) -> None:
    """The successors of one row of starts."""
    width = table.shape[1]
    out[:] = 0
    for driver in range(len(weights)):
        start, end = offsets[driver], offsets[driver + 1]
        first = table[start]
        add = base[start]
        for k in range(width):
            best[k] = first[k] + add
            where[k] = 0
        for variant in range(start + 1, end):
            line = table[variant]
            add = base[variant]
            place = np.int32(variant - start)
            for k in range(width):
                value = line[k] + add
                better = value > best[k]
                best[k] = value if better else best[k]
                where[k] = place if better else where[k]
        weight = np.int32(weights[driver])
        for k in range(width):
            out[k] += weight * where[k]


@_in_parallel
def _mark(table: Any, double: Any, sizes: Any, offsets: Any, weights: Any, split: int, marks: Any) -> None:
    width = table.shape[1]
    rows = 1
    for driver in range(split):
        rows *= sizes[driver]
    parts = min(rows, 256)
    for part in numba.prange(parts):
        best, where = np.empty(width, np.int32), np.empty(width, np.int32)
        out = np.empty(width, np.int32)
        for row in range(part * rows // parts, (part + 1) * rows // parts):
            base = _base(row, double, sizes, offsets, split)
            _row(table, base, offsets, weights, best, where, out)
            for k in range(width):
                marks[out[k]] = 1


@_in_parallel
def _count(
    table: Any, double: Any, sizes: Any, offsets: Any, weights: Any, split: int, words: Any, before: Any,
    counts: Any,
) -> None:  # fmt: skip
    width = table.shape[1]
    rows = 1
    for driver in range(split):
        rows *= sizes[driver]
    parts = counts.shape[0]
    for part in numba.prange(parts):
        best, where = np.empty(width, np.int32), np.empty(width, np.int32)
        out = np.empty(width, np.int32)
        for row in range(part * rows // parts, (part + 1) * rows // parts):
            base = _base(row, double, sizes, offsets, split)
            _row(table, base, offsets, weights, best, where, out)
            for k in range(width):
                counts[part, _rank(out[k], words, before)] += 1


@_compiled
def _rank(place: int, words: Any, before: Any) -> int:
    """How many marked places come before a marked one."""
    bit = np.uint64(place & 63)
    below = words[place >> 6] & ((np.uint64(1) << bit) - np.uint64(1))
    return int(before[place >> 6] + _ones(below))


@_compiled
def _ones(word: Any) -> int:
    """Set bits of a 64-bit word, summed in pairs, fours and bytes."""
    w = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    w = (w & np.uint64(0x3333333333333333)) + ((w >> np.uint64(2)) & np.uint64(0x3333333333333333))
    w = (w + (w >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((w * np.uint64(0x0101010101010101)) >> np.uint64(56))


@_compiled
def _places(words: Any, before: Any) -> Any:
    """The marked places, ascending."""
    total = before[-1] + _ones(words[-1])
    out = np.empty(total, np.int64)
    n = 0
    for k in range(len(words)):
        word = words[k]
        bit = 0
        while word != np.uint64(0):
            if word & np.uint64(1):
                out[n] = 64 * k + bit
                n += 1
            word >>= np.uint64(1)
            bit += 1
    return out


@_in_parallel
def _steps(places: Any, double: Any, sizes: Any, offsets: Any, weights: Any, words: Any, before: Any) -> Any:
    """For each marked place, the number of the marked place it steps on."""
    step = np.empty(len(places), np.int64)
    for k in numba.prange(len(places)):
        base = _base(places[k], double, sizes, offsets, len(sizes))
        following = 0
        for driver in range(len(sizes)):
            best = offsets[driver]
            for variant in range(offsets[driver] + 1, offsets[driver + 1]):
                if base[variant] > base[best]:
                    best = variant
            following += weights[driver] * (best - offsets[driver])
        step[k] = _rank(following, words, before)
    return step


@_compiled
def _phases(step: Any) -> Any:
    """For each node: the first node of its cycle, and where on it the node would be; at first nodes the length.

    Nodes without predecessors are taken away until only cycles are left; then each node stands one phase before
    its successor.
    """
    n = len(step)
    into = np.zeros(n, np.int32)
    for k in range(n):
        into[step[k]] += 1
    order = np.empty(n, np.int64)
    taken = 0
    for k in range(n):
        if into[k] == 0:
            order[taken] = k
            taken += 1
    done = 0
    while done < taken:
        after = step[order[done]]
        done += 1
        into[after] -= 1
        if into[after] == 0:
            order[taken] = after
            taken += 1
    root = np.full(n, -1, np.int64)
    phase = np.zeros(n, np.int64)
    length = np.zeros(n, np.int64)
    for k in range(n):
        if into[k] > 0 and root[k] < 0:
            node, place = k, 0
            while root[node] < 0:
                root[node], phase[node] = k, place
                node, place = step[node], place + 1
            length[k] = place
    for k in range(taken - 1, -1, -1):
        node = order[k]
        after = step[node]
        root[node] = root[after]
        phase[node] = (phase[after] - 1) % length[root[after]]
    return root, phase, length
