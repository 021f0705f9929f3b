"""A boost-coast rocket flown by RocketPy, if it is installed: prints the values that `test_vehicle` compares with.

    pip install rocketpy==1.13.0 && python tests/physics/rocketpy_flight.py

RocketPy is not a dependency: it would bring netCDF and its data along for two numbers that do not change.
"""

from __future__ import annotations

import numpy as np

BURN, THRUST, PROPELLANT, DRY, RADIUS, RAIL = 8.0, 12e3, 45.0, 60.0, 0.1, 5.0
MACH = np.arange(0.0, 6.01, 0.125)
DRAG = np.interp(MACH, [0.0, 0.75, 1.0, 1.25, 2.0, 3.0, 4.0, 6.0], [0.4, 0.42, 0.65, 0.66, 0.5, 0.4, 0.33, 0.3])

APOGEES = {90.0: (16_966.4, 55.04, 883.2), 80.0: (16_079.6, 53.29, 883.5)}
"""By launch elevation [deg]: apogee [m], its time [s], greatest speed [m/s]; RocketPy 1.13.0."""


def main() -> None:
    """Fly both launches and print the values."""
    from rocketpy import Environment, Flight, Rocket, SolidMotor

    air = Environment(latitude=0, longitude=0, elevation=0)
    air.set_atmospheric_model(type="standard_atmosphere")
    motor = SolidMotor(
        thrust_source=THRUST,
        burn_time=BURN,
        dry_mass=1e-3,
        dry_inertia=(0.1, 0.1, 0.01),
        nozzle_radius=0.06,
        grain_number=1,
        grain_density=1700,
        grain_outer_radius=0.1,
        grain_initial_inner_radius=0.03,
        grain_initial_height=PROPELLANT / (1700 * np.pi * (0.1**2 - 0.03**2)),
        grain_separation=0,
        grains_center_of_mass_position=0,
        center_of_dry_mass_position=0,
        nozzle_position=-0.6,
        throat_radius=0.03,
        coordinate_system_orientation="nozzle_to_combustion_chamber",
    )
    drag = [(float(m), float(c)) for m, c in zip(MACH, DRAG, strict=True)]
    rocket = Rocket(
        radius=RADIUS,
        mass=DRY,
        inertia=(30, 30, 0.3),
        power_off_drag=drag,
        power_on_drag=drag,
        center_of_mass_without_motor=0,
        coordinate_system_orientation="tail_to_nose",
    )
    rocket.add_motor(motor, position=-1.5)
    rocket.add_nose(length=0.5, kind="ogive", position=2.0)
    rocket.add_trapezoidal_fins(4, span=0.15, root_chord=0.3, tip_chord=0.15, position=-1.2)
    for elevation in APOGEES:
        flight = Flight(
            rocket=rocket,
            environment=air,
            rail_length=RAIL,
            inclination=elevation,
            heading=90,
            terminate_on_apogee=True,
        )
        print(elevation, flight.apogee, flight.apogee_time, flight.max_speed)


if __name__ == "__main__":
    main()
