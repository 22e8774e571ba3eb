"""Excel workbooks made for tests, as the standard lays them out."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Rows = Sequence[Sequence[str | float | None]]


def workbook(sheets: Mapping[str, Rows], day: tuple[int, int, int] = (2024, 5, 12)) -> bytes:
    """The workbook's bytes; texts are shared strings, numbers plain, None an empty cell."""
    texts: list[str] = []
    parts = {
        f"xl/worksheets/sheet{i}.xml": _sheet(rows, texts) for i, rows in enumerate(sheets.values(), start=1)
    }
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>'
        for i, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{items}</sst>'
    return archive(parts, day)


def archive(parts: Mapping[str, str], day: tuple[int, int, int] = (2024, 5, 12)) -> bytes:
    """A zip archive of texts, all written on one day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, text in parts.items():
            info = zipfile.ZipInfo(path, (*day, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()


def _sheet(rows: Rows, texts: list[str]) -> str:
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            _cell(f"{_letters(column)}{number}", value, texts) for column, value in enumerate(row)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _letters(column: int) -> str:
    """A to Z, then AA to ZZ."""
    high, low = divmod(column, 26)
    return (chr(ord("A") + high - 1) if high else "") + chr(ord("A") + low)


def _cell(place: str, value: str | float | None, texts: list[str]) -> str:
    if value is None:
        return f'<c r="{place}"/>'
    if isinstance(value, str):
        if value not in texts:
            texts.append(value)
        return f'<c r="{place}" t="s"><v>{texts.index(value)}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def imf_table(
    title: str, reporter: str, years: Sequence[float | str], rows: Rows, unit: str = "US Dollars, Millions"
) -> list[list[str | float | None]]:
    """The IMF's web table: title B2, reporter B4, unit B5, years in row 7, partners from row 8."""
    head: list[list[str | float | None]] = [
        [None],
        [None, title],
        [None],
        [None, reporter],
        [None, unit],
        [None],
    ]
    return [*head, [None, None, *years], *([None, *row] for row in rows)]
