"""Measures of structure: how many firms and links, how dense, how much in loops; with those of flow."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecopark.symbiosis.flows import TOLERANCE, flow_measures
from ecopark.symbiosis.measures import Measures, measure
from ecopark.symbiosis.network import Network

__all__ = ["metrics", "spectral_radius", "structure"]

Places = NDArray[np.int64]
_DENSE = 500  # firms in one loop, up to which all of its eigenvalues are computed
_STEPS = 5000  # of the sparse solver, at most


def metrics(network: Network, unit: str | None = None, tolerance: float = TOLERANCE) -> Measures:
    """Return all measures of a network, each with its definition and boundary.

    Parameters
    ----------
    network : Network
        The network; names outside count in the measures of flow only, as inputs and outputs.
    unit : str, optional
        Unit of the quantities; by default that of the first exchange.
    tolerance : float
        Gap between the two sides of a firm from which it counts as unbalanced [1].

    Returns
    -------
    Measures
        Those of :func:`structure`, then those of
        :func:`ecopark.symbiosis.flows.flow_measures`, ``missing`` where a quantity is.

    Raises
    ------
    UnitMismatch
        If a quantity cannot be given in ``unit``.

    Examples
    --------
    >>> import ecopark as ep
    >>> from ecopark.symbiosis.network import network
    >>> rows = ep.datasets.load("kalundborg", "exchanges")
    >>> found = metrics(network(rows[rows["direction"] == "sure"]))
    >>> round(found["link_density"].value, 3), found["cyclicity"].value
    (1.364, 1.0)
    >>> found["finn_cycling_index"].status
    'missing'
    """
    return structure(network) | flow_measures(network, unit, tolerance)


def structure(network: Network) -> Measures:
    """Return the measures of structure, from the links between firms inside the boundary.

    A link is a pair of sender and receiver, however many streams flow between them. With n firms,
    L links and P pairs of firms that have a link in at least one direction: link density L/n;
    connectance L/n^2 (a firm could send to itself), L/(n(n - 1)) (it could not) and, without
    direction, eco-connectance 2P/(n(n - 1)); reciprocity, the share of links that have one back;
    cyclicity, the spectral radius of the matrix of links: 0 without a loop, 1 for loops that share
    no firm, more where loops meet.

    Parameters
    ----------
    network : Network
        The network.

    Returns
    -------
    Measures
        Connectances need two firms, reciprocity needs a link: else they are ``undefined``.

    References
    ----------
    B. D. Fath and G. Halnes (2007): Cyclic energy pathways in ecological food webs. Ecological
    Modelling 208, 17-24 (cyclicity).
    S. R. Borrett and M. K. Lau (2014): enaR. Methods in Ecology and Evolution 5, 1206-1213.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> rows = [{"from": a, "to": b, "stream": "steam"} for a, b in ("AB", "BA", "BC")]
    >>> found = structure(network(rows))
    >>> found["connectance"].value, found["eco_connectance"].value
    (0.3333333333333333, 0.6666666666666666)
    """
    n, count = len(network.firms), len(network.links)
    senders, receivers = _places(network)
    pairs = len(np.unique(np.minimum(senders, receivers) * n + np.maximum(senders, receivers)))
    parts = _parts(n, senders, receivers)
    answered = 2 * (count - pairs)  # each pair that has both links holds one link more than pairs
    possible = n * (n - 1)
    few = "fewer than two firms" if n else "no firm"
    values = (
        ("firms", n, "n, firms inside the boundary", ""),
        ("exchanges", len(network.inner), "streams from one firm to another", ""),
        ("links", count, "L, distinct pairs of sender and receiver", ""),
        ("link_density", _over(count, n), "L/n", few),
        ("connectance", _over(count, n * n), "L/n^2", few),
        ("connectance_without_self", _over(count, possible), "L/(n(n-1))", few),
        ("eco_connectance", _over(2 * pairs, possible), "2P/(n(n-1)), P pairs linked either way", few),
        ("reciprocity", _over(answered, count), "links that have one back, over L", "no link"),
        ("cyclicity", *_radius(parts, senders, receivers)),
        ("strong_components", int(parts.max(initial=-1)) + 1, "largest groups in which all reach all", ""),
        ("firms_in_loops", _looped(parts), "firms in a group of two or more in which all reach all", ""),
    )
    return Measures(tuple(measure(n, v, "1", text, network.boundary, note=why) for n, v, text, why in values))


def _over(above: float, below: float) -> float | None:
    return above / below if below else None


def _places(network: Network) -> tuple[Places, Places]:
    place = {name: number for number, name in enumerate(network.firms)}
    pairs = np.array([(place[a], place[b]) for a, b in network.links], dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _matrix(n: int, senders: Places, receivers: Places) -> Any:
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(senders)), (senders, receivers)), shape=(n, n))


def _parts(n: int, senders: Places, receivers: Places) -> Places:
    """Return the number of the strongly connected part of each firm, from 0."""
    from scipy.sparse.csgraph import connected_components

    if n == 0:
        return np.empty(0, dtype=np.int64)
    _, part = connected_components(_matrix(n, senders, receivers), directed=True, connection="strong")
    return np.asarray(part, dtype=np.int64)


def _looped(parts: Places) -> int:
    sizes = np.bincount(parts)
    return int(sizes[sizes > 1].sum())


def _radius(parts: Places, senders: Places, receivers: Places) -> tuple[float | None, str, str]:
    value = spectral_radius(len(parts), senders, receivers, parts)
    return value, "largest absolute eigenvalue of the matrix of links", "the solver did not converge"


def spectral_radius(n: int, senders: Places, receivers: Places, parts: Places | None = None) -> float | None:
    """Return the largest absolute eigenvalue of a matrix of links.

    It is the largest one of the strongly connected parts, since an eigenvalue belongs to one of
    them: 0 for a single firm, exactly 1 for a plain ring.

    Parameters
    ----------
    n : int
        Number of firms.
    senders, receivers : array of int
        Both ends of each link, as numbers from 0; each link once, none from a firm to itself.
    parts : array of int, optional
        The strongly connected part of each firm; computed where it is not given.

    Returns
    -------
    float or None
        The spectral radius [1]; ``None`` where the sparse solver does not converge.

    References
    ----------
    R. A. Horn and C. R. Johnson (2013): Matrix analysis, chapter 8. Cambridge University Press.

    Examples
    --------
    >>> spectral_radius(3, np.array([0, 1]), np.array([1, 2]))
    0.0
    >>> both = spectral_radius(3, np.array([0, 1, 1, 2]), np.array([1, 0, 2, 1]))
    >>> round(both, 6)
    1.414214
    """
    parts = _parts(n, senders, receivers) if parts is None else parts
    inside = parts[senders] == parts[receivers]
    sizes = np.bincount(parts, minlength=1)
    counts = np.bincount(parts[senders[inside]], minlength=len(sizes))
    # A part with as many links as firms is a ring.
    best: float = 1.0 if ((sizes > 1) & (counts == sizes)).any() else 0.0
    bigger = np.flatnonzero(counts > sizes)
    if not len(bigger):
        return best
    matrix = _matrix(n, senders, receivers)
    order = np.argsort(parts, kind="stable")
    starts = np.concatenate([[0], np.cumsum(sizes)])
    for number in bigger:
        members = order[starts[number] : starts[number + 1]]
        value = _largest(matrix[members][:, members])
        if value is None:
            return None
        best = max(best, value)
    return best


def _largest(block: Any) -> float | None:
    """Return the spectral radius of one strongly connected part; it is an eigenvalue itself (Perron)."""
    if block.shape[0] <= _DENSE:
        return float(np.abs(np.linalg.eigvals(block.toarray())).max())
    from scipy.sparse.linalg import ArpackError, eigs

    start = np.ones(block.shape[0])  # a fixed start gives the same digits every time
    try:
        found = eigs(block, k=1, which="LR", v0=start, maxiter=_STEPS, return_eigenvectors=False)
    except ArpackError:
        return None
    value = float(found[0].real)
    return value if math.isfinite(value) else None
