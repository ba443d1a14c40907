"""Planning a park by the guidelines of 2003: steps and products, the document, and indices of a park."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ecopark import datasets, frames, indicators, plots, standards, units
from ecopark.errors import DataError, Issue, UnitMismatch, UnknownNameError, did_you_mean, require_known
from ecopark.i18n import mark, say
from ecopark.standards import result_column
from ecopark.validation import Column, find_issues

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["checklist", "compute_indices", "outline", "plot_steps"]

_FIGURES = [
    Column("quantity", "text", meaning=mark("a quantity of the guidelines")),
    Column("value", "number", minimum=0, meaning=mark("the figure")),
    Column("unit", "text", meaning=mark("its unit")),
]


def checklist(done: Iterable[str] = ()) -> pd.DataFrame:
    """List the products of the six planning steps, with the functions that help to make them.

    The source is SEPA (2003), section 3: package ``planning``.

    Parameters
    ----------
    done : iterable of str
        Products that are ready, as ``step.number``, such as ``"3.4"``.

    Returns
    -------
    pandas.DataFrame
        One row per product: ``id``, ``step``, ``product``, ``functions`` (names below ``ep``, empty
        if the toolkit does not help), ``done``.

    Raises
    ------
    UnknownNameError
        If there is no such product.

    Examples
    --------
    >>> table = checklist(done=["1.1"]).set_index("id")
    >>> table.loc["3.5", ["product", "functions"]].to_list()
    ['water flow', 'symbiosis.balance']
    >>> int(table["done"].sum()), len(table)
    (1, 52)
    """
    table = datasets.load("planning", "step_products")
    # A product is named by its step and its number in it.
    ids = table["step"].astype(str) + "." + table["no"].astype(str)
    for product in sorted(set(done) - set(ids)):
        raise UnknownNameError("product of a planning step", product, ids)
    steps = datasets.load("planning", "steps").set_index("no")["step"]
    tools = datasets.load("planning", "tools").rename(columns={"no": "step", "product": "no"})
    functions = tools.groupby(["step", "no"])["function"].agg(", ".join).rename("functions")
    table = table.assign(id=ids, done=ids.isin(list(done))).join(functions, on=["step", "no"])
    table = table.fillna({"functions": ""}).assign(step=table["step"].map(steps))
    return table[["id", "step", "product", "functions", "done"]]


def plot_steps(done: Iterable[str] = ()) -> Axes:
    """Draw the six planning steps as a chain of boxes, each with its products and the number that is ready.

    Parameters
    ----------
    done : iterable of str
        Products that are ready, as for :func:`checklist`.

    Returns
    -------
    matplotlib.axes.Axes
        One box per step, darker the more of its products are ready.

    Raises
    ------
    UnknownNameError
        As :func:`checklist`.

    References
    ----------
    The package ``planning``: SEPA (2003), section 3.

    Examples
    --------
    >>> plot_steps(done=["1.1", "1.2"]).get_title(loc="left")
    'Six planning steps deliver 52 products; 2 of them are ready'
    """
    from itertools import pairwise
    from textwrap import fill

    from matplotlib import pyplot as plt

    counts = checklist(done).groupby("step", sort=False)["done"].agg(["sum", "size"])
    _, axes = plt.subplots(figsize=(10, 4.6))
    words, boxes = [], []
    for place, row in enumerate(datasets.rows("planning", "steps")):
        # The second row runs from right to left, so that each arrow is short.
        column, line = (place, 0) if place < 3 else (5 - place, 1)
        ready, products = (int(n) for n in counts.loc[row["step"]])
        text = f"{row['no']} {row['step']}"
        state = say("{ready} of {products} ready", ready=ready, products=products)
        words.append(f"{text}, {state}: {row['products']}")
        box = axes.text(
            column, -line, f"{text}\n{fill(row['products'], 30)}\n{state}", ha="center", va="center",
            fontsize=9, linespacing=1.5, bbox={
                "boxstyle": "round,pad=0.7", "edgecolor": "#0072B2",
                "facecolor": ("#0072B2", 0.04 + 0.4 * ready / products),
            },
        )  # fmt: skip
        boxes.append(((column, -line), box.get_bbox_patch()))
    for (start, leaves), (end, enters) in pairwise(boxes):
        # From box to box: nothing is drawn inside a box. A box has its place once it is drawn.
        arrow = {"arrowstyle": "-|>", "color": "black", "linewidth": 1.5, "shrinkA": 2, "shrinkB": 2}
        axes.annotate("", end, start, arrowprops={**arrow, "patchA": leaves, "patchB": enters}, zorder=4)
    axes.set(xlim=(-0.5, 2.5), ylim=(-1.5, 0.5))
    axes.set_axis_off()
    ready, products = counts["sum"].sum(), counts["size"].sum()
    title = mark("Six planning steps deliver {products} products; {ready} of them are ready")
    title = say(title, products=products, ready=ready)
    axes.set_title(title, loc="left", fontsize=11)
    alt = say("Flow diagram. {title}. {steps}.", title=title, steps=say("; then ").join(words))
    return plots.set_alt_text(axes, alt)


def outline(title: str, texts: Mapping[str, str]) -> str:
    """Write the outline of a planning document: eight chapters and their sections, with the texts so far.

    Parameters
    ----------
    title : str
        Title of the document.
    texts : mapping of str to str
        First sentences by section, as ``chapter.number``, such as ``"3.2"``. A section without a text
        is marked as still to be written.

    Returns
    -------
    str
        The outline in Markdown.

    Raises
    ------
    UnknownNameError
        If there is no such section.

    References
    ----------
    The package ``planning``: SEPA (2003), section 7.

    Examples
    --------
    >>> print(outline("Plan", {"2.1": "It saves water."}).splitlines()[9])
    - *significance*: It saves water.
    """
    sections = {f"{row['chapter']}.{row['no']}": row for row in datasets.rows("planning", "chapter_sections")}
    for name in texts:
        require_known(mark("section of the planning document"), name, sections)
    lines = [f"### {title}"]
    for chapter in datasets.rows("planning", "document_chapters"):
        lines += ["", f"**{chapter['no']} {chapter['chapter']}**", ""]
        lines += [
            f"- *{row['section']}*: {texts.get(name) or say('to be written')}"
            for name, row in sections.items()
            if row["chapter"] == chapter["no"]
        ]
    return "\n".join(lines)


def compute_indices(facts: Any) -> pd.DataFrame:
    """Compute the indices of the guidelines of 2003 for a park whose yearly figures are known.

    Each is a quotient of two figures; the growth of GDP is a quotient less one. If the source gives
    no measure, the index can only be described. The guidelines set no limits, so nothing passes or fails.
    The source is SEPA (2003), section 5: package ``sepa_2003``; units that it does not print are assumed.

    Parameters
    ----------
    facts : pandas.DataFrame or polars.DataFrame
        One row per figure of the same year: ``quantity`` (a row of ``quantities`` in the package
        ``sepa_2003``), ``value`` and its ``unit``. Figures may be absent.

    Returns
    -------
    pandas.DataFrame
        One row per index: ``code``, ``group``, ``index``, ``value``, ``unit``, ``status``: ``ok``,
        ``missing`` (a figure is absent), ``undefined`` (division by zero), or ``not computable``
        (the source gives no measure).

    Raises
    ------
    DataError
        With every fault: an unknown or repeated quantity, a unit that does not fit, a number that is
        negative.

    Examples
    --------
    >>> import pandas as pd
    >>> facts = pd.DataFrame({"quantity": ["area", "green_area"], "value": [10.0, 2.0], "unit": "km2"})
    >>> indices = compute_indices(facts).set_index("code")
    >>> float(indices.loc["3.6", "value"]), indices.loc["3.6", "unit"], indices.loc["3.5", "status"]
    (20.0, '%', 'missing')
    """
    import pandas as pd

    # The figures in the units of the formulas.
    guidelines = standards.get("sepa-2003")
    unit_of = {row["quantity"]: row["unit"] for row in datasets.rows("sepa_2003", "quantities")}
    frame = frames.from_native_eager(facts, mark("table of yearly figures"))
    problems = find_issues(frame, _FIGURES)
    figures: dict[str, float] = {}
    for number, row in enumerate(frame.iter_rows(named=True) if not problems else ()):
        name, value = str(row["quantity"]), row["value"]
        if name not in unit_of:
            fix = did_you_mean(name, unit_of).strip()
            fix = fix or say("use one of: {quantities}", quantities=", ".join(unit_of))
            problems.append(Issue("no formula uses this quantity", "quantity", number, value=name, fix=fix))
        elif name in figures:
            fault = Issue("the quantity is there twice", "quantity", number, value=name, fix="keep one")
            problems.append(fault)
        elif value is not None and value == value:
            try:
                figures[name] = float(value) * units.factor(str(row["unit"]), unit_of[name])
            except (UnitMismatch, UnknownNameError):
                rule = say("{quantity} cannot be given in {unit}", quantity=name, unit=unit_of[name])
                fix = say("use {unit}", unit=unit_of[name])
                problems.append(Issue(rule, "unit", number, value=row["unit"], fix=fix))
    if problems:
        raise DataError("the yearly figures", problems)

    # A panel of one row, through the formulas of the guidelines, which set no limits.
    park = pd.DataFrame({name: [figures.get(name, float("nan"))] for name in unit_of})
    computable = [index for index in guidelines.indicators if index.formula.computable]
    evaluated = frames.collect(indicators.evaluate(frames.from_native_eager(park), computable))
    answers = evaluated.rows(named=True)[0]
    lines = []
    for index in guidelines.indicators:
        value, status = (answers.get(result_column(part, index.code)) for part in ("value", "status"))
        # An index without a limit is not applicable; here that means that it has a value.
        if status == "not applicable":
            status = "ok"
        lines.append(
            (index.code, index.category, index.name_en, value, index.unit, status or "not computable")
        )
    return pd.DataFrame(lines, columns=["code", "group", "index", "value", "unit", "status"])
