"""papermill's engine on warm kernels. papermill itself imports this file, by its entry point."""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine

from ecopark.teaching.warm import WarmKernelManager, available

__all__ = ["WarmEngine"]


class WarmEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's engine on warm kernels: ``papermill --engine ecopark-warm``."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Run the cells of a notebook, as papermill's own engine does."""
        if available():
            kwargs.setdefault("kernel_manager_class", WarmKernelManager)
            kwargs.setdefault("shutdown_kernel", "immediate")
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
