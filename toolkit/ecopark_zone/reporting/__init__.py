"""Reports for the manager of a zone: one, many, and the dashboard."""

from __future__ import annotations

from ecopark_zone.reporting.opening import Opened, opened
from ecopark_zone.reporting.page import Page

__all__ = ["Opened", "Page", "opened"]
