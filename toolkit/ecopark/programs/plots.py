"""Figures of the programs: procedures, coverage, overlap, growth, time to the title, governance."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from ecopark import datasets
from ecopark.errors import DataError, Issue, UndefinedResult
from ecopark.plots import BLUE, GREEN, ORANGE, PURPLE, RED, set_alt_text
from ecopark.programs.certification import SurvivalBounds, median_time
from ecopark.programs.governance import governing_bodies
from ecopark.programs.indicator_systems import coverage_by_category, system_names
from ecopark.programs.overlap import MembershipCounts, draw_pairs, overlap_test
from ecopark.programs.participation import find_conflicts, park_counts, select_quantity
from ecopark.programs.procedures import Step, read_procedure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = [
    "plot_counts",
    "plot_coverage",
    "plot_governance",
    "plot_kaplan_meier",
    "plot_overlap",
    "plot_procedure",
]

_COLORS = (BLUE, RED, GREEN, ORANGE, PURPLE, "#56B4E9", "#000000")
_MARKERS = "osD^vPX*<>ph"
_SYSTEMS = {  # short names of the indicator systems, in two lines
    "sepa-2003": "guideline\n2003",
    "hj274-2009": "EIP standard\n2009",
    "cepz-ctip-2012": "CTIP\n2012",
    "isc-low-carbon-2012": "low-carbon (ISC)\n2012",
}
_TITLE_WIDTH = 78  # letters of a title that fit above the axes
_ROLES = {"lead": 1.0, "in charge": 1.0, "initiator": 0.75, "member": 0.5, "support": 0.25}  # shade


def plot_procedure(program: str) -> Axes:
    """Draw the way of a zone through a program, from top to bottom, with the exits on the right.

    Parameters
    ----------
    program : str
        ``eip``, ``circular`` or ``low_carbon``.

    Returns
    -------
    matplotlib.axes.Axes
        One box per state and one arrow per step, with the event and who acts. A step that no source
        prints is dashed; a step that leads back is named in its box.

    Raises
    ------
    UnknownNameError
        If there is no such program.

    References
    ----------
    The package ``programs``, tables ``states`` and ``procedures``.

    Examples
    --------
    >>> plot_procedure("eip").get_title(loc="left")
    'EIP Demonstration Program: from outside to full title granted'
    """
    from matplotlib import pyplot as plt

    procedure = read_procedure(program)
    name = next(row["name_en"] for row in datasets.rows("programs", "programs") if row["id"] == program)

    # The main way: the states in the order of the table, as long as a step leads from each to the next.
    way = [procedure.start.state]
    for state in procedure.states[1:]:
        if not any((step.from_state, step.to_state) == (way[-1], state.state) for step in procedure.steps):
            break
        way.append(state.state)

    # An exit is drawn on the level of the last state that leads to it, or below the exit before it.
    places = {state: (0, -level) for level, state in enumerate(way)}
    for step in procedure.steps:
        if step.to_state not in way:
            x, y = places[step.from_state]
            places[step.to_state] = (1, y - x)

    def words(step: Step) -> str:
        inferred = "; inferred" if step.basis == "inferred" else ""
        return f"{step.event.replace('_', ' ')} ({step.actor or 'who: not printed'}{inferred})"

    _, axes = plt.subplots(figsize=(9.5, 1.15 * len(way)), layout="constrained")
    arrows: list[tuple[str, str, dict[str, Any]]] = []
    repeated: dict[str, list[str]] = {}
    for step in procedure.steps:
        (x0, y0), (x1, y1) = places[step.from_state], places[step.to_state]
        if (x1, -y1) <= (x0, -y0):  # it leads back
            repeated.setdefault(step.from_state, []).append(words(step))
            continue
        down, level = x0 == x1, y0 == y1
        arrow = {
            "arrowstyle": "-|>",
            "linestyle": "dashed" if step.basis == "inferred" else "solid",
            "connectionstyle": "arc3" if down or level else "angle,angleA=0,angleB=90",
            "color": "black",
        }
        arrows.append((step.from_state, step.to_state, arrow))
        if down:
            axes.text(x0 + 0.02, (y0 + y1) / 2, words(step), va="center", fontsize=9)
        else:
            axes.text(0.53, y0 + 0.04, fill(words(step), 26), ha="center", va="bottom", fontsize=9)
    boxes = {}
    for state in procedure.states:
        x, y = places[state.state]
        lines = [state.label, f"({state.title_printed})" if state.title_printed else ""]
        lines.append(f"repeated: {', '.join(repeated[state.state])}" if state.state in repeated else "")
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": ORANGE if x else BLUE}
        text = "\n".join(fill(line, 28 if x else 56) for line in lines if line)
        drawn = axes.text(x, y, text, ha="center", va="center", fontsize=9, bbox=box)
        boxes[state.state] = drawn.get_bbox_patch()
    for start, end, arrow in arrows:
        # From box to box: nothing is drawn inside a box. A box has its place once it is drawn.
        ends = {"patchA": boxes[start], "patchB": boxes[end], "shrinkA": 1, "shrinkB": 1}
        axes.annotate("", places[end], places[start], arrowprops=arrow | ends, zorder=4)
    axes.set(xlim=(-0.4, 1.25), ylim=(min(y for _, y in places.values()) - 0.4, 0.4))
    axes.set_axis_off()
    goal = procedure.state(way[-1]).label
    title = f"{name}: from outside to {goal[0].lower()}{goal[1:]}"
    axes.set_title(title, loc="left", fontsize=11)
    labels = {state.state: state.label for state in procedure.states}
    steps = "; ".join(
        f"{labels[step.from_state]}: {words(step)}, then {labels[step.to_state]}" for step in procedure.steps
    )
    return set_alt_text(axes, f"Flow diagram. {title}. {steps}.")


def plot_coverage() -> Axes:
    """Draw the share of each category's concepts that each indicator system covers.

    Returns
    -------
    matplotlib.axes.Axes
        Categories by systems: the color is the share of the concepts [%], the number their count.

    Examples
    --------
    >>> [label.get_text() for label in plot_coverage().get_xticklabels()][0].split()
    ['guideline', '2003']
    """
    import seaborn as sns
    from matplotlib import pyplot as plt

    table, systems = coverage_by_category(), system_names()
    known = table.groupby("category", sort=False)["known"].first()
    share, count = (
        table.pivot(index="category", columns="system", values=name).loc[known.index, systems]
        for name in ("share", "concepts")
    )
    _, axes = plt.subplots(figsize=(8.5, 4.2), layout="constrained")
    label = "Concepts of the category covered [%]"
    options = {"cmap": "cividis", "vmin": 0, "vmax": 100, "cbar_kws": {"label": label}}
    sns.heatmap(share, annot=count, fmt="d", ax=axes, **options)
    rows = [f"{category} ({number} concepts)" for category, number in known.items()]
    axes.set(xlabel="", ylabel="", yticklabels=rows)
    axes.set_xticklabels([_SYSTEMS.get(system, system) for system in systems], rotation=0)
    axes.tick_params(length=0)

    gaps = table[(table["concepts"] == 0) & (table["category"] != "Outside the five")]
    spoken = {system: _SYSTEMS.get(system, system).replace("\n", " ") for system in systems}
    pairs = zip(gaps["system"], gaps["category"], strict=True)
    absent = [f"{spoken[system]} has nothing on {category.lower()}" for system, category in pairs]
    absent = [line[0].upper() + line[1:] for line in absent]
    axes.set_title("\n".join(absent) or "Every system covers every category", loc="left", fontsize=10)
    words = "; ".join(
        f"{spoken[system]}: "
        + ", ".join(f"{name} {count.loc[name, system]} of {known[name]}" for name in known.index)
        for system in systems
    )
    return set_alt_text(axes, f"Heat map of the concepts that each indicator system covers. {words}.")


def plot_overlap(
    counts: MembershipCounts, population: int, *, draws: int = 5_000, seed: int = 0, level: float = 0.05
) -> Axes:
    """Draw the overlap that chance gives in many random draws, and the observed overlap.

    Parameters
    ----------
    counts : MembershipCounts
        Counts with the sizes of three programs.
    population : int
        Zones that could take part [count].
    draws : int
        Random draws of zones.
    seed : int
        Seed of the draws: the same seed gives the same figure.
    level : float
        Level of the verdict in the title [1]; the verdict is exact and does not depend on the draws.

    Returns
    -------
    matplotlib.axes.Axes
        Draws [%] over pairs of memberships [count].

    Raises
    ------
    DataError
        If the sizes of three programs are not known, or a program is larger than the population.

    Examples
    --------
    >>> from ecopark.programs import membership_counts_china
    >>> plot_overlap(membership_counts_china(), 1568).get_xlabel()
    'Pairs of memberships [count]'
    """
    import numpy as np
    from matplotlib import pyplot as plt

    if len(counts.sizes) != 3:
        fix = "give the sizes of two programs or of three"
        raise DataError("the counts", [Issue("three sizes are needed", "sizes", fix=fix)])
    test = overlap_test(counts.sizes, population, counts.pairs, counts.three, level=level)
    drawn = draw_pairs(list(counts.sizes.values()), population, draws, seed)
    values, number = np.unique(drawn, return_counts=True)

    _, axes = plt.subplots(figsize=(8, 4))
    bars: dict[str, Any] = {"width": 1, "edgecolor": "white", "linewidth": 0.3, "color": BLUE}
    axes.bar(values, 100 * number / draws, label=f"{draws} random draws", **bars)
    observed = f"observed: {counts.pairs} pairs"
    axes.axvline(counts.pairs, color=ORANGE, linewidth=3, linestyle="--", label=observed)
    axes.set_xlim(-1, 1.15 * max(counts.pairs, int(values.max())))
    axes.set_ylim(0, 110 * number.max() / draws)
    axes.set(xlabel="Pairs of memberships [count]", ylabel="Draws [%]")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2)

    verdict = "no more and no fewer" if test.pairs_verdict == "as chance" else test.pairs_verdict
    title = f"Of {population} zones, chance gives {test.expected_pairs:.1f} pairs on average"
    title = f"{title}; {counts.pairs} were observed: {verdict} than chance"
    axes.set_title(title, loc="left", fontsize=10)
    low, high = np.quantile(drawn, [0.025, 0.975]).astype(int)
    return set_alt_text(axes, f"{title}. The middle 95 % of the draws lie from {low} to {high} pairs.")


def plot_counts(quantity: str = "named", table: pd.DataFrame | None = None) -> Axes:
    """Draw a count of eco-industrial parks over time, each source with its own marker.

    Parameters
    ----------
    quantity : str
        What is counted: ``plans_approved``, ``named`` or ``under_construction``, or a quantity of the
        table.
    table : pandas.DataFrame, optional
        Other counts in the form of :func:`ecopark.programs.park_counts`; by default the package's.

    Returns
    -------
    matplotlib.axes.Axes
        Zones [count] over years; a line across shows the time that a date covers, an arrow a lower
        bound. Dotted lines join counts that contradict each other.

    Raises
    ------
    UnknownNameError
        If there is no such quantity.

    Examples
    --------
    >>> plot_counts().get_ylabel()
    'Named parks [count]'
    """
    from matplotlib import pyplot as plt

    conflicts = find_conflicts(quantity, table)
    table = park_counts(quantity) if table is None else select_quantity(table, quantity)
    ends = {
        name: table[name].map(lambda day: day.year + day.timetuple().tm_yday / 366)
        for name in ("first", "last")
    }
    table = table.assign(start=ends["first"], middle=(ends["first"] + ends["last"]) / 2, end=ends["last"])

    # One color and marker per source; a hollow marker is not an exact count.
    _, axes = plt.subplots(figsize=(8.5, 4.8))
    for number, ((series, kind), rows) in enumerate(table.groupby(["series", "kind"], sort=False)):
        place = list(table["series"].unique()).index(series)
        color, marker = _COLORS[place % len(_COLORS)], _MARKERS[place % len(_MARKERS)]
        name = datasets.source_names().get(series, series)
        label = name if kind == "exact" else f"{name} ({kind})"
        face = color if kind == "exact" else "white"
        axes.hlines(rows["count"], rows["start"], rows["end"], color=color, linewidth=1)
        look: dict[str, Any] = {"color": color, "markerfacecolor": face, "markersize": 8, "linestyle": ""}
        axes.plot(rows["middle"], rows["count"], marker, label=label, zorder=2 + number, **look)
        for _, row in rows[rows["kind"] == "at least"].iterrows():
            arrow = {"arrowstyle": "->", "color": color}
            foot = (row["middle"], row["count"])
            axes.annotate("", (row["middle"], row["count"] + 4), foot, arrowprops=arrow)

    # Counts that contradict each other.
    middle = table.set_index(["date", "count", "series"])["middle"]
    middle = middle[~middle.index.duplicated()]
    for pair in conflicts.to_dict("records"):
        earlier = middle[pair["date"], pair["count"], pair["series"]]
        later = middle[pair["later_date"], pair["later_count"], pair["later_series"]]
        axes.plot([earlier, later], [pair["count"], pair["later_count"]], ":", color="#999999", zorder=1)

    name = quantity.replace("_", " ")
    axes.set_ylabel(f"{name.capitalize()}{' parks' if quantity == 'named' else ''} [count]")
    axes.set_xlabel("Year")
    axes.set_ylim(0, 1.15 * max(table["count"]))
    axes.legend(frameon=False, fontsize=8, title="Source")
    falls = conflicts[conflicts["kind"] == "falls"]
    title = f"{name.capitalize()}: the sources do not contradict each other"
    if len(falls):
        # A count and its date stay on one line.
        later = ", ".join(f"{r.later_count}\xa0({r.later_date})" for r in falls.itertuples())
        first = falls.iloc[0]
        title = f"{name.capitalize()}: {first['count']} in {first['date']} is above later counts: {later}"
        title = fill(title, _TITLE_WIDTH).replace("\xa0", " ")
    axes.set_title(title, loc="left", fontsize=10)
    words = "; ".join(
        f"{r['date']} {r['kind']} {r['count']} ({datasets.source_names().get(r['series'], r['series'])})"
        for r in table.to_dict("records")
    )
    pairs = "; ".join(
        f"{pair['count']} in {pair['date']} against {pair['later_count']} in {pair['later_date']}"
        for pair in conflicts.to_dict("records")
    )
    return set_alt_text(axes, f"Counts of parks, {name}: {words}. Contradictions: {pairs or 'none'}.")


def plot_kaplan_meier(curve: pd.DataFrame, bounds: SurvivalBounds | None = None, *, synthetic: bool) -> Axes:
    """Draw the share of zones that still wait for the full title over time.

    Parameters
    ----------
    curve : pandas.DataFrame
        What :func:`ecopark.programs.time_to_certification` returned.
    bounds : SurvivalBounds, optional
        What the counts of the sources allow; drawn as two bars at their time.
    synthetic : bool
        Whether the cohort is synthetic: the figure then says so.

    Returns
    -------
    matplotlib.axes.Axes
        Zones that wait [%] over the time since the plan was approved [year].

    Raises
    ------
    UndefinedResult
        If no zone of the cohort has the title.

    Examples
    --------
    >>> from ecopark.programs import synthetic_cohort, time_to_certification
    >>> axes = plot_kaplan_meier(time_to_certification(synthetic_cohort()), synthetic=True)
    >>> axes.get_xlabel()
    'Time since the plan was approved [year]'
    """
    from matplotlib import pyplot as plt

    if curve.empty:
        raise UndefinedResult("No zone of the cohort has the title, so there is no curve.")
    _, axes = plt.subplots(figsize=(8, 4.5))
    years, waiting = [0.0, *curve["years"]], [100.0, *curve["waiting"]]
    axes.step(years, waiting, where="post", color=BLUE, label="Kaplan-Meier estimate")
    interval = f"{100 * curve['level'].iloc[0]:.4g} % interval"
    known = curve[curve["status"] == "ok"]
    band: dict[str, Any] = {"step": "post", "color": BLUE, "alpha": 0.15, "label": interval}
    axes.fill_between(known["years"], known["low"], known["high"], **band)
    if bounds is not None:
        for low, high, shift, color, marker, what in (
            (bounds.share_low, bounds.share_high, -0.08, RED, "o", "share of zones that the counts allow"),
            (bounds.curve_low, bounds.curve_high, 0.08, GREEN, "s", "Kaplan-Meier estimate that they allow"),
        ):
            label = f"{what} at {bounds.wait:g} years"
            x = [bounds.wait + shift] * 2
            axes.plot(x, [low, high], color=color, marker=marker, linewidth=2, label=label)

    median, status = median_time(curve)
    title = f"median {status}" if median is None else f"half of the zones wait {median:.1f} years or longer"
    finding = f"Synthetic cohort: {title}" if synthetic else title[0].upper() + title[1:]
    axes.set_title(finding, loc="left", fontsize=10)
    axes.set_xlabel("Time since the plan was approved [year]")
    axes.set_ylabel("Zones that still wait for the title [%]")
    axes.set_ylim(0, 103)
    axes.set_xlim(left=0)
    axes.legend(frameon=False, fontsize=8, loc="lower left")

    last = curve.iloc[-1]
    cohort = "Synthetic cohort" if synthetic else "Cohort"
    words = f"{cohort}, share of zones without the title over time: {title}; after {last['years']:.1f} years "
    words += f"{last['waiting']:.0f} % wait"
    if last["status"] == "ok":
        words += f" ({interval}: {last['low']:.0f} to {last['high']:.0f} %)"
    words += "."
    if bounds is not None:
        words += (
            f" The counts of the sources allow {bounds.share_low:.1f} to {bounds.share_high:.1f} % beyond "
            f"{bounds.wait:g} years, and an estimate of {bounds.curve_low:.1f} to {bounds.curve_high:.1f} %."
        )
    return set_alt_text(axes, words)


def plot_governance() -> Axes:
    """Draw which body has which role in the programs for parks and for cities.

    Returns
    -------
    matplotlib.axes.Axes
        One row per body, one column per program; the cell names the strongest role that a source states.

    Examples
    --------
    >>> [label.get_text() for label in plot_governance().get_xticklabels()][-1]
    'Low-Carbon City'
    """
    import seaborn as sns
    from matplotlib import pyplot as plt

    table = governing_bodies()
    bodies, programs = table["body"].unique(), table["program"].unique()
    # The strongest role of a body in a program; if every source says that it ended, the end is named.
    cells = {}
    for (body, program), rows in table.groupby(["body", "program"], sort=False):
        role = next(role for role in _ROLES if role in set(rows["role"]))
        ends = rows.loc[rows["role"] == role, "to"]
        cells[body, program] = role, f"{role} until {ends.max():.0f}" if ends.notna().all() else role
    shades = [[_ROLES.get(cells.get((b, p), ("", ""))[0], 0.0) for p in programs] for b in bodies]
    roles = [[cells.get((b, p), ("", ""))[1] for p in programs] for b in bodies]

    _, axes = plt.subplots(figsize=(9, 0.42 * len(bodies) + 1.2))
    options = {
        "fmt": "",
        "cmap": "Blues",
        "vmin": 0,
        "vmax": 1.6,
        "cbar": False,
        "annot_kws": {"fontsize": 8},
    }
    sns.heatmap(shades, annot=roles, ax=axes, **options)
    axes.axvline(table.loc[table["level"] == "park", "program"].nunique(), color=BLUE, linewidth=2)
    axes.set_xticklabels([fill(name, 18) for name in programs], fontsize=8)
    axes.set_yticklabels(bodies, fontsize=8, rotation=0)
    axes.tick_params(top=True, bottom=False, labeltop=True, labelbottom=False, length=0)
    levels = table.groupby("body", sort=False)["level"].nunique()
    both = " and ".join(levels.index[levels == 2])
    title = f"{both} govern at both levels; right of the line, programs for cities"
    axes.set_title(title, loc="left", fontsize=10)
    words = "; ".join(f"{body}: {program}, {role}" for (body, program), (_, role) in cells.items())
    return set_alt_text(axes, f"Table of bodies and programs. {title}. {words}.")
