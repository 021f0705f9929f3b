"""A missile type of a system, with the catalogue's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.scenario.plan import CATEGORIES, MissilePlan

if TYPE_CHECKING:
    from airdef.catalogue import Entry
    from airdef.scenario.context import Context
    from airdef.scenario.figures import Overrides

MISSILE = ("missile",)


def missile_plan(context: Context, overrides: Overrides, entry: Entry) -> MissilePlan:
    """Return one missile type of a system.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    overrides
        What the system replaces.
    entry
        The entry of the missile.

    Returns
    -------
    MissilePlan
        The missile type.
    """

    def figure(attribute: str) -> float:
        return context.figures.value(entry, attribute, overrides, MISSILE)

    def by_category(attribute: str) -> tuple[float, ...]:
        return tuple(figure(f"{attribute}.{c}") for c in CATEGORIES)

    return MissilePlan(
        name=entry.name,
        max_range=by_category("max_range"),
        min_range=figure("min_range"),
        max_altitude=by_category("max_altitude"),
        min_altitude=figure("min_altitude"),
        max_target_speed=figure("max_target_speed"),
        max_speed=figure("max_speed"),
        boost_time=figure("boost_time"),
        launch_mass=figure("launch_mass"),
        diameter=figure("diameter"),
        length=figure("length"),
        sustain_time=figure("sustain_time"),
        sustain_share=figure("sustain_share"),
        booster_mass=figure("booster_mass"),
        booster_diameter=figure("booster_diameter"),
        specific_impulse=figure("specific_impulse"),
        nozzle_ratio=figure("nozzle_ratio"),
        fin_drag=figure("fin_drag"),
        drag_factor=figure("drag_factor"),
        max_normal_force=figure("max_normal_force"),
        loft_apogee=figure("loft_apogee"),
        min_intercept_speed=figure("min_intercept_speed"),
        min_intercept_load=figure("min_intercept_load"),
        constant_speed=figure("constant_speed"),
        needs_radar=figure("needs_radar") > 0.0,
        sspk=by_category("sspk"),
        range_factor=figure("sspk_range_factor"),
        manoeuvre_factor=figure("sspk_manoeuvre_factor"),
        jamming_factor=figure("sspk_jamming_factor"),
        range_knee=figure("sspk_range_knee"),
    )
