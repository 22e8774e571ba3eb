"""What `detente review` shows of a reading: its sentence with the quote marked, and what was read in it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

from detente.errors import UnknownActorError
from detente.model.reading import DateInterval, Quantity, Reading
from detente.read.clean import Cleaned
from detente.read.corrections import difference
from detente.read.endpoint.tables import MEANINGS
from detente.read.judged import Judged
from detente.read.sentences import Sentence, sentences
from detente.read.told_changes import SHORT, helped
from detente.world.states import label

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from detente.read.document import Document

Parts = tuple[Cleaned, list[Sentence]]
"""A document's cleaned text and the sentences in it."""
AROUND: Final = 240
"""Most characters of the sentence shown on each side of the quote."""
LONGEST_QUOTE: Final = 1200
KEYS: Final = "[a]ccept  [c]orrect  [r]eject  [s]kip  [u]ndo  [q]uit  [?] help"
HELP: Final = (
    ("a", "it is right, as shown; a reason may follow: a the treaty is in the text"),
    ("c", "it is right but for some fields, which you then give"),
    (
        "r",
        "it is wrong, and nothing of the kind is said; a reason is asked: r this is about a football match",
    ),
    ("s", "leave it open and go on; it is shown again next time"),
    ("u", "take the last verdict back and show its reading again"),
    ("q", "stop; every verdict is kept already, and the rest is shown next time"),
)


class Board:
    """Prints to a terminal or a pipe, as wide as it is."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._parts: dict[str, Parts] = {}

    def say(self, *lines: str) -> None:
        """Plain lines."""
        for line in lines:
            self.console.print(safe(line), markup=False, highlight=False)

    def say_whole(self, *lines: str) -> None:
        """Lines that are not broken, so that a command in them can be copied."""
        for line in lines:
            self.console.print(safe(line), markup=False, highlight=False, soft_wrap=True)

    def reading(self, one: Judged, shown: Reading, document: Document | None, place: str) -> None:
        """A reading as it is put to the reviewer; `place`: which of how many."""
        from rich.padding import Padding
        from rich.rule import Rule
        from rich.text import Text

        name = safe(shown.document).rsplit("/", 1)[-1]
        said = (
            f"{place} · confidence {one.read.confidence:.2f} · {name}"  # a long name is cut, not the figure
        )
        self.console.print()
        self.console.print(Rule(Text(said), align="left"))
        self.console.print(Padding(self._words(shown, document), (1, 0, 1, 2)))
        self.console.print(self._fields(one, shown))
        self.console.print()

    def help(self) -> None:
        """The keys."""
        self._pairs(HELP)

    def fields(self, reading: Reading) -> None:
        """The fields that can be changed, and what each takes."""
        self._pairs(
            [*helped(reading), ("", "an empty line ends the changes; ? shows this again; q leaves them")]
        )

    def _pairs(self, pairs: object) -> None:
        from rich.table import Table

        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="bold", no_wrap=True)
        grid.add_column(overflow="fold")
        for name, says in pairs:  # type: ignore[attr-defined]
            grid.add_row(f"  {name}", _plain(says))
        self.console.print(grid)

    def _words(self, shown: Reading, document: Document | None) -> Text:
        from rich.text import Text

        parts = None
        if document is not None:
            if document.sha256 not in self._parts:
                cleaned = document.cleaned()
                self._parts[document.sha256] = (cleaned, sentences(cleaned.text))
            parts = self._parts[document.sha256]
        before, quote, after = in_sentence(shown, parts)
        marked = self.console.is_terminal and not self.console.no_color
        text = Text(before)
        text.append(quote if marked else f"[[{quote}]]", style="bold underline")
        return text.append(after)

    def _fields(self, one: Judged, shown: Reading) -> RenderableType:
        from rich.table import Table

        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        changed = difference(one.read, shown)
        for name, value in described(shown):
            mark = " (changed)" if SHORT.get(name) in changed else ""
            grid.add_row(f"  {name}", _plain(value + mark))
        if one.verdict is not None:
            v = one.verdict
            done = {"accept": "accepted", "reject": "rejected", "correct": "corrected"}[v.kind]
            grid.add_row("  judged", _plain(f"{done} by {v.made_by} on {v.made_on}: {v.reason}"))
        return grid


_KINDS: Final = {
    "stance": "a stance: what a state wants, hopes or holds, not what it did",
    "quantity": "a figure without a deed",
}


def described(r: Reading) -> list[tuple[str, str]]:
    """A reading's fields by the names that a person types; what is empty and rarely told is left out."""
    meaning = f" ({MEANINGS[r.event_type]})" if r.event_type else ""
    rows = [
        ("kind", _KINDS.get(r.kind, "")),
        ("who", _actors(r.source_actors) + (" (mutual)" if r.reciprocal else "")),
        ("whom", "" if r.reciprocal else _actors(r.target_actors) or "none"),
        ("type", f"{r.event_type}{meaning}" if r.event_type else ""),
        ("mode", r.mode or ""),
        ("status", r.status),
        ("realm", r.realm),
        ("when", when(r.date)),
        ("figure", figure(r.quantity)),
        ("said by", _actors((r.attributed_to,)) if r.attributed_to else ""),
        ("because", r.because),
    ]
    return [(name, value) for name, value in rows if value]


