"""A text of one's own, and records that a model could tell of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from detente.model.reading import Reading
from detente.read import Document
from detente.read.endpoint import Asking, Tally

TEXT = """Oslo and Lima: a short year

In March 2014 Norway and Peru signed an agreement on fisheries in Lima. Norway gave Peru 2,700 million kroner for six
\u201cpatrol vessels\u201d. The two countries held talks on 5\u00a0May 2015.

Norway and Peru signed an agreement on fisheries.

Chile protested. In June it rejected a Peruvian plan.

Trade between Norway and Peru rose by 11 percent to $47.6 billion in 2016. A minister praised the deal.
"""
SIGNED = {
    "kind": "event", "quote": "In March 2014 Norway and Peru signed an agreement on fisheries in Lima",
    "source_actors": ["Norway", "Peru"], "target_actors": [], "reciprocal": True, "event_type": "SUPPORT",
    "mode": None, "realm": "trade", "status": "occurred", "date": {"start": "2014-03-01", "end": "2014-03-31"},
    "quantity": None, "attributed_to": None,
}  # fmt: skip
GAVE = SIGNED | {
    "quote": 'Norway gave Peru 2,700 million kroner for six "patrol vessels"', "source_actors": ["NOR"],
    "target_actors": ["PER"], "reciprocal": False, "event_type": "AID", "realm": "defence", "date": None,
    "quantity": {"value": 2_700_000_000, "unit": "NOK", "bound": "=", "of": "patrol vessels"},
}  # fmt: skip
TALKED = SIGNED | {
    "quote": "The two countries held talks on 5 May 2015", "event_type": "CONSULT",
    "date": {"start": "2015-05-05", "end": "2015-05-05"},
}  # fmt: skip
ROSE = SIGNED | {
    "kind": "quantity", "quote": "Trade between Norway and Peru rose by 11 percent to $47.6 billion in 2016",
    "event_type": None, "date": {"start": "2016-01-01", "end": "2016-12-31"},
    "quantity": {"value": 47.6e9, "unit": "USD", "bound": "=", "of": "Trade", "change_percent": 11},
}  # fmt: skip


def reply_of(content: Any, **more: Any) -> dict[str, Any]:
    """A chat completion."""
    message = {"role": "assistant", "content": content}
    return {"model": "small-1", "choices": [{"message": message, "finish_reason": "stop"}]} | more


def asked(text: str = TEXT, published: date | None = date(2017, 2, 1)) -> tuple[Asking, Tally]:
    tally = Tally()
    return Asking(Document("a.txt", text, "sha"), published, None, tally), tally


def take(
    content: Any, text: str = TEXT, published: date | None = date(2017, 2, 1)
) -> tuple[list[Reading], Tally]:
    """What stands of a reply's content (a list of records, or text), and the count."""
    asking, tally = asked(text, published)
    said = json.dumps({"records": content}) if isinstance(content, list) else content
    piece = asking.pieces[0]
    return list(asking.take(piece, asking.request(piece), reply_of(said)).readings), tally


def dropped(records: Sequence[Any] | str, **more: Any) -> dict[str, int]:
    """Why records do not stand."""
    return dict(+take(list(records) if not isinstance(records, str) else records, **more)[1].dropped)
