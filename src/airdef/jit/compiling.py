"""What is being compiled, and how much of it is done, told to whoever watches."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

from numba.core.dispatcher import Dispatcher
from numba.core.event import Listener, install_listener

from airdef.jit.cache import are_cached
from airdef.jit.device import DeviceFunction
from airdef.jit.stamp import COMPILED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numba.core.event import Event


class Compiling(Listener):
    """Counts the functions that are compiled, each once: here, and in the process of which `there` tells.

    Code that is read from disk is no compilation.

    Parameters
    ----------
    told
        Called as `told(self)`, from any thread, whenever a compilation begins or ends; what it returns is not read.

    Attributes
    ----------
    in_background
        Whether another process compiles as well; whoever starts that process sets it.
    """

    def __init__(self, told: Callable[[Compiling], object]) -> None:
        self._told = told
        self._lock = threading.RLock()
        self._at_work = 0
        self._done: set[str] = set()
        self._all: set[str] = set()
        self.in_background = False
        """Whether another process compiles as well."""

    @property
    def done(self) -> int:
        """How many functions are compiled."""
        return len(self._done)

    @property
    def total(self) -> int:
        """How many there are in the kernels known by now that were not on disk when the first of them was compiled."""
        return len(self._all | self._done)

    @property
    def at_work(self) -> bool:
        """Whether anything is being compiled."""
        return self._at_work > 0 or self.in_background

    def on_start(self, event: Event) -> None:
        """Note that a function begins to be compiled.

        At the first one the functions to be compiled are counted (`total`).

        Parameters
        ----------
        event
            Numba's event `numba:compile`.
        """
        with self._lock:
            self._at_work += 1
            if not self._all:
                self._all = _expected()
        self._told(self)

    def on_end(self, event: Event) -> None:
        """Note that it is compiled.

        Parameters
        ----------
        event
            Numba's event `numba:compile`; `event.data["dispatcher"]` is the function.
        """
        with self._lock:
            self._at_work -= 1
        self.there(_name(event.data["dispatcher"]))

    def there(self, name: str) -> None:
        """Note a function that is compiled, here or in another process.

        Parameters
        ----------
        name
            Module and qualified name, `airdef.engine.advance.simulate_many`: a line that `names_told` prints. A name
            that was noted before is not counted again.
        """
        with self._lock:
            self._done.add(name)
        self._told(self)


@contextmanager
def watched(told: Callable[[Compiling], object]) -> Iterator[Compiling]:
    """Tell of what is compiled meanwhile in this process.

    Parameters
    ----------
    told
        Called as `told(count)` when a compilation begins or ends, from the thread that compiles.

    Yields
    ------
    Compiling
        The count, which `told` is given.
    """
    count = Compiling(told)
    with install_listener("numba:compile", count):
        yield count


def names_told() -> Any:
    """Return a context in which the name of each compiled function is a line on standard output, for `there`.

    Returns
    -------
    context manager
        While it is entered, each line is the module and the qualified name of a function (`module.name`), written at
        once when the function is compiled.
    """

    class Names(Listener):
        def on_start(self, event: Event) -> None:
            """Say nothing."""

        def on_end(self, event: Event) -> None:
            """Say its name."""
            print(_name(event.data["dispatcher"]), flush=True)

    return install_listener("numba:compile", Names())


def _name(dispatcher: Any) -> str:
    return f"{dispatcher.py_func.__module__}.{dispatcher.py_func.__qualname__}"


def _expected() -> set[str]:
    """Return the functions of all kernels declared by now that are not on disk, with all that they call."""
    found: set[str] = set()
    for module, content in list(sys.modules.items()):
        layer = module.split(".")[1] if module.startswith("airdef.") else ""
        if layer in COMPILED:
            for kernel in list(vars(content).values()):
                if _is_kernel(kernel, module) and not are_cached(layer, kernel.py_func.__qualname__):
                    _reach(kernel, found)
    return found


def _is_kernel(value: Any, module: str) -> bool:
    return (
        isinstance(value, Dispatcher) and not isinstance(value, DeviceFunction) and value.py_func.__module__ == module
    )


def _reach(dispatcher: Any, found: set[str]) -> None:
    """Add a function and all compiled ones that it calls, by the names in its code and those it closes over."""
    if _name(dispatcher) in found:
        return
    found.add(_name(dispatcher))
    names = dispatcher.py_func.__code__.co_names
    known = dispatcher.py_func.__globals__
    values = [known.get(name) for name in names]
    values += [cell.cell_contents for cell in dispatcher.py_func.__closure__ or ()]
    values += [getattr(each, name, None) for each in values if isinstance(each, ModuleType) for name in names]
    for value in values:
        if isinstance(value, Dispatcher):
            _reach(value, found)
