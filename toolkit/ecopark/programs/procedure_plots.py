"""A figure of a procedure: from the first step of a zone to its title, its money, or its exit."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from ecopark.plots import BLUE, ORANGE, set_alt_text
from ecopark.programs.procedure import procedure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ecopark.programs.tables import Step

__all__ = ["draw_procedure"]


def draw_procedure(program: str) -> Axes:
    """Draw the way of a zone through a program, from top to bottom, with the exits on the right.

    Parameters
    ----------
    program : str
        ``eip``, ``circular`` or ``low_carbon``.

    Returns
    -------
    matplotlib.axes.Axes
        One box per state and one arrow per step, with the event and who acts. A step that no source
        prints is dashed; a step that leads back is written beside its box.

    Raises
    ------
    UnknownNameError
        If there is no such program.

    References
    ----------
    The package ``programs``, tables ``states`` and ``procedures``.

    Examples
    --------
    >>> draw_procedure("eip").get_title(loc="left")
    'EIP Demonstration Program: from outside to full title granted'
    """
    from matplotlib import pyplot as plt

    from ecopark import datasets

    rules = procedure(program)
    name = next(row["name_en"] for row in datasets.rows("programs", "programs") if row["id"] == program)

    # The main way: the states in the order of the table, as long as a step leads from each to the next.
    way = [rules.start.state]
    for state in rules.states[1:]:
        if not any((step.from_state, step.to_state) == (way[-1], state.state) for step in rules.steps):
            break
        way.append(state.state)

    # An exit is drawn on the level of the last state that leads to it, or below the exit before it.
    places = {state: (0, -level) for level, state in enumerate(way)}
    for step in rules.steps:
        if step.to_state not in way:
            x, y = places[step.from_state]
            places[step.to_state] = (1, y - x)

    def words(step: Step) -> str:
        inferred = "; inferred" if step.basis == "inferred" else ""
        return f"{step.event.replace('_', ' ')} ({step.actor or 'who: not printed'}{inferred})"

    _, axes = plt.subplots(figsize=(9, 1.05 * len(way)), layout="constrained")
    repeated: dict[str, list[str]] = {}
    for step in rules.steps:
        (x0, y0), (x1, y1) = places[step.from_state], places[step.to_state]
        if (x1, -y1) <= (x0, -y0):  # it leads back
            repeated.setdefault(step.from_state, []).append(words(step))
            continue
        down, level = x0 == x1, y0 == y1
        start, end = (x0 + 0.27 * (not down), y0 - 0.27 * down), (x1 - 0.2 * level, y1 + 0.27 * (not level))
        arrow = {
            "arrowstyle": "-|>",
            "linestyle": "dashed" if step.basis == "inferred" else "solid",
            "connectionstyle": "arc3" if down or level else "angle,angleA=0,angleB=90",
            "color": "black",
        }
        axes.annotate("", end, start, arrowprops=arrow)
        if down:
            axes.text(x0 + 0.02, (y0 + y1) / 2, words(step), va="center", fontsize=8)
        else:
            axes.text(0.53, y0 + 0.04, fill(words(step), 26), ha="center", va="bottom", fontsize=8)
    for state in rules.states:
        x, y = places[state.state]
        lines = [state.label, f"({state.title})" if state.title else ""]
        lines.append(f"repeated: {', '.join(repeated[state.state])}" if state.state in repeated else "")
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": ORANGE if x else BLUE}
        text = "\n".join(fill(line, 28 if x else 56) for line in lines if line)
        axes.text(x, y, text, ha="center", va="center", fontsize=8.5, bbox=box)
    axes.set(xlim=(-0.4, 1.25), ylim=(min(y for _, y in places.values()) - 0.4, 0.4))
    axes.set_axis_off()
    title = f"{name}: from outside to {rules.state(way[-1]).label[0].lower()}{rules.state(way[-1]).label[1:]}"
    axes.set_title(title, loc="left", fontsize=11)
    labels = {state.state: state.label for state in rules.states}
    steps = "; ".join(
        f"{labels[step.from_state]}: {words(step)}, then {labels[step.to_state]}" for step in rules.steps
    )
    return set_alt_text(axes, f"Flow diagram. {title}. {steps}.")
