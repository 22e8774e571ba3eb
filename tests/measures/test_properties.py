"""Laws that every measure keeps, on made-up worlds: each is put to all of MEASURES."""

from datetime import date
from math import inf

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures.measure import Ask, Measure
from detente.measures.registry import MEASURES, measure
from detente.model.finding import MEASUREMENT_SCHEMA, measurements
from tests.measures.frames import COMPLETE, MEMBERS, PAIR, SAMPLE
from tests.measures.generated import FIRST, LAST, MAKERS, STRANGERS, statements

BOUNDS = {
    "vote_agreement": (0, 1), "same_vote_share": (0, 100), "similarity_s": (-1, 1), "similarity_kappa": (-1, 1),
    "similarity_pi": (-1, 1), "net_alignment": (-1, 1), "trade_share": (0, 100), "arms_share": (0, 100),
    "partner_concentration": (0, 1), "arms_concentration": (0, 1), "mirror_discrepancy": (-100, 100),
    "defence_agreements": (0, 1), "representation": (0, 3), "tsinghua_score": (-9, 9), "realm_profile": (0, 100),
}  # fmt: skip
"""Least and greatest value; counts, amounts and distances not named here are not negative."""
ANY = (0, inf)
SIGNED = {"event_balance", "net_cooperation", "latent_level"}
"""Differences and levels, without bounds."""
MONEY = {"trade_value": 1, "trade_expected": 1}
"""Power with which a value follows the unit of money; every other value does not depend on it."""
WORLD = {
    "trade_intensity": "imports of the world", "trade_expected": "slopes, and sizes of all states",
    "trade_potential": "slopes, and sizes of all states", "weighted_igos": "how rare a membership is",
    "event_rate": "events of the world", "realm_profile": "made of others",
}  # fmt: skip
"""Measures for which other states than the two and their partners do matter, and why."""
TOGETHER = {
    "event_balance": "rows of several lists tell one event", "event_volume": "rows of several lists tell one event",
    "tsinghua_score": "rows of several lists tell one event", "realm_profile": "made of others",
    "latent_level": "one level behind all counts, with thresholds of each data set",
    "ideal_point_distance": "one data set states points; releases are kept apart",
    "net_alignment": "one data set states points; releases are kept apart",
    "vetoes": "one data set states vetoes",
}  # fmt: skip
"""Measures whose rows are of all data sets together, and why."""
SLOW = {"latent_level", "trade_expected", "trade_potential", "realm_profile"}
QUICK = [m for m in MEASURES if m.name not in SLOW]
NEAR = 1e-7


def asked(chosen: Measure, actors=PAIR, by=None, coverage=(COMPLETE,)) -> Ask:
    members = MEMBERS if actors == PAIR else MEMBERS[::-1]
    return Ask(actors=actors, members=members, by=by or ("year" if "year" in chosen.by else chosen.by[0]),
               start=date(FIRST, 1, 1), end=date(LAST + 1, 12, 31), coverage=tuple(coverage))  # fmt: skip


def computed(chosen: Measure, frame: pl.DataFrame, question: Ask) -> pl.DataFrame:
    """The measure of these statements; one that is made of others, of their measurements."""
    if not chosen.made_of:
        return chosen.compute(frame, question)
    parts = [measure(name) for name in chosen.made_of]
    return chosen.compute(
        pl.concat(computed(part, _given(part, frame), question) for part in parts), question
    )


def _given(part: Measure, frame: pl.DataFrame) -> pl.DataFrame:
    return statements(part, 7) if part.view else frame


def told(table: pl.DataFrame, *, actors: bool = True) -> dict:
    """Value, ends, presence and n by series and period; without actors where their order is not the point."""
    return {
        (m.actors if actors else None, m.basis, m.start): (m.value, m.low, m.high, m.coverage, m.n)
        for m in measurements(table)
    }


def same(one: dict, other: dict, times: float = 1.0) -> None:
    assert one.keys() == other.keys()
    for at, (*figures, presence, n) in one.items():
        assert other[at][3:] == (presence, n), at
        for here, there in zip(figures, other[at][:3], strict=True):
            assert (here is None) == (there is None), at
            assert here is None or there == pytest.approx(here * times, rel=NEAR, abs=NEAR * times), at


def test_every_property_that_is_read_can_be_made():
    read = {p for m in MEASURES if not m.made_of for p in m.properties}
    assert read - {"vote"} <= MAKERS.keys()


@pytest.mark.parametrize("chosen", MEASURES, ids=lambda m: m.name)
def test_made_up_worlds_give_the_measure_something_to_say(chosen):
    """So that no law below holds of empty tables alone."""
    tables = [
        computed(chosen, statements(chosen, seed), asked(chosen))
        for seed in range(2 if chosen.name in SLOW else 6)
    ]
    assert pl.concat(tables).filter(pl.col("coverage") == "value").height > 0


def bounds_and_kinds_of_nothing(chosen, seed):
    frame = statements(chosen, seed)
    table = computed(chosen, frame, asked(chosen))
    assert dict(table.schema) == MEASUREMENT_SCHEMA
    known = set(frame["statement_id"])
    for m in measurements(table):
        assert (m.value is not None) == (m.coverage in {"value", "true_zero"})
        assert m.coverage != "true_zero" or m.value == 0
        assert m.directed == chosen.directed
        assert m.n >= 0
        assert set(m.actors) == set(PAIR)
        assert chosen.made_of or set(m.evidence) <= known
        least, most = BOUNDS.get(chosen.name, ANY) if m.unit == chosen.unit else ANY
        least, most = (-inf, inf) if chosen.name in SIGNED else (least, most)
        if m.value is not None:
            assert least - NEAR <= m.value <= most + NEAR
            if m.low is not None:
                assert m.low - NEAR <= m.value <= m.high + NEAR
                assert least - NEAR <= m.low
                assert m.high <= most + NEAR


