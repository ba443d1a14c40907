"""The sulphur in gypsum: how much a plant must have caught, and how much coal holds that much."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecopark.emissions.factors import molar_mass
from ecopark.errors import BadArgument

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["gypsum_balance"]

_GYPSUM = "CaSO4.2H2O"


def gypsum_balance(gypsum: float, coal_sulphur: float = 1.0, capture: float = 100.0) -> pd.DataFrame:
    """Return the SO2 and sulphur that an amount of gypsum holds, and the coal that brings as much.

    A molecule of gypsum, CaSO4 with two H2O, holds one atom of sulphur, which one molecule of SO2
    brought. So SO2 = gypsum · M(SO2)/M(gypsum), sulphur = gypsum · M(S)/M(gypsum), and
    coal = sulphur / (coal_sulphur/100 · capture/100), with M the molar mass.

    Parameters
    ----------
    gypsum : float
        Amount of pure gypsum [t, or t/year]; not negative.
    coal_sulphur : float
        Sulphur in the coal by mass [%], above 0.
    capture : float
        Part of that sulphur which ends in the gypsum [%], above 0.

    Returns
    -------
    pandas.DataFrame
        One row each for gypsum, SO2, sulphur and coal: ``quantity``, ``amount`` [t, or t/year].

    Raises
    ------
    BadArgument
        If the amount is negative, or a percentage is not above 0 and at most 100.

    References
    ----------
    CIAAW (2021): Standard atomic weights, in the package ``factors``.

    Examples
    --------
    >>> gypsum_balance(150_000, coal_sulphur=1.0).round().set_index("quantity")["amount"].to_dict()
    {'gypsum': 150000.0, 'SO2': 55811.0, 'sulphur': 27933.0, 'coal': 2793267.0}
    """
    import pandas as pd

    if not (math.isfinite(gypsum) and gypsum >= 0):
        raise BadArgument(f"The gypsum must be a number that is not negative, not {gypsum}.")
    for name, share in (("coal_sulphur", coal_sulphur), ("capture", capture)):
        if not 0 < share <= 100:
            raise BadArgument(f"{name} must be above 0 % and at most 100 %, not {share}.")
    sulphur = gypsum * molar_mass("S") / molar_mass(_GYPSUM)
    amounts = {
        "gypsum": gypsum,
        "SO2": gypsum * molar_mass("SO2") / molar_mass(_GYPSUM),
        "sulphur": sulphur,
        "coal": sulphur / (coal_sulphur / 100 * capture / 100),
    }
    return pd.DataFrame({"quantity": list(amounts), "amount": list(amounts.values())})
