"""Figures of the programs: procedures, coverage, overlap, growth, time to the title, governance."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from ecopark import datasets
from ecopark.errors import DataError, Issue, UndefinedResult
from ecopark.i18n import mark, say
from ecopark.plots import BELOW, BLUE, GREEN, ORANGE, PURPLE, RED, finish, new_axes
from ecopark.programs.certification import SurvivalBounds, median_time
from ecopark.programs.governance import governing_bodies
from ecopark.programs.indicator_systems import coverage_by_category, indicator_system_names
from ecopark.programs.overlap import MembershipCounts, draw_pairs, overlap_test
from ecopark.programs.participation import find_conflicts, park_counts, select_quantity
from ecopark.programs.procedures import Step, read_procedure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = [
    *("plot_counts", "plot_coverage", "plot_governance", "plot_kaplan_meier", "plot_overlap"),
    "plot_procedure",
]

_COLORS = (BLUE, RED, GREEN, ORANGE, PURPLE, "#56B4E9", "#000000")
_MARKERS = "osD^vPX*<>ph"
_SYSTEMS = {  # short names of the indicator systems, in two lines
    "sepa-2003": mark("guideline\n2003"),
    "hj274-2009": mark("EIP standard\n2009"),
    "cepz-ctip-2012": mark("CTIP\n2012"),
    "isc-low-carbon-2012": mark("low-carbon (ISC)\n2012"),
}
_QUANTITIES = {
    "named": mark("Named parks"),
    "plans_approved": mark("Plans approved"),
    "under_construction": mark("Under construction"),
}
_VERDICTS = {
    "more": mark("more than chance"),
    "fewer": mark("fewer than chance"),
    "as chance": mark("no more and no fewer than chance"),
}
_TITLE_WIDTH = 78  # letters of a title that fit above the axes
# The strongest role first.
_ROLES = (mark("lead"), mark("in charge"), mark("initiator"), mark("member"), mark("support"))
_SHADES = dict(zip(_ROLES, (1.0, 1.0, 0.75, 0.5, 0.25), strict=True))


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
        event, actor = step.event.replace("_", " "), step.actor or say("who: not printed")
        if step.basis == "inferred":
            return say("{event} ({actor}; inferred)", event=event, actor=actor)
        return f"{event} ({actor})"

    # Steps that lead on become arrows with their words beside them; a step back is named in its state.
    axes = new_axes(9.5, 1.15 * len(way))
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

    # The states as boxes, and the arrows from box to box.
    boxes = {}
    for state in procedure.states:
        x, y = places[state.state]
        lines = [state.label, f"({state.title_printed})" if state.title_printed else ""]
        if state.state in repeated:
            lines.append(say("repeated: {steps}", steps=", ".join(repeated[state.state])))
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": ORANGE if x else BLUE}
        text = "\n".join(fill(line, 28 if x else 56) for line in lines if line)
        label = axes.text(x, y, text, ha="center", va="center", fontsize=9, bbox=box)
        boxes[state.state] = label.get_bbox_patch()
    for start, end, arrow in arrows:
        # From box to box: nothing is drawn inside a box. A box has its place once it is drawn.
        ends = {"patchA": boxes[start], "patchB": boxes[end], "shrinkA": 1, "shrinkB": 1}
        axes.annotate("", places[end], places[start], arrowprops=arrow | ends, zorder=4)
    axes.set(xlim=(-0.4, 1.25), ylim=(min(y for _, y in places.values()) - 0.4, 0.4))
    axes.set_axis_off()
    goal = procedure.state(way[-1]).label
    title = say("{program}: from outside to {goal}", program=name, goal=f"{goal[0].lower()}{goal[1:]}")
    labels = {state.state: state.label for state in procedure.states}
    steps = "; ".join(
        f"{labels[step.from_state]} → {words(step)} → {labels[step.to_state]}" for step in procedure.steps
    )
    return finish(axes, title, say("Flow diagram. {title}. {steps}.", title=title, steps=steps))


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

    table, systems = coverage_by_category(), indicator_system_names()
    concepts_known = table.groupby("category", sort=False)["known"].first()
    share, count = (
        table.pivot(index="category", columns="system", values=name).loc[concepts_known.index, systems]
        for name in ("share", "concepts")
    )
    axes = new_axes(8.5, 4.2)
    label = say("Concepts of the category covered [%]")
    options = {"cmap": "cividis", "vmin": 0, "vmax": 100, "cbar_kws": {"label": label}}
    sns.heatmap(share, annot=count, fmt="d", ax=axes, **options)
    rows = [
        say("{category} ({count} concepts)", category=name, count=n) for name, n in concepts_known.items()
    ]
    axes.set(xlabel="", ylabel="", yticklabels=rows)
    names = {system: say(_SYSTEMS.get(system, system)) for system in systems}
    axes.set_xticklabels(list(names.values()), rotation=0)
    axes.tick_params(length=0)

    names = {system: name.replace("\n", " ") for system, name in names.items()}

    # The title names the concepts that a system leaves out.
    gaps = table[(table["concepts"] == 0) & (table["category"] != "Outside the five")]
    absent = [
        say("{system} has nothing on {category}", system=names[gap.system], category=gap.category.lower())
        for gap in gaps.itertuples()
    ]
    title = "\n".join(f"{line[0].upper()}{line[1:]}" for line in absent)

    # Every cell for those who cannot see the map.
    cells = {
        system: [
            say("{category} {count} of {known}", category=name, count=count.loc[name, system], known=number)
            for name, number in concepts_known.items()
        ]
        for system in systems
    }
    counts = "; ".join(f"{names[system]}: {', '.join(cells[system])}" for system in systems)
    text = say("Heat map of the concepts that each indicator system covers. {counts}.", counts=counts)
    return finish(axes, title or say("Every system covers every category"), text)


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

    if len(counts.sizes) != 3:
        fix = say("give the sizes of two programs or of three")
        raise DataError("the counts", [Issue("three sizes are needed", "sizes", fix=fix)])

    # The exact test, and random draws that show the overlap by chance.
    test = overlap_test(counts.sizes, population, counts.pairs, counts.three, level=level)
    random_pairs = draw_pairs(list(counts.sizes.values()), population, draws, seed)
    values, number = np.unique(random_pairs, return_counts=True)

    axes = new_axes(8, 4)
    bars: dict[str, Any] = {"width": 1, "edgecolor": "white", "linewidth": 0.3, "color": BLUE}
    axes.bar(values, 100 * number / draws, label=say("{count} random draws", count=draws), **bars)
    observed = say("observed: {count} pairs", count=counts.pairs)
    axes.axvline(counts.pairs, color=ORANGE, linewidth=3, linestyle="--", label=observed)
    axes.set_xlim(-1, 1.15 * max(counts.pairs, int(values.max())))
    axes.set_ylim(0, 110 * number.max() / draws)
    axes.set(xlabel=say("Pairs of memberships [count]"), ylabel=say("Draws [%]"))
    axes.spines[["top", "right"]].set_visible(False)

    title = say(
        "Of {population} zones, chance gives {expected:.1f} pairs on average; {pairs} were "
        "observed: {verdict}",
        population=population, expected=test.expected_pairs, pairs=counts.pairs,
        verdict=say(_VERDICTS[test.pairs_verdict]),
    )  # fmt: skip
    low, high = np.quantile(random_pairs, [0.025, 0.975]).astype(int)
    template = mark("{title}. The middle 95 % of the draws lie from {low} to {high} pairs.")
    return finish(axes, title, say(template, title=title, low=low, high=high))


def plot_counts(quantity: str = "named", table: pd.DataFrame | None = None) -> Axes:
    """Draw a count of eco-industrial parks over time, each source with a different marker.

    Parameters
    ----------
    quantity : str
        The quantity counted: ``plans_approved``, ``named`` or ``under_construction``, or a quantity of the
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
    conflicts = find_conflicts(quantity, table)
    table = park_counts(quantity) if table is None else select_quantity(table, quantity)
    start, end = (
        table[name].map(lambda day: day.year + day.timetuple().tm_yday / 366) for name in ("first", "last")
    )
    table = table.assign(start=start, middle=(start + end) / 2, end=end)

    # One color and marker per source; a hollow marker is not an exact count.
    axes = new_axes(8.5, 5.4)
    for number, ((series, kind), rows) in enumerate(table.groupby(["series", "kind"], sort=False)):
        place = list(table["series"].unique()).index(series)
        color, marker = _COLORS[place % len(_COLORS)], _MARKERS[place % len(_MARKERS)]
        name = datasets.source_names().get(series, series)
        label = name if kind == "exact" else f"{name} ({say(kind)})"
        face = color if kind == "exact" else "white"
        axes.hlines(rows["count"], rows["start"], rows["end"], color=color, linewidth=1)
        look: dict[str, Any] = {"color": color, "markerfacecolor": face, "markersize": 8, "linestyle": ""}
        axes.plot(rows["middle"], rows["count"], marker, label=label, zorder=2 + number, **look)
        for _, row in rows[rows["kind"] == "at least"].iterrows():
            x, y, arrow = row["middle"], row["count"], {"arrowstyle": "->", "color": color}
            axes.annotate("", (x, y + 4), (x, y), arrowprops=arrow)

    # Counts that contradict each other.
    middle = table.set_index(["date", "count", "series"])["middle"]
    middle = middle[~middle.index.duplicated()]
    for pair in conflicts.to_dict("records"):
        earlier = middle[pair["date"], pair["count"], pair["series"]]
        later = middle[pair["later_date"], pair["later_count"], pair["later_series"]]
        axes.plot([earlier, later], [pair["count"], pair["later_count"]], ":", color="#999999", zorder=1)

    counted = say(_QUANTITIES.get(quantity, quantity.replace("_", " ").capitalize()))
    axes.set(xlabel=say("Year"), ylabel=say("{quantity} [count]", quantity=counted))
    axes.set_ylim(0, 1.15 * max(table["count"]))

    # The finding: the first count that later ones fall below.
    falls = conflicts[conflicts["kind"] == "falls"]
    title = say("{quantity}: the sources do not contradict each other", quantity=counted)
    if len(falls):
        first = falls.iloc[0]
        # A count and its date stay on one line.
        later = ", ".join(f"{r.later_count}\xa0({r.later_date})" for r in falls.itertuples())
        title = say(
            "{quantity}: {count} in {date} is above later counts: {later}",
            quantity=counted, count=first["count"], date=first["date"], later=later,
        )  # fmt: skip
        title = fill(title, _TITLE_WIDTH).replace("\xa0", " ")
    names = datasets.source_names()
    counts_in_words = "; ".join(
        f"{row['date']} {say(row['kind'])} {row['count']} ({names.get(row['series'], row['series'])})"
        for row in table.to_dict("records")
    )
    pairs = [
        say("{count} in {date} against {later_count} in {later_date}", **pair)
        for pair in conflicts.drop(columns=["quantity", "kind", "series", "later_series"]).to_dict("records")
    ]
    text = say(
        "Counts over time. {quantity}: {counts}. Contradictions: {pairs}.",
        quantity=counted, counts=counts_in_words, pairs="; ".join(pairs) or say("none"),
    )  # fmt: skip
    return finish(axes, title, text, {**BELOW, "title": say("Source")})


