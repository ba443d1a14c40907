"""papermill's engine on warm kernels. papermill looks it up here, by an entry point, when it is imported."""

from __future__ import annotations

import functools
from typing import Any

from ecopark_course.warm import NAME, WarmKernelManager, serve

WarmEngine: Any

__all__ = ["WarmEngine"]


def __getattr__(name: str) -> Any:
    """Return the engine; made when it is asked for: papermill asks while it is half imported."""
    if name == "WarmEngine":
        return _engine()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@functools.cache
def _engine() -> Any:
    from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
    from papermill.engines import NBClientEngine

    class WarmEngine(NBClientEngine):  # type: ignore[misc]
        """papermill's engine on warm kernels: ``papermill --engine ecopark-warm``."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
            """Run the cells of a notebook, as papermill's own engine does.

            Only a notebook for Python gets a warm kernel. Any other one is left to papermill, which starts
            the kernel that the notebook names, or stops where there is no such kernel.
            """
            if kernel_name in {NATIVE_KERNEL_NAME, NAME} and serve():
                kwargs.setdefault("kernel_manager_class", WarmKernelManager)
                kwargs.setdefault("shutdown_kernel", "immediate")
            return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)

    return WarmEngine
