"""The folders of lessons, exercises and tables: in the checkout, or inside the installed package.

Two environment variables move them: ``ECOPARK_HOME`` names a folder with a course, datasets and
exercises of your own, ``ECOPARK_BUILD`` the folder for generated files.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_shipped"


def home() -> Path:
    """Return the folder that holds ``course``, ``datasets`` and ``exercises``."""
    if folder := os.environ.get("ECOPARK_HOME"):
        return Path(folder)
    return _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parents[1]


def datasets() -> Path:
    """Return the folder of the data packages."""
    return home() / "datasets"


def course() -> Path:
    """Return the folder of the lessons."""
    return home() / "course"


def exercises() -> Path:
    """Return the folder of the exercises."""
    return home() / "exercises"


def build() -> Path:
    """Return the folder for generated files: in the checkout, or in the user's folder."""
    if folder := os.environ.get("ECOPARK_BUILD"):
        return Path(folder)
    return (Path.cwd() if _SHIPPED.is_dir() else home()) / "build"


def code_files() -> list[Path]:
    """Return the files of the toolkit, the classroom and the desk, in a fixed order."""
    packages = [_PACKAGE.with_name(name) for name in ("ecopark", "ecopark_course", "ecopark_zone")]
    files = [path for package in packages for path in package.rglob("*") if path.suffix in {".py", ".css"}]
    return sorted([*files, _PACKAGE.with_name("ecopark_cli.py")])
