"""Balance of signed networks: the tribes, the state system, small graphs by hand and by brute force."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.network.analysis import analyse, analyse_windows
from detente.network.blocs import same_side
from detente.network.frustration import frustration, ill_fitting
from detente.network.signed import graph_of, signed_graph

TRIBES = Path(__file__).parent / "fixtures" / "tribes.csv"

# window, n, m, negatives, triangles, unbalanced, L
STATES = [
    ("46-49", 64, 362, 42, 1656, 77, 17),
    ("57-60", 91, 521, 90, 2172, 265, 26),
    ("63-66", 109, 626, 94, 2444, 180, 29),
    ("75-78", 130, 910, 114, 4814, 396, 48),
    ("93-96", 148, 1181, 133, 8596, 632, 50),
    ("96-99", 151, 1247, 147, 9240, 584, 45),
]
WALK = {"46-49": 0.658, "75-78": 0.338, "93-96": 0.257, "96-99": 0.364}


def edges(*ties):
    return pl.DataFrame([(a, b, s) for a, b, s in ties], schema=["a", "b", "sign"], orient="row")


def test_the_tribes_come_out_as_published():
    record = analyse(pl.read_csv(TRIBES)).record()
    assert (record["states"], record["edges"], record["negative_edges"]) == (16, 58, 29)
    assert (record["triangles"], record["unbalanced_triangles"]) == (68, 9)
    assert round(record["balanced_share"], 7) == 0.8676471
    assert round(record["walk_balance"], 7) == 0.3575761
    assert round(record["frustration"], 7) == 0.7586207
    assert record["frustration_count"] == 7
    assert record["proven"] is True
    assert sorted(name for bloc in record["blocs"] for name in bloc) == sorted(
        set(pl.read_csv(TRIBES)["a"]) | set(pl.read_csv(TRIBES)["b"])
    )


@pytest.mark.shared
@pytest.mark.parametrize(("window", "n", "m", "negative", "triangles", "unbalanced", "count"), STATES)
def test_the_state_system(shared, window, n, m, negative, triangles, unbalanced, count):
    found = analyse(pl.read_csv(shared / "signed_networks" / "cow_signed_1946_1999.csv"), window)
    assert (found.states, found.edges, found.negative_edges) == (n, m, negative)
    assert (found.triangles, found.unbalanced_triangles) == (triangles, unbalanced)
    assert (found.frustration_count, found.proven) == (count, True)
    if window in WALK:
        assert found.walk_balance == pytest.approx(WALK[window], abs=5e-4)


@pytest.mark.shared
def test_the_carried_copy_is_the_real_one(shared):
    assert pl.read_csv(shared / "signed_networks" / "tribes.csv").equals(pl.read_csv(TRIBES))


def test_two_camps_are_balanced_and_named():
    found = analyse(edges(("a", "b", 1), ("c", "d", 1), ("a", "c", -1), ("b", "d", -1), ("b", "c", -1)))
    assert (found.balanced_share, found.frustration, found.frustration_count) == (1.0, 1.0, 0)
    assert found.walk_balance == pytest.approx(1.0)
    assert found.blocs == (("a", "b"), ("c", "d"))
    assert same_side(found.blocs, "a", "b") is True
    assert same_side(found.blocs, "a", "d") is False
    assert same_side(found.blocs, "a", "x") is None


def test_what_does_not_exist_is_none_and_not_zero():
    found = analyse(edges(("a", "b", -1)))
    assert (found.triangles, found.balanced_share) == (0, None)
    assert (found.frustration, found.blocs) == (1.0, (("a",), ("b",)))
    empty = analyse(edges(("a", "b", 1)).head(0))
    assert (empty.states, empty.walk_balance, empty.frustration, empty.blocs) == (0, None, None, ())


@given(st.integers(3, 7), st.data())
@settings(max_examples=40, deadline=None)
def test_frustration_is_the_least_over_all_divisions(n, data):
    ties = [
        (f"n{i}", f"n{j}", sign)
        for i in range(n) for j in range(i)
        if (sign := data.draw(st.sampled_from([-1, -1, 0, 1])))
    ]  # fmt: skip
    graph = signed_graph(ties)
    solved = frustration(graph)
    camps = product((0, 1), repeat=len(graph.nodes))
    assert solved.count == min(ill_fitting(graph, np.array(c, dtype=int)) for c in camps)
    assert solved.proven


def test_without_time_the_division_is_good_and_says_that_it_is_not_proven():
    rng = np.random.default_rng(3)
    ties = [(f"n{i:02}", f"n{j:02}", int(rng.choice([-1, 1]))) for i in range(40) for j in range(i)]
    graph = signed_graph(ties)
    hurried = frustration(graph, seconds=1e-3)
    assert not hurried.proven
    assert hurried.count == ill_fitting(graph, np.array(hurried.camp))
    for node in range(40):
        camp = np.array(hurried.camp)
        camp[node] = 1 - camp[node]
        assert ill_fitting(graph, camp) >= hurried.count


@given(st.permutations(range(16)), st.lists(st.booleans(), min_size=16, max_size=16))
@settings(max_examples=8, deadline=None)
def test_neither_names_nor_switching_a_camp_changes_balance(order, flip):
    """Reversing all signs between a set of nodes and the rest keeps every triangle's sign."""
    frame = pl.read_csv(TRIBES)
    names = sorted(set(frame["a"]) | set(frame["b"]))
    new = {name: f"x{order[k]:02}" for k, name in enumerate(names)}
    turned = dict(zip(names, flip, strict=True))
    ties = [(new[a], new[b], -s if turned[a] != turned[b] else s) for a, b, s in frame.iter_rows()]
    found, plain = analyse(edges(*ties)), analyse(frame)
    assert found.frustration_count == plain.frustration_count == 7
    assert found.unbalanced_triangles == plain.unbalanced_triangles
    assert found.walk_balance == pytest.approx(plain.walk_balance)


