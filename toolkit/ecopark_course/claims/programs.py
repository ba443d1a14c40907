"""Claims on the three programs: numbers of zones, their overlap, subsidies, and the targets of zones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from types import SimpleNamespace
from typing import cast

from ecopark import subsidy, units
from ecopark.intervals import Interval, rounding_interval
from ecopark.programs import MembershipCounts, overlap_test, yearly_change
from ecopark_course.claims.statements import Claims, Row

__all__ = ["check_counts", "check_subsidies", "check_targets"]

_LEVEL = 0.05  # a result that chance gives less than once in twenty times is called significant


def check_counts(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on numbers of zones and parks: shares, overlap, growth, who still waits."""
    check = claims.check
    union, several, china, three = x.zones_any, x.zones_two_or_three, x.zones_china, len(x.zones_in_three)
    counts = MembershipCounts(one=int(union - several), two=int(several - three), three=three)

    # Zones in one, two and three programs, and the size of the circular program, which no source states.
    closes = min(counts.one, counts.two, counts.three) >= 0 and counts.union == union
    yield check("zones-in-one", counts.one, agrees=closes, counts=counts)
    yield check("zones-in-two", counts.two, agrees=0 <= counts.two <= several)
    yield check("zones-in-three", counts.three)
    memberships, in_percent = counts.memberships, 100 * counts.memberships / china
    yield check("memberships", memberships, trap=memberships > union, in_percent=in_percent)
    circular = memberships - x.eip_plans_approved - x.low_carbon_pilots
    batches = x.ctip_2014 + x.cepz_batch_1 + x.cepz_batch_2 - x.circular_both
    yield check("circular-zones", circular, agrees=circular == batches, batches=batches)

    # Shares of all zones.
    share, totals = 100 * union / china, (china, x.zones_china_rounded)
    yield check("share-13", share)
    between = Interval(*sorted(100 * union / total for total in totals))
    needed = [claims["share-15"].value / 100 * total for total in totals]
    yield check("share-15", share, between, needed=needed, in_percent=in_percent)
    national = x.zones_etdz + x.zones_high_tech
    grew = x.zones_etdz >= x.zones_etdz_2013 and x.zones_high_tech >= x.zones_high_tech_2013
    is_part, in_percent = grew and national <= china, 100 * national / china
    yield check("national-zones", national, agrees=is_part, in_percent=in_percent)
    yield check("zones-2014-cited-2013", x.zones_china_cited_year)

    # Overlap against chance, over all zones and over the national ones.
    sizes = {"eip": x.eip_plans_approved, "circular": circular, "low_carbon": x.low_carbon_pilots}
    sizes = {program: int(size) for program, size in sizes.items()}
    significant, by_chance = {}, {}
    for name, zones in {"all": int(china), "national": int(national)}.items():
        test = overlap_test(sizes, zones, counts.pairs, counts.three)
        by_chance[name] = test.expected_union
        overlaps = {
            "pairs": (counts.pairs, test.expected_pairs, test.pairs_p_more),
            "triples": (counts.three, test.expected_triples, test.triples_p_more),
        }
        for kind, (observed, expected, p_more) in overlaps.items():
            significant[kind, name] = p_more is not None and p_more < _LEVEL
            details: Row = {"observed": observed, "times": observed / expected}
            agrees = not significant[kind, name]
            yield check(f"overlap-{kind}-{name}-zones", expected, agrees=agrees, **details)
    verdicts = {significant["pairs", name] for name in ("all", "national")}
    share_of_several = 100 * several / union
    agrees, is_open = verdicts == {False}, len(verdicts) == 2
    details = {"pairs": counts.pairs}
    yield check("overlap-not-significant", share_of_several, agrees=agrees, puzzle=is_open, **details)
    expected = 100 * by_chance["all"] / china
    stated = rounding_interval(claims["overlap-union"].value)
    close = expected in stated and share not in stated
    yield check("overlap-union", expected, trap=close, union=union)

    # Who waits for the title.
    approved, named, late = x.eip_plans_approved, x.eip_named, x.eip_overdue
    waiting, titled = approved - named, 100 * named / approved
    censored = late > 0 and x.eip_overdue_wait > x.eip_certification_time_high
    details = {"titled": titled, "approved": approved, "waiting": waiting, "late": late}
    details["least"] = 100 * late / approved
    yield check("certification-time", 100 * late / waiting, trap=censored, **details)

    # Growth of the program.
    total = x.named_2021 + x.building_2021
    details = {"titled": titled, "titled_2021": 100 * x.named_2021 / total}
    yield check("parks-2021", total, agrees=total >= approved, **details)
    named_on = dict(zip(x.count_dates, x.parks_named, strict=True))
    last_year, planned = x.parks_2015_target_year, claims["fifty-parks-planned"].value
    after = min(date for date, number in named_on.items() if number is not None and int(date[:4]) > last_year)
    details = {
        "year": after[:4],
        "planned": planned / (last_year - x.parks_2015_start_year + 1),
        "pace": (named_on["2021"] - named_on["2014-04"]) / (2021 - 2014),
    }
    yield check("fifty-parks-planned", named_on[after], **details)
    yield check("plans-2014", x.named_2014_08 + x.building_2014_08)
    yield check("named-2014", x.named_2014_08)
    low, high = sorted((x.approved_2017_06_30, x.approved_2019_06))
    yield check("plans-later", high, (low, high))

    # Parks cannot use more than the whole of industry, and hardly nearly all of it.
    low, high = sorted(100 * x.parks_share / share for share in (x.industry_carbon, x.industry_energy))
    possible = low <= 100
    yield check("parks-two-thirds", high, (low, high), agrees=possible, puzzle=possible and high > 90)