def plot_kaplan_meier(curve: pd.DataFrame, bounds: SurvivalBounds | None = None, *, synthetic: bool) -> Axes:
    """Draw the share of zones that still wait for the full title over time.

    Parameters
    ----------
    curve : pandas.DataFrame
        The result of :func:`ecopark.programs.time_to_certification`.
    bounds : SurvivalBounds, optional
        The bounds by the counts of the sources; drawn as two bars at their time.
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
    if curve.empty:
        raise UndefinedResult("No zone of the cohort has the title, so there is no curve.")
    axes = new_axes(8, 4.5)
    # The curve begins with all zones waiting; its interval where there is one.
    years, waiting = [0.0, *curve["years"]], [100.0, *curve["waiting"]]
    axes.step(years, waiting, where="post", color=BLUE, label=say("Kaplan-Meier estimate"))
    interval = say("{level:.4g} % interval", level=100 * curve["level"].iloc[0])
    with_interval = curve[curve["status"] == "ok"]
    band: dict[str, Any] = {"step": "post", "color": BLUE, "alpha": 0.15, "label": interval}
    axes.fill_between(with_interval["years"], with_interval["low"], with_interval["high"], **band)
    if bounds is not None:
        allowed = say("share of zones that the counts allow at {years:g} years", years=bounds.wait)
        estimate = say("Kaplan-Meier estimate that they allow at {years:g} years", years=bounds.wait)
        for low, high, shift, color, marker, label in (
            (bounds.share_low, bounds.share_high, -0.08, RED, "o", allowed),
            (bounds.curve_low, bounds.curve_high, 0.08, GREEN, "s", estimate),
        ):
            x = [bounds.wait + shift] * 2
            axes.plot(x, [low, high], color=color, marker=marker, linewidth=2, label=label)

    median, _ = median_time(curve)
    title = say("More than half of the zones still wait for the title")
    if median is not None:
        title = say("Half of the zones wait {years:.1f} years or longer", years=median)
    if synthetic:
        title = say("Synthetic cohort: {finding}", finding=title)
    axes.set_xlabel(say("Time since the plan was approved [year]"))
    axes.set_ylabel(say("Zones that still wait for the title [%]"))
    axes.set_ylim(0, 103)
    axes.set_xlim(left=0)

    last = curve.iloc[-1].to_dict()
    template = mark("{title}. After {years:.1f} years, {waiting:.0f} % of the zones wait.")
    if last["status"] == "ok":
        template = mark(
            "{title}. After {years:.1f} years, {waiting:.0f} % of the zones wait "
            "({interval}: {low:.0f} to {high:.0f} %)."
        )
    text = say(template, title=title, interval=interval, **last)
    if bounds is not None:
        text += " " + say(
            "The counts of the sources allow {share_low:.1f} to {share_high:.1f} % beyond {wait:g} years, "
            "and an estimate of {curve_low:.1f} to {curve_high:.1f} %.",
            **vars(bounds),
        )
    return finish(axes, title, text, {**BELOW, "ncols": 2})


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

    table = governing_bodies()
    bodies, programs = table["body"].unique(), table["program"].unique()
    # The strongest role of a body in a program; if every source says that it ended, the end is named.
    shades, cells = {}, {}
    for (body, program), rows in table.groupby(["body", "program"], sort=False):
        role = next(role for role in _ROLES if role in set(rows["role"]))
        ends = rows.loc[rows["role"] == role, "to"]
        shades[body, program], cells[body, program] = _SHADES[role], say(role)
        if ends.notna().all():
            cells[body, program] = say("{role} until {year:.0f}", role=say(role), year=ends.max())

    axes = new_axes(9, 0.42 * len(bodies) + 1.2)
    look = {"fmt": "", "cmap": "Blues", "vmin": 0, "vmax": 1.6, "cbar": False, "annot_kws": {"fontsize": 8}}
    colors = [[shades.get((body, program), 0.0) for program in programs] for body in bodies]
    texts = [[cells.get((body, program), "") for program in programs] for body in bodies]
    sns.heatmap(colors, annot=texts, ax=axes, **look)
    axes.axvline(table.loc[table["level"] == "park", "program"].nunique(), color=BLUE, linewidth=2)
    axes.set_xticklabels([fill(name, 18) for name in programs], fontsize=8)
    axes.set_yticklabels(bodies, fontsize=8, rotation=0)
    axes.tick_params(top=True, bottom=False, labeltop=True, labelbottom=False, length=0)

    # Bodies that govern both parks and cities.
    levels = table.groupby("body", sort=False)["level"].nunique()
    on_both_levels = say(" and ").join(levels.index[levels == 2])
    title = say(
        "{bodies} govern at both levels; right of the line, programs for cities", bodies=on_both_levels
    )
    roles = "; ".join(f"{body}: {program}, {role}" for (body, program), role in cells.items())
    text = say("Table of bodies and programs. {title}. {roles}.", title=title, roles=roles)
    return finish(axes, title, text)
