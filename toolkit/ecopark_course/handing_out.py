"""Writes the notebooks of a class, one a learner, each with its own numbers."""

from __future__ import annotations

from pathlib import Path

from ecopark.errors import DataError, Issue
from ecopark.files import check_outputs
from ecopark_course.roster import Roster, read_roster, unusable
from ecopark_course.variants import Variants, named, read_secret

__all__ = ["hand_out"]


def hand_out(
    number: str, learner: str | None, roster: Path | None, secret: Path | None, folder: Path
) -> tuple[list[Path], tuple[str, ...]]:
    """Write the variants of one exercise notebook.

    Parameters
    ----------
    number : str
        Number of the exercises.
    learner, roster : str, Path, optional
        One learner, or the file with the list of the class: exactly one of the two.
    secret : Path
        File with the secret of the course.
    folder : Path
        Folder to write to; it is made if it is not there.

    Returns
    -------
    tuple
        The files, and one line for each row of the roster that could not be used.

    Raises
    ------
    DataError
        If neither or both of learner and roster are given, the name or the secret cannot be used, the
        folder cannot be written, or one of the notebooks was changed since it was written: then none is.
    """
    if (learner is None) == (roster is None):
        fix = "give --learner ID for one, or --roster FILE for a class"
        raise DataError("the learners", [Issue("one learner or one roster is needed", fix=fix)])
    known = read_roster(roster) if roster else Roster((named(learner or ""),))
    if learner is not None and (fault := unusable(named(learner))):
        raise DataError("the learner", [Issue(f"the name {fault}", value=learner)])
    variants = Variants(number, read_secret(secret))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        check_outputs(variants.target(one, folder) for one in known.learners)
        return [variants.write(one, folder) for one in known.learners], known.problems
    except OSError as error:
        problem = Issue(f"the folder cannot be written: {error.strerror}", value=str(folder))
        raise DataError("the folder", [problem]) from error
