"""Read files of published Python packages, and write tables, for the scripts beside this file."""

from __future__ import annotations

import argparse
import csv
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

DATASETS = Path(__file__).resolve().parents[1]


def arguments(requirement: str, description: str | None) -> Path:
    """Return the wheel that the command line names, or else the one that pip downloads."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--package", type=Path, metavar="FILE", help=f"the wheel of {requirement}")
    given: Path | None = parser.parse_args().package
    return given or download(requirement)


def download(requirement: str) -> Path:
    """Download the wheel of one version of a package into a new temporary folder.

    The package is neither installed nor run: only files in it are read.
    """
    folder = Path(tempfile.mkdtemp(prefix="ecopark-"))
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*pip, "--dest", str(folder), requirement], check=True)
    return next(folder.glob("*.whl"))


def member(wheel: Path, name: str, sha256: str) -> bytes:
    """Return one file of a wheel.

    Raises
    ------
    SystemExit
        If the file is not the one that the table was made from.
    """
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(name)
    if (digest := hashlib.sha256(content).hexdigest()) != sha256:
        raise SystemExit(f"{wheel.name}: {name} has changed: its SHA-256 is {digest}, not {sha256}.")
    return content


def write(table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Write a table of ``datasets``: UTF-8, a line feed after each row, an empty cell for None."""
    path = DATASETS / table
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(path)
