"""Net alignment: by hand, its laws, its interval, and the anchors a question names."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.measures.net_alignment import net_alignment
from detente.measures.registry import measure
from tests.measures.frames import SAMPLE, ask, frame, result
from tests.measures.test_ideal_point_distance import point

compute = measure("net_alignment").compute
ROWS = frame(
    point("PAK", 74, -0.1, -0.2, 0.0), point("RUS", 74, 0.2, 0.1, 0.3), point("USA", 74, 2.0, 1.9, 2.1),
    point("CHN", 74, -1.0, -1.1, -0.9), point("IND", 74, -2.0, -2.1, -1.9),
    point("PAK", 75, 0.0, -0.1, 0.1), point("USA", 75, 2.0, 1.9, 2.1),
)  # fmt: skip
IN_2019 = {"start": 2019, "end": 2019, "coverage": [SAMPLE]}


def basis(code, below="CHN", above="USA"):
    return f"{code} between {below} (-1) and {above} (1); published ideal points, release 2020-04"


def test_by_hand():
    """Pakistan: .9 from China, 2.1 from the United States, which are 3 apart: -.4. Russia: (1.2 - 1.8) / 3."""
    table = compute(ROWS, ask(**IN_2019))
    assert result(table, basis("PAK")).value == pytest.approx(-0.4)
    got = result(table, basis("RUS"))
    assert got.value == pytest.approx(-0.2)
    assert got.low < -0.2 < got.high
    assert (got.n, len(got.evidence), got.coverage) == (3, 3, "value")


def test_anchors_of_the_question():
    anchors = (("USA", frozenset({"USA"})), ("IND", frozenset({"IND"})))
    table = compute(ROWS, ask(**IN_2019, anchors=anchors))
    assert result(table, basis("PAK", "IND")).value == pytest.approx(-0.05)
    turned = compute(ROWS, ask(**IN_2019, anchors=anchors[::-1]))
    assert result(turned, basis("PAK", "USA", "IND")).value == pytest.approx(0.05)
    russian = compute(ROWS, ask(**IN_2019, anchors=(anchors[0], ("RUS", frozenset({"RUS", "SUN"})))))
    own = result(russian, basis("RUS", "RUS"))
    assert (own.value, own.low, own.high) == (-1, None, None)
    with pytest.raises(UsageError, match="two different states, not USA USA"):
        compute(ROWS, ask(**IN_2019, anchors=(anchors[0], anchors[0])))


def test_nothing_without_all_three():
    table = compute(ROWS, ask(start=2020, end=2020, coverage=[SAMPLE]))
    assert set(table["coverage"]) == {"no_data"}
    together = frame(point("PAK", 74, 0, -1, 1), point("USA", 74, 1, 0, 2), point("CHN", 74, 1, 0, 2))
    assert result(compute(together, ask(**IN_2019)), basis("PAK")).coverage == "no_data"


places = st.floats(-3, 3).map(lambda x: round(x, 3))
sds = st.floats(0.01, 0.5)


@settings(max_examples=60, deadline=None)
@given(places, places, places, sds, sds, sds, places, st.floats(0.5, 3))
def test_laws(x, a, b, sd_x, sd_a, sd_b, shift, unit):
    assume(abs(a - b) > 0.01)
    state, above, below = (x, sd_x), (a, sd_a), (b, sd_b)
    value, low, high = net_alignment(state, above, below)
    assert value == pytest.approx((abs(x - b) - abs(x - a)) / abs(a - b), abs=1e-9)
    assert -1 <= low <= value + 1e-9 and value <= high + 1e-9 <= 1 + 2e-9
    turned = net_alignment(state, below, above)
    assert turned == pytest.approx((-value, -high, -low), abs=1e-6)
    moved = net_alignment(*((unit * place + shift, unit * sd) for place, sd in (state, above, below)))
    assert moved == pytest.approx((value, low, high), abs=1e-6)


def test_the_interval_holds_nine_in_ten():
    rng = np.random.default_rng(2)
    truth, sd = np.array([0.4, 2.5, -0.6]), np.array([0.2, 0.15, 0.25])
    value = (2 * truth[0] - truth[1] - truth[2]) / (truth[1] - truth[2])
    held = []
    for _ in range(3000):
        _, low, high = net_alignment(*zip(truth + sd * rng.standard_normal(3), sd, strict=True))
        held.append(low <= value <= high)
    assert np.mean(held) == pytest.approx(0.9, abs=0.015)


def test_an_uncertain_order_of_anchors_allows_anything():
    assert net_alignment((0.0, 0.1), (0.1, 0.3), (-0.1, 0.3))[1:] == (-1, 1)
    assert net_alignment((0.0, None), (1.0, 0.1), (-1.0, 0.1)) == (0, None, None)
