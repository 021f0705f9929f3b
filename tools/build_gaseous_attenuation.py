"""Write the table of gaseous attenuation that airdef.physics.attenuation reads.

ITU-R P.676-12, line by line (Annex 1), as implemented by `itur`, at sea level of the standard atmosphere
(1013.25 hPa, 288.15 K, 7.5 g/m^3 of water vapour). The equivalent height of each part is its zenith
attenuation through the standard profiles of ITU-R P.835 (`itur.models.itu835`; water vapour with a scale
height of 2 km) divided by its specific attenuation at sea level.

Run from the repository root: python tools/build_gaseous_attenuation.py
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from itur.models import itu676, itu835
from scipy.integrate import simpson

TARGET = Path("src/airdef/physics/data/gaseous_attenuation.csv")
FREQUENCIES_GHZ = np.round(np.arange(0.5, 100.0 + 0.05, 0.1), 1)
PRESSURE_HPA, TEMPERATURE_K, VAPOUR_G_M3 = 1013.25, 288.15, 7.5
HEIGHTS_KM = np.linspace(0.0, 40.0, 401)  # above 40 km less than 1e-4 of the zenith attenuation is left


def specific(frequency_ghz: np.ndarray, height_km: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the oxygen and water vapour attenuation [dB/km] at a height [km]."""
    if height_km == 0.0:
        pressure, temperature = PRESSURE_HPA, TEMPERATURE_K
    else:
        pressure = itu835.standard_pressure(height_km).value
        temperature = itu835.standard_temperature(height_km).value
    vapour = VAPOUR_G_M3 * np.exp(-height_km / 2.0)
    oxygen = itu676.gamma0_exact(frequency_ghz, pressure, vapour, temperature).value
    return oxygen, itu676.gammaw_exact(frequency_ghz, pressure, vapour, temperature).value


def main() -> None:
    """Compute and write the table."""
    itu676.change_version(12)
    profile = np.array([specific(FREQUENCIES_GHZ, h) for h in HEIGHTS_KM])  # height, part, frequency
    oxygen, vapour = profile[0]
    height_oxygen, height_vapour = simpson(profile, x=HEIGHTS_KM, axis=0) / profile[0]
    with TARGET.open("w", newline="", encoding="utf-8") as stream:
        stream.write("# ITU-R P.676-12, 1013.25 hPa, 288.15 K, 7.5 g/m3; tools/build_gaseous_attenuation.py\n")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("frequency_ghz", "oxygen_db_km", "vapour_db_km", "oxygen_height_km", "vapour_height_km"))
        for row in zip(FREQUENCIES_GHZ, oxygen, vapour, height_oxygen, height_vapour, strict=True):
            writer.writerow((f"{row[0]:.1f}", *(f"{v:.9e}" for v in row[1:3]), *(f"{v:.5f}" for v in row[3:])))


if __name__ == "__main__":
    main()
