"""The way back: any id -> statement -> quote or row -> snapshot."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import DocumentError, LedgerError, UsageError
from detente.ledger.ledger import Ledger
from detente.model.statement import Statement
from detente.scenarios.model import CrossImpactModel


def trace(
    ledger: Ledger, id_: str, articles: Sequence[Path] = (), model: CrossImpactModel | None = None
) -> dict[str, Any]:
    """The record of `detente trace`.

    `id_`: of a statement, reading or judgement of the ledger, or a judgement of the case's scenario `model`, given as
    from>to ("afghanistan/concert>trade_corridors/corridor"). A statement that stands on a document whose words are not
    kept (a claim in our own words) shows its quote when the document is among `articles` (same sha256). Raises
    UsageError for text that is no id, CaseError for a variant that the model does not have, and LedgerError for an id
    that the ledger does not hold.
    """
    if ">" in id_ and model is not None:
        return _trace_cross_impact(ledger, id_, articles, model)
    if id_.startswith("ju-"):
        return _trace_judgement(ledger, id_, articles)
    if id_.startswith("rd-"):
        return trace(ledger, _statement_of_reading(ledger, id_), articles)
    if not id_.startswith("st-"):
        raise UsageError(
            f"{id_!r} is not an id",
            todo="Give st-... (statement), rd-... (reading), ju-... (judgement), or driver/variant>driver/variant "
            "(of the scenarios)",
        )
    statement = ledger.statement(id_)
    snapshot = ledger.snapshot(statement.snapshot)
    record: dict[str, Any] = {"id": id_, "kind": "statement", "statement": plain(statement)}
    quote = quote_of(statement, articles)
    if quote is not None:
        record["quote"] = quote
    if statement.row is not None:
        record["row"] = {"number": statement.row_number, "values": json.loads(statement.row)}
    about = [j.record() for j in ledger.judgements() if id_ in j.subjects]
    if about:
        record["judgements"] = about
    record["snapshot"] = {
        "source": snapshot.source,
        "file": snapshot.file,
        "sha256": snapshot.sha256,
        "release": snapshot.release,
        "recorded_at": snapshot.recorded_at.isoformat(),
    }
    return record


def _statement_of_reading(ledger: Ledger, reading_id: str) -> str:
    """The statement of a reading: the one a person left standing, else the one that was read."""
    own = pl.col("attributes").str.json_path_match("$.reading_id") == reading_id
    found = ledger.view("document_readings").filter(own)["statement_id"].to_list()
    if not found:
        raise LedgerError(
            f"the ledger holds no reading {reading_id}",
            where=str(ledger.path),
            todo="Read its text into the ledger: detente read FILE --ledger DIR",
        )
    standing = set(ledger.statements(sources=["document"], current=False)["statement_id"])
    return str(next((id_ for id_ in found if id_ in standing), found[0]))


def _trace_judgement(ledger: Ledger, id_: str, articles: Sequence[Path]) -> dict[str, Any]:
    judgement = ledger.judgement(id_)
    statements = [s for s in judgement.subjects if s.startswith("st-")]
    return {
        "id": id_,
        "kind": "judgement",
        "judgement": judgement.record(),
        "stands_on": [trace(ledger, s, articles) for s in statements],
    }


def _trace_cross_impact(
    ledger: Ledger, id_: str, articles: Sequence[Path], model: CrossImpactModel
) -> dict[str, Any]:
    """A judgement of the scenario model with every statement that it stands on."""
    source, _, target = (part.strip() for part in id_.partition(">"))
    for address in (source, target):
        model.column(address)
    judgement = model.by_cell.get((source, target))
    if judgement is None:
        raise UsageError(
            f"{source} on {target} is not judged", where=Path(model.name).name,
            todo="A pair without a judgement counts 0",
        )  # fmt: skip
    return {
        "id": id_,
        "kind": "cross_impact",
        "judgement": judgement.record(),
        "stands_on": [trace(ledger, s, articles) for s in judgement.evidence],
    }


def plain(statement: Statement) -> dict[str, Any]:
    """A statement as JSON values: what is empty, the row and the quote (shown apart) left out."""
    out: dict[str, Any] = {}
    for name in Statement.__dataclass_fields__:
        value = getattr(statement, name)
        if name in {"row", "row_number", "quote", "quote_start", "quote_end"} or value in (None, ()):
            continue
        if name == "attributes":
            value = json.loads(value)
        out[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return out


def quote_of(statement: Statement, articles: Sequence[Path] = ()) -> dict[str, Any] | None:
    """The statement's exact words and offsets; None when it stands on a row or its document was not given."""
    if statement.quote_start is None or statement.quote_end is None:
        return None
    words = statement.quote
    if words is None:
        text = article_text(statement.document or "", articles)
        words = text[statement.quote_start : statement.quote_end] if text is not None else None
    if words is None:
        return None
    return {"exact": words, "start": statement.quote_start, "end": statement.quote_end}


def article_text(sha256: str, articles: Sequence[Path]) -> str | None:
    """The text of the article with these bytes, if it is among the files given."""
    for path in articles:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DocumentError(
                f"cannot be read ({error.strerror})", where=str(path), todo="Check the path"
            ) from error
        if hashlib.sha256(data).hexdigest() == sha256:
            return data.decode("utf-8")
    return None
