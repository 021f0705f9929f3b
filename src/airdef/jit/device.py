"""Functions that only compiled code calls: compiled once, as device functions of the whole that calls them.

Numba makes of each function finished machine code, all that it calls included: a rule at the bottom of the engine
would be optimised again for every function above it. A device function is handed on as it is; what Python calls (an
`entry`) is optimised with all of its device functions, once. Python may call a device function too: then it is compiled
like any other function.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.registry import CPUDispatcher
from numba.core.typed_passes import NativeLowering

from airdef.jit.cache import entry_with


class _Loose(JITCodeLibrary):
    """The code of a device function: neither optimised nor made into machine code by itself."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _DeviceLowering(NativeLowering):
    """Numba's pass that makes code of a function, for a device function."""

    _name = "device_lowering"

    def run_pass(self, state: Any) -> bool:
        state.library = _Loose(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        state.flags.no_compile = state.flags.no_cpython_wrapper = state.flags.no_cfunc_wrapper = True
        super().run_pass(state)
        key = object()  # compiled callers find the code by the function that Python would call: here there is none
        state["cr"] = state["cr"]._replace(cfunc=key)
        state.targetctx.insert_user_function(key, state["cr"].fndesc, [state.library])
        return True


class _DeviceCompiler(CompilerBase):
    """Numba's compiler with that pass in the place of its own."""

    def define_pipelines(self) -> list[Any]:
        steps = DefaultPassBuilder.define_nopython_pipeline(self.state)
        steps.passes = [(_DeviceLowering if step is NativeLowering else step, name) for step, name in steps.passes]
        steps.finalize()
        return [steps]


class DeviceFunction(CPUDispatcher):
    """A function of compiled code.

    Parameters
    ----------
    function
        The Python function.
    **options
        Numba's options for its code, `forceinline` or `error_model`, beside nopython mode.
    """

    def __init__(self, function: Any, **options: Any) -> None:
        # Said even where it is not: Numba would take it over from the caller, and put all below an inlined function in
        # place of each call.
        options = {"forceinline": False, **options}
        super().__init__(function, targetoptions={"nopython": True, **options}, pipeline_class=_DeviceCompiler)
        self._options = {"no_cfunc_wrapper": True, **options}  # nobody calls it from C

    @cached_property
    def whole(self) -> Any:
        """The same function for callers in Python."""
        return entry_with(**self._options)(self.py_func)

    def add_overload(self, compiled: Any) -> None:
        """Note a compiled variant, for compiled callers alone: there is nothing that Python could call.

        Parameters
        ----------
        compiled
            Numba's `CompileResult`; a variant for the same argument types is replaced.
        """
        self.overloads[tuple(compiled.signature.args)] = compiled

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Let Python call it."""
        return self.whole(*arguments, **named)
