"""Concept checks: a question, its options, and why each of them is right or not. No code, no score."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ecopark.errors import BadArgument, UnknownNameError

__all__ = ["Question", "ask"]

_RIGHT, _WRONG = "✓", "✗"  # a sign before the reason, which an author words freely


@dataclass(frozen=True)
class Question:
    """A question with its options; in a notebook the last line of a cell shows it.

    With a kernel it is a set of radio buttons that a keyboard can reach, with the reason for the chosen
    option below. Without one, as on the site, each option is a line that unfolds its reason.
    """

    question: str
    options: Mapping[str, str]
    right: str

    def reason(self, option: str) -> str:
        """Return whether an option is right, and why."""
        return f"{_RIGHT if option == self.right else _WRONG} {self.options[option]}"

    def widget(self) -> Any:
        """Return the radio buttons with the reason below them.

        Raises
        ------
        ImportError
            If ipywidgets is not installed.
        """
        import ipywidgets

        text = ipywidgets.HTML(f"<b>{html.escape(self.question)}</b>")
        reason = ipywidgets.HTML()
        # JupyterLab keeps the arrow keys for itself: as a group of its own, each option is a Tab stop.
        buttons = {
            option: ipywidgets.RadioButtons(options=[option], value=None, layout={"width": "auto"})
            for option in self.options
        }

        def show(change: Mapping[str, Any]) -> None:
            if change["new"] is None:
                return
            for option, button in buttons.items():
                if option != change["new"]:
                    button.value = None
            # A status is read aloud by a screen reader when it changes.
            reason.value = f'<div role="status">{html.escape(self.reason(change["new"]))}</div>'

        for button in buttons.values():
            button.observe(show, "value")
        return ipywidgets.VBox([text, *buttons.values(), reason])

    def __str__(self) -> str:
        return "\n".join([self.question, *(f"- {option}: {self.reason(option)}" for option in self.options)])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Return the radio buttons and, for pages without a kernel, text that unfolds: always the same."""
        answers = "".join(
            f"<details><summary>{html.escape(option)}</summary><p>{html.escape(self.reason(option))}</p></details>"
            for option in self.options
        )
        folded = f'<div class="ask"><p><strong>{html.escape(self.question)}</strong></p>{answers}</div>'
        try:
            buttons = self.widget()._repr_mimebundle_()
        except ImportError:
            buttons = {}
        return {**buttons, "text/html": folded, "text/plain": str(self)}


def ask(question: str, options: Mapping[str, str], right: str) -> Question:
    """Ask a question about an idea: whoever chooses an option sees why it is right or not.

    Nothing is scored and nothing is kept.

    Parameters
    ----------
    question : str
        The question.
    options : mapping of str to str
        What can be chosen, in the order shown, and for each option the reason why it is right or not.
        ``Yes.`` or ``Not quite.`` is put before the reason.
    right : str
        The option that is right.

    Returns
    -------
    Question
        Make it the last line of a cell.

    Raises
    ------
    BadArgument
        If there are fewer than two options, or one without a reason.
    UnknownNameError
        If ``right`` is none of the options.

    Examples
    --------
    >>> print(ask("Does 1 kgce hold more energy than 1 MJ?", {
    ...     "Yes": "1 kgce is 29.3 MJ.",
    ...     "No": "1 kgce is the heat of a kilogram of standard coal, far more than 1 MJ.",
    ... }, right="Yes"))
    Does 1 kgce hold more energy than 1 MJ?
    - Yes: ✓ 1 kgce is 29.3 MJ.
    - No: ✗ 1 kgce is the heat of a kilogram of standard coal, far more than 1 MJ.
    """
    if len(options) < 2 or not all(reason.strip() for reason in options.values()):
        raise BadArgument("A question needs two options at least, each with a reason.")
    if right not in options:
        raise UnknownNameError("option", right, options)
    return Question(question, dict(options), right)
