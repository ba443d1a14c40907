"""What holds for every test and doctest: figures are closed, so that none meets those of another."""

import os
import sys

import pytest

# Each worker has a core of its own: threads of linear algebra would only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    """Close what a test drew: matplotlib warns at the twenty-first, and a warning is an error here."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
