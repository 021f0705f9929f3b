"""Vehicles of flights with records, and a second integrator that flies them: SciPy's, with the forces of the model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.integrate import solve_ivp

from airdef.physics.airframe import BANDS, mach_grid
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.vehicle import Vehicle, acceleration, air_table, mass_at

LB, LBF, FT, INCH = 0.45359237, 4.4482216152605, 0.3048, 0.0254


@dataclass(frozen=True)
class Phase:
    """A stretch of constant thrust: its end [s], thrust [N], mass flow [kg/s], exit area [m^2], mass dropped at its end
    [kg], reference area [m^2], drag coefficients by Mach number."""

    end: float
    thrust: float
    flow: float
    area: float
    drag: tuple[tuple[float, float], ...]
    exit_area: float = 0.0
    dropped: float = 0.0


def vehicle(launch_mass: float, phases: list[Phase], pressure: float = 101_325.0) -> Vehicle:
    """Return a vehicle that flies without lift, from printed figures."""
    mach = mach_grid()
    tables = [np.interp(mach, *zip(*phase.drag, strict=True)) * phase.area for phase in phases]
    return Vehicle(
        launch_mass=launch_mass,
        ends=np.array([phase.end for phase in phases]),
        thrust=np.array([phase.thrust for phase in phases]),
        flow=np.array([phase.flow for phase in phases]),
        exit_area=np.array([phase.exit_area for phase in phases]),
        dropped=np.array([phase.dropped for phase in phases]),
        drag=np.repeat(np.stack(tables)[:, :, None], BANDS, axis=2),
        slope=np.ones((len(phases), mach.size)),
        normal=np.zeros(len(phases)),
        pressure=pressure,
        air=air_table(),
    )


def fly(
    v: Vehicle, elevation: float, until: float, altitude: float = 0.0, rail: float = 5.0, held: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return times [s] and states (x, z, vx, vz) of a free flight, to the ground again or `until` [s].

    On the first `rail` metres, and for `held` seconds, the direction does not change.
    """
    ground = EARTH_RADIUS_MEAN + altitude
    way = np.array([math.cos(elevation), math.sin(elevation)])

    def motion(phase):
        def rates(t, s):
            x, z, vx, vz = s
            mass = mass_at(v, phase, t)
            if math.hypot(x, z) < rail or t < held:
                ax, az = acceleration(v, phase, mass, math.nan, ground, x, z, vx, vz)
                along = ax * way[0] + az * way[1]
                if math.hypot(x, z) < rail and along < 0.0:
                    along = 0.0  # stands on the rail
                return [vx, vz, along * way[0], along * way[1]]
            return [vx, vz, *acceleration(v, phase, mass, math.nan, ground, x, z, vx, vz)]

        return rates

    def down(t, s):
        return math.hypot(s[0], ground + s[1]) - ground + 1.0

    down.terminal, down.direction = True, -1
    times, states = [0.0], [np.array([0.0, 0.0, 1e-2 * way[0], 1e-2 * way[1]])]
    for k, end in enumerate(v.ends):
        stop = min(end, until)
        got = solve_ivp(
            motion(k), (times[-1], stop), states[-1], method="RK45", rtol=1e-7, atol=1e-3, events=down, max_step=1.0
        )
        times += list(got.t[1:])
        states += list(got.y.T[1:])
        if got.t_events[0].size or stop == until:
            break
    return np.array(times), np.array(states)


def altitudes(states: np.ndarray, altitude: float = 0.0) -> np.ndarray:
    """Return the altitudes [m] above sea level of states."""
    return np.hypot(states[:, 0], EARTH_RADIUS_MEAN + altitude + states[:, 1]) - EARTH_RADIUS_MEAN


# --- Nike-Apache (NASA TM X-55700 Performance Handbook, 1966; radar: NASA X-721-67-103, 1967)

CLEAN = ((1.0, 0.93), (1.25, 0.841), (1.5, 0.785), (1.75, 0.74), (2.0, 0.704), (2.5, 0.643), (3.0, 0.59), (3.5, 0.544),
         (4.0, 0.507), (4.5, 0.479), (5.0, 0.454), (5.5, 0.432), (6.0, 0.412), (6.5, 0.396), (7.0, 0.388),
         (8.0, 0.384))  # fmt: skip
