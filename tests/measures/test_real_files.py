"""The figures of the first case, from the publishers' own files by a few lines of their own."""

from datetime import date

import polars as pl
import pytest

from detente.measures.registry import measure
from detente.model.source import Coverage
from detente.model.statement import statement_frame
from tests.measures.frames import ask, frame, result, said

pytestmark = pytest.mark.shared
TEXT = {"infer_schema_length": 0}
ALL = "all roll calls"
SOME = "non-unanimous roll calls"


def view(votes, pair):
    """The columns of joint_votes from rcid, session, day, state, value of all states."""
    real = votes.filter(pl.col("value").is_in([1.0, 2.0, 3.0]))
    calls = real.group_by("rcid").agg(
        unanimous=pl.col("value").n_unique() == 1, states_voting=pl.len().cast(pl.Int64)
    )
    own = real.filter(pl.col("state").is_in(pair)).join(calls, on="rcid").sort("rcid", "state")
    told = statement_frame(
        own.select(
            source=pl.lit("un_votes"), key=pl.format("rcid={} state={}", "rcid", "state"),
            property=pl.lit("vote"), source_actors=pl.concat_list("state"), object="rcid", value="value",
            original=pl.col("value").cast(pl.String), start="day", end="day",
        )
    )  # fmt: skip
    return pl.concat([told, own.select("unanimous", "states_voting", "session")], how="horizontal")


@pytest.fixture(scope="module")
def published(shared):
    raw = pl.read_csv(shared / "unvotes" / "UNVotesPublished.csv.gz", **TEXT)
    return view(
        raw.select(
            "rcid",
            pl.col("session").cast(pl.Int64),
            pl.col("ccode").replace({"770": "PAK", "365": "RUS"}).alias("state"),
            pl.col("vote").cast(pl.Float64).alias("value"),
            pl.coalesce(
                pl.col("date").str.to_date("%m/%d/%Y", strict=False),
                pl.date(pl.col("year").str.slice(0, 4).cast(pl.Int32, strict=False), 12, 1),
                pl.date(pl.col("session").cast(pl.Int32) + 1945, 12, 1),
            ).alias("day"),
        ),
        ["PAK", "RUS"],
    )


def test_joint_votes_of_the_first_case(published):
    got = result(
        measure("same_vote_share").compute(published, ask("all", date(1946, 1, 1), date(2015, 12, 31))), ALL
    )
    assert got.n == 5247
    assert round(got.value, 1) == 66.7


@pytest.mark.parametrize(("decade", "percent"), [(1940, 38), (1980, 80), (1990, 58), (2000, 77)])
def test_same_votes_by_decade(published, decade, percent):
    table = measure("same_vote_share").compute(published, ask("all", start=decade, end=decade + 9))
    assert round(result(table, ALL).value) == percent


def test_session_74_from_the_other_layout(shared):
    folder = shared / "unvotes"
    calls = pl.read_csv(folder / "roll_calls.csv", **TEXT).select("rcid", "session", "date")
    raw = pl.read_csv(folder / "un_votes_1946_2020.csv.gz", **TEXT).with_columns(
        pl.col("rcid").cast(pl.Float64).cast(pl.Int64).cast(pl.String)
    )
    votes = raw.join(calls, on="rcid").filter(pl.col("session") == "74").select(
        "rcid",
        pl.col("session").cast(pl.Int64),
        pl.col("country").replace({"Pakistan": "PAK", "Russia": "RUS"}).alias("state"),
        pl.col("vote").replace_strict({"yes": 1.0, "abstain": 2.0, "no": 3.0}).alias("value"),
        pl.col("date").str.to_date().alias("day"),
    )  # fmt: skip
    told = view(votes, ["PAK", "RUS"])
    window = ask("session", date(2019, 10, 1), date(2020, 5, 1))
    expected = {
        ("vote_agreement", ""): 0.814,
        ("similarity_s", "; absolute distance"): 0.628,
        ("similarity_s", "; squared distance"): 0.733,
        ("similarity_kappa", "; linear weights"): 0.411,
        ("similarity_kappa", "; quadratic weights"): 0.477,
        ("similarity_pi", "; quadratic weights"): 0.444,
    }
    for (name, variant), value in expected.items():
        got = result(measure(name).compute(told, window), SOME + variant)
        assert (round(got.value, 3), got.n) == (value, 86)


def test_trade_of_2014(shared):
    raw = pl.read_csv(shared / "cow_trade" / "cow_trade_ddy_7states.csv")
    codes = {365: "RUS", 770: "PAK"}
    pair = raw.filter(pl.col("ccode1").is_in([770]) & pl.col("ccode2").is_in([365]))
    assert pair.height == 67
    rows = [
        said("trade_flow", f"{exporter} {importer} {r['year']}", source="cow_trade", year=r["year"], unit="USD",
             source_actors=[codes[exporter]], target_actors=[codes[importer]],
             value=None if r[column] is None else 1e6 * float(r[column]))
        for r in pair.iter_rows(named=True)
        for column, importer, exporter in (("flow1", 770, 365), ("flow2", 365, 770))
    ]  # fmt: skip
    cow = Coverage(date(1870, 1, 1), date(2014, 12, 31), "sample")
    table = measure("trade_value").compute(frame(*rows), ask(start=2014, end=2015, coverage=[cow]))
    assert result(table, actors=("RUS", "PAK"), start=2014).value == 162e6
    assert result(table, actors=("PAK", "RUS"), start=2014).value == 311e6
    assert result(table, actors=("PAK", "RUS"), start=2015).coverage == "outside_coverage"


