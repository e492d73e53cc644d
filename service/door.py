"""Is the desk open yet? The socket opens at once; the desk is opened and warmed behind it, in a thread.

`Door.desk()` gives the desk or raises NotReady. Not for: what the desk does (`service.flows`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from service.desk import Desk
from service.errors import NotReady


class Door:
    """Holds one desk. `opened` wraps one that exists; `start` opens one in the background."""

    def __init__(self, factory: Callable[[], Desk]) -> None:
        self._factory = factory
        self._desk: Desk | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._thread: threading.Thread | None = None

    @classmethod
    def opened(cls, desk: Desk) -> Door:
        """A door to a desk that is open already."""
        door = cls(lambda: desk)
        door._desk = desk
        return door

    @property
    def ready(self) -> bool:
        """True when calls will be answered at full speed."""
        desk = self._desk
        return desk is not None and desk.ready

    def desk(self) -> Desk:
        """The desk. Raises NotReady until it is open and warm."""
        desk = self._desk
        if desk is None or not desk.ready:
            raise NotReady
        return desk

    def start(self, on_failure: Callable[[BaseException], None]) -> None:
        """Open and warm the desk in a daemon thread; `on_failure` is called there if that cannot be done."""
        self._thread = threading.Thread(target=self._open, args=(on_failure,), name="leian-open", daemon=True)
        self._thread.start()

    def close(self, timeout: float) -> bool:
        """Close the desk, waiting at most `timeout` seconds for one that is still opening. True when that was done.

        A desk that is killed while opening loses nothing: the store survives that.
        """
        with self._lock:
            self._closed = True
        if self._thread is not None:
            self._thread.join(timeout)
            if self._thread.is_alive():
                return False
        desk, self._desk = self._desk, None
        if desk is not None:
            desk.close()
        return True

    def _open(self, on_failure: Callable[[BaseException], None]) -> None:
        try:
            desk = self._factory()
            with self._lock:
                self._desk = desk
                if self._closed:
                    return
            desk.warm()
        except Exception as error:  # noqa: BLE001 - whatever it was, a service without a desk must end and say so
            on_failure(error)
