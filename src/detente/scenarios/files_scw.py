"""ScenarioWizard models (.scw): text in latin-1, sections parted by lines that begin with #.

Layout, as found in published files: "$ ScenarioWizard 4.0", the file's name, then "&driver" and " -variant"
lines; texts on them (one line each); colours; the matrix between the fifth and the sixth #; then notes on the
whole, on each driver and on each pair of drivers. Names may be blank or repeated, so drivers and variants get
ids by place: d1/v1 is the first variant of the first driver.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.errors import SourceError
from detente.scenarios.model import CrossImpactModel, Driver, Ints, Variant

FIRST: Final = "$ ScenarioWizard"
ENCODING: Final = "latin-1"
WHOLE: Final = re.compile(r"[+-]?[0-9]+")
BEFORE_MATRIX: Final = 5
LARGEST_IMPACT: Final = 10_000
"""Far above any scale in use; beyond it a file is damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScwFile:
    """A file's parts: the model, and what surrounds its matrix, kept as it is.

    `before` and `after`: the lines up to the fifth # and from the sixth on; `newline`: the file's line end.
    """

    model: CrossImpactModel
    before: tuple[str, ...]
    after: tuple[str, ...]
    newline: str


def load_scw(data: bytes, name: str) -> CrossImpactModel:
    """The model of a .scw file. Raises SourceError with the line when it is not one."""
    return read_scw(data, name).model


def dump_scw(model: CrossImpactModel) -> bytes:
    """The model as a .scw file with reasons as notes on each pair of drivers."""
    return write_scw(scw_of(model))


def read_scw(data: bytes, name: str) -> ScwFile:
    """A .scw file with everything that is in it. Raises SourceError with the line when it is not one."""
    text = data.decode(ENCODING)
    newline = "\r\n" if "\r\n" in text else "\n"
    # a file whose line ends are mixed is read too, and written with one kind
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines[0].startswith(FIRST):
        raise SourceError(f"the first line is not {FIRST!r}", where=f"{name}, line 1")
    fences = [place for place, line in enumerate(lines) if line.startswith("#")]
    if len(fences) <= BEFORE_MATRIX:
        raise SourceError(
            f"{len(fences)} lines begin with #; the matrix stands between the fifth and the sixth", where=name
        )
    start, end = fences[BEFORE_MATRIX - 1] + 1, fences[BEFORE_MATRIX]
    names = _names(lines[: fences[0]], name)
    drivers = _drivers(names, lines[fences[0] + 1 : fences[1]])
    count = sum(len(variants) for _, variants in names)
    model = CrossImpactModel(name=name, drivers=drivers, matrix=_matrix(lines, start, end, count, name))
    return ScwFile(model=model, before=tuple(lines[:start]), after=tuple(lines[end:]), newline=newline)


def write_scw(file: ScwFile) -> bytes:
    """The file's bytes. A text outside latin-1 is refused with a SourceError."""
    rows = [",".join(f"{value: d} " for value in row) for row in file.model.matrix.tolist()]
    text = file.newline.join([*file.before, *rows, *file.after])
    try:
        return text.encode(ENCODING)
    except UnicodeEncodeError as error:
        raise SourceError(
            f"{text[error.start]!r} cannot be written in {ENCODING}", where=file.model.name,
            todo="Spell the name with western letters",
        ) from None  # fmt: skip


def scw_of(model: CrossImpactModel) -> ScwFile:
    """A file around a model; reasons become the notes of the pairs of drivers."""
    count = sum(model.sizes)
    before = [f"{FIRST} 4.0", _line(model.name)]
    texts = []
    for driver in model.drivers:
        before += [f"&{_line(driver.name)}", *(f" -{_line(variant.name)}" for variant in driver.variants)]
        texts += [f"&{_line(driver.description)}", *(f" {_line(v.description)}" for v in driver.variants)]
    before += ["#", *texts, "#", "#", *["FFFFFF"] * count, "#", "#"]
    after = ["#", "# 0-0", '""']
    for _ in model.drivers:
        after += ["# ", '""']
    for source in model.drivers:
        for target in model.drivers:
            after += ["#  -> ", f'"{_reasons(model, source, target)}"']
    return ScwFile(model=model, before=tuple(before), after=(*after, "#", "#", ""), newline="\r\n")


def _reasons(model: CrossImpactModel, source: Driver, target: Driver) -> str:
    said = [
        f"{judgement.source} {judgement.value:+d} {judgement.target}: {judgement.reason}"
        for judgement in model.judgements
        if judgement.reason
        and (judgement.source.split("/")[0], judgement.target.split("/")[0]) == (source.id, target.id)
    ]
    return _line("; ".join(said)).replace('"', "'")


def _line(text: str) -> str:
    return " ".join(text.split())


def _names(lines: list[str], name: str) -> list[tuple[str, list[str]]]:
    drivers: list[tuple[str, list[str]]] = []
    for number, line in enumerate(lines[2:], 3):
        if line.startswith("&"):
            drivers.append((line[1:].strip(), []))
        elif line.startswith(" -") and drivers:
            drivers[-1][1].append(line[2:].strip())
        else:
            raise SourceError(
                f"neither a driver (&name) nor a variant of one ( -name): {line!r}",
                where=f"{name}, line {number}",
            )
    for driver, variants in drivers:
        if not variants:
            raise SourceError(f"driver {driver!r} has no variants", where=name)
    if not drivers:
        raise SourceError("no drivers", where=name)
    return drivers


def _drivers(names: list[tuple[str, list[str]]], texts: list[str]) -> tuple[Driver, ...]:
    """Drivers with their texts, where the text section has one line for each name."""
    shape = [head for _, variants in names for head in ("&", *(" " for _ in variants))]
    fits = len(texts) == len(shape) and all(t[:1] == s for t, s in zip(texts, shape, strict=True))
    said = iter([text[1:].strip() for text in texts] if fits else [""] * len(shape))
    return tuple(
        Driver(
            f"d{k}", driver, None, description=next(said),
            variants=tuple(Variant(f"v{v}", variant, next(said)) for v, variant in enumerate(variants, 1)),
        )
        for k, (driver, variants) in enumerate(names, 1)
    )  # fmt: skip


def _matrix(lines: list[str], start: int, end: int, count: int, name: str) -> Ints:
    if end - start != count:
        raise SourceError(
            f"{end - start} matrix rows for {count} variants", where=f"{name}, lines {start + 1} to {end}"
        )
    rows = []
    for number in range(start, end):
        cells = [cell.strip() for cell in lines[number].split(",")]
        if len(cells) != count:
            raise SourceError(f"{len(cells)} values for {count} variants", where=f"{name}, line {number + 1}")
        if bad := [cell for cell in cells if not WHOLE.fullmatch(cell)]:
            raise SourceError(f"{bad[0]!r} is not a whole number", where=f"{name}, line {number + 1}")
        if large := [cell for cell in cells if abs(int(cell)) > LARGEST_IMPACT]:
            raise SourceError(f"{large[0]} is no impact", where=f"{name}, line {number + 1}")
        rows.append([int(cell) for cell in cells])
    return np.array(rows, np.int64)
