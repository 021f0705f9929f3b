"""Threats that evade the missiles fired at them; turns of a route are no such manoeuvre."""

from __future__ import annotations

from airdef.scenario.behaviours.behaviour import Behaviour, Built

BEHAVIOUR = Behaviour(
    "manoeuvring",
    "manoeuvring",
    "manoeuvre",
    "The threat evades the missiles fired at it; the SSPK of a missile is multiplied by its `sspk_manoeuvre_factor`.",
    Built(lambda threat: threat.manoeuvring, lambda missile: missile.manoeuvre_factor, "sspk_manoeuvre_factor"),
)
