"""Where a zone stands in a procedure: the state, what is fulfilled, what is missing, what may follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark.files import write_tables
from ecopark.programs.record import Event
from ecopark.programs.tables import Condition

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ANSWERS", "Due", "Item", "Next", "Rules", "Standing", "overview"]

# What can be known of a condition. ``implied``: its event took place and the record is silent.
ANSWERS = ("fulfilled", "not met", "missing", "implied")
_ASKED = ("condition", "requirement", "document")


@dataclass(frozen=True)
class Rules:
    """What the tables of a program leave to its module.

    ``documents`` maps an event to the documents that it needs. ``intervals`` are conditions that
    only set a rhythm; ``triggers`` are conditions that nobody strives for, such as the worst grade.
    """

    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    intervals: frozenset[str] = frozenset()
    triggers: frozenset[str] = frozenset()

    def kind(self, condition: Condition) -> str:
        """Return what kind of item a condition is."""
        if condition.id in self.triggers:
            return "trigger"
        return "deadline" if condition.deadline else "condition"


@dataclass(frozen=True)
class Item:
    """One line of the checklist.

    ``kind`` is ``condition``, ``requirement``, ``document``, ``deadline`` or ``trigger``. ``stage``
    is ``past`` (its event took place), ``now`` (its event is allowed), ``later`` or ``closed`` (its
    event cannot come any more). ``status`` is one of ``fulfilled``, ``not met``, ``missing`` and
    ``implied``. ``value`` is in ``unit``.
    """

    id: str
    text: str
    kind: str
    event: str
    stage: str
    status: str
    value: object = None
    limit: str = ""
    unit: str = ""
    citation: str = ""


@dataclass(frozen=True)
class Next:
    """An event that the procedure allows now, and who acts.

    ``status`` is ``ready``, ``open`` (an answer is missing) or ``blocked`` (a condition is not
    met); ``missing`` names what is not fulfilled. ``actor`` is ``None`` where the source is silent.
    """

    event: str
    actor: str | None
    to_state: str
    basis: str
    status: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Due:
    """A day by which something must be done.

    ``status`` is ``open``, ``overdue``, ``met``, ``late`` or ``missing`` (a day that it needs is
    not known). ``certainty`` is ``sure`` or ``ambiguous``; ``note`` then says what the text leaves
    open.
    """

    what: str
    day: date | None
    status: str
    certainty: str = "sure"
    note: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a zone stands in a program on the day ``on``.

    ``state`` is the key of the state and ``label`` says what it means; ``title`` is the official
    title it gives; ``since`` is the day on which it was reached, ``None`` if that is not known.
    """

    program: str
    zone: str
    state: str
    label: str
    kind: str
    title: str | None
    since: date | None
    on: date | None
    history: tuple[Event, ...] = ()
    items: tuple[Item, ...] = ()
    next: tuple[Next, ...] = ()
    due: tuple[Due, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def fulfilled(self) -> tuple[str, ...]:
        """Conditions, requirements and parts of documents that the record shows as fulfilled."""
        return tuple(i.id for i in self.items if i.kind in _ASKED and i.status == "fulfilled")

    @property
    def missing(self) -> tuple[str, ...]:
        """What the events that are allowed now still need."""
        return tuple(i.id for i in self._asked("now") if i.status in {"missing", "not met"})

    @property
    def unmet(self) -> tuple[str, ...]:
        """What events that took place needed, although the record says that it was not there."""
        return tuple(i.id for i in self._asked("past") if i.status == "not met")

    def _asked(self, stage: str) -> list[Item]:
        return [i for i in self.items if i.kind in _ASKED and i.stage == stage]

    def checklist(self) -> pd.DataFrame:
        """Return the whole checklist as a table, one row per item."""
        return _table(self.items, Item)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the status, the checklist, the next events, the due days and the history as tables."""
        made = {"status": overview([self]), "checklist": self.checklist()}
        made |= {"next": _table(self.next, Next), "due": _table(self.due, Due)}
        return made | {"history": _table(self.history, Event)}

    def write(self, path: str | Path) -> None:
        """Write all tables to an XLSX file, a sheet each.

        Raises
        ------
        DataError
            If the file has another ending or cannot be written.
        """
        write_tables(self.tables(), path)


def overview(standings: Iterable[Standing]) -> pd.DataFrame:
    """Return where several zones stand, one row per zone and program.

    Parameters
    ----------
    standings : iterable of Standing
        What the functions ``status`` of the programs returned.

    Returns
    -------
    pandas.DataFrame
        ``program``, ``zone``, ``on``, ``state``, ``label``, ``title``, ``since``, ``fulfilled`` and
        ``missing`` [number of items], ``next`` (events), ``next_due`` and ``due_status``.

    Examples
    --------
    >>> from ecopark.programs import eip
    >>> overview([eip.status({"zone": "A", "apply": "2005-03-01"})])[["zone", "state", "missing"]]
      zone    state  missing
    0    A  applied        1
    """
    import pandas as pd

    return pd.DataFrame([_line(one) for one in standings])


def _line(one: Standing) -> dict[str, object]:
    waiting = [d for d in one.due if d.day is not None and d.status in {"open", "overdue"}]
    first = min(waiting, key=lambda d: d.day or date.max, default=None)
    names = ("program", "zone", "on", "state", "label", "title", "since")
    return {
        **{name: getattr(one, name) for name in names},
        "fulfilled": len(one.fulfilled),
        "missing": len(one.missing),
        "next": "; ".join(n.event for n in one.next),
        "next_due": first.day if first else None,
        "due_status": first.status if first else None,
    }


def _table(rows: Sequence[Any], kind: type) -> pd.DataFrame:
    import pandas as pd

    names = [f.name for f in fields(kind)]
    lines = [[_cell(getattr(row, name)) for name in names] for row in rows]
    return pd.DataFrame(lines, columns=names)


def _cell(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, tuple | list) else value
