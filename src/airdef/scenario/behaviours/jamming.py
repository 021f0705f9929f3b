"""Threats that carry a noise jammer: it screens them from radars (`opportunity.jamming`)."""

from __future__ import annotations

from airdef.scenario.behaviours.behaviour import Behaviour, Built

BEHAVIOUR = Behaviour(
    "jamming",
    "jamming",
    "jamming",
    "The threat carries a noise jammer; the SSPK of a missile is multiplied by its `sspk_jamming_factor`.",
    Built(lambda threat: threat.jammer_density > 0.0, lambda missile: missile.jamming_factor, "sspk_jamming_factor"),
)
