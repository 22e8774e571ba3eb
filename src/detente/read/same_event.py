"""Several tellings of one event, in one document or in several: which are the same, and the event they make.

The rule. Two tellings can be of one event when the acting sides, their direction, the category and the status are the
same, no mode, realm, figure, ordinal, name or date of one contradicts the other's, and neither says "another",
"again" or "further". They are of one event when besides

- both are dated to the same week or nearer, and their words share what the deed is about (or one says nothing of it);
- or both are dated, one date lies within the other, and they tell the same kind of deed and share half of what the
  shorter one says of its object, or tell the same figure above ten;
- or, in one document, one is undated and points back ("the agreement") at the only deed of its kind told before;
- or one is undated, they share three quarters of what the shorter says, and the same figure or, in one document, the
  undated one stands in its heading (in two documents: a name, and three words in all).

Visits and talks recur: they are one only within a month, and when they tell of the same person by name or
office. What two groups could claim stays apart, and so does all that is in doubt.
"""

from __future__ import annotations

from typing import Final, Literal

from detente.read.telling import Telling
from detente.read.telling_words import Words

Verdict = Literal["same", "unsure", "different"]

_STATUS: Final = {
    "occurred": "done",
    "ongoing": "done",
    "planned": "ahead",
    "negotiating": "ahead",
    "proposed": "ahead",
}
WEEK_DAYS: Final = 7
MONTH_DAYS: Final = 31
YEAR_DAYS: Final = 366
SMALL_COUNT: Final = 10
TOUCHING: Final = 40
HEADING: Final = 200
SAME_FIGURE: Final = 0.005


def compare(a: Telling, b: Telling) -> Verdict:
    """Whether two tellings are of one event; symmetric."""
    if not _same_deed(a, b):
        return "different"
    if _contradict(a, b):
        return "different"
    if a.realm != b.realm and "diplomacy" not in (a.realm, b.realm):
        return "unsure"
    return "same" if _told_alike(a, b) else "unsure"


def status_class(status: str | None) -> str | None:
    """Done, ahead, or the status itself."""
    return _STATUS.get(status or "", status)


def _same_deed(a: Telling, b: Telling) -> bool:
    status = [_STATUS.get(t.status or "", t.status) for t in (a, b)]
    sides = a.source | a.target == b.source | b.target
    directed = (a.source, a.target) == (b.source, b.target) or (
        a.reciprocal != b.reciprocal and any(_points_back(t) for t in (a, b) if t.reciprocal)
    )
    mutual = a.reciprocal and b.reciprocal
    teller = a.attributed_to == b.attributed_to if a.status == "claimed" else True
    return (
        a.event_type is not None and a.event_type == b.event_type and bool(a.source | a.target)
        and sides and (mutual or directed) and status[0] == status[1] and teller
    )  # fmt: skip


def _contradict(a: Telling, b: Telling) -> bool:
    one, other = a.words, b.words
    return (
        (a.mode is not None and b.mode is not None and a.mode != b.mode)
        or _beside(a, b)
        or one.another or other.another
        or (bool(one.ordinals and other.ordinals) and one.ordinals != other.ordinals)
        or (a.event_type == "CONSULT" and not _shared_names(one, other) and _other_people(one, other))
        or (bool(one.classes and other.classes) and not one.classes & other.classes)
        or _dates_differ(a, b)
        or _figures_differ(a, b)
    )  # fmt: skip


def _shared_names(one: Words, other: Words) -> frozenset[str]:
    """Names in both; one that begins a quote is not known for a name there."""
    return (one.names & other.about) | (one.about & other.names)


def _other_people(one: Words, other: Words) -> bool:
    return _apart(one.names, other.names) or _apart(one.offices, other.offices)


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and not one & other


def _beside(a: Telling, b: Telling) -> bool:
    """Quotes of one sentence tell two deeds, not one deed twice."""
    if a.document != b.document:
        return False
    earlier, later = sorted((a, b), key=lambda t: t.first)
    gap = later.first - earlier.last
    return gap <= 0 or (gap < TOUCHING and not later.words.opens)


def _dates_differ(a: Telling, b: Telling) -> bool:
    if a.start is None or b.start is None:
        return False
    if a.end is None or b.end is None:
        return a.start != b.start or a.end != b.end
    return not _within(a, b) and not _within(b, a)


def _within(a: Telling, b: Telling) -> bool:
    """Whether a's days lie within b's."""
    assert a.start is not None and b.start is not None and a.end is not None and b.end is not None
    return b.start <= a.start and a.end <= b.end


def same_days(a: Telling, b: Telling) -> bool:
    """Both are dated, to a week at most, and one within the other."""
    if a.days is None or b.days is None or max(a.days, b.days) > WEEK_DAYS:
        return False
    return _within(a, b) or _within(b, a)


def _figures_differ(a: Telling, b: Telling) -> bool:
    if a.value is None or b.value is None or a.unit != b.unit:
        return False
    return abs(a.value - b.value) > SAME_FIGURE * max(abs(a.value), abs(b.value))


def _told_alike(a: Telling, b: Telling) -> bool:
    one, other = a.words.about, b.words.about
    shared = one & other
    share = len(shared) / min(len(one), len(other)) if one and other else 0.0
    bare = not one or not other
    figure = a.value is not None and (a.value, a.unit) == (b.value, b.unit)
    if same_days(a, b):
        return share >= 1 / 3 or figure or bare
    if a.event_type == "CONSULT" and a.days is not None and b.days is not None:
        return max(a.days, b.days) <= MONTH_DAYS and _met_once(a, b)
    if a.start is not None and b.start is not None:
        telling_figure = figure and (a.value or 0) > SMALL_COUNT
        in_month = bare and max(a.days or YEAR_DAYS, b.days or YEAR_DAYS) <= MONTH_DAYS
        return (_kindred(a, b) and (share >= 1 / 2 or in_month)) or (
            telling_figure and (bool(shared) or bare)
        )
    if a.document == b.document and _refers(*sorted((a, b), key=lambda t: t.first)):
        return True
    if a.document == b.document:
        earlier = min((a, b), key=lambda t: t.first)
        heading = earlier.first < HEADING and earlier.start is None
        return _kindred(a, b) and share >= 3 / 4 and (heading or figure) and len(shared) + figure >= 2
    known = figure or bool(_shared_names(a.words, b.words))
    return _kindred(a, b) and share >= 3 / 4 and known and len(shared) + figure >= 3


def _kindred(a: Telling, b: Telling) -> bool:
    """Whether they tell a deed of one kind: the same thing, verb, mode or code."""
    coded = (a.mode is not None and a.mode == b.mode) or (a.cameo is not None and a.cameo == b.cameo)
    return coded or bool(a.words.classes & b.words.classes or a.words.verbs & b.words.verbs)


def _met_once(a: Telling, b: Telling) -> bool:
    """Whether a visit or meeting within one month is tell of one person, by name or by the same office."""
    one, other = a.words, b.words
    return bool(_shared_names(one, other)) or (bool(one.offices) and one.offices == other.offices)


def _points_back(telling: Telling) -> bool:
    """An undated telling of a thing spoken of before: "the agreement", "this visit"."""
    return telling.start is None and bool(telling.words.pointing)


def _refers(earlier: Telling, later: Telling) -> bool:
    """Whether the later telling points back at what the earlier one tells, and says nothing else of it."""
    more = later.words.objects - earlier.words.about
    return (
        _points_back(later)
        and bool(later.words.pointing & earlier.words.classes)
        and later.words.pointed <= earlier.words.about | later.words.offices
        and (not more or bool(later.words.verbs & earlier.words.verbs))
    )