def changes_told(before: Reading, after: Reading) -> list[str]:
    """What was changed, a line a field."""
    names = {field: name for name, field in SHORT.items()}
    old, new = before.record(), after.record()
    return [
        f"  {names[name]}: {_value(name, before, old)} -> {_value(name, after, new)}"
        for name in difference(before, after)
    ]


def _value(name: str, reading: Reading, record: dict[str, Any]) -> str:
    if name == "quote":
        return repr(_short(_line(reading.quote.plain), 80))
    if name == "date":
        return when(reading.date)
    if name == "quantity":
        return figure(reading.quantity) or "none"
    value = record[name]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) or "none" if isinstance(value, list) else str(value or "none")


def when(interval: DateInterval | None) -> str:
    """A date as it can be typed."""
    if interval is None:
        return "none"
    if interval.start == interval.end:
        return interval.start.isoformat()
    return f"{interval.start}..{interval.end or ''} ({interval.precision if interval.end else 'it lasts'})"


def figure(q: Quantity | None) -> str:
    """A figure as it can be typed, with its change and period."""
    if q is None:
        return ""
    number = f"{q.value:,.0f}" if q.value == int(q.value) else f"{q.value:,}"
    bound = "" if q.bound == "=" else f"{q.bound} "
    change = f"; change {q.change_percent:g} percent" if q.change_percent is not None else ""
    period = f"; period {when(q.period)}" if q.period else ""
    return f"{bound}{number} {q.unit}" + (f" of {q.of}" if q.of else "") + change + period


def in_sentence(shown: Reading, parts: Parts | None) -> tuple[str, str, str]:
    """The words before the quote, the quote, and those after it, of the sentences it stands in.

    One line each, without markup; a long sentence is cut at words. `parts`: of the document; None: the quote alone.
    """
    quote = _short(_line(shown.quote.plain), LONGEST_QUOTE)
    if parts is None:
        return "", quote, ""
    cleaned, spans = parts
    origin = cleaned.origin
    inside = [at for at in range(len(origin) - 1) if shown.quote.start <= origin[at] < shown.quote.end]
    if not inside:
        return "", quote, ""
    first, last = inside[0], inside[-1] + 1
    around = [s for s in spans if s.start < last and s.end > first] or [Sentence(first, last, 0)]
    before = _line(cleaned.text[min(around[0].start, first) : first], ends=True)
    after = _line(cleaned.text[last : max(around[-1].end, last)], ends=True)
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + " …"
    return before, quote, after


def safe(text: str) -> str:
    """Text without what a terminal would obey: control characters and marks that turn the direction of writing."""
    return "".join(
        "\ufffd" if (c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs")) or c in _TURNING else c
        for c in text
    )


_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _line(text: str, *, ends: bool = False) -> str:
    """On one line; `ends`: a space at its ends is kept as one."""
    words = safe(" ".join(text.split()))
    if not ends or not words:
        return words or (" " if ends and text else "")
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")


def _short(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    half = most // 2
    return (
        f"{text[:half].rpartition(' ')[0] or text[:half]} … {text[-half:].partition(' ')[2] or text[-half:]}"
    )


def _actors(codes: tuple[str, ...]) -> str:
    return ", ".join(_actor(code) for code in codes)


def _actor(code: str) -> str:
    """A code with its name; whoever is no state or organisation (an official who is quoted) as the text has it."""
    try:
        return f"{code} {label(code)}"
    except UnknownActorError:
        return code


def _plain(text: str) -> Text:
    from rich.text import Text

    return Text(safe(text))