AERIALS = ((1.0, 1.26), (1.25, 1.116), (1.5, 1.028), (1.75, 0.966), (2.0, 0.924), (2.5, 0.86), (3.0, 0.803),
           (3.5, 0.754), (4.0, 0.714), (4.5, 0.684), (5.0, 0.656), (5.5, 0.631), (6.0, 0.608), (6.5, 0.59),
           (7.0, 0.578), (8.0, 0.574))  # fmt: skip
BOOSTING = ((0.0, 0.53), (0.8, 0.53), (1.0, 0.9), (1.2, 0.93), (2.0, 0.68), (3.0, 0.54))
"""Drag of the pair of stages on the booster's section: not in the handbook's extract; that of a finned body with four
large fins, assumed, of such a size that the speed at 9,213 to 9,667 ft is the handbook's 3,290 ft/s."""


def nike_apache(payload: float, clean: bool) -> Vehicle:
    """Return a Nike-Apache with a payload [kg]."""
    second = math.pi * (6.62 * INCH) ** 2 / 4.0
    first = math.pi * (16.5 * INCH) ** 2 / 4.0
    propellant, sustained = 755.0 * LB, 131.0 * LB
    drag = CLEAN if clean else AERIALS
    return vehicle(
        1534.0 * LB + payload,
        [
            Phase(3.5, 42_500.0 * LBF, propellant / 3.5, first, BOOSTING, dropped=1317.0 * LB - propellant),
            Phase(20.0, 0.0, 0.0, second, drag),
            Phase(26.4, 32_800.0 * LBF / 6.4, sustained / 6.4, second, drag),
            Phase(math.inf, 0.0, 0.0, second, drag),
        ],
    )


# --- The surface-to-air missile of Zipfel's ADS6 (CADAC decks): altitudes of a near-vertical climb

ADS6_THRUST = ((0.0, 0.0), (1.0, 30e3), (2.0, 31392.0), (6.0, 31392.0), (7.0, 30e3), (9.0, 4616.0), (58.0, 4616.0))
ADS6_MASS = ((0.0, 300.0), (2.0, 280.0), (6.0, 225.0), (7.0, 214.0), (9.0, 212.0), (10.0, 210.0), (20.0, 190.0),
             (30.0, 170.0), (40.0, 150.0))  # fmt: skip
ADS6_DRAG = ((0.0, 0.308), (0.5, 0.308), (1.05, 1.042), (2.0, 0.5312), (3.0, 0.4215), (4.0, 0.3636), (5.0, 0.3277))


def ads6() -> Vehicle:
    """Return the textbook missile in phases of half a second while its thrust changes, up to 40 s."""
    edges = [*np.arange(0.0, 10.0, 0.5), 10.0, 20.0, 30.0, 40.0]
    phases = []
    for a, b in pairwise(edges):
        thrust = float(np.interp(0.5 * (a + b), *zip(*ADS6_THRUST, strict=True)))
        lost = float(np.interp(a, *zip(*ADS6_MASS, strict=True)) - np.interp(b, *zip(*ADS6_MASS, strict=True)))
        phases.append(Phase(b, thrust, max(lost / (b - a), 1e-6), 0.0491, ADS6_DRAG, exit_area=0.0314))
    return vehicle(300.0, phases)


# --- V-2 (Cd: as printed by several; thrust and propellant: simulation of Dumont and Moreau)

V2_DRAG = ((0.0, 0.15), (0.6, 0.15), (0.8, 0.18), (0.9, 0.23), (1.0, 0.3), (1.1, 0.4), (1.18, 0.42), (1.3, 0.38),
           (1.5, 0.325), (2.0, 0.24), (3.0, 0.21), (4.0, 0.18), (5.0, 0.155), (5.5, 0.15))  # fmt: skip


def v2() -> Vehicle:
    """Return a V-2: 245.25 kN at sea level for 65 s, 8,700 kg of propellant, 4,000 kg empty with its load."""
    area = math.pi * 1.65**2 / 4.0
    return vehicle(
        12_700.0,
        [
            Phase(65.0, 245.25e3, 8_700.0 / 65.0, area, V2_DRAG, exit_area=0.43),
            Phase(math.inf, 0.0, 0.0, area, V2_DRAG),
        ],
    )
