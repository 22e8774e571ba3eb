"""The walk of `detente review`: one reading after the other, each answered with a key and kept at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, Protocol

from detente.cli.review_text import KEYS, Board, changes_told
from detente.errors import UsageError
from detente.model.judgement import Judgement
from detente.model.reading import Reading
from detente.read.corrections import corrected, difference
from detente.read.judged import Judged
from detente.read.told_changes import told_change

if TYPE_CHECKING:
    from detente.read.document import Document

Verdict = Literal["accept", "correct", "reject"]
Key = Verdict | Literal["skip", "undo", "quit", "help"]
_KEYS: Final[dict[str, Key]] = {
    "a": "accept", "accept": "accept", "c": "correct", "correct": "correct", "r": "reject", "reject": "reject",
    "s": "skip", "skip": "skip", "u": "undo", "undo": "undo", "q": "quit", "quit": "quit", "?": "help", "help": "help",
}  # fmt: skip
AS_READ: Final = "the words say so"
"""The reason of an acceptance that is given none."""
EMPTY: Final = "a reason is needed"
CUT: Final = "the answers end before this verdict is whole, so it was not made"


class Answers(Protocol):
    """Where answers come from: a person who can be asked again, or lines of a pipe that cannot."""

    asks_again: bool

    def ask(self, prompt: str) -> str:
        """The next answer. Raises EOFError when there is none."""
        ...

    def refused(self, error: UsageError) -> UsageError:
        """The error with the place of the answer that it is about."""
        ...


class Desk(Protocol):
    """What keeps the verdicts."""

    def judge(self, one: Judged, kind: Verdict, reason: str, changed: Reading | None) -> Judged:
        """Keeps a verdict; it is on disk at return."""
        ...

    def take_back(self, judged: Judged, before: Judged) -> Judged:
        """Takes it back."""
        ...


@dataclass(slots=True)
class Walk:
    """A walk over readings.

    `queue`: what is shown, in order; `text`: the document of a reading where it is at hand. `made`: the judgements
    made, in order, those taken back and the taking back included.
    """

    queue: list[Judged]
    board: Board
    answers: Answers
    desk: Desk
    text: Callable[[Judged], Document | None]
    made: list[Judgement] = field(default_factory=list)
    at: int = 0
    _before: list[tuple[int, Judged]] = field(default_factory=list)

    def run(self) -> None:
        """Until the end of the queue, an end of answers, or q. Raises UsageError for a line of a pipe that is none."""
        shown = -1
        while self.at < len(self.queue):
            if shown != self.at:
                self._show()
                shown = self.at
            try:
                line = self.answers.ask(f"{KEYS}\n> ")
            except EOFError:
                return
            try:
                if not self._obey(line):
                    return
            except EOFError:
                if self.answers.asks_again:
                    return
                raise self.answers.refused(
                    UsageError(CUT, todo="Give its changes, an empty line, the reason")
                ) from None
            except UsageError as error:
                self._refuse(error)

    @property
    def counts(self) -> dict[str, int]:
        """How many readings were accepted, corrected, rejected in this walk and still are, and how many are left."""
        found = dict.fromkeys(("accepted", "corrected", "rejected"), 0)
        for place, _ in self._before:
            verdict = self.queue[place].verdict
            assert verdict is not None
            found[{"accept": "accepted", "correct": "corrected", "reject": "rejected"}[verdict.kind]] += 1
        return found | {"left": len(self.queue) - len(self._before)}

    @property
    def touched(self) -> list[Judged]:
        """The readings judged in this walk, as they now stand."""
        return [self.queue[place] for place, _ in self._before]

    def _refuse(self, error: UsageError) -> None:
        if not self.answers.asks_again:
            raise self.answers.refused(error)
        self.board.say(str(error))

    def _show(self) -> None:
        one = self.queue[self.at]
        place = f"Reading {self.at + 1} of {len(self.queue)}"
        self.board.reading(one, one.stands or one.read, self.text(one), place)

    def _obey(self, line: str) -> bool:
        """Does what one answer says; False ends the walk."""
        name, _, rest = line.strip().partition(" ")
        key = _KEYS.get(name.lower())
        if key is None:
            raise UsageError(
                f"{line.strip()!r} is no answer", todo="Answer a, c, r, s, u or q; ? explains them"
            )
        if key == "quit":
            return False
        if key == "help":
            self.board.help()
        elif key == "undo":
            self._undo()
        elif key == "skip":
            self.at += 1
        else:
            self._judge(key, rest.strip())
        return True

    def _judge(self, key: Verdict, reason: str) -> None:
        one = self.queue[self.at]
        changed = self._changed(one) if key == "correct" else None
        if key == "correct" and changed is None:
            self.board.say("Nothing is changed; the reading is still open.")
            return
        if changed is not None:
            self.board.say(*changes_told(one.stands or one.read, changed))
        why = reason or (AS_READ if key == "accept" else self._why())
        if not why:
            raise UsageError(EMPTY, todo="Say why: it is kept with the verdict")
        done = self.desk.judge(one, key, why, changed)
        assert done.last is not None
        self.queue[self.at] = done
        self._before.append((self.at, one))
        self.made.append(done.last)
        self.at += 1

    def _undo(self) -> None:
        if not self._before:
            raise UsageError("nothing was judged yet that could be taken back", todo="Answer a, c, r, s or q")
        place, before = self._before.pop()
        done = self.desk.take_back(self.queue[place], before)
        assert done.last is not None
        self.made.append(done.last)
        self.queue[place], self.at = done, place
        self.board.say("The last verdict is taken back.")

    def _why(self) -> str:
        why = self.answers.ask("Why? ").strip()
        while not why and self.answers.asks_again:
            self.board.say(f"{EMPTY.capitalize()}: it is kept with the verdict.")
            why = self.answers.ask("Why? ").strip()
        return why

    def _changed(self, one: Judged) -> Reading | None:
        """The reading as the person changes it, field by field; None when it is left as it is."""
        reading, document = one.stands or one.read, self.text(one)
        start = reading
        if self.answers.asks_again:
            self.board.say(
                "Write field = value, as status = planned; an empty line ends; ? lists the fields."
            )
        while line := self.answers.ask("change> ").strip():
            if line == "?":
                self.board.fields(reading)
            elif line.lower() in ("q", "quit"):
                return None
            else:
                try:
                    reading = self._with(reading, line, document)
                except UsageError as error:
                    self._refuse(error)
        return reading if difference(start, reading) else None

    def _with(self, reading: Reading, line: str, document: Document | None) -> Reading:
        changed = corrected(
            reading, told_change(line, reading, document), document.text if document is not None else None
        )
        told = changed.record()
        also = [n for n in difference(reading, changed) if n in ("mode", "cameo") and told[n] is None]
        if also and not line.lower().startswith(tuple(also)):
            self.board.say(f"{' and '.join(also)} emptied: of the type that was.")
        return changed


def summary(walk: Walk, golden: Sequence[str]) -> list[str]:
    """What a walk came to, in lines for the reviewer."""
    counts = walk.counts
    left = counts.pop("left")
    judged = sum(counts.values())
    parts = ", ".join(f"{n} {what}" for what, n in counts.items() if n)
    lines = [f"{judged} judged" + (f": {parts}" if parts else "") + f"; {left} left open."]
    return [*lines, *golden]
