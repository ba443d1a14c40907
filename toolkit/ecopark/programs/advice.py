"""Which of the three programs a zone may look at first: advice from a few answers, not a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecopark import datasets
from ecopark.errors import BadArgument, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["advise"]

# Standard by type of park, and what its thresholds are (IISD 2015, section 3.1.3).
_STANDARDS = {
    "sector-integrated": "HJ 274 (2009: a printed threshold for each indicator; 2015: in force)",
    "sector-specific": "HJ/T 273 (which refers to advanced international levels)",
    "venous": "HJ/T 275 (for parks that recover waste)",
}
# Ministry by kind of zone (IISD 2015, section 3.1.1).
_MINISTRIES = {
    "ETDZ": "MofCOM, for the leading group",
    "high-tech zone": "MoST, for the leading group",
    "other zone": "the leading group; the report names no ministry",
}
_AIMS = {"title": "eip", "money": "circular", "carbon": "low_carbon"}
_AIM_WORDS = {"title": "a title", "money": "money", "carbon": "less carbon"}
# Years of data: a coefficient of elasticity compares two years (Table 1), a plan starts from a base year
# (drafting guide of NDRC, part 1, item 5), a low-carbon plan describes three years (section 3.3.2).
_YEARS = {"eip": 2, "circular": 1, "low_carbon": 3}
_ORDER = ("fits the aim", "possible", "pays nothing", "data first")


def advise(
    park_type: str = "sector-integrated",
    zone: str = "ETDZ",
    aim: str = "title",
    needs_subsidy: bool = False,
    years_of_data: int = 3,
) -> pd.DataFrame:
    """Return what speaks for each program from a zone's point of view, the best match first.

    The rule reads section 3 of the report by IISD (2015): a program fits if it serves the main aim, or
    if the zone needs national money and the program pays it. A zone that needs national money is told
    which program pays none. A zone with fewer years of data than a program needs must collect them first.
    The report asks for three years in the low-carbon program; two years in the EIP program (a coefficient
    of elasticity compares two) and one in CTIP (the base year of the plan) are this project's reading.
    The result is advice: the authorities decide.

    Parameters
    ----------
    park_type : {"sector-integrated", "sector-specific", "venous"}
        Type of the park.
    zone : {"ETDZ", "high-tech zone", "other zone"}
        Kind of the zone.
    aim : {"title", "money", "carbon"}
        What the zone wants most.
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

    for kind, name, known in (
        ("type of park", park_type, _STANDARDS),
        ("kind of zone", zone, _MINISTRIES),
        ("aim", aim, _AIMS),
    ):
        if name not in known:
            raise UnknownNameError(kind, name, known)
    if years_of_data < 0:
        raise BadArgument(f"years_of_data must not be negative, not {years_of_data}.")
    asks = {
        "eip": f"proof of the park's performance by the standard for its type, {_STANDARDS[park_type]}",
        "circular": "a work plan with projects, investments and targets of its own, reviewed in the province",
        "low_carbon": "a work plan with three years of past performance, and targets beyond those in force",
    }
    ask = {
        "eip": _MINISTRIES[zone],
        "circular": "provincial departments for circular economy and for finance",
        "low_carbon": "provincial branches of MIIT and NDRC, which recommend zones",
    }
    places = {
        "eip": "sections 3.1.1 to 3.1.3",
        "circular": "sections 3.2.1 and 3.2.2",
        "low_carbon": "sections 3.3.1 and 3.3.2",
    }
    rows = []
    for program in datasets.rows("programs", "programs"):
        key, lacking = program["id"], _YEARS[program["id"]] - years_of_data
        # The first sentence that applies decides.
        if lacking > 0:
            years = "year" if _YEARS[key] == 1 else "years"
            fit, why = "data first", f"needs {_YEARS[key]} {years} of data, {lacking} more than you have"
        elif needs_subsidy and program["national_subsidy"]:
            fit, why = "fits the aim", "pays national money, half of it only after success"
        elif needs_subsidy and program["national_subsidy"] is False:
            fit, why = "pays nothing", "gives no national money; ask your local government"
        elif _AIMS[aim] == key:
            fit, why = "fits the aim", f"serves your main aim: {_AIM_WORDS[aim]}"
        else:
            fit, why = "possible", f"is open, but not made for your main aim: {_AIM_WORDS[aim]}"
        if needs_subsidy and program["national_subsidy"] is None:
            why += "; the report is silent on money"
        source = f"IISD 2015, {places[key]}"
        rows.append((program["name_en"], fit, why, asks[key], ask[key], source))
    columns = ["program", "fit", "why", "asks first", "whom to ask", "source"]
    table = pd.DataFrame(rows, columns=columns).set_index("program")
    return table.sort_values("fit", key=lambda fits: fits.map(_ORDER.index), kind="stable")