def test_trade_share_of_2014(shared):
    """162 + 311 million, over each side's imports and exports in the national file."""
    national = pl.read_csv(shared / "cow_trade" / "National_COW_4.0.csv", **TEXT)
    rows = [
        said("trade_flow", "a", source="cow_trade", year=2014, value=162e6, source_actors=["RUS"],
             target_actors=["PAK"]),
        said("trade_flow", "b", source="cow_trade", year=2014, value=311e6, source_actors=["PAK"],
             target_actors=["RUS"]),
    ]  # fmt: skip
    totals = {}
    for code, state in (("770", "PAK"), ("365", "RUS")):
        year = national.filter((pl.col("ccode") == code) & (pl.col("year") == "2014")).row(0, named=True)
        totals[state] = float(year["imports"]) + float(year["exports"])
        rows += [
            said("trade_total", f"{state} {what}", source="cow_trade_national", year=2014, object=what,
                 source_actors=[state], value=1e6 * float(year[what]))
            for what in ("imports", "exports")
        ]  # fmt: skip
    table = measure("trade_share").compute(frame(*rows), ask(start=2014, end=2014))
    for actors in (("PAK", "RUS"), ("RUS", "PAK")):
        assert result(table, actors=actors).value == pytest.approx(100 * 473 / totals[actors[0]])


@pytest.mark.parametrize(
    ("file", "skip", "encoding", "volume"),
    [("utf8bom", 0, "utf8", 1220.29), ("latin1_preamble", 11, "cp1252", 1193.89)],
)
def test_arms_of_the_register(shared, file, skip, encoding, volume):
    raw = pl.read_csv(
        (shared / "sipri" / f"trade-register_6states_{file}.csv").read_bytes().decode(encoding).encode(),
        skip_lines=skip, truncate_ragged_lines=True, **TEXT,
    )  # fmt: skip
    raw = raw.rename({c: c.lstrip("\ufeff") for c in raw.columns}).filter(pl.col("Recipient") == "Pakistan")
    codes = {"Soviet Union": "SUN", "Russia": "RUS"}
    rows = [
        said("arms_order", i, source="sipri_arms", source_actors=[codes.get(r["Supplier"], "XXX")],
             target_actors=["PAK"], value=float(r["SIPRI TIV of delivered weapons"]), unit="million TIV",
             attributes={"delivery_years": [int(y) for y in (r["Year(s) of delivery"] or "").split(";") if y]})
        for i, r in enumerate(raw.iter_rows(named=True))
        if r["Supplier"] in codes
    ]  # fmt: skip
    assert len(rows) == 19
    table = measure("arms_deliveries").compute(frame(*rows), ask("all", start=1950, end=2024))
    got = result(table, actors=("RUS", "PAK"))
    assert (round(got.value, 2), got.n) == (volume, 19)
    yearly = measure("arms_deliveries").compute(frame(*rows), ask(start=1950, end=2024))
    assert yearly["value"].sum() == pytest.approx(got.value)


def test_shared_organisations_of_2014(shared):
    raw = pl.read_csv(shared / "igo" / "state_year_format3_7states.csv", **TEXT)
    codes = {"770": "PAK", "365": "RUS"}
    own = raw.filter(pl.col("ccode").is_in(list(codes)) & (pl.col("year") == "2014"))
    rows = [
        said("igo_membership", f"{name} {r['ccode']}", source="cow_igo", year=2014, object=name,
             source_actors=[codes[r["ccode"]]], value=float(code) if float(code) >= 0 else None)
        for r in own.iter_rows(named=True)
        for name, code in r.items()
        if name not in {"ccode", "year", "state"} and code is not None
    ]  # fmt: skip
    assert result(measure("shared_igos").compute(frame(*rows), ask(start=2014, end=2014))).value == 44.0


def test_distance_of_session_74(shared):
    raw = pl.read_csv(
        shared / "ideal_points" / "IdealpointestimatesAll_Apr2020.csv", encoding="cp1252", **TEXT
    ).filter((pl.col("session") == "74") & pl.col("ccode").is_in(["770", "365"]))
    rows = [
        said("ideal_point", state, year=2019, source_actors=[state], value=float(r["IdealPoint"]),
             low=float(r["Q5%"]), high=float(r["Q95%"]), attributes={"session": 74, "release": "2020-04"})
        for r in raw.iter_rows(named=True)
        for state in ["PAK" if r["ccode"] == "770" else "RUS"]
    ]  # fmt: skip
    got = result(measure("ideal_point_distance").compute(frame(*rows), ask(start=2019, end=2019)))
    assert round(got.value, 3) == 0.242
    assert got.low < 0.242 < got.high