def check_subsidies(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on Table A1 and on the first tranche of 2012, in 10^6 RMB and percent."""
    import pandas as pd

    check = claims.check
    zones = pd.DataFrame({"zone": x.zones, "subsidy": x.subsidies, "investment": x.investments})
    table = subsidy.shares(zones.astype({"investment": float}))
    is_known, amounts, average = table["investment"].notna(), table["subsidy"], table["subsidy"].mean()
    known, summary = table[is_known], subsidy.summary(table, method="delta")

    # The printed shares, and the mean subsidy.
    printed = [rounding_interval(share) for share in x.shares_printed if share is not None]
    fitting = [p.low <= share < p.high for p, share in zip(printed, known["share"], strict=True)]
    yield check("a1-row-shares", sum(fitting), agrees=all(fitting), printed=len(printed))
    possible_mean = sum(map(rounding_interval, amounts), Interval(0.0, 0.0)) / len(amounts)
    yield check("a1-mean-subsidy", average, possible_mean, amounts=amounts.describe())
    yield check("a1-mean-subsidy-text", average)

    # Two averages of the shares, and what moves them.
    pooled, mean_share = cast(float, summary.pooled_share), cast(float, summary.mean_share)
    yield check("a1-mean-of-shares", mean_share, pooled=pooled)
    columns = (known["subsidy"], known["investment"])
    paid, spent = (sum(map(rounding_interval, column), Interval(0.0, 0.0)) for column in columns)
    yield check("a1-share-of-investment", pooled, 100 * paid / spent, summary=summary)
    without = subsidy.leave_one_out(table).iloc[0]
    weight = 100 * without["investment"] / known["investment"].sum()
    # One percentage point is far more than the rounding of the printed shares.
    moved = abs(without["pooled_change"]) > 1
    yield check("a1-one-zone", without["pooled_without"], trap=moved, without=without, weight=weight)
    # A fixed rate would give a correlation of 1 for the money and of 0 for the shares.
    money, share = (table[column].corr(table["investment"]) for column in ("subsidy", "share"))
    yield check("a1-lump-sum", money, trap=abs(money) < 0.3 and share < -0.5, share=share)

    # Zones whose investment is not known, and a mean over a mean of different zones.
    with_it, without_it = known["subsidy"].mean(), amounts[~is_known].mean()
    ratio = without_it / with_it
    details: Row = {"unknown": sum(~is_known), "zones": len(table)}
    yield check("a1-missing", ratio, trap=ratio > 1.1, with_it=with_it, without_it=without_it, **details)
    claim, value = claims["a1-mixed-samples"], 100 * average / known["investment"].mean()
    is_mixed = claim.agrees(value) and not claim.agrees(pooled)
    yield check("a1-mixed-samples", value, trap=is_mixed, known=len(known), zones=len(table))

    # The first tranche: a part of the subsidy, paid at the start to some of the zones.
    tranche, paid_zones, part = x.first_tranche, x.zones_paid, x.first_tranche_share
    payment, possible_payment = tranche / paid_zones, rounding_interval(tranche) / paid_zones
    fits = possible_payment.overlaps(part * possible_mean)
    yield check("tranche-a-zone", payment, possible_payment, agrees=fits, half=part * average)
    implied, possible = payment / part, possible_payment / part
    yield check("tranche-implied-subsidy", implied, possible, times=average / implied)
    # The other zones paid got something too: nothing is left only if there are no others.
    halves = sorted(part * amount for amount in amounts)
    left = [tranche - total for total in accumulate(halves)][: int(paid_zones)]
    enough = [money for n, money in enumerate(left, 1) if money > 0 or (money == 0 and n == paid_zones)]
    number = len(enough)
    details = {"left": enough[-1] if enough else tranche, "others": paid_zones - number}
    details |= {"smallest": halves[0], "payment": payment}
    yield check("tranche-zones-at-most", number, agrees=False, puzzle=number > 0, **details)
    yield check("tranche-sample-alone", part * amounts.sum(), zones=len(table), paid=paid_zones)


def _gain(cut: Interval) -> Interval:
    """Return the change of output per input [%] that a change of input per output [%] means."""
    return 100 * (1 / (1 + cut / 100) - 1)


def check_targets(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on the targets that zones set themselves (Table A2) and on national targets."""
    check = claims.check
    # One target as input per output and as output per input.
    output, printed = 1 / x.tianjin_energy, x.tianjin_output_per_energy_printed
    fits = printed.low <= output < printed.high
    yield check("a2-energy-reciprocal", output, 1 / x.tianjin_energy_printed, agrees=fits)
    yield check("a2-water-reciprocal", 1 / x.tianjin_water, 1 / x.tianjin_water_printed)
    energy, water = (100 / (1 + cut / 100) - 100 for cut in (x.tianjin_energy_change, x.tianjin_water_change))
    yield check("a2-energy-percent", energy, _gain(x.tianjin_energy_change_printed))
    yield check("a2-water-percent", water, _gain(x.tianjin_water_change_printed))
    cut = -x.tianjin_water_change_printed
    window = cut.intersection(-_gain(x.tianjin_output_per_water_change_printed))
    where = f"from {window.low:.2f} % to just below {window.high:.2f} %" if window else "nowhere"
    yield check("a2-water-cut-window", None, window, agrees=window is not None, where=where)

    # Solid waste: shares of use and disposal, in percentage points or percent.
    bases = [x.waste_used - x.waste_used_change, x.waste_disposed - x.waste_disposed_change]
    total = x.waste_used + x.waste_disposed
    yield check("a2-waste-balance", total, agrees=total == sum(bases) == 100, bases=bases)
    used, disposed = 100 * x.waste_used_change / bases[0], 100 * x.waste_disposed_change / bases[1]
    in_points = {x.waste_used_change_unit, x.waste_disposed_change_unit} == {"percentage point"}
    differ = in_points and round(used) != x.waste_used_change
    yield check("a2-points-or-percent", used, trap=differ, used=used, disposed=disposed)

    # Tianjin against Rizhao, and Rizhao against the nation.
    times = x.rizhao_energy_printed / x.tianjin_energy_printed
    more = times.low > claims["a2-three-times"].value
    yield check("a2-three-times", x.rizhao_energy / x.tianjin_energy, times, agrees=more)
    tianjin_start = x.tianjin_energy / (1 + x.tianjin_energy_change / 100)
    rizhao_start = x.rizhao_energy / (1 + x.rizhao_energy_change / 100)
    tianjin_years = x.tianjin_energy_target_year - x.tianjin_energy_base_year
    tianjin = yearly_change(x.tianjin_energy_change, tianjin_years)
    rizhao_years = x.rizhao_energy_target_year - x.rizhao_energy_base_year
    rizhao = yearly_change(x.rizhao_energy_change, rizhao_years)
    apart = x.tianjin_energy_target_year != x.rizhao_energy_target_year
    details: Row = {"tianjin": tianjin, "rizhao": rizhao}
    yield check("a2-different-years", rizhao_start / tianjin_start, trap=apart, **details)
    nation = yearly_change(-x.plan_2015_low, x.plan_2015_target_year - x.plan_2015_start_year + 1)
    yield check("rizhao-national-target", rizhao, trap=abs(rizhao - nation) < 1e-9, nation=nation)
    years = x.pledge_2020_target_year - x.pledge_2020_base_year
    low, high = (-yearly_change(-cut, years) for cut in (x.pledge_2020_low, x.pledge_2020_high))
    yield check("five-year-plan-pace", -nation, (low, high), agrees=low <= -nation <= high)

    doubtful = x.target_certainties.count("ambiguous")
    yield check("a2-unassigned-cells", doubtful, puzzle=doubtful > 0)
    yield check("a2-before-the-program", int(x.ctip_date[:4]))

    # Targets per output against limits per added value, which is a part of output.
    energy = x.limit_2_2 * units.factor(x.unit_2_2, x.tianjin_energy_unit)
    water = x.limit_2_4 * units.factor(x.unit_2_4, x.tianjin_water_unit)
    denominators = {
        "teda-energy-denominator": (x.tianjin_energy / energy, x.tianjin_energy_printed / energy),
        "teda-water-denominator": (x.tianjin_water / water, x.tianjin_water_printed / water),
        "rizhao-energy-denominator": (x.rizhao_energy / energy, x.rizhao_energy_printed / energy),
    }
    for name, (share, between) in denominators.items():
        fits = between.low <= 1
        yield check(name, share, between, agrees=fits, trap=fits and share > 0)
    value = x.output_per_land / (x.limit_2_1 * units.factor(x.unit_2_1, x.output_per_land_unit))
    yield check("a2-land-denominator", value, trap=value > 1)
