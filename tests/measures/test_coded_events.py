"""Net cooperation, rates and the running score: named tables, retold events, zeros and steps."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures.deeds import Deed
from detente.measures.registry import measure
from detente.measures.tsinghua_score import levels, moved, points
from detente.model.source import Coverage
from tests.measures.frames import SAMPLE, ask, frame, result, said

net, rate, score = (measure(name).compute for name in ("net_cooperation", "event_rate", "tsinghua_score"))


def event(key, cameo, quad, sender="PAK", receiver="RUS", day=date(2000, 5, 1), **more):
    return said("coded_event", key, source="icews", source_actors=[sender], target_actors=[receiver], cameo=cameo,
                start=day, end=day, attributes={"quad_class": quad} | more)  # fmt: skip


def counted(sender, receiver, kind, value, year=2000):
    return said("coded_event_count", f"{sender} {kind} {year}", source="icews_yearly", year=year, value=float(value),
                object=kind, source_actors=[sender], target_actors=[receiver], unit="events")  # fmt: skip


def test_tables_differ_and_are_named():
    table = net(frame(event("a", "016", 1)), ask(start=2000, end=2000, coverage=[SAMPLE]))
    means = {t: result(table, f"mean Goldstein score, table {t}; both directions; icews").value
             for t in ("GDELT", "ICEWS", "KEDS")}  # fmt: skip
    assert means == {"GDELT": -2.0, "ICEWS": -5.0, "KEDS": 3.4}
    assert result(table, "mean Goldstein score, table GDELT; RUS to PAK; icews").coverage == "no_data"


def test_a_code_that_a_table_lacks_is_left_out_of_it_alone():
    table = net(
        frame(event("a", "019", 1), event("b", "010", 1)), ask(start=2000, end=2000, coverage=[SAMPLE])
    )
    assert result(table, "sum of Goldstein scores, table KEDS; PAK to RUS; icews").n == 1
    assert result(table, "sum of Goldstein scores, table GDELT; PAK to RUS; icews").n == 2


def test_what_is_told_again_is_counted_once_and_directions_add_up():
    rows = [event("a", "040", 1), event("b", "040", 1, duplicate_of="st-a"), event("c", "190", 4, "RUS", "PAK"),
            event("d", "040", 1, "IND", "RUS"), event("e", None, None)]  # fmt: skip
    table = net(frame(*rows), ask(start=2000, end=2000, coverage=[SAMPLE]))
    assert result(table, "net share by quad class; both directions; icews").value == 0
    assert result(table, "net share by quad class; both directions; icews").coverage == "value"
    assert result(table, "net share by quad class; PAK to RUS; icews").value == 1
    assert result(table, "sum of Goldstein scores, table GDELT; both directions; icews").value == 1 - 10
    assert len(result(table, "net share by quad class; both directions; icews").evidence) == 2


def test_counts_of_classes_and_their_zeros():
    rows = [counted("PAK", "RUS", "verbal cooperation", 6), counted("PAK", "RUS", "material conflict", 2),
            counted("PAK", "RUS", "verbal cooperation", 0, 2001)]  # fmt: skip
    table = net(
        frame(*rows),
        ask(start=2000, end=2002, coverage=[Coverage(date(2000, 1, 1), date(2001, 12, 31), "sample")]),
    )
    assert [
        result(table, "net share by quad class; PAK to RUS; icews_yearly", start=y).value
        for y in (2000, 2001, 2002)
    ] == [0.5, None, None]
    assert [
        result(table, "net share by quad class; PAK to RUS; icews_yearly", start=y).coverage
        for y in (2000, 2001, 2002)
    ] == ["value", "no_data", "outside_coverage"]
    assert not [b for b in table["basis"] if "Goldstein" in b]


def test_a_rate_needs_the_world_of_its_own_source_and_period():
    def world(value, source="icews_yearly", year=2000):
        return said("world_events", f"{source} {year}", source=source, year=year, value=float(value))

    rows = [counted("PAK", "RUS", "verbal cooperation", 30), counted("RUS", "PAK", "verbal conflict", 20),
            counted("PAK", "RUS", "verbal cooperation", 0, 2001), counted("PAK", "RUS", "verbal cooperation", 5, 2002),
            world(25_000), world(25_000, year=2001), world(9, "icews")]  # fmt: skip
    table = rate(frame(*rows), ask(start=2000, end=2002, coverage=[SAMPLE]))
    both = {y: result(table, "both directions; icews_yearly", start=y) for y in (2000, 2001, 2002)}
    assert [both[y].value for y in both] == [20.0, 0.0, None]
    assert [both[y].coverage for y in both] == ["value", "true_zero", "no_data"]
    assert result(table, "RUS to PAK; icews_yearly", start=2000).value == 8


def test_a_month_that_the_window_cuts_short_is_left_out_on_both_sides():
    months = [said("world_events", f"{m}", source="icews", value=100.0, start=date(2018, m, 1), end=date(2018, m, 30))
              for m in (4, 6, 9)]  # fmt: skip
    days = (date(2018, 4, 3), date(2018, 4, 29), date(2018, 5, 5), date(2018, 9, 2))
    rows = [event(str(day), "040", 1, day=day) for day in days]
    window = ask("all", start=date(2018, 1, 1), end=date(2018, 9, 15), coverage=[SAMPLE])
    assert result(rate(frame(*rows, *months), window), "both directions; icews").value == 10_000 * 2 / 200


def deed(kind, month=1, year=2000, cameo=""):
    return Deed(date(year, month, 1), frozenset(), 0, True, frozenset({f"{kind}{month}"}), kind, cameo)


def test_a_step_shrinks_toward_its_side():
    assert moved(0, 0.9) == pytest.approx(0.9)
    assert moved(4.5, 0.9) == pytest.approx(0.45)
    assert moved(4.5, -0.9) == pytest.approx(-1.35)
    assert moved(9, 0.9) == 0 == moved(-9, -0.9)


def test_a_code_scores_before_its_class_and_a_class_without_codes_does_not():
    assert points(deed("AGREE", cameo="057")) == 8.0
    assert points(deed("AGREE")) == pytest.approx(sum([3, 4, 5.2, 4.5, 5.2, 7, 7, 4, 5, 7, 5]) / 11, abs=3)
    assert points(deed("")) is None


def test_events_of_a_month_meet_the_level_before_it():
    path = levels([deed("AGREE", cameo="030"), deed("AGREE", cameo="030"), deed("ACCUSE", 3, cameo="110")])
    assert path[2000, 1] == pytest.approx(0.8)
    assert path[2000, 3] == pytest.approx(0.8 - 0.2 * (9 + 0.8) / 9)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["AGREE", "SUPPORT", "ASSAULT", "ACCUSE"]), st.integers(1, 12)), max_size=80
    )
)
def test_the_score_stays_on_its_scale(events):
    path = levels([deed(kind, month) for kind, month in events])
    assert all(-9 <= level <= 9 for level in path.values())


def test_a_score_holds_its_level_and_is_outside_after_the_chronology():
    day = {"start": date(2001, 2, 1), "end": date(2001, 2, 1)}
    rows = [said("event", "a", source="chronology", event_type="AGREE", status="occurred", standing="low",
                 source_actors=["PAK"], target_actors=["RUS"], **day)]  # fmt: skip
    table = score(frame(*rows), ask(start=2000, end=2023, coverage=[SAMPLE]))
    weak = {
        row["start"].year: row
        for row in table.iter_rows(named=True)
        if row["basis"].endswith("with unconfirmed")
    }
    assert weak[2000]["coverage"] == "no_data"
    assert weak[2001]["value"] == weak[2010]["value"] > 0
    assert weak[2023]["coverage"] == "outside_coverage"
    firm = table.filter(~table["basis"].str.ends_with("with unconfirmed"))
    assert firm["value"].null_count() == firm.height > 0


def test_a_kept_score_names_the_events_that_moved_it_last():
    told = {"property_": "event", "source": "chronology", "event_type": "SUPPORT", "realm": "trade",
            "source_actors": ["PAK", "RUS"], "status": "occurred", "standing": "high"}  # fmt: skip
    days = (date(2000, 3, 1), date(2000, 5, 1), date(2000, 5, 9))
    events = frame(*(said(**told | {"key": str(day), "start": day, "end": day}) for day in days))
    table = score(events, ask(start=2000, end=2001)).filter(pl.col("basis").str.ends_with("; confirmed"))
    moving, kept = (row for row in table.sort("start").iter_rows(named=True))
    assert kept["value"] == moving["value"]
    assert (moving["n"], len(moving["evidence"]), kept["n"]) == (3, 3, 0)
    assert set(kept["evidence"]) == set(events["statement_id"].to_list()[1:])
