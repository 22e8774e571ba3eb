"""One document read by an endpoint: its pieces, the request for each, and what of each reply stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.model.reading import Reading
from detente.read.document import Document
from detente.read.endpoint.check import check
from detente.read.endpoint.ground import Ground
from detente.read.endpoint.locate import squeeze
from detente.read.endpoint.pieces import Piece, pieces
from detente.read.endpoint.prompt import REPLY_TOKENS, characters, request_for
from detente.read.endpoint.reply import MOST_RECORDS, ReplyError, answer_of, told_in, usage_of
from detente.read.endpoint.tally import BEYOND, CUT, TWICE, DroppedError, Tally, estimate


@dataclass(frozen=True, slots=True)
class Taken:
    """The readings of one piece. `wrong`: why they may not be all, or why there are none; `nothing`: no list came."""

    readings: tuple[Reading, ...]
    wrong: str = ""
    nothing: bool = False


class Asking:
    """A document on its way through an endpoint. `tally` is counted up by `take`."""

    def __init__(self, document: Document, published: date | None, model: str | None, tally: Tally) -> None:
        self._ground = Ground(document, published)
        self._published, self._model, self._tally = published, model, tally
        self._seen: set[str] = set()
        self.pieces = pieces(self._ground.text, self._ground.spans)

    def request(self, piece: Piece, tokens_left: int | None = None) -> dict[str, Any]:
        """The chat request for a piece; `tokens_left` bounds the reply."""
        request = request_for(self._ground.text, piece, self._published, self._model)
        if tokens_left is not None:
            request["max_tokens"] = max(1, min(REPLY_TOKENS, tokens_left - self.cost(request)))
        return request

    @staticmethod
    def cost(request: dict[str, Any]) -> int:
        """The tokens that a request will take by itself, estimated."""
        return estimate(characters(request["messages"]))

    def place(self, piece: Piece) -> tuple[int, int]:
        """Where a piece stands in the document's text."""
        return self._ground.page.cleaned.span(piece.start, piece.end)

    def take(self, piece: Piece, request: dict[str, Any], reply: Any) -> Taken:
        """What stands of a reply, each reading once in the document; nothing is raised, whatever the reply is."""
        try:
            answer = answer_of(reply)
        except ReplyError as error:
            self._tally.spend(*usage_of(reply), characters(request["messages"]), 0)
            return Taken((), str(error), nothing=True)
        self._tally.spend(*usage_of(reply), characters(request["messages"]), len(answer.text))
        try:
            told = told_in(answer.text)
        except ReplyError as error:
            return Taken((), str(error), nothing=True)
        readings = self._readings(piece, told.records, self._reader(answer.model))
        self._tally.told += len(told.records) + told.broken
        self._tally.dropped[CUT] += told.broken
        wrong = "the reply was cut off" if told.broken or answer.cut else ""
        return Taken(readings, wrong)

    def _reader(self, told: str) -> str:
        return f"endpoint {self._model or told or 'of unnamed model'}"

    def _readings(self, piece: Piece, records: tuple[Any, ...], reader: str) -> tuple[Reading, ...]:
        self._tally.dropped[BEYOND] += max(0, len(records) - MOST_RECORDS)
        squeezed = squeeze(self._ground.text, piece.start, piece.end)
        found: list[Reading] = []
        after = piece.start
        for raw in records[:MOST_RECORDS]:
            try:
                checked = check(raw, self._ground, squeezed, after, reader)
                if checked.reading.reading_id in self._seen:
                    raise DroppedError(TWICE)
            except DroppedError as error:
                self._tally.dropped[error.reason] += 1
                continue
            self._seen.add(checked.reading.reading_id)
            self._tally.dates_left_out += checked.date_left_out
            found.append(checked.reading)
            after = checked.start
        return tuple(found)
