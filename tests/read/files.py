"""Small files in the formats that are read, made here byte by byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def pdf(pages: Sequence[Sequence[str]], *, text: bool = True, pictures: Sequence[int] = ()) -> bytes:
    """A PDF with the given lines on each page, in Helvetica; `text=False`: pages without any.

    `pictures`: numbers of the pages (first is 1) on which a picture stands.
    """
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    if pictures:
        objects.append(
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
            "/Length 1 >>\nstream\n0\nendstream"
        )
    kids = []
    for number, lines in enumerate(pages, start=1):
        shown_picture = "/XObject << /I1 4 0 R >> " if number in pictures else ""
        shown = [f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td" for line in lines] if text else []
        stream = "BT /F1 12 Tf 72 760 Td\n" + "\n".join(shown) + "\nET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R "
            f"/Resources << {shown_picture}/Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode()


def locked_pdf(pages: Sequence[Sequence[str]], password: str) -> bytes:
    """The same behind a password (RC4, which needs no further library)."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(pages))))
    writer.encrypt(password, owner_password="the owner's", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(body: str, *, name: str = "word/document.xml", head: str = "") -> bytes:
    """A DOCX whose body is the given WordprocessingML."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBLE}">'
        f"<w:body>{body}</w:body></w:document>"
    )
    return zipped({name: xml.encode(), "[Content_Types].xml": b"<Types/>"})


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs) + "</w:p>"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
