"""Which firm a network would miss most: every firm leaves once, alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecopark.symbiosis.network import Network
from ecopark.symbiosis.robustness import leave, robustness_curve

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["departures"]


def departures(network: Network) -> pd.DataFrame:
    """Return what the network loses with each of its firms, one row per firm.

    Each firm leaves the whole network alone; the others stay.

    Parameters
    ----------
    network : Network
        The network; firms outside the boundary do not leave.

    Returns
    -------
    pandas.DataFrame
        ``firm``; ``exchanges_lost`` [streams]; ``links_left`` [links]; ``stranded``, the streams that a
        firm received and now nobody sends it [streams]; ``alone``, firms with no exchange left
        [firms]; ``largest_group``, the largest group that still hangs together, in either direction
        [firms]; ``cyclicity``, the spectral radius of what is left [1]. Sorted by exchanges lost,
        the most first, then by name.

    References
    ----------
    See :func:`ecopark.symbiosis.leave`.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> star = network([{"from": "hub", "to": leaf, "stream": "steam"} for leaf in "abc"])
    >>> departures(star).set_index("firm").loc["hub", ["exchanges_lost", "alone"]].tolist()
    [3, 3]
    """
    import pandas as pd

    n = len(network.firms)
    rows = []
    for firm in network.firms:
        gone = leave(network, firm)
        shares = robustness_curve(network, [firm])["largest_share"]
        rows.append(
            {
                "firm": firm,
                "exchanges_lost": len(gone.lost),
                "links_left": len(gone.network.links),
                "stranded": len(gone.without_supplier),
                "alone": len(gone.alone),
                "largest_group": round(float(shares.iloc[-1]) * n),
                "cyclicity": gone.after["cyclicity"].value,
            }
        )
    columns = (
        "firm", "exchanges_lost", "links_left", "stranded", "alone", "largest_group", "cyclicity",
    )  # fmt: skip
    found = pd.DataFrame(rows, columns=list(columns))
    return found.sort_values(["exchanges_lost", "firm"], ascending=[False, True], ignore_index=True)
