"""Which of the three programs a zone may look at first: advice from a few answers, not a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecopark import datasets
from ecopark.errors import BadArgument, require_known
from ecopark.i18n import mark, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["advise"]

# Standard by type of park, and the kind of its thresholds (IISD 2015, section 3.1.3).
_STANDARDS = {
    "sector-integrated": mark("HJ 274 (2009: a printed threshold for each indicator; 2015: in force)"),
    "sector-specific": mark("HJ/T 273 (which refers to advanced international levels)"),
    "venous": mark("HJ/T 275 (for parks that recover waste)"),
}
# Ministry by kind of zone (IISD 2015, section 3.1.1).
_MINISTRIES = {
    "ETDZ": mark("MofCOM, for the leading group"),
    "high-tech zone": mark("MoST, for the leading group"),
    "other zone": mark("the leading group; the report names no ministry"),
}
# The program that serves each aim, and the aim in words.
_AIMS = {
    "title": ("eip", mark("a title")),
    "money": ("circular", mark("money")),
    "carbon": ("low_carbon", mark("less carbon")),
}
# Years of data: a coefficient of elasticity compares two years (Table 1), a plan starts from a base year
# (drafting guide of NDRC, part 1, item 5), a low-carbon plan describes three years (section 3.3.2).
_YEARS = {"eip": 2, "circular": 1, "low_carbon": 3}
_ORDER = ("fits the aim", "possible", "pays nothing", "data first")


def advise(
    park_type: str = "sector-integrated",
    zone_type: str = "ETDZ",
    aim: str = "title",
    needs_subsidy: bool = False,
    years_of_data: int = 3,
) -> pd.DataFrame:
    """Return the reasons for each program from a zone's point of view, the best match first.

    The rule reads section 3 of the report by IISD (2015): a program fits if it serves the main aim, or
    if the zone needs national money and the program pays it. For a zone that needs national money, the advice
    names the program that pays none. A zone with fewer years of data than a program needs must collect them
    first. The report asks for three years in the low-carbon program; two years in the EIP program (a
    coefficient of elasticity compares two) and one in CTIP (the base year of the plan) are this project's
    reading. The result is advice: the authorities decide.

    Parameters
    ----------
    park_type : {"sector-integrated", "sector-specific", "venous"}
        Type of the park.
    zone_type : {"ETDZ", "high-tech zone", "other zone"}
        Kind of the zone.
    aim : {"title", "money", "carbon"}
        The main aim of the zone.
    needs_subsidy : bool
        Whether nothing can start without national money.
    years_of_data : int
        Full years for which energy, water, waste and output are known [year].

    Returns
    -------
    pandas.DataFrame
        One row per program, the best match first: ``fit`` (``fits the aim``, ``possible``, ``pays
        nothing`` or ``data first``), ``why``, ``asks first``, ``whom to ask`` and ``source``.

    Raises
    ------
    UnknownNameError
        If type, kind of zone or aim is none of those above.
    BadArgument
        If the number of years is negative.

    References
    ----------
    International Institute for Sustainable Development (2015), Development of Eco-Efficient
    Industrial Parks in China: A review, sections 3.1 to 3.3; the package ``programs``.

    Examples
    --------
    >>> advise(aim="carbon")["fit"].to_dict()["Low-Carbon Industrial Park Program"]
    'fits the aim'
    >>> advise(needs_subsidy=True, years_of_data=2)["fit"].to_list()
    ['fits the aim', 'pays nothing', 'data first']
    """
    import pandas as pd

    for kind, name, choices in (
        (mark("type of park"), park_type, _STANDARDS),
        (mark("kind of zone"), zone_type, _MINISTRIES),
        (mark("aim"), aim, _AIMS),
    ):
        require_known(kind, name, choices)
    if years_of_data < 0:
        raise BadArgument("years_of_data must not be negative, not {years}.", years=years_of_data)

    # The first requirement of each program, whom to ask, and the place in the report.
    asks_first = {
        "eip": mark("proof of the park's performance by the standard for its type, {standard}"),
        "circular": mark("a work plan with own projects, investments and targets, reviewed in the province"),
        "low_carbon": mark("a work plan with three years of performance, and targets beyond those in force"),
    }
    whom_to_ask = {
        "eip": _MINISTRIES[zone_type],
        "circular": mark("provincial departments for circular economy and for finance"),
        "low_carbon": mark("provincial branches of MIIT and NDRC, which recommend zones"),
    }
    sources = {
        "eip": mark("IISD 2015, sections 3.1.1 to 3.1.3"),
        "circular": mark("IISD 2015, sections 3.2.1 and 3.2.2"),
        "low_carbon": mark("IISD 2015, sections 3.3.1 and 3.3.2"),
    }
    aimed_at, aim_in_words = _AIMS[aim]
    rows = []
    for program in datasets.rows("programs", "programs"):
        key, pays, needed = program["id"], program["national_subsidy"], _YEARS[program["id"]]
        lacking = needed - years_of_data
        # The first sentence that applies decides.
        if lacking > 0 and needed == 1:
            fit, why = "data first", mark("needs 1 year of data, 1 more than you have")
        elif lacking > 0:
            fit, why = "data first", mark("needs {needed} years of data, {lacking} more than you have")
        elif needs_subsidy and pays:
            fit, why = "fits the aim", mark("pays national money, half of it only after success")
        elif needs_subsidy and pays is False:
            fit, why = "pays nothing", mark("gives no national money; ask your local government")
        elif aimed_at == key:
            fit, why = "fits the aim", mark("serves your main aim: {aim}")
        else:
            fit, why = "possible", mark("is open, but not made for your main aim: {aim}")
        why = say(why, needed=needed, lacking=lacking, aim=say(aim_in_words))
        if needs_subsidy and pays is None:
            why = say("{why}; the report is silent on money", why=why)
        first_demand = say(asks_first[key], standard=say(_STANDARDS[park_type]))
        rows.append((program["name_en"], fit, why, first_demand, say(whom_to_ask[key]), say(sources[key])))
    columns = ["program", "fit", "why", "asks first", "whom to ask", "source"]
    table = pd.DataFrame(rows, columns=columns).set_index("program")
    return table.sort_values("fit", key=lambda fits: fits.map(_ORDER.index), kind="stable")
