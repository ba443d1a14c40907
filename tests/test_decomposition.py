"""LMDI: a published example, no residual, and a declared answer for zeros."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecopark as ep
from ecopark.decomposition import decompose, lmdi
from ecopark.errors import DataError, UndefinedResult, UnknownNameError

FACTORS = ["factor 1", "factor 2", "factor 3"]
# M. K. Heun, P. E. Brockway (2019): Meeting 2030 primary energy and economic growth goals: Mission
# impossible? Applied Energy 251, doi:10.1016/j.apenergy.2019.01.255, supplementary information, section S3
# (simple example), as reprinted in the vignette and the tests of their R package LMDIR 0.1.14: the factors of
# two categories in each year, the contributions and the indices.
PUBLISHED = {
    1971: [[1, 10, 2], [4, 5, 3]],
    1972: [[4, 5, 3], [5, 6, 4]],
    1973: [[8, 2, 4], [5, 7, 5]],
    1974: [[10, 1, 5], [6, 8, 6]],
}
CONTRIBUTIONS = {
    1972: [69.79006598, -9.455125793, 39.66505981],
    1973: [42.96021467, -34.31902656, 50.3588119],
    1974: [54.01064234, -9.021284671, 54.01064234],
}
INDICES = {
    1972: [1.761117821, 0.926191306, 1.379410116],
    1973: [1.229284572, 0.847970248, 1.273773912],
    1974: [1.208140223, 0.968911503, 1.208140223],
}
# Two sectors, energy and output: 2005 and 2010.
TWO = pd.DataFrame(
    {
        "sector": ["steel", "food"] * 2,
        "year": [2005, 2005, 2010, 2010],
        "energy": [30.0, 20.0, 80.0, 16.0],
        "output": [10.0, 40.0, 40.0, 40.0],
    }
)


def table(rows, columns=FACTORS):
    return pd.DataFrame(rows, columns=list(columns), dtype=float)


def effects(result):
    return result.effects.set_index("effect")


@pytest.mark.parametrize("year", CONTRIBUTIONS)
def test_the_published_example(year):
    found = effects(lmdi(table(PUBLISHED[year - 1]), table(PUBLISHED[year])))
    assert found["change"][FACTORS].tolist() == pytest.approx(CONTRIBUTIONS[year], rel=1e-8)
    assert found["index"][FACTORS].tolist() == pytest.approx(INDICES[year], rel=1e-8)
    assert set(found["status"]) | set(found["index_status"]) == {"ok"}


def test_scale_structure_and_intensity_by_hand():
    # Output 50 → 80, shares 0.2 → 0.5 and 0.8 → 0.5, intensities 3 → 2 and 0.5 → 0.4; logarithmic means
    # 50 / ln(80/30) = 50.977 and 4 / ln(20/16) = 17.926.
    steel, food = 50 / math.log(80 / 30), 4 / math.log(20 / 16)
    by_hand = {
        "scale": (steel + food) * math.log(80 / 50),
        "structure": steel * math.log(0.5 / 0.2) + food * math.log(0.5 / 0.8),
        "intensity": steel * math.log(2 / 3) + food * math.log(0.4 / 0.5),
        "total": 46.0,
    }
    result = decompose(TWO, driver="output")
    found = effects(result)
    assert found["change"].to_dict() == pytest.approx(by_hand)
    # Indices: the contributions over the logarithmic mean of the sums, 46 / ln(96 / 50) = 70.518.
    assert found["index"].tolist() == pytest.approx(
        [math.exp(c / 70.518) for c in by_hand.values()], rel=1e-5
    )
    assert result.contributions.index.tolist() == ["steel", "food"]
    assert result.contributions.loc["steel", "structure"] == pytest.approx(steel * math.log(2.5))


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 2**32), st.sampled_from([1e-6, 0.1, 3.0]))
def test_nothing_is_left_over(sectors, factors, seed, spread):
    random = np.random.default_rng(seed)
    names = [f"x{k}" for k in range(factors)]
    start = table(np.exp(random.normal(0, spread, (sectors, factors))), names)
    end = table(np.exp(random.normal(0, spread, (sectors, factors))), names)
    v0, v1 = start.prod(axis=1).sum(), end.prod(axis=1).sum()
    found, back = effects(lmdi(start, end)), effects(lmdi(end, start))
    assert found["change"][names].sum() == pytest.approx(v1 - v0, rel=1e-9, abs=1e-9 * v0)
    assert found["index"][names].prod() == pytest.approx(v1 / v0, rel=1e-9)
    # Back in time, contributions change their sign and indices turn over.
    assert back["change"].to_numpy() == pytest.approx(-found["change"].to_numpy(), rel=1e-9, abs=1e-12)
    assert back["index"].to_numpy() == pytest.approx(1 / found["index"].to_numpy(), rel=1e-9)


def test_what_does_not_change_contributes_nothing():
    start = table(PUBLISHED[1971])
    found = effects(lmdi(start, start))
    assert found["change"].tolist() == [0.0] * 4
    assert found["index"].tolist() == [1.0] * 4
    one_moves = effects(lmdi(start, start.assign(**{"factor 2": [20.0, 10.0]})))
    assert one_moves["change"].tolist() == pytest.approx([0.0, 80.0, 0.0, 80.0])


def test_groups_of_sectors_add_up_to_their_sum():
    start, end = table(PUBLISHED[1971]), table(PUBLISHED[1973])
    parts = [lmdi(start.iloc[[i]], end.iloc[[i]]).effects["change"] for i in (0, 1)]
    assert sum(parts).tolist() == pytest.approx(lmdi(start, end).effects["change"].tolist())


# --- zeros ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ([0, 5], [4, 6], [24, 0, 24]),  # one factor rises from zero: the change is its
        ([4, 5], [0, 6], [-20, 0, -20]),  # or falls to zero
        ([0, 5], [0, 6], [0, 0, 0]),  # nothing before, nothing after
        ([0, 0], [0, 6], [0, 0, 0]),
        ([4, 0], [0, 6], [0, 0, 0]),
    ],
)
def test_a_zero_has_the_limit_of_the_formula(start, end, wanted):
    result = lmdi(table([start], ["a", "b"]), table([end], ["a", "b"]))
    assert result.contributions.iloc[0].tolist() == [*wanted, "ok"]
    assert set(result.effects["status"]) == {"ok"}
    assert set(result.effects["index_status"]) == {"undefined"}  # a ratio to or from nothing
    assert result.effects["index"].isna().all()


def test_small_numbers_come_closer_to_the_limit():
    end = table([[4, 6]], ["a", "b"])
    limit = effects(lmdi(table([[0, 5]], ["a", "b"]), end))["change"]
    apart = [
        (effects(lmdi(table([[small, 5]], ["a", "b"]), end))["change"] - limit).abs().max()
        for small in (1e-5, 1e-20, 1e-80, 1e-300)
    ]
    assert apart == sorted(apart, reverse=True)
    assert apart[-1] < 0.01


def test_a_sum_of_which_only_a_part_is_zero_has_indices():
    start = table([[0, 5], [2, 3]], ["a", "b"])
    end = table([[4, 6], [2, 4]], ["a", "b"])
    found = effects(lmdi(start, end))
    second = 2 / math.log(8 / 6)
    assert found["change"].tolist() == pytest.approx([24, second * math.log(4 / 3), 26])
    assert found["index"].prod() == pytest.approx((32 / 6) ** 2)


@pytest.mark.parametrize(
    ("number", "status"), [(math.nan, "missing"), (-1.0, "undefined"), (math.inf, "undefined")]
)
def test_one_bad_number_leaves_the_sum_open_and_the_other_sectors_alone(number, status):
    end = table(PUBLISHED[1972])
    end.loc[0, "factor 2"] = number
    result = lmdi(table(PUBLISHED[1971]), end)
    assert result.contributions["status"].tolist() == [status, "ok"]
    assert result.contributions.iloc[1, :4].sum() == pytest.approx(2 * (120 - 60))
    assert set(result.effects["status"]) == set(result.effects["index_status"]) == {status}
    assert result.effects[["change", "index"]].isna().all(axis=None)


def test_two_factors_that_come_at_once_cannot_be_told_apart():
    result = lmdi(table([[0, 0]], ["a", "b"]), table([[4, 6]], ["a", "b"]))
    assert result.contributions["status"].item() == "undefined"


def test_tables_that_do_not_fit_are_refused_with_all_faults():
    start = table(PUBLISHED[1971]).set_axis(["steel", "steel"])
    end = table(PUBLISHED[1972], ["factor 1", "factor 2", "factor 4"]).set_axis(["steel", "food"])
    with pytest.raises(DataError) as caught:
        lmdi(start, end)
    for words in ("'food'", "'steel': the sector is named twice", "'factor 3'", "'factor 4'"):
        assert words in str(caught.value)


def test_rows_and_columns_come_in_any_order():
    start, end = table(PUBLISHED[1971]), table(PUBLISHED[1972])
    turned = end.iloc[::-1, ::-1]
    pd.testing.assert_frame_equal(lmdi(start, turned).effects, lmdi(start, end).effects)


# --- scale, structure and intensity ----------------------------------------------------------------------


def change_of(**last):
    """Decompose two sectors, the second of which ends with other numbers."""
    panel = TWO.copy()
    for column, number in last.items():
        panel.loc[3, column] = number
    return decompose(panel, driver="output")


def test_a_sector_that_leaves_leaves_by_structure():
    found = change_of(energy=0.0, output=0.0).contributions.loc["food"]
    assert found.tolist() == [0, -20, 0, -20, "ok"]


def test_a_sector_that_needs_no_more_energy_does_so_by_intensity():
    found = change_of(energy=0.0).contributions.loc["food"]
    assert found.tolist() == [0, 0, -20, -20, "ok"]


def test_energy_without_output_has_no_intensity():
    result = change_of(output=0.0)
    assert result.contributions["status"].tolist() == ["ok", "undefined"]
    assert set(result.effects["status"]) == {"undefined"}


def test_a_park_that_begins_from_nothing_comes_by_scale():
    panel = TWO.assign(energy=[0.0, 0.0, 80.0, 16.0], output=[0.0, 0.0, 40.0, 40.0])
    assert decompose(panel, driver="output").effects["change"].tolist() == [96, 0, 0, 96]


def test_a_year_without_a_row_is_missing_and_not_zero():
    result = decompose(TWO.drop(index=3), driver="output")
    assert set(result.effects["status"]) == {"missing"}
    assert result.effects["change"].isna().all()


def test_years_between_do_not_count_and_the_ends_can_be_chosen():
    longer = pd.concat([TWO, TWO.tail(2).assign(year=2012, energy=[7.0, 7.0])])
    pd.testing.assert_frame_equal(
        decompose(longer, driver="output", end=2010).effects, decompose(TWO, driver="output").effects
    )
    assert decompose(longer, driver="output").effects["change"].iloc[-1] == pytest.approx(14 - 50)


def test_other_dataframes_and_units():
    wanted = decompose(TWO, driver="output").effects
    pd.testing.assert_frame_equal(decompose(pl.from_pandas(TWO), driver="output").effects, wanted)
    scaled = decompose(TWO.assign(output=TWO["output"] * 1e4), driver="output").effects
    pd.testing.assert_frame_equal(scaled, wanted)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda p: p.drop(columns="energy"), DataError, "column energy"),
        (lambda p: p.assign(output="much"), DataError, "must be a number"),
        (lambda p: pd.concat([p, p.tail(1)]), DataError, "more than one row"),
    ],
)
def test_faults_of_the_panel(change, error, words):
    with pytest.raises(error, match=words):
        decompose(change(TWO), driver="output")


def test_years_that_are_not_there_or_not_in_order():
    with pytest.raises(UnknownNameError, match="end year '2011'"):
        decompose(TWO, driver="output", end=2011)
    with pytest.raises(UndefinedResult, match="not 2010 and 2005"):
        decompose(TWO, driver="output", start=2010, end=2005)


def test_chinese_manufacturing_grew_by_scale_and_saved_by_intensity():

    industries = ep.datasets.load("cn_industries")
    result = decompose(industries, by="industry", start=2008, end=2017)
    found = effects(result)["change"]
    energy = industries.pivot(index="industry", columns="year", values="energy")
    assert found["total"] == pytest.approx(energy[2017].sum() - energy[2008].sum())
    assert found["scale"] > 0 > found["structure"] > found["intensity"]
    assert result.contributions["structure"].idxmin() == "Ferrous metals"