def test_windows_are_kept_apart():
    frame = pl.DataFrame(
        {"window": ["w1", "w1", "w2"], "state_a": ["A", "B", "A"], "state_b": ["B", "C", "B"], "sign": [1, -1, -1]}
    )  # fmt: skip
    assert [(r.window, r.edges) for r in analyse_windows(frame)] == [("w1", 2), ("w2", 1)]
    with pytest.raises(UsageError, match="hold 2 windows"):
        analyse(frame)
    with pytest.raises(UsageError, match="no edges in window 'w3'"):
        analyse(frame, "w3")


@pytest.mark.parametrize(
    ("ties", "reason"),
    [
        ([("A", "B", 2)], "the sign is 2"),
        ([("A", "B", 0)], "the sign is 0"),
        ([("A", "A", 1)], "to itself"),
        ([("A", "B", 1), ("B", "A", -1)], "both signs"),
        ([("A", "", 1)], "edge row 2"),
    ],
)
def test_bad_edges_are_refused_where_they_stand(ties, reason):
    with pytest.raises(UsageError, match=reason):
        graph_of(edges(*ties))


def test_bad_columns_and_half_signs_are_refused():
    with pytest.raises(UsageError, match="Give a, b, sign"):
        graph_of(pl.DataFrame({"from": ["A"], "to": ["B"], "sign": [1]}))
    with pytest.raises(UsageError, match="edge row 3"):
        graph_of(pl.DataFrame({"a": ["A", "A"], "b": ["B", "C"], "sign": ["1", "friend"]}))
    with pytest.raises(UsageError, match="edge row 2"):
        graph_of(pl.DataFrame({"a": ["A"], "b": ["B"], "sign": [0.5]}))


def test_a_pair_named_twice_with_one_sign_is_one_tie():
    assert len(graph_of(edges(("A", "B", 1), ("B", "A", 1))).signs) == 1
