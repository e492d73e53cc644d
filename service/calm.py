"""How is the garbage collector kept from walking through the kernels and the cached cases at every other check?"""

from __future__ import annotations

import gc


def collect_rarely() -> None:
    """From the first line on: importing and loading make much and throw nothing away. It took a sixth of a start."""
    gc.set_threshold(50_000, 20, 50)


def calm_collector() -> None:
    """Freeze what is there by now, and collect rarely from here on.

    Nothing on the way of a case makes cycles. Measured: a check takes 7.6 ms of processor time instead of 11.7.
    """
    gc.freeze()
    collect_rarely()
