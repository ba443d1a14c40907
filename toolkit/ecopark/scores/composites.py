"""Composite scores of zones, the ranking they give, and how far it depends on the recipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ecopark.checks import LARGEST
from ecopark.errors import DataProblem, Problem, UnknownName, did_you_mean
from ecopark.scores.sheets import Bools, Floats, Ints, Sheet, answer, chosen_years, from_rows, read
from ecopark.standards import Standard

__all__ = ["METHODS", "STANDARD", "Method", "composite", "rank_reversals"]

Method = Literal["normal-cdf", "min-max", "rank"]
METHODS = ("normal-cdf", "min-max", "rank")
STANDARD = "standard"  # the virtual zone that stands on every threshold
_FEWEST = 3  # zones that an indicator needs to be put on a scale
_SLACK = 1e-12  # values or scores this close, relative to their size, count as equal
_REVERSALS = {
    "year": np.int64,
    **dict.fromkeys(("without", "ahead", "behind"), np.str_),
    **dict.fromkeys(("score_ahead", "score_behind", "other_score_ahead", "other_score_behind"), np.float64),
}

Weights = Mapping[str, float]


@dataclass(frozen=True)
class _Scored:
    """Scores of the zones of one year, and of the standard after them."""

    zones: tuple[str, ...]
    score: Floats
    n: Ints
    n_missing: Ints
    n_left_out: int

    @property
    def status(self) -> list[str]:
        none = "undefined" if not (self.n + self.n_missing).any() else "missing"
        return ["ok" if n else none for n in self.n]

    @property
    def rank(self) -> Floats:
        """Place of each score from the best, 1; equal scores share the better place."""
        rounded = np.round(self.score, 12)
        known = np.sort(-rounded[~np.isnan(rounded)])
        return np.where(np.isnan(rounded), np.nan, np.searchsorted(known, -rounded) + 1.0)


def composite(
    assessed: Any,
    method: Method = "normal-cdf",
    weights: Weights | None = None,
    year: int | None = None,
    *,
    standard: str | Standard | None = None,
) -> Any:
    """Score each zone and year by one number made of all its indicators.

    Within a year each indicator is put on a scale on which more is better, and the score is the
    weighted mean of the indicators that have a value. With ``x`` the value, its sign turned where
    less is better:

    - ``normal-cdf``: ``Phi((x - mean) / sd)``, mean and standard deviation (``n - 1``) over the
      zones, ``Phi`` the normal distribution function;
    - ``min-max``: ``(x - min) / (max - min)`` over the zones;
    - ``rank``: the share of the other zones that do worse, a tie counting half.

    A virtual zone named ``standard`` stands on the thresholds. It is put on the same scales, but
    does not shape them: mean, spread and ranks are those of the zones. By ``min-max`` its score may
    lie below 0 or above 1.

    Parameters
    ----------
    assessed : dataframe
        What :func:`ecopark.assess` returned in the tidy layout, of any kind.
    method : {"normal-cdf", "min-max", "rank"}
        How an indicator is put on a scale.
    weights : mapping of str to float, optional
        Weight of each code [1]; codes that are not named have weight 0. By default all are equal.
    year : int, optional
        The year to score; by default every year, each by itself: scores of different years are not
        on one scale.
    standard : str or Standard, optional
        Tells the direction of each indicator. Without it the operators do, so that an indicator
        without a threshold is left out.

    Returns
    -------
    dataframe
        The same kind: ``zone``, ``year``, ``score`` [0 to 1], ``rank`` (1 is best, the standard
        ranked among the zones, ties share the better place), ``n`` indicators used, ``n_missing``
        that have no value for the zone, ``n_left_out`` that cannot be put on a scale in this year
        (fewer than three zones with a value, no difference between them or one below 1e-100, or no
        known direction) and ``status``: ``ok``; ``missing``, the zone has no value that can be used;
        ``undefined``, no indicator can be put on a scale. Scores that rest on different ``n`` compare
        different things. The standard has no value where zones have different thresholds.

    Raises
    ------
    DataProblem
        If the table is not tidy, or weights name unknown codes, are negative, infinite, no numbers
        or all zero: all faults, listed.
    UnknownName
        If there is no such method or year.

    References
    ----------
    Lai et al. (2014), Acta Ecologica Sinica: an environmental performance index of eco-industrial
    parks: standardised values, normal distribution function, equal weights, the standard as a park.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=3, years=2, seed=1)
    >>> composite(ep.assess(panel), year=2006)[["zone", "score", "rank", "n", "n_left_out"]].round(2)
                   zone  score  rank   n  n_left_out
    0  Synthetic zone 1   0.56   2.0  23           1
    1  Synthetic zone 2   0.47   4.0  23           1
    2  Synthetic zone 3   0.48   3.0  23           1
    3          standard   0.79   1.0  23           1
    """
    sheet = _read(assessed, standard)
    weight = _weighed(sheet, method, weights)
    parts = [(each, _scored(sheet, each, method, weight)) for each in chosen_years(sheet, year)]
    columns = {
        "zone": [zone for _, part in parts for zone in part.zones],
        "year": np.repeat([each for each, _ in parts], [len(part.zones) for _, part in parts]),
        **{name: np.concatenate([getattr(p, name) for _, p in parts]) for name in ("score", "rank", "n")},
        "n_missing": np.concatenate([part.n_missing for _, part in parts]),
        "n_left_out": np.concatenate([np.full(len(p.zones), p.n_left_out) for _, p in parts]),
        "status": [status for _, part in parts for status in part.status],
    }
    return answer(columns, assessed)


def rank_reversals(
    assessed: Any,
    method: Method = "normal-cdf",
    weights: Weights | None = None,
    year: int | None = None,
    *,
    other_method: Method | None = None,
    other_weights: Weights | None = None,
    standard: str | Standard | None = None,
) -> Any:
    """Return the pairs of zones whose order depends on the recipe, or on who else is compared.

    With another method or other weights, the order of every two zones by both recipes is compared.
    Without, one zone after the other is left out, and a pair is listed where leaving out a third
    zone turns the order of two: the classical rank reversal. Ties are no order. The virtual zone
    ``standard`` takes part in pairs; leaving it out would change nothing.

    Parameters
    ----------
    assessed, method, weights, year, standard
        As for :func:`composite`.
    other_method : {"normal-cdf", "min-max", "rank"}, optional
        The method to compare with; by default the same.
    other_weights : mapping of str to float, optional
        The weights to compare with [1]; by default the same.

    Returns
    -------
    dataframe
        The same kind, one row a pair that changes its order: ``year``; ``without``, the zone that
        is left out, empty where recipes are compared; ``ahead`` and ``behind``, the zones by the
        first recipe; ``score_ahead``, ``score_behind`` and, by the other recipe or without the
        third zone, ``other_score_ahead``, ``other_score_behind`` [0 to 1]. No row means that no
        order changes.

    Raises
    ------
    DataProblem, UnknownName
        As for :func:`composite`.

    Examples
    --------
    >>> import ecopark as ep
    >>> assessed = ep.assess(ep.datasets.synthetic_panel(zones=6, years=2, seed=1))
    >>> found = rank_reversals(assessed, year=2006, other_method="rank")
    >>> bool((found["score_ahead"] > found["score_behind"]).all())
    True
    """
    sheet = _read(assessed, standard)
    weight = _weighed(sheet, method, weights)
    compared = other_method is not None or other_weights is not None
    rival = other_method or method
    theirs = weight if other_weights is None else _weighed(sheet, rival, other_weights)
    if other_weights is None:
        _known(rival)
    rows: list[tuple[Any, ...]] = []
    for each in chosen_years(sheet, year):
        first = _scored(sheet, each, method, weight)
        if compared:
            rows += [(each, "", *pair) for pair in _turned(first, _scored(sheet, each, rival, theirs).score)]
            continue
        for left, name in enumerate(first.zones[:-1]):
            again = _scored(sheet, each, method, weight, left)
            rows += [(each, name, *pair) for pair in _turned(first, np.insert(again.score, left, np.nan))]
    return answer(from_rows(rows, _REVERSALS), assessed)


def _turned(first: _Scored, other: Floats) -> Iterator[tuple[str, str, float, float, float, float]]:
    """Yield the pairs that stand in one order by the first scores and in the other by the second."""
    one, two = (s[:, None] - s[None, :] for s in (first.score, other))
    for a, b in np.argwhere((one > _SLACK) & (two < -_SLACK)):
        yield (
            *(first.zones[a], first.zones[b]),
            *(float(first.score[a]), float(first.score[b]), float(other[a]), float(other[b])),
        )


def _read(assessed: Any, standard: str | Standard | None) -> Sheet:
    sheet = read(assessed, standard)
    if STANDARD in sheet.zones:
        fix = "rename the zone: the name belongs to the virtual zone on the thresholds"
        raise DataProblem("the assessed table", [Problem("is taken", "zone", value=STANDARD, fix=fix)])
    return sheet


def _known(method: str) -> None:
    if method not in METHODS:
        raise UnknownName("method", method, METHODS)


def _weighed(sheet: Sheet, method: str, weights: Weights | None) -> Floats:
    """Return the weight of each code, all faults of the weights listed."""
    _known(method)
    if weights is None:
        return np.ones(len(sheet.codes))
    problems = [p for code, weight in weights.items() for p in _weight_faults(sheet, code, weight)]
    if not problems and not any(weights.values()):
        problems = [Problem("all weights are zero", fix="give at least one indicator a weight")]
    if problems:
        raise DataProblem("the weights", problems)
    return np.array([float(weights.get(code, 0.0)) for code in sheet.codes])


def _weight_faults(sheet: Sheet, code: str, weight: Any) -> Iterator[Problem]:
    if code not in sheet.codes:
        fix = did_you_mean(str(code), sheet.codes).strip() or f"codes are {', '.join(sheet.codes)}"
        yield Problem("is no indicator of the table", "code", value=code, fix=fix)
    if isinstance(weight, bool) or not isinstance(weight, int | float | np.number) or not np.isfinite(weight):
        yield Problem(f"the weight of {code} must be a finite number", "weight", value=weight)
    elif weight < 0:
        fix = "turn the direction in the standard instead"
        yield Problem(f"the weight of {code} must not be negative", "weight", value=weight, fix=fix)


def _scored(sheet: Sheet, year: int, method: str, weight: Floats, left: int | None = None) -> _Scored:
    """Return the scores of one year; ``left`` is the place of a zone to leave out."""
    zones, values, limits = sheet.of_year(year)
    if left is not None:
        zones, values = np.delete(zones, left), np.delete(values, left, axis=0)
    asked = weight > 0
    x, goal = values * sheet.sign, limits * sheet.sign
    usable = _usable(x) & asked
    parts = np.empty((len(zones) + 1, int(usable.sum())))
    for n, c in enumerate(np.flatnonzero(usable)):
        parts[:, n] = _scaled(x[:, c], goal[c], method)
    there = ~np.isnan(parts)
    total = (there * weight[usable]).sum(axis=1)
    known = np.where(total > 0, total, np.nan)
    score = (np.where(there, parts, 0.0) * weight[usable]).sum(axis=1) / known
    n = there.sum(axis=1)
    names = (*(sheet.zones[z] for z in zones), STANDARD)
    return _Scored(names, score, n, usable.sum() - n, int((asked & ~usable).sum()))


def _usable(x: Floats) -> Bools:
    """Return the indicators (columns) that at least three zones have, and in which zones differ.

    A difference so small that its square may be zero makes no scale.
    """
    there = ~np.isnan(x)
    high = np.where(there, x, -np.inf).max(axis=0, initial=-np.inf)
    low = np.where(there, x, np.inf).min(axis=0, initial=np.inf)
    size = np.where(there, np.abs(x), 0.0).max(axis=0, initial=0.0)
    enough = there.sum(axis=0) >= _FEWEST
    spread = np.where(enough, high, 1.0) - np.where(enough, low, 0.0)
    usable: Bools = enough & (spread > np.maximum(_SLACK * size, 1 / LARGEST))
    return usable


def _scaled(x: Floats, goal: float, method: str) -> Floats:
    """Return one indicator on the scale of a method, the standard's threshold after the zones."""
    from scipy.special import ndtr

    known = np.sort(x[~np.isnan(x)])
    both = np.append(x, goal)
    if method == "normal-cdf":
        return np.asarray(ndtr((both - known.mean()) / known.std(ddof=1)), dtype=np.float64)
    if method == "min-max":
        return np.asarray((both - known[0]) / (known[-1] - known[0]), dtype=np.float64)
    below, upto = np.searchsorted(known, both), np.searchsorted(known, both, side="right")
    itself = np.append(np.ones(len(x)), 0)
    share = (below + (upto - below - itself) / 2) / (len(known) - itself)
    return np.where(np.isnan(both), np.nan, share)
