"""A figure of the page: its finding as title, static SVG in two widths, source line, data to take away."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import vl_convert
from markupsafe import Markup

from detente.brief.cite import Sentence
from detente.charts.theme import Spec

WIDE: Final = 820
SLIM: Final = 330
ROLE: Final = re.compile(r"<svg ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What the template shows; `wide` and `slim` are SVG for large and small screens."""

    name: str
    title: Sentence
    unit: str
    source_line: str
    alt: str
    reading: str
    wide: Markup
    slim: Markup
    data_name: str
    data_uri: str


def draw(
    name: str,
    spec: Callable[[int], Spec],
    *,
    title: Sentence,
    unit: str,
    source_line: str,
    alt: str,
    reading: str,
    data: pl.DataFrame,
) -> Figure:
    """Render a chart at both widths and pack its data as a CSV download inside the file."""
    return Figure(
        name=name,
        title=title,
        unit=unit,
        source_line=source_line,
        alt=alt,
        reading=reading,
        wide=_svg(spec(WIDE), f"{name}-wide", alt),
        slim=_svg(spec(SLIM), f"{name}-slim", alt),
        data_name=f"{name}.csv",
        data_uri=csv_uri(data),
    )


def csv_uri(data: pl.DataFrame) -> str:
    """A frame as a data address of CSV text; lists are joined by ";"."""
    flat = data.with_columns(
        pl.col(column).cast(pl.List(pl.String)).list.join(";")
        for column, kind in data.schema.items()
        if isinstance(kind, pl.List)
    )
    return "data:text/csv;base64," + base64.b64encode(flat.write_csv().encode()).decode()


def frame_of(records: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Records as a frame, for downloads."""
    return pl.DataFrame(list(records), infer_schema_length=None)


def _svg(spec: Spec, name: str, alt: str) -> Markup:
    svg = vl_convert.vegalite_to_svg(spec)
    # Ids inside two drawings of one page must not meet, or clips of one hide parts of the other.
    svg = re.sub(r'id="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r'(xlink:)?href="#([^"]+)"', rf'href="#{name}-\2"', svg)
    opening = Markup('<svg role="img" aria-label="{}" ').format(alt)
    return Markup(ROLE.sub(lambda _: str(opening), svg, count=1))