def row_order_does_not_matter(chosen, seed):
    frame = statements(chosen, seed)
    shuffled = frame.sample(fraction=1, shuffle=True, seed=seed)
    same(told(computed(chosen, frame, asked(chosen))), told(computed(chosen, shuffled, asked(chosen))))


def it_does_not_matter_who_is_asked_first(chosen, seed):
    """A directed measure gives the same rows; one without direction gives them in the order asked."""
    frame = statements(chosen, seed)
    here, there = (computed(chosen, frame, asked(chosen, actors)) for actors in (PAIR, PAIR[::-1]))
    if chosen.directed:
        assert {m.actors for m in measurements(here)} <= {PAIR, PAIR[::-1]}
    else:
        assert {m.actors for m in measurements(here)} == {PAIR}
    same(told(here, actors=chosen.directed), told(there, actors=chosen.directed))


def a_dyad_of_strangers_does_not_matter(chosen, seed):
    """What other states do among themselves, with as many statements again."""
    if chosen.name in WORLD:
        return
    frame = statements(chosen, seed)
    strangers = statements(chosen, seed + 1, STRANGERS)
    strangers = strangers.filter(~pl.col("key").is_in(frame["key"].to_list()))
    strangers = _without_partners(chosen, strangers)
    plain, more = (computed(chosen, f, asked(chosen)) for f in (frame, pl.concat([frame, strangers])))
    same(told(plain), told(more))


def _without_partners(chosen: Measure, strangers: pl.DataFrame) -> pl.DataFrame:
    """Without points of the anchors, which net alignment does read."""
    return strangers.clear() if chosen.name == "net_alignment" else strangers


def the_unit_of_money_does_not_matter(chosen, seed):
    """Amounts follow the unit, ratios do not: all USD of a world times one factor."""
    frame, unit = statements(chosen, seed), (1e-3, 7.0, 1e6)[seed % 3]
    dollars = pl.col("unit") == "USD"
    gdp = pl.col("attributes").str.json_path_match("$.gdp_exporter_million_usd").cast(pl.Float64)
    scaled = frame.with_columns(
        pl.when(dollars).then(pl.col("value") * unit).otherwise("value").alias("value"),
        pl.when(gdp.is_not_null())
        .then(pl.col("attributes").str.replace(r'"gdp_exporter_million_usd": [0-9.e+]+',
                                               f'"gdp_exporter_million_usd": {5e4 * unit}'))
        .otherwise("attributes").alias("attributes"),
    )  # fmt: skip
    plain, other = (told(computed(chosen, f, asked(chosen))) for f in (frame, scaled))
    same(plain, other, unit ** MONEY.get(chosen.name, 0))


def silence_is_never_a_value(chosen, seed):
    """Beyond the coverage of every source there is nothing, whatever the measure."""
    empty = statements(chosen, seed).clear()
    late = Ask(actors=PAIR, members=MEMBERS, by=chosen.by[0], start=date(2030, 1, 1), end=date(2031, 12, 31),
               coverage=(COMPLETE, SAMPLE))  # fmt: skip
    table = computed(chosen, empty, late) if not chosen.made_of else chosen.compute(empty, late)
    assert set(table["coverage"]) <= {"outside_coverage"}
    assert table["value"].null_count() == table.height


def another_data_set_changes_no_row_of_the_first(chosen, seed):
    """Each row that says something stays, with its figures; where data sets part, it gets its source's name."""
    if chosen.name in TOGETHER or chosen.view:
        return
    frame, other = statements(chosen, seed), statements(chosen, seed + 1, source="another")
    before, after = (told(computed(chosen, f, asked(chosen))) for f in (frame, pl.concat([frame, other])))
    for (actors, basis, start), row in before.items():
        named = [at for at in after if at[1] == basis or at[1].startswith(f"{basis}; ")]
        kept = [after[at] for at in named if (at[0], at[2]) == (actors, start)]
        assert row[0] is None or row in kept, (actors, basis, start)


LAWS = (
    bounds_and_kinds_of_nothing, row_order_does_not_matter, it_does_not_matter_who_is_asked_first,
    a_dyad_of_strangers_does_not_matter, the_unit_of_money_does_not_matter, silence_is_never_a_value,
    another_data_set_changes_no_row_of_the_first,
)  # fmt: skip
each_law = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)


@each_law
@pytest.mark.parametrize("chosen", QUICK, ids=lambda m: m.name)
@settings(max_examples=3, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**20))
def test_law(law, chosen, seed):
    law(chosen, seed)


@each_law
@pytest.mark.parametrize("chosen", [measure(name) for name in sorted(SLOW)], ids=lambda m: m.name)
def test_law_of_a_slow_measure(law, chosen):
    """One world each: these estimate a model every time."""
    law(chosen, 1)


def test_exceptions_are_of_measures_that_are():
    assert {*WORLD, *TOGETHER, *SLOW, *MONEY, *BOUNDS, *SIGNED} <= {m.name for m in MEASURES}
