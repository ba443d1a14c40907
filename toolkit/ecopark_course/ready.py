"""A client that begins as soon as its kernel is ready: jupyter_client's own waits 0.2 s more.

It asks often whether the kernel is there yet: ZeroMQ itself tries ten times a second only.
"""

from __future__ import annotations

import contextlib
import math
import time
from queue import Empty

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient

__all__ = ["ReadyClient"]

_ANSWER, _SIGN = 1.0, 0.05  # how long to wait for an answer, and for the next sign of life [s]
_TRY_AGAIN = 5  # how long a socket waits until it tries to connect again [ms]


class ReadyClient(AsyncKernelClient):
    """A client of a kernel on this machine."""

    def _context_default(self) -> zmq.asyncio.Context:
        made: zmq.asyncio.Context = super()._context_default()
        made.setsockopt(zmq.RECONNECT_IVL, _TRY_AGAIN)
        return made

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has answered, and its signs of life arrive.

        Parameters
        ----------
        timeout : float, optional
            Longest time to wait [s]; by default there is no limit.

        Raises
        ------
        RuntimeError
            If the kernel died, or did not answer in time.
        """
        until = time.monotonic() + (math.inf if timeout is None else timeout)
        asked = set()
        while time.monotonic() < until:
            asked.add(self.kernel_info())
            with contextlib.suppress(Empty):
                await self.shell_channel.get_msg(timeout=_ANSWER)
                while not _idle_after(await self.iopub_channel.get_msg(timeout=_SIGN), asked):
                    pass
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")


def _idle_after(message: dict[str, dict[str, object]], asked: set[str]) -> bool:
    """Return whether a message says that the kernel is done with one of the things asked."""
    state = message["content"].get("execution_state")
    return state == "idle" and message["parent_header"].get("msg_id") in asked
