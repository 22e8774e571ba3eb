"""Documents read by a chat endpoint in place of the embedded model: piece by piece, with what failed told."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from itertools import groupby
from typing import Any, Final

from detente.errors import DetenteError, DocumentError, FetchError, UsageError
from detente.fetch.endpoint import Endpoint, EndpointError
from detente.fetch.endpoint_address import KEY_VARIABLE, Key, endpoint_address
from detente.model.reading import Reading
from detente.read.document import Document
from detente.read.endpoint import OPTIONAL_FIELDS, Asking, Tally
from detente.read.endpoint.asking import Taken
from detente.read.endpoint.pieces import Piece
from detente.study.reading import Outcome

FAILURES_IN_A_ROW: Final = 3
Step = Callable[[int], None]
Bar = Callable[[str, int], AbstractContextManager[Step | None]]


@contextmanager
def no_bar(name: str, steps: int) -> Iterator[None]:
    """For where nobody watches."""
    yield None


class EndpointReader:
    """Reads documents by asking an endpoint.

    `tokens_total`: the most tokens, in and out, of the whole run; None: no limit. `bar`: what shows the pieces done.
    `over`: it reads no more, because the endpoint refuses, has failed three pieces in a row, or the tokens are spent.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        model: str | None,
        published: date | None,
        tokens_total: int | None = None,
        bar: Bar = no_bar,
    ) -> None:
        self._endpoint, self._model, self._published = endpoint, model, published
        self._tokens_total, self._bar = tokens_total, bar
        self._failures = 0
        self.tally = Tally()
        self.over = False

    def read(self, document: Document) -> Outcome:
        """The readings of a document, with an error for each stretch of it that is not read, or not whole."""
        asking = Asking(document, self._published, self._model, self.tally)
        readings: list[Reading] = []
        errors: list[DetenteError] = []
        wrong: list[tuple[int, str]] = []
        unread = 0
        with self._bar(document.name, len(asking.pieces)) as step:
            for number, piece in enumerate(asking.pieces):
                found, why, whole_failure = self._piece(asking, piece, errors)
                readings += found
                unread += whole_failure
                if why:
                    wrong.append((number, why))
                if step is not None:
                    step(1)
        nothing = unread == len(asking.pieces) > 0
        if not (nothing and errors):
            errors += _stretches(asking, wrong, document.name)
        readings.sort(key=lambda r: (r.quote.start, r.quote.end, r.kind, r.reading_id))
        return Outcome(readings, errors, nothing=nothing)

    def _piece(
        self, asking: Asking, piece: Piece, errors: list[DetenteError]
    ) -> tuple[tuple[Reading, ...], str, bool]:
        """(readings, what is wrong with them, whether nothing came at all) of a piece; ends the run in `errors`."""
        if not self.over:
            request = asking.request(piece, self._tokens_left())
            self._end_when_spent(asking.cost(request), errors)
        if self.over:
            return (), "not asked about", True
        try:
            reply: Any = self._endpoint.post(request, OPTIONAL_FIELDS)
        except EndpointError as error:
            self._end(error, errors)
            return (), "not asked about", True
        except FetchError as error:
            taken = Taken((), error.what, nothing=True)
        else:
            taken = asking.take(piece, request, reply)
        self._failures = self._failures + 1 if taken.nothing else 0
        if self._failures == FAILURES_IN_A_ROW:
            self._end(
                FetchError(
                    f"{FAILURES_IN_A_ROW} pieces in a row came to nothing, the last as {taken.wrong}; "
                    "it is asked no more",
                    where=self._endpoint.address.shown,
                    todo="Run the same command later",
                ),
                errors,
            )
        lead = "not read" if taken.nothing else "read in part"
        return taken.readings, f"{lead}: {taken.wrong}" if taken.wrong else "", taken.nothing

    def _tokens_left(self) -> int | None:
        return None if self._tokens_total is None else self._tokens_total - self.tally.tokens

    def _end_when_spent(self, cost: int, errors: list[DetenteError]) -> None:
        left = self._tokens_left()
        if left is not None and cost >= left:
            self._end(
                UsageError(
                    f"{self.tally.tokens:,} tokens are spent, and the next piece of text would pass "
                    f"{self._tokens_total:,}",
                    where="--max-tokens-total",
                    todo="Allow more, or give less text",
                ),
                errors,
            )

    def _end(self, error: DetenteError, errors: list[DetenteError]) -> None:
        self.over = True
        errors.append(error)


def _stretches(asking: Asking, wrong: list[tuple[int, str]], name: str) -> list[DocumentError]:
    """One error for each run of pieces (by number) that stand together and failed alike."""
    found: list[DocumentError] = []
    for (_, why), group in groupby(enumerate(wrong), lambda item: (item[1][0] - item[0], item[1][1])):
        numbers = [number for _, (number, _) in group]
        start, end = asking.place(asking.pieces[numbers[0]])[0], asking.place(asking.pieces[numbers[-1]])[1]
        found.append(
            DocumentError(
                f"characters {start:,} to {end:,} are {why}",
                where=name,
                todo="Read the document again when the endpoint answers",
            )
        )
    return found


def endpoint_reader(
    url: str,
    *,
    model: str | None,
    published: date | None,
    seconds: float,
    tokens_total: int | None,
    insecure: bool,
    tell: Callable[[str], None],
    bar: Bar = no_bar,
) -> EndpointReader:
    """A reader that asks the endpoint at `url`; the key comes from the environment. Raises UsageError."""
    endpoint = Endpoint(
        endpoint_address(url, insecure=insecure), Key(os.environ.get(KEY_VARIABLE, "").strip()),
        seconds, tell=tell,
    )  # fmt: skip
    return EndpointReader(endpoint, model, published, tokens_total, bar)
