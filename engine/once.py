"""How is something worked out when it is first asked for, and kept in the object that was asked?

As `functools.cached_property`, without its lock: in Python 3.11 that lock takes longer than most of what is kept here. Two threads
that ask at the same moment may both work it out; what they find is equal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):
    """A method without arguments as an attribute. The class needs a `__dict__`."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work, self._name, self.__doc__ = work, work.__name__, work.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> once[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> once[T] | T:
        if instance is None:
            return self
        found = instance.__dict__[self._name] = self._work(instance)  # from now on this is found before the method
        return found
