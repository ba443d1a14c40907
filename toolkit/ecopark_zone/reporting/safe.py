"""What somebody uploads is read safely: no name leads out of a folder."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecopark.errors import DataError, Issue

__all__ = ["LARGEST", "SUFFIXES", "plain_name", "upload"]

SUFFIXES = (".xlsx", ".csv", ".ods")
LARGEST = 20 * 2**20  # of an uploaded file [bytes]
_LONGEST = 100  # of a name that is shown [letters]
_HIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")  # turn or hide what follows


def plain_name(name: str) -> str:
    r"""Return the last part of a file's name, without folders and letters that hide something.

    Examples
    --------
    >>> plain_name("../../etc/passwd"), plain_name("C:\\Users\\me\\zone.xlsx"), plain_name("..")
    ('passwd', 'zone.xlsx', 'file')
    """
    last = re.split(r"[/\\]", _HIDDEN.sub("", name))[-1].strip(". ")
    return last[-_LONGEST:] or "file"


@contextmanager
def upload(name: str, content: bytes) -> Iterator[Path]:
    """Give the path of a file with this content; its folder is removed afterwards, whatever happens.

    Of the name only the ending is used, and only if it is known: no name can lead out of the folder.

    Raises
    ------
    DataError
        If the ending is unknown or the file too large.
    """
    shown, suffix = plain_name(name), Path(plain_name(name)).suffix.lower()
    if suffix not in SUFFIXES:
        fix = f"save it as one of {', '.join(SUFFIXES)}"
        raise DataError(shown, [Issue("is no spreadsheet that can be read", value=suffix, fix=fix)])
    if len(content) > LARGEST:
        rule = f"the file has more than {LARGEST // 2**20} MiB"
        raise DataError(shown, [Issue(rule, value=len(content), fix="upload the data sheet only")])
    with tempfile.TemporaryDirectory(prefix="ecopark-upload-") as folder:
        path = Path(folder, f"upload{suffix}")
        path.write_bytes(content)
        yield path
