"""The machine and the versions that a number belongs to."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

from airdef.version import __version__

PACKAGES = ("numpy", "numba", "llvmlite", "simpy")


def machine() -> dict[str, str | int | float]:
    """Return processor, cores this process may use, memory [GiB], system and the load before the run."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    found: dict[str, str | int | float] = {
        "processor": _processor(),
        "cores": cores,
        "system": f"{platform.system()} {platform.machine()}",
    }
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        found["memory_gib"] = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    if hasattr(os, "getloadavg"):
        found["load_before"] = round(os.getloadavg()[0], 2)
    return found


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or "unknown"


def versions() -> dict[str, str]:
    """Return the versions of airdef, Python and the packages that decide about speed."""
    return {"airdef": __version__, "python": platform.python_version()} | {name: version(name) for name in PACKAGES}
