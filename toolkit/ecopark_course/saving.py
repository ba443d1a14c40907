"""What a lesson leaves behind: a text in a file of the user's, and the line that says where it is from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ecopark import files
from ecopark.files import provenance

__all__ = ["check_output", "provenance", "save_text"]


def check_output(path: str | Path, ending: str, inputs: Iterable[str | Path] = ()) -> None:
    """Stop a lesson, before any work is done, whose file could not be written or would replace the user's.

    Parameters
    ----------
    path : str or Path
        The file that the lesson is to write; an empty text asks for none, and nothing is checked.
    ending : str
        Ending that its name must have, such as ``.md``.
    inputs : iterable of str or Path
        Files that the lesson reads; they are never replaced. Empty texts do not count.

    Raises
    ------
    DataError
        With every reason: the ending, the folder, or a file that ecopark did not write.

    Examples
    --------
    >>> check_output("", ".md")
    >>> check_output("plan.txt", ".md")
    Traceback (most recent call last):
    ecopark.errors.DataError: 1 problem in the output:
      'plan.txt': the name must end with .md. Likely fix: name it plan.md.
    """
    if path:
        files.check_outputs([Path(path)], ending, inputs=[name for name in inputs if name])


def save_text(text: str, path: str | Path) -> str:
    """Write a text whole to a file of the user's, and never over a file that ecopark did not write.

    Parameters
    ----------
    text : str
        The text.
    path : str or Path
        The file, in UTF-8; an empty text saves nothing.

    Returns
    -------
    str
        Name of the file, or an empty text if nothing was saved.

    Raises
    ------
    DataError
        If the file cannot be written, or is the user's.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "plan.md")
    ...     save_text("A plan", file), file.read_text()
    ('plan.md', 'A plan')
    """
    if not path:
        return ""
    with files.user_output(Path(path)) as part:
        part.write_text(text, encoding="utf-8")
    return Path(path).name
