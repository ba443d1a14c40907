"""Reports for the manager of a zone: one, many, and the dashboard."""

from __future__ import annotations

from ecopark.reporting.opening import Opened, opened
from ecopark.reporting.page import Page

__all__ = ["Opened", "Page", "opened"]
