"""The cells of an Excel workbook (Office Open XML, ISO/IEC 29500) as text: sheets of values, no formulas, no styles.

Numbers stay as the file writes them; dates are therefore serial numbers.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from posixpath import join, normpath
from typing import Final
from xml.etree import ElementTree

from detente.errors import SourceError
from detente.sources.digits import is_digits

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
LARGEST_PART: Final = 1 << 29
"""Half a gigabyte unpacked: no table of this field is larger, a crafted archive may be."""

UNREADABLE: Final = (
    ElementTree.ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
    LookupError, ValueError,
)  # fmt: skip
"""What a damaged part of an archive is told by: in its XML, its packing, its text or its declared encoding."""

Cells = Mapping[tuple[int, str], str]
"""Text of each cell that is not empty, by row number (from 1) and column letters."""


def sheets(data: bytes, file: str) -> dict[str, Cells]:
    """All sheets by name, in the workbook's order.

    Raises SourceError when the bytes are no workbook: old .xls or password, web page, cut-off archive, damaged
    or missing part.
    """
    if not data.strip():
        raise SourceError("the file is empty", where=file, todo="Download it again")
    if data[:4] == OLD_EXCEL:
        raise SourceError(
            "this is an old .xls or a workbook with a password",
            where=file,
            todo="Save it as .xlsx without one",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Workbook(archive, file).read()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise SourceError(
            f"this is no Excel workbook, or it is cut off ({error})", where=file, todo="Download it again"
        ) from error


def written_on(data: bytes) -> str:
    """The day on which the workbook was written, as its archive says (YYYY-MM-DD); "" where it says none.

    Programs that write no dates into archives leave 1980-01-01. Call `sheets` first: it checks the bytes.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        days = [info.date_time[:3] for info in archive.infolist()]
    year, month, day = max(days, default=(1980, 1, 1))
    return "" if year <= 1980 else f"{year:04d}-{month:02d}-{day:02d}"


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile, file: str) -> None:
        self.archive, self.file = archive, file

    def read(self) -> dict[str, Cells]:
        targets = {
            link.get("Id", ""): link.get("Target", "")
            for link in self._part("xl/_rels/workbook.xml.rels").iter(f"{_PACKAGE}Relationship")
        }
        texts = self._shared_texts()
        found: dict[str, Cells] = {}
        for sheet in self._part("xl/workbook.xml").iter(f"{_MAIN}sheet"):
            name, target = sheet.get("name", ""), targets.get(sheet.get(_LINK, ""), "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            found[name] = self._cells(self._part(path), name, texts)
        return found

    def _part(self, path: str) -> ElementTree.Element:
        try:
            info = self.archive.getinfo(path)
            if info.file_size > LARGEST_PART:
                raise self._damaged(path, "too large")
            text = self.archive.read(info)
            if b"<!DOCTYPE" in text[:1000]:
                raise self._damaged(path, "it declares entities")
            return ElementTree.fromstring(text)
        except KeyError as error:
            raise self._damaged(path, "it is missing") from error
        except UNREADABLE as error:
            raise self._damaged(path, str(error)) from error

    def _damaged(self, part: str, why: str) -> SourceError:
        return SourceError(
            f"the part {part} of the workbook cannot be read ({why})",
            where=self.file,
            todo="Download it again",
        )

    def _shared_texts(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.archive.namelist():
            return []
        return [_text(item) for item in self._part("xl/sharedStrings.xml").findall(f"{_MAIN}si")]

    def _cells(self, root: ElementTree.Element, sheet: str, texts: list[str]) -> Cells:
        found: dict[tuple[int, str], str] = {}
        for cell in root.iter(f"{_MAIN}c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            if place is None:
                raise self._damaged(sheet, f"a cell is at {cell.get('r')!r}")
            value = self._value(cell, sheet, texts)
            if value:
                found[int(place[2]), place[1]] = value
        return found

    def _value(self, cell: ElementTree.Element, sheet: str, texts: list[str]) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(f"{_MAIN}is")
            return "" if inline is None else _text(inline)
        value = cell.findtext(f"{_MAIN}v") or ""
        if kind == "e":
            raise SourceError(
                f"the cell holds the Excel error {value}",
                where=f"{self.file}, sheet '{sheet}', cell {cell.get('r')}",
                todo="Take the file as published",
            )
        if kind != "s" or not value:
            return value
        if not is_digits(value) or int(value) >= len(texts):
            raise self._damaged(sheet, f"cell {cell.get('r')} points to text {value} of {len(texts)}")
        return texts[int(value)]


def _text(item: ElementTree.Element) -> str:
    """The text of a string item: plain, or runs of formatted text; phonetic readings left out."""
    plain = item.findtext(f"{_MAIN}t")
    if plain is not None:
        return plain
    return "".join(run.findtext(f"{_MAIN}t") or "" for run in item.findall(f"{_MAIN}r"))
