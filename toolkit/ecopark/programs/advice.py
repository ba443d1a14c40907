"""Which of the three programs a zone may look at first: advice from a few answers, not a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecopark import datasets
from ecopark.errors import BadArgument, UnknownNameError
from ecopark.i18n import mark, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["advise"]

# Standard by type of park, and what its thresholds are (IISD 2015, section 3.1.3).
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
    zone_type : {"ETDZ", "high-tech zone", "other zone"}
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
        (mark("type of park"), park_type, _STANDARDS),
        (mark("kind of zone"), zone_type, _MINISTRIES),
        (mark("aim"), aim, _AIMS),
    ):
        if name not in known:
            raise UnknownNameError(kind, name, known)
    if years_of_data < 0:
        raise BadArgument("years_of_data must not be negative, not {years}.", years=years_of_data)
    standard = say(_STANDARDS[park_type])
    asks_first = {
        "eip": say("proof of the park's performance by the standard for its type, {name}", name=standard),
        "circular": say(
            "a work plan with projects, investments and targets of its own, reviewed in the province"
        ),
        "low_carbon": say(
            "a work plan with three years of past performance, and targets beyond those in force"
        ),
    }
    whom_to_ask = {
        "eip": say(_MINISTRIES[zone_type]),
        "circular": say("provincial departments for circular economy and for finance"),
        "low_carbon": say("provincial branches of MIIT and NDRC, which recommend zones"),
    }
    sources = {
        "eip": say("IISD 2015, sections 3.1.1 to 3.1.3"),
        "circular": say("IISD 2015, sections 3.2.1 and 3.2.2"),
        "low_carbon": say("IISD 2015, sections 3.3.1 and 3.3.2"),
    }
    aimed_at, aim_in_words = _AIMS[aim][0], say(_AIMS[aim][1])
    rows = []
    for program in datasets.rows("programs", "programs"):
        key, pays = program["id"], program["national_subsidy"]
        needed, lacking = _YEARS[key], _YEARS[key] - years_of_data
        # The first sentence that applies decides.
        if lacking > 0:
            fit = "data first"
            why = say(
                "needs {needed} years of data, {lacking} more than you have", needed=needed, lacking=lacking
            )
            if needed == 1:
                why = say("needs 1 year of data, 1 more than you have")
        elif needs_subsidy and pays:
            fit, why = "fits the aim", say("pays national money, half of it only after success")
        elif needs_subsidy and pays is False:
            fit, why = "pays nothing", say("gives no national money; ask your local government")
        elif aimed_at == key:
            fit, why = "fits the aim", say("serves your main aim: {aim}", aim=aim_in_words)
        else:
            fit, why = "possible", say("is open, but not made for your main aim: {aim}", aim=aim_in_words)
        if needs_subsidy and pays is None:
            why = say("{why}; the report is silent on money", why=why)
        rows.append((program["name_en"], fit, why, asks_first[key], whom_to_ask[key], sources[key]))
    columns = ["program", "fit", "why", "asks first", "whom to ask", "source"]
    table = pd.DataFrame(rows, columns=columns).set_index("program")
    return table.sort_values("fit", key=lambda fits: fits.map(_ORDER.index), kind="stable")
